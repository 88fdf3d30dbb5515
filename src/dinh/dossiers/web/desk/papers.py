"""The papers of a case on the desk: the first of them on its page, all of them on pages of their own."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.nav import WORKING
from dinh.dossiers.web.parts import thumb_of
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.kernel.text import fold

__all__ = ["SHOWN", "came_from", "case_papers", "first_parts", "mark", "may_mark", "may_scan", "paper_list"]

Case = api.DossierView | api.SubmissionView
# A page of a case draws so many papers however many there are, so that it opens as fast with 435 as with 5.
SHOWN = 20
_PAGE = 50
_SCANNABLE = {api.PartSource.PAPER, api.PartSource.PAPER_SCANNED, api.PartSource.MISSING}
_SCANNED = {api.PartSource.PAPER_SCANNED, api.PartSource.NEW_UPLOAD}
_IDLE = api.PartSource.NOT_APPLICABLE
_RANKS = {api.PartSource.MISSING: 0, _IDLE: 2}


def may_scan(by: Actor, view: Case) -> bool:
    """Tell whether this officer adds scans to this case: at the counter, while it is open."""
    return isinstance(view, api.DossierView) and by.has_role("mot_cua") and not view.closed_at


def may_mark(by: Actor, view: Case) -> bool:
    """Tell whether this officer may say that a paper is lacking or does not apply: a desk, while the case is open."""
    is_open = not view.closed_at if isinstance(view, api.DossierView) else view.state is api.SubmissionState.FILED
    return by.has_role("mot_cua") and is_open


def first_parts(view: Case) -> list[api.PartView]:
    """Return the papers of a case; of a long list those not answered come first and those that do not apply last."""
    parts = [part for part in view.parts if part.is_in_case]
    if len(parts) <= SHOWN:
        return parts
    return sorted(parts, key=lambda part: _RANKS.get(part.source, 1))


def paper_list(view: Case, *, scans: bool = False, marks: bool = False) -> dict[str, Any]:
    """Return the papers as the page of a case shows them: the first, how many of each kind, and the way on."""
    parts = first_parts(view)
    given = [part for part in parts if part.source is not _IDLE]
    idle = [part for part in parts if part.source is _IDLE]
    is_cut = max(len(given), len(idle)) > SHOWN
    return {
        "case_id": _id_of(view),
        "papers": _rows(view, given[:SHOWN], scans=scans, marks=marks),
        "idle": _rows(view, idle[:SHOWN]),
        "idle_many": len(idle),
        "papers_many": len(parts) if is_cut else 0,
        "papers_counts": _counts(parts) if is_cut else [],
        "papers_url": reverse("dossiers:desk_papers", args=[_id_of(view)]),
    }


def _id_of(view: Case) -> str:
    return view.dossier_id or view.submission_id


def _counts(parts: Sequence[api.PartView]) -> list[dict[str, Any]]:
    found = Counter[str](part.source for part in parts)
    return [
        {"label": label, "tone": tone, "many": found[source]}
        for source, (label, tone) in words.SOURCES.items()
        if found[source]
    ]


def _rows(
    view: Case, parts: Sequence[api.PartView], *, scans: bool = False, marks: bool = False
) -> list[dict[str, Any]]:
    """What was given, how many, and what can still be done with each."""
    may_digitise = api.Doing.DIGITISE in view.allowed
    return [
        {
            "part": part,
            "thumb": thumb_of(part) if part.file_id else None,
            "label": words.SOURCES[part.source][0],
            "tone": words.SOURCES[part.source][1],
            "reason": part.reason,
            "may_scan": scans and part.source in _SCANNABLE,
            "may_mark": marks and part.source in _SCANNABLE,
            "may_digitise": may_digitise and not part.is_digitised and bool(part.file_id) and part.source in _SCANNED,
        }
        for part in parts
    ]


def came_from(request: HttpRequest, case_id: str) -> str:
    """Return the page an act on a paper goes back to: the case, or that page of its papers."""
    page = request.POST.get("trang", "")
    if not page.isdecimal():
        return _page_of(case_id)
    return f"{reverse('dossiers:desk_papers', args=[case_id])}?trang={page}"


def _page_of(case_id: str) -> str:
    return reverse(
        "dossiers:desk_submission" if case_id.startswith("sub_") else "dossiers:desk_dossier", args=[case_id]
    )


def _page_with(parts: Sequence[api.PartView], seq: str) -> int:
    """Return the number of the page on which a paper stands, the first where it is none of these."""
    place = next((place for place, part in enumerate(parts) if str(part.seq) == seq), 0)
    return place // _PAGE + 1


@require_POST
@access("official", roles=("mot_cua",))
def mark(request: HttpRequest, case_id: str, seq: int) -> HttpResponse:
    """Say of one paper that it is lacking or does not apply, and why."""
    actor = actor_of(request)
    view = _case(actor, case_id)
    try:
        api.mark_part(
            by=actor,
            at=clock.now(),
            submission_id=view.submission_id,
            seq=seq,
            source=request.POST.get("source", ""),
            reason=request.POST.get("reason", ""),
        )
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    else:
        messages.success(request, _("It stands with the paper, with its reason."))
    return redirect(came_from(request, case_id))


def _case(by: Actor, case_id: str) -> Case:
    if case_id.startswith("sub_"):
        return api.submission(by=by, submission_id=case_id)
    return api.dossier(by=by, dossier_id=case_id)


@require_safe
@never_cache
@access("official", roles=WORKING)
def case_papers(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show all papers of a case, page by page, found by their words; those chosen are carried along to be asked for."""
    actor = actor_of(request)
    view = _case(actor, case_id)
    asked = fold(request.GET.get("q", ""))
    parts = [part for part in first_parts(view) if asked in fold(f"{part.name} {part.file_name}")]
    page = Paginator(parts, _PAGE).get_page(request.GET.get("trang") or _page_with(parts, request.GET.get("giay", "")))
    chosen = set(request.GET.getlist("chon"))
    here = {str(part.seq) for part in page}
    context = {
        "view": view,
        "case_id": _id_of(view),
        "papers": _rows(view, list(page), scans=may_scan(actor, view), marks=may_mark(actor, view)),
        "counts": _counts(parts),
        "page": page,
        "q": request.GET.get("q", ""),
        "chosen": chosen,
        "elsewhere": [str(part.seq) for part in view.parts if str(part.seq) in chosen - here],
        "may_ask": api.Doing.REQUEST_SUPPLEMENT in view.allowed,
        "back_url": _page_of(_id_of(view)),
    }
    return render(request, "dossiers/desk/case_papers.html", context)
