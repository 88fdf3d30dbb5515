"""A citizen's own dossiers: the list, the page of one, and what can be done there."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.web import stories, words
from dinh.dossiers.web.forms import UploadForm
from dinh.dossiers.web.parts import file_href, thumb_of
from dinh.dossiers.web.rating import given_of
from dinh.dossiers.web.why import told_apart
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from dinh.payments import api as payments

_STATES = api.SubmissionState
_OVER = {
    api.Status.DECLINED,
    api.Status.WITHDRAWN,
    api.Status.STOPPED,
    api.Status.DECIDED,
    api.Status.HANDED_OVER,
}


def _href(row: api.MineRow) -> str:
    if row.state is _STATES.DRAFT:
        return reverse("dossiers:draft", args=[row.procedure_code, row.submission_id])
    return reverse("dossiers:citizen_dossier", args=[row.dossier_id or row.submission_id])


def _shown(row: api.MineRow) -> dict[str, Any]:
    is_draft = row.state is _STATES.DRAFT
    return {
        "row": row,
        "href": _href(row),
        "is_draft": is_draft,
        "tone": "quiet" if is_draft else words.STATUS_TONES[row.status],
        "due": "" if is_draft or row.due.at is None else row.due.sentence,
    }


@never_cache
@access("citizen")
def mine(request: HttpRequest) -> HttpResponse:
    """List what waits for the person first, then what the office works on, then what is over; each newest first."""
    rows = [_shown(row) for row in api.my_dossiers(by=actor_of(request))]
    others = [one for one in rows if not one["row"].needs_action]
    page = {
        "waiting": [one for one in rows if one["row"].needs_action],
        "running": [one for one in others if one["row"].status not in _OVER],
        "ended": [one for one in others if one["row"].status in _OVER],
    }
    return render(request, "dossiers/mine.html", page)


@never_cache
@access("citizen")
def dossier(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show one case of the person, before or after it was received."""
    actor = actor_of(request)
    if not case_id.startswith("sub_"):
        return _dossier(request, api.dossier(by=actor, dossier_id=case_id))
    view = api.submission(by=actor, submission_id=case_id)
    if view.state is _STATES.DRAFT:
        return redirect("dossiers:draft", view.procedure_code, case_id)
    if view.dossier_id:
        return redirect("dossiers:citizen_dossier", view.dossier_id)
    order = _order(actor, view.order_id)
    shown = {
        "view": view,
        "story": stories.of_submission(view),
        "order": order,
        **told_apart(view.decided, is_money_shown=bool(order and order.is_due)),
        "papers": _papers(view.parts),
        "may_withdraw": api.Doing.WITHDRAW in view.allowed,
        "is_declined": view.state is _STATES.DECLINED,
        "declined_paper": _paper_of(view.story, api.ActKind.DECLINED),
        "again_url": reverse("dossiers:start", args=[view.procedure_code]),
    }
    return render(request, "dossiers/submission.html", shown)


def _order(by: Any, order_id: str) -> payments.OrderView | None:
    """Return the payment when there is one and this person may see it."""
    if not order_id:
        return None
    order = payments.order(order_id=order_id)
    may = payments.can_see_order(
        by,
        payer_person_id=order.payer_person_id,
        payee_agency_id=order.payee_agency_id,
        opened_agency_id=order.opened_agency_id,
    )
    return order if may else None


def _papers(parts: tuple[api.PartView, ...]) -> list[dict[str, Any]]:
    return [
        {"part": part, "thumb": thumb_of(part) if part.file_id else None, "label": words.SOURCES[part.source][0]}
        for part in parts
        if part.source not in {api.PartSource.NOT_APPLICABLE, api.PartSource.MISSING}
    ]


def _paper_of(story: tuple[api.ActView, ...], kind: api.ActKind) -> str:
    """Return the address of the paper the last act of this kind made, "" without one."""
    found = next((act.paper_id for act in reversed(story) if act.kind is kind and act.paper_id), "")
    return file_href(documents.paper(paper_id=found).file_id) if found else ""


def _upload_form(seq: int, data: Any = None, files: Any = None) -> UploadForm:
    return UploadForm(data, files, auto_id=f"id_{seq}_%s")


def _asked(view: api.DossierView, wrong: UploadForm | None, seq: int) -> list[dict[str, Any]]:
    """Return the papers of the open request, each with its place and whether it came since."""
    if view.status != api.Status.SUPPLEMENT or not view.supplements:
        return []
    request = view.supplements[-1]
    places = {part.seq: part for part in view.parts}
    found = []
    for (name, reason), place in zip(request.items, request.seqs, strict=True):
        part = places.get(place) if place is not None else None
        came = part is not None and part.added_at is not None and part.added_at >= request.requested_at
        form = wrong if wrong and part and part.seq == seq else _upload_form(part.seq if part else 0)
        found.append(
            {
                "name": name,
                "reason": reason,
                "part": part,
                "field": form["file"],
                "is_here": came,
                "thumb": thumb_of(part) if part and came and part.file_id else None,
            }
        )
    return found


def _dossier(
    request: HttpRequest, view: api.DossierView, wrong: UploadForm | None = None, seq: int = 0
) -> HttpResponse:
    actor = actor_of(request)
    result = documents.paper(paper_id=view.result_paper_id) if view.result_paper_id else None
    asked, offer = _asked(view, wrong, seq), _rating_of(actor, view)
    order = _order(actor, view.order_id)
    shown = {
        "view": view,
        "tone": words.STATUS_TONES[view.status],
        "look": words.DUE_LOOKS.get(view.due.state, "open"),
        "is_late": view.due.state is api.DueState.LATE,
        "story": stories.of_dossier(view),
        "clock": stories.clock_lines(view),
        "moved": stories.moved_why(view),
        "where": () if view.closed_at else api.whereabouts(view.dossier_id, clock.now()),
        "order": order,
        **told_apart(view.decided, is_money_shown=bool(order and order.is_due)),
        "obligation": _order(actor, view.obligation_order_id),
        "papers": _papers(view.parts),
        "delivery": words.DELIVERY[view.delivery_way],
        "outcome": words.OUTCOMES[view.outcome] if view.outcome else "",
        "is_rejected": view.outcome is api.Outcome.REJECTED,
        "result": result,
        "result_href": file_href(result.file_id) if result else "",
        "asked": asked,
        "request_made": view.supplements[-1] if asked else None,
        "is_asked_done": bool(asked) and all(one["is_here"] for one in asked),
        "may_withdraw": api.Doing.WITHDRAW in view.allowed,
        "max_mb": settings.DINH_UPLOAD_MAX_MB,
        "wrong": wrong,
        "may_rate": bool(offer and (offer.is_open or offer.given)),
        "rated": given_of(offer.given) if offer else None,
    }
    return render(request, "dossiers/dossier.html", shown, status=422 if wrong else 200)


def _rating_of(by: Actor, view: api.DossierView) -> api.RatingOffer | None:
    """Return what this person may say of a closed dossier; None for who only follows it with a mandate."""
    is_own = by.person_id in {view.applicant.person_id, view.submitter_person_id}
    if view.status not in _OVER or not is_own:
        return None
    return api.rating_offer(by=by, at=clock.now(), dossier_id=view.dossier_id)


@require_POST
@access("citizen")
def add_paper(request: HttpRequest, dossier_id: str, seq: int) -> HttpResponse:
    """Take one of the papers asked for."""
    actor = actor_of(request)
    view = api.dossier(by=actor, dossier_id=dossier_id)
    form = _upload_form(seq, request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            api.attach(by=actor, at=clock.now(), submission_id=view.submission_id, seq=seq, name=file.name, stream=file)
        except Invalid as refused:
            form.add_error("file", f"{refused.message} {refused.hint}".strip())
        else:
            return redirect(f"{reverse('dossiers:citizen_dossier', args=[dossier_id])}#bo-sung")
    return _dossier(request, view, form, seq)


@require_POST
@access("citizen")
def provide(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Hand in what was asked for."""
    try:
        api.provide_supplement(
            by=actor_of(request), at=clock.now(), dossier_id=dossier_id, note=request.POST.get("note", "")
        )
    except Invalid as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The office has your papers. The clock goes on."))
    return redirect("dossiers:citizen_dossier", dossier_id)


@never_cache
@access("citizen")
def withdraw(request: HttpRequest, case_id: str) -> HttpResponse:
    """Ask once more, then take the case back: there is no way to undo it."""
    actor, is_submission = actor_of(request), case_id.startswith("sub_")
    view: Any = (
        api.submission(by=actor, submission_id=case_id) if is_submission else api.dossier(by=actor, dossier_id=case_id)
    )
    if api.Doing.WITHDRAW not in view.allowed:
        messages.info(request, _("This can no longer be taken back."))
        return redirect("dossiers:citizen_dossier", case_id)
    if request.method != "POST":
        return render(request, "dossiers/withdraw.html", {"view": view, "case_id": case_id})
    reason = request.POST.get("reason", "")
    if is_submission:
        api.withdraw_submission(by=actor, at=clock.now(), submission_id=case_id, reason=reason)
    else:
        api.withdraw(by=actor, at=clock.now(), dossier_id=case_id, reason=reason)
    messages.success(request, _("You have taken it back. Nothing more happens with it."))
    return redirect("dossiers:citizen_dossier", case_id)


@require_safe
@access("citizen", "official")
def receipt(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Open the receipt with the appointment. It is issued once, now if the queue was not there yet."""
    paper = api.ensure_receipt(by=actor_of(request), at=clock.now(), dossier_id=dossier_id)
    return redirect(file_href(paper.file_id))
