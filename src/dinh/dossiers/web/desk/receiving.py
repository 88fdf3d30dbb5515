"""A submission that came online: look through it, receive it, or say in writing why not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.dossiers import api
from dinh.dossiers.web import answering, stories, words
from dinh.dossiers.web.desk import forms
from dinh.dossiers.web.desk.cases import facts_of, tell_clash, tell_fields
from dinh.dossiers.web.desk.issued import issued_about
from dinh.dossiers.web.desk.nav import WORKING
from dinh.dossiers.web.desk.papers import may_mark, paper_list
from dinh.dossiers.web.why import told_apart
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.payments import api as payments

# Where an officer types what the rules call by another name.
_TYPED_IN = {"until": "limit_value", "appointment_reason": "limit_reason"}


@require_safe
@never_cache
@access("official", roles=WORKING)
def desk_submission(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show what was sent, beside the two answers the desk can give."""
    view = api.submission(by=actor_of(request), submission_id=submission_id)
    return redirect("dossiers:desk_dossier", view.dossier_id) if view.dossier_id else _show(request, view)


def _show(
    request: HttpRequest, view: api.SubmissionView, receive_form: Any = None, decline_form: Any = None
) -> HttpResponse:
    has_errors = bool(receive_form or decline_form)
    quote = _quote(view)
    page = {
        "view": view,
        "facts": _facts(view),
        "form_parts": answering.answered(view.form_id, view.answers, view.submission_id),
        **paper_list(view, marks=may_mark(actor_of(request), view)),
        "story": stories.of_submission(view, is_office=True),
        "issued": issued_about(view.submission_id),
        "quote": quote,
        # Who may receive reads why beside the fee there, by the same table.
        **told_apart(view.decided, is_money_shown=api.Doing.RECEIVE in view.allowed),
        "asks_fee": not view.order_id and not (quote and quote.is_known),
        "may_receive": api.Doing.RECEIVE in view.allowed,
        "receive_form": receive_form or forms.ReceiveForm(needs_appointment=view.needs_appointment),
        "decline_form": decline_form or forms.DeclineForm(auto_id="id_decline_%s"),
        "wrong": receive_form or decline_form,
        "is_declining": decline_form is not None,
    }
    return render(request, "dossiers/desk/submission.html", page, status=422 if has_errors else 200)


def _facts(view: api.SubmissionView) -> list[dict[str, Any]]:
    return facts_of(
        view,
        (_("Agency that decides"), view.competent.name if view.competent else ""),
        (_("Time limit"), view.limit_text or _("none in the catalogue")),
        (_("How to receive the result"), words.DELIVERY[view.delivery_way]),
    )


def _quote(view: api.SubmissionView) -> payments.Quote | None:
    if view.competent is None:
        return None
    return api.quote_for(
        api.case_facts(view), on=clock.local(view.filed_at or clock.now()).date(), unit_id=view.competent.unit_id
    )


def entered_quote(
    form: forms.ReceiveForm, *, version_id: str, name: str, channel: str, unit_id: int
) -> payments.Quote | None:
    """Return the fee the desk entered as a quote, None when it entered none."""
    fees = form.fees(name)
    if not fees:
        return None
    return payments.entered_quote(
        version_id=version_id, channel=channel, on=clock.now().date(), unit_id=unit_id, fees=fees
    )


@require_POST
@access("official", roles=("mot_cua",))
def receive(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Receive, and go to the dossier with its receipt ready to print. What was sent is read only to show a refusal."""
    actor = actor_of(request)
    form = forms.ReceiveForm(request.POST)
    try:
        if form.is_valid():
            moved = api.receive(
                by=actor,
                at=clock.now(),
                submission_id=submission_id,
                appointment=form.appointment(),
                entered=_entered(actor, form, submission_id),
            )
            return redirect(f"{reverse('dossiers:desk_dossier', args=[moved.dossier_id])}?moi=1")
    except Invalid as refused:
        fields = {_TYPED_IN.get(name, name): words_of_field for name, words_of_field in refused.fields.items()}
        tell_fields(form, fields, f"{refused.message} {refused.hint}")
    except Conflict as clash:
        tell_clash(request, clash, api.submission(by=actor, submission_id=submission_id).story)
        return redirect("dossiers:desk_submission", submission_id)
    return _show(request, api.submission(by=actor, submission_id=submission_id), receive_form=form)


def _entered(actor: Actor, form: forms.ReceiveForm, submission_id: str) -> payments.Quote | None:
    if form.cleaned_data.get("fee_vnd") is None:
        return None
    view = api.submission(by=actor, submission_id=submission_id)
    return entered_quote(
        form,
        version_id=view.version_id,
        name=view.procedure_name,
        channel=view.channel,
        unit_id=view.competent.unit_id if view.competent else 0,
    )


@require_POST
@access("official", roles=("mot_cua",))
def decline(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Refuse to receive, in writing."""
    actor = actor_of(request)
    view = api.submission(by=actor, submission_id=submission_id)
    form = forms.DeclineForm(request.POST, auto_id="id_decline_%s")
    if not form.is_valid():
        return _show(request, view, decline_form=form)
    try:
        api.decline(
            by=actor,
            at=clock.now(),
            submission_id=submission_id,
            reason=form.cleaned_data["reason"],
            guidance=form.cleaned_data["guidance"],
        )
    except Conflict as clash:
        tell_clash(request, clash, api.submission(by=actor, submission_id=submission_id).story)
    else:
        messages.success(request, _("The refusal to receive was issued on form 03."))
    return redirect("dossiers:desk_submission", submission_id)
