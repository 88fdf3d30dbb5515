"""The papers of a case on the desk: the first of them on its page, all of them on pages of their own."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.nav import WORKING
from dinh.dossiers.web.parts import reason_key, thumb_of
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.kernel.text import fold

__all__ = ["SHOWN", "came_from", "case_papers", "first_parts", "may_scan", "paper_list"]

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


def first_parts(view: Case) -> list[api.PartView]:
    """Return the papers of a case; of a long list those not answered come first and those that do not apply last."""
    parts = [part for part in view.parts if part.is_in_case]
    if len(parts) <= SHOWN:
        return parts
    return sorted(parts, key=lambda part: _RANKS.get(part.source, 1))


def paper_list(view: Case, *, scans: bool = False) -> dict[str, Any]:
    """Return the papers as the page of a case shows them: the first, how many of each kind, and the way on."""
    parts = first_parts(view)
    given = [part for part in parts if part.source is not _IDLE]
    idle = [part for part in parts if part.source is _IDLE]
    is_cut = max(len(given), len(idle)) > SHOWN
    return {
        "papers": _rows(view, given[:SHOWN], scans=scans),
        "idle": _rows(view, idle[:SHOWN], scans=False),
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


def _rows(view: Case, parts: Sequence[api.PartView], *, scans: bool) -> list[dict[str, Any]]:
    """What was given, how many, and what can still be done with each."""
    may_digitise = api.Doing.DIGITISE in view.allowed
    return [
        {
            "part": part,
            "thumb": thumb_of(part) if part.file_id else None,
            "label": words.SOURCES[part.source][0],
            "tone": words.SOURCES[part.source][1],
            "reason": view.content.get(reason_key(part.seq), ""),
            "may_scan": scans and part.source in _SCANNABLE,
            "may_digitise": may_digitise and not part.is_digitised and bool(part.file_id) and part.source in _SCANNED,
        }
        for part in parts
    ]


def came_from(request: HttpRequest, dossier_id: str) -> str:
    """Return the page an act on a paper goes back to: the dossier, or that page of its papers."""
    page = request.POST.get("trang", "")
    if not page.isdecimal():
        return reverse("dossiers:desk_dossier", args=[dossier_id])
    return f"{reverse('dossiers:desk_papers', args=[dossier_id])}?trang={page}"


@require_safe
@never_cache
@access("official", roles=WORKING)
def case_papers(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show all papers of a case, page by page, found by their words; those chosen are carried along to be asked for."""
    actor = actor_of(request)
    view: Case
    if case_id.startswith("sub_"):
        view = api.submission(by=actor, submission_id=case_id)
    else:
        view = api.dossier(by=actor, dossier_id=case_id)
    asked = fold(request.GET.get("q", ""))
    parts = [part for part in first_parts(view) if asked in fold(f"{part.name} {part.file_name}")]
    page = Paginator(parts, _PAGE).get_page(request.GET.get("trang"))
    chosen = set(request.GET.getlist("chon"))
    here = {str(part.seq) for part in page}
    context = {
        "view": view,
        "papers": _rows(view, list(page), scans=may_scan(actor, view)),
        "counts": _counts(parts),
        "page": page,
        "q": request.GET.get("q", ""),
        "chosen": chosen,
        "elsewhere": [str(part.seq) for part in view.parts if str(part.seq) in chosen - here],
        "may_ask": api.Doing.REQUEST_SUPPLEMENT in view.allowed,
        "back_url": reverse(
            "dossiers:desk_dossier" if view.dossier_id else "dossiers:desk_submission", args=[_id_of(view)]
        ),
    }
    return render(request, "dossiers/desk/case_papers.html", context)
