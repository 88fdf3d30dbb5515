"""Intake at the counter: the procedure, the person, the papers, one press. Three short steps, all by keyboard."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.cases import tell_fields
from dinh.dossiers.web.desk.intake_declaring import HERE, ON_PAPER, Declaring, declaring
from dinh.dossiers.web.desk.intake_forms import IntakeForm, PersonForm
from dinh.dossiers.web.desk.receiving import entered_quote
from dinh.dossiers.web.places import communes
from dinh.kernel import cccd, clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid
from dinh.kernel.ids import new_id
from dinh.payments import api as payments
from dinh.procedures import api as procedures

_MOST = 15
_ROLE = ("mot_cua",)
# The condition under which the form stands on the page, as its script reads it.
_DECLARED_WHEN = json.dumps(["==", "declared", HERE])


def _url(**asked: str) -> str:
    return f"{reverse('dossiers:intake')}?{urlencode({key: value for key, value in asked.items() if value})}"


@never_cache
@access("official", roles=_ROLE)
def intake(request: HttpRequest) -> HttpResponse:
    """Ask for the procedure, then the person, then the papers."""
    code, person_id = request.GET.get("tt", ""), request.GET.get("nguoi", "")
    if not code:
        return _choose_procedure(request, person_id)
    view = procedures.version_on(code=code, on=clock.now().date())
    if not person_id:
        return _choose_person(request, view)
    return _papers(request, view, directory.person(person_id=person_id))


def _choose_procedure(request: HttpRequest, person_id: str) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found: Sequence[procedures.ProcedureHit] = ()
    if text:
        hits = procedures.search(text=text, on=clock.now().date(), size=_MOST).items
        found = [one for one in hits if one.level_commune or one.level_province]
    page = {
        "text": text,
        "hits": [{"hit": one, "href": _url(tt=one.code, nguoi=person_id)} for one in found],
        "person": directory.person(person_id=person_id) if person_id else None,
    }
    return render(request, "dossiers/desk/intake_procedure.html", page)


def _choose_person(request: HttpRequest, view: procedures.ProcedureView) -> HttpResponse:
    text, initial = _scanned(request, request.GET.get("q", "").strip())
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            person = directory.find_or_create_person(by=actor_of(request), at=clock.now(), **form.cleaned_data)
        except Invalid as refused:
            tell_fields(form, refused.fields, str(refused.message))
        else:
            return redirect(_url(tt=view.code, nguoi=person.person_id))
    found: Sequence[directory.PersonView] = ()
    if text:
        found = api.look_up_applicants(by=actor_of(request), at=clock.now(), text=text, limit=_MOST)
    page = {
        "procedure": view,
        "text": text,
        "people": [{"person": one, "href": _url(tt=view.code, nguoi=one.person_id)} for one in found],
        "form": form,
        "is_searched": bool(text),
        "change_url": reverse("dossiers:intake"),
    }
    return render(request, "dossiers/desk/intake_person.html", page, status=422 if form.errors else 200)


def _scanned(request: HttpRequest, text: str) -> tuple[str, dict[str, Any]]:
    """Return what to search for and what is known of the person: from the code of a card when one was scanned."""
    if not cccd.looks_like_card(text):
        return text, _guess(text)
    try:
        card = cccd.read_card(text)
    except Invalid as refused:
        messages.error(request, f"{refused.message} {refused.hint}")
        return "", {}
    known = {"cccd": card.cccd, "full_name": card.full_name, "born_on": card.born_on, "gender": card.gender}
    return card.cccd, {**known, "address_text": card.address}


def _guess(text: str) -> dict[str, str]:
    """Put what was searched for where it most likely belongs."""
    digits = text.replace(" ", "").replace(".", "")
    if not digits.isdigit():
        return {"full_name": text}
    return {"phone": digits} if digits.startswith("0") and len(digits) <= _PHONE else {"cccd": digits}


_PHONE = 11


def _papers(request: HttpRequest, view: procedures.ProcedureView, person: directory.PersonView) -> HttpResponse:
    on = clock.now().date()
    way, declared = view.channel(procedures.ChannelKind.DESK), declaring(request, view, person, on)
    more: dict[str, Any] = {
        "procedure": view,
        "communes": communes(on),
        "questions": api.questions_for(_facts(view), on),
        "needs_appointment": way is None or way.limit is None,
        "may_be_paper": declared.may_be_paper,
    }
    initial = {
        "key": new_id("key"),
        "applicant_phone": person.phone,
        "applicant_address": person.address_text,
        "competent_unit_id": str(person.residence_unit_id or actor_of(request).unit_id or ""),
        "delivery_way": api.DeliveryWay.DESK.value,
        "declared": ON_PAPER if declared.may_be_paper else HERE,
    }
    typed = {**initial, **request.POST.dict()}
    # A row added to the form is no press on receive: what was typed stays, nothing is judged yet.
    form = IntakeForm(None if declared.is_rows else request.POST or None, initial=typed, **more)
    if request.method == "POST" and form.is_valid() and not declared.faults:
        answer = _receive(request, view, person, form, declared)
        if answer is not None:
            return answer
    page = {
        "procedure": view,
        "person": person,
        "form": form,
        "lines": form.lines(),
        "shown": declared.shown(),
        "declared_when": _DECLARED_WHEN if declared.may_be_paper else "",
        "limit": words.limit_words(way.limit) if way else "",
        "quote": _quote(request, view, person),
        "procedure_url": reverse("dossiers:intake"),
        "person_url": _url(tt=view.code),
    }
    return render(request, "dossiers/desk/intake.html", page, status=422 if form.errors or declared.faults else 200)


def _quote(request: HttpRequest, view: procedures.ProcedureView, person: directory.PersonView) -> payments.Quote | None:
    unit_id = person.residence_unit_id or actor_of(request).unit_id
    if unit_id is None:
        return None
    return api.quote_for(_facts(view), on=clock.now().date(), unit_id=unit_id)


def _facts(view: procedures.ProcedureView) -> api.CaseFacts:
    """What tables are asked with before anything is typed."""
    return api.CaseFacts(view.code, view.version_id, "", api.Channel.DESK)


def _receive(
    request: HttpRequest,
    view: procedures.ProcedureView,
    person: directory.PersonView,
    form: IntakeForm,
    declared: Declaring,
) -> HttpResponse | None:
    actor, data = actor_of(request), form.cleaned_data
    unit_id = int(data["competent_unit_id"] or actor.unit_id or 0)
    try:
        moved = api.receive_at_desk(
            by=actor,
            at=clock.now(),
            procedure_code=view.code,
            applicant_person_id=person.person_id,
            idempotency_key=data["key"],
            values=form.values(),
            papers=form.papers(),
            channel=data["channel"],
            appointment=form.appointment(),
            declared=None if form.is_on_paper else declared.declared(),
            entered=entered_quote(
                form, version_id=view.version_id, name=view.name, channel=data["channel"], unit_id=unit_id
            ),
        )
    except Invalid as refused:
        tell_fields(form, refused.fields, f"{refused.message} {refused.hint}")
        return None
    except Conflict as clash:
        messages.error(request, f"{clash.message} {clash.hint}".strip())
        return redirect(_url(tt=view.code, nguoi=person.person_id))
    return redirect(f"{reverse('dossiers:desk_dossier', args=[moved.dossier_id])}?moi=1")
