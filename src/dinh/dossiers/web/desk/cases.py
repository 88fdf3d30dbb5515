"""The page of one case on the desk, before and after receipt, and the short form of it beside a queue."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.dossiers import api
from dinh.dossiers.web import answering, stories, words
from dinh.dossiers.web.desk import actions, forms
from dinh.dossiers.web.desk.issued import issued_about
from dinh.dossiers.web.desk.nav import WORKING
from dinh.dossiers.web.desk.papers import came_from, may_mark, may_scan, paper_list
from dinh.dossiers.web.desk.steps import step_shown, steps_shown, subtasks_shown
from dinh.dossiers.web.desk.told import told_of
from dinh.dossiers.web.places import place_name
from dinh.dossiers.web.rating import sheet_shown
from dinh.dossiers.web.why import told_apart
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound, Words
from dinh.payments import api as payments


def panel_of(request: HttpRequest, case_id: str) -> dict[str, Any]:
    """Return what the panel beside a queue shows of one case."""
    actor = actor_of(request)
    if case_id.startswith("sub_"):
        sent = api.submission(by=actor, submission_id=case_id)
        story, due, acts = stories.of_submission(sent, is_office=True), sent.answer_due, []
        view: Any = sent
    else:
        view = api.dossier(by=actor, dossier_id=case_id)
        story, due, acts = stories.of_dossier(view, is_office=True), view.due, actions.possible(actor, view)
    return {
        "view": view,
        "is_submission": case_id.startswith("sub_"),
        "due": due,
        "look": words.DUE_LOOKS.get(due.state, "open") if due else "open",
        **paper_list(view),
        "story": story[-4:],
        "next_act": actions.label_of(actor, acts[0], view) if acts and actions.has_primary(acts, view) else "",
        "channel": words.CHANNELS[view.channel],
    }


@require_safe
@never_cache
@access("official", roles=WORKING)
def panel(request: HttpRequest, case_id: str) -> HttpResponse:
    """Answer the walk through a queue with the case it stands on."""
    return render(request, "dossiers/desk/panel.html", {"panel": panel_of(request, case_id)})


def _orders(by: Actor, *order_ids: str) -> list[dict[str, Any]]:
    found = []
    for order_id in filter(None, order_ids):
        order = payments.order(order_id=order_id)
        agencies = {"payee_agency_id": order.payee_agency_id, "opened_agency_id": order.opened_agency_id}
        found.append(
            {
                "order": order,
                "may_see": payments.can_see_order(by, payer_person_id=order.payer_person_id, **agencies),
                "cash": forms.CashForm(initial={"received_vnd": order.total_vnd}, auto_id=f"id_{order_id}_%s")
                if order.is_due and payments.can_take_cash(by, **agencies)
                else None,
            }
        )
    return found


@require_safe
@never_cache
@access("official", roles=WORKING)
def desk_dossier(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Show one dossier with everything an officer needs and what can be done with it."""
    return show(request, api.dossier(by=actor_of(request), dossier_id=dossier_id))


def show(
    request: HttpRequest, view: api.DossierView, wrong: tuple[str, forms.ActForm] | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    possible = actions.possible(actor, view)
    chosen = request.GET.getlist("chon")
    acts = [
        {
            "act": act,
            "label": actions.label_of(actor, act, view),
            "form": wrong[1] if wrong and wrong[0] == act.slug else actions.form_of(actor, act, view, chosen=chosen),
            "is_open": wrong[0] == act.slug if wrong else bool(chosen) and act.slug == actions.ASK,
        }
        for act in possible
    ]
    primary = acts.pop(0) if actions.has_primary(possible, view) else None
    issued = issued_about(view.submission_id, view.dossier_id)
    result = next((one for one in issued if one.paper.paper_id == view.result_paper_id), None)
    page = {
        "view": view,
        "tone": words.STATUS_TONES[view.status],
        "look": words.DUE_LOOKS.get(view.due.state, "open"),
        "facts": _facts(view),
        "form_parts": answering.answered(view.form.form_id, view.form.answers, view.submission_id),
        **paper_list(view, scans=may_scan(actor, view), marks=may_mark(actor, view)),
        "story": stories.of_dossier(view, is_office=True),
        "clock": stories.clock_lines(view),
        "flags": [words.FLAGS[flag] for flag in view.flags],
        "primary": primary,
        "acts": acts,
        "wrong": wrong[1] if wrong else None,
        "orders": _orders(actor, view.order_id, view.obligation_order_id),
        "result": result.paper if result else None,
        "result_href": result.href if result else "",
        "issued": issued,
        "outcome": words.OUTCOMES[view.outcome] if view.outcome else "",
        "proposed": words.OUTCOMES[view.proposal.outcome] if view.proposal else "",
        "told": told_of(view),
        **told_apart(view.decided, is_money_shown=bool(view.order_id)),
        "steps": steps_shown(view),
        "now": step_shown(view),
        "subtasks": subtasks_shown(view),
        "rating": sheet_shown(view),
        "is_new": request.GET.get("moi") == "1",
    }
    return render(request, "dossiers/desk/dossier.html", page, status=status)


def _facts(view: api.DossierView) -> list[dict[str, Any]]:
    return facts_of(
        view,
        (_("Received by"), view.receiving.name),
        (_("Agency that decides"), view.handling.name),
        (_("Officer"), view.assignee_name or _("nobody yet")),
        (_("How to receive the result"), words.DELIVERY[view.delivery_way]),
        (_("Money"), str(words.FINANCIAL[view.states.financial])),
        (_("Result"), str(words.DELIVERIES[view.states.delivery])),
        (_("Copy at the national portal"), str(words.SYNCS[view.states.sync])),
    )


def facts_of(view: api.DossierView | api.SubmissionView, *more: tuple[str, Words]) -> list[dict[str, Any]]:
    """Return who asks for what, and whatever else is known, as rows of names and values; empty ones are left out."""
    person = view.applicant
    rows = [
        (_("Applicant"), person.name),
        (_("Telephone"), person.phone),
        (_("E-mail"), person.email),
        (_("Address"), person.address),
        (_("Lives in"), place_name(view.residence_unit_id, clock.now().date())),
        (_("Case"), view.case_name.strip("*-+ :.")),
        (_("What is asked for"), view.content.get("request", "")),
        (_("How it came"), words.CHANNELS[view.channel]),
        *more,
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


@require_POST
@access("official", roles=WORKING)
def act(request: HttpRequest, dossier_id: str, slug: str) -> HttpResponse:
    """Do one act. When somebody else was faster, say what they did."""
    actor, chosen = actor_of(request), actions.BY_SLUG.get(slug)
    if chosen is None:
        raise NotFound("HS61", _("There is no such act."))
    read = api.dossier if chosen.doing in actions.WHOLE else api.dossier_outline
    form = actions.form_sent(actor, chosen, read(by=actor, dossier_id=dossier_id), request.POST)
    if not form.is_valid():
        return show(request, api.dossier(by=actor, dossier_id=dossier_id), (slug, form), 422)
    try:
        chosen.run(actor, clock.now(), dossier_id, form)
    except Invalid as refused:
        tell_fields(form, refused.fields, f"{refused.message} {refused.hint}")
        return show(request, api.dossier(by=actor, dossier_id=dossier_id), (slug, form), 422)
    except Conflict as clash:
        tell_clash(request, clash, api.dossier(by=actor, dossier_id=dossier_id).story)
    else:
        messages.success(request, str(chosen.done))
    return redirect("dossiers:desk_dossier", dossier_id)


def tell_fields(form: Any, fields: Mapping[str, Any], sentence: str) -> None:
    for name, words_of_field in fields.items():
        form.add_error(name if name in form.fields else None, str(words_of_field))
    if not fields:
        form.add_error(None, sentence.strip())


def tell_clash(request: HttpRequest, clash: Conflict, story: tuple[api.ActView, ...]) -> None:
    """Say that something changed meanwhile, and what it was."""
    messages.error(request, f"{clash.message} {clash.hint}".strip())
    if story:
        last = story[-1]
        messages.info(
            request,
            _("The last thing that happened: %(what)s, %(who)s, at %(when)s.")
            % {
                "what": last.title,
                "who": last.by_name or last.agency_name,
                "when": f"{clock.local(last.at):%H:%M %d/%m/%Y}",
            },
        )


@require_POST
@access("official", roles=("mot_cua",))
def scan(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Attach a scan to one paper."""
    actor = actor_of(request)
    view = api.dossier(by=actor, dossier_id=dossier_id)
    form = forms.ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Please choose the scanned file first."))
        return redirect(came_from(request, dossier_id))
    file = form.cleaned_data["file"]
    try:
        api.attach(
            by=actor,
            at=clock.now(),
            submission_id=view.submission_id,
            seq=form.cleaned_data["seq"],
            name=file.name,
            stream=file,
        )
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(came_from(request, dossier_id))


@require_POST
@access("official", roles=("mot_cua",))
def digitise(request: HttpRequest, dossier_id: str, seq: int) -> HttpResponse:
    """Sign the scan of one paper with the officer's own certificate."""
    actor = actor_of(request)
    view = api.dossier(by=actor, dossier_id=dossier_id)
    try:
        api.digitise(by=actor, at=clock.now(), submission_id=view.submission_id, seq=seq)
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    else:
        messages.success(request, _("The paper is digitised and signed by you."))
    return redirect(came_from(request, dossier_id))


@require_POST
@access("official")
def cash(request: HttpRequest, dossier_id: str, order_id: str) -> HttpResponse:
    """Take the fee in cash at the counter."""
    form = forms.CashForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the amount in digits, for example 50.000."))
        return redirect("dossiers:desk_dossier", dossier_id)
    try:
        payments.settle_cash(
            by=actor_of(request), at=clock.now(), order_id=order_id, received_vnd=form.cleaned_data["received_vnd"]
        )
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    else:
        messages.success(request, _("The money was taken. The receipt of the fee comes in a moment."))
    return redirect("dossiers:desk_dossier", dossier_id)
