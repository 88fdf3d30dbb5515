"""The check of answers before sending, and the page that says it arrived."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dinh.dossiers import api
from dinh.dossiers.policies.results import main_result
from dinh.dossiers.web import answering, words
from dinh.dossiers.web.forms import DeclareForm
from dinh.dossiers.web.parts import thumb_of
from dinh.dossiers.web.places import place_name
from dinh.dossiers.web.steps import CHECK, CONTENT_KEY, Kind, Page, slug_of_field
from dinh.dossiers.web.walking import BACK_TO, back_url, url_of, walk_of
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.payments import api as payments
from dinh.procedures import api as procedures

_SENT_ALREADY = "HS05"


def check_answers(
    request: HttpRequest, view: api.SubmissionView, page: Page, form: DeclareForm | None = None
) -> HttpResponse:
    """Show every answer with a way to change it; `form` is a press on send that was refused."""
    papers = _papers(view)
    idle = [one for one in papers if one["is_idle"]]
    blocking = [gap for gap in view.gaps if gap.is_blocking]
    shown = {
        "walk": walk_of(page),
        "view": view,
        "form": form or DeclareForm(),
        "gaps": [{"gap": gap, "href": _change(view, slug_of_field(gap.field))} for gap in blocking],
        "about": _about(view),
        "form_parts": answering.answered_to_change(view),
        "papers": [one for one in papers if one not in idle],
        "idle": idle,
        "quote": _quote(view),
        "back": back_url(view, page),
    }
    return render(request, "dossiers/check.html", shown, status=422 if form else 200)


def send_answers(request: HttpRequest, code: str, submission_id: str) -> HttpResponse:
    """Send; sending is one press, however often it is pressed. The answers are read again only to show a refusal."""
    form = DeclareForm(request.POST)
    if form.is_valid():
        answer = _send(request, code, submission_id, form)
        if answer is not None:
            return answer
    view = api.submission(by=actor_of(request), submission_id=submission_id)
    if view.state is not api.SubmissionState.DRAFT:
        return redirect("dossiers:citizen_dossier", submission_id)
    return check_answers(request, view, Page(Kind.CHECK), form)


def _send(request: HttpRequest, code: str, submission_id: str, form: DeclareForm) -> HttpResponse | None:
    try:
        # The draft itself is the key: sent from two windows it is still one submission with one answer.
        api.file_submission(
            by=actor_of(request), at=clock.now(), submission_id=submission_id, idempotency_key=f"file-{submission_id}"
        )
    except Invalid as refused:
        form.add_error(None, str(refused.message))
        return None
    except NotAllowed:
        # Who may not even open it is told so; who may open but not send is told that.
        api.submission(by=actor_of(request), submission_id=submission_id)
        raise
    except Conflict as clash:
        if clash.code != _SENT_ALREADY:
            raise
        messages.info(request, str(clash.message))
    return redirect("dossiers:filed", code, submission_id)


def _change(view: api.SubmissionView, slug: str) -> str:
    return f"{url_of(view, slug)}?{BACK_TO}={CHECK}"


def _row(view: api.SubmissionView, key: str, value: object, kind: Kind) -> dict[str, Any]:
    return {"key": key, "value": value, "change_href": _change(view, kind.value)}


def _about(view: api.SubmissionView) -> list[dict[str, Any]]:
    on = clock.now().date()
    handled = view.content.get("competent_unit_id") or view.residence_unit_id
    person = view.applicant
    rows = [
        {"key": _("Applicant"), "value": person.name},
        _row(view, _("Lives in"), place_name(view.residence_unit_id, on), Kind.PLACE),
        _row(view, _("Place that handles it"), place_name(handled, on), Kind.PLACE),
        _row(view, _("Telephone"), person.phone, Kind.CONTACT),
        _row(view, _("E-mail"), person.email, Kind.CONTACT),
        _row(view, _("Address"), person.address, Kind.CONTACT),
    ]
    if view.cases:
        rows.append(_row(view, _("Case"), view.case_name.strip("*-+ :."), Kind.CASE))
    rows += [_row(view, one.label, capfirst(one.answer), Kind.ASKED) for one in view.questions]
    if not view.form_id:
        rows.append(_row(view, _("What is asked for"), view.content.get(CONTENT_KEY, ""), Kind.CONTENT))
    rows.append(_row(view, _("How to receive the result"), words.DELIVERY[view.delivery_way], Kind.DELIVERY))
    return rows


def _papers(view: api.SubmissionView) -> list[dict[str, Any]]:
    return [
        {
            "part": part,
            "thumb": thumb_of(part) if part.file_id else None,
            "label": words.SOURCES[part.source][0],
            "tone": words.SOURCES[part.source][1] if part.is_required else "quiet",
            "is_idle": part.source is api.PartSource.NOT_APPLICABLE and not part.is_required,
            "reason": part.reason,
            "href": _change(view, f"{Kind.PART.value}-{part.seq}"),
        }
        for part in view.parts
        if part.is_in_case
    ]


def _quote(view: api.SubmissionView) -> payments.Quote | None:
    """What will be due, by the table of fees or the catalogue; the offices are settled when it is sent."""
    unit_id = view.content.get("competent_unit_id") or view.residence_unit_id
    if not unit_id:
        return None
    return api.quote_for(api.case_facts(view), on=clock.now().date(), unit_id=int(unit_id))


@access("citizen")
def filed(request: HttpRequest, code: str, submission_id: str) -> HttpResponse:
    """Say that it arrived, by when the office answers, what to pay and what comes next."""
    del code
    view = api.submission(by=actor_of(request), submission_id=submission_id)
    if view.state is api.SubmissionState.DRAFT:
        return redirect("dossiers:step", view.procedure_code, submission_id, CHECK)
    if view.state in {api.SubmissionState.WITHDRAWN, api.SubmissionState.DECLINED}:
        return redirect("dossiers:citizen_dossier", submission_id)
    order = payments.order(order_id=view.order_id) if view.order_id else None
    shown = {
        "view": view,
        "order": order if order and order.is_due else None,
        "is_free": order is not None and order.total_vnd == 0,
        "result": _result(view),
        "dossier_url": reverse("dossiers:citizen_dossier", args=[submission_id]),
    }
    return render(request, "dossiers/filed.html", shown)


def _result(view: api.SubmissionView) -> str:
    found = main_result(procedures.version(version_id=view.version_id).results)
    return found.name if found else ""
