"""What is pressed on a version: each button is one step with one entry in the ledger."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.web.forms import EndForm
from dinh.indicators.dictionary.web.pages import one_page, revision_of
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError, Invalid, NotFound

Step = Callable[..., Any]


def _done(request: HttpRequest, version_id: str, step: Step, said: str, then: str = "") -> HttpResponse:
    """Do a step and go back to the version, or say there why it was not done."""
    try:
        step(by=actor_of(request), at=clock.now(), version_id=version_id)
    except NotFound:
        raise
    except DinhError as refused:
        return one_page(request, api.version(version_id=version_id), status=refused.status, refused=refused)
    messages.success(request, said)
    return redirect(then or reverse("indicators_dictionary:version", args=[version_id]))


def _entry(version_id: str) -> str:
    return reverse("indicators_dictionary:entry", args=[api.version(version_id=version_id).code])


@require_POST
@access("official", roles=api.EDITING)
def propose(request: HttpRequest, version_id: str) -> HttpResponse:
    step = partial(api.propose, revision=revision_of(request))
    return _done(request, version_id, step, _("Proposed. Another person looks at it before it is in force."))


@require_POST
@access("official", roles=api.EDITING)
def take_back(request: HttpRequest, version_id: str) -> HttpResponse:
    return _done(request, version_id, api.take_back, _("Taken back; it is a draft again."))


@require_POST
@access("official", roles=api.READING)
def send_back(request: HttpRequest, version_id: str) -> HttpResponse:
    step = partial(api.send_back, reason=request.POST.get("reason", ""))
    return _done(request, version_id, step, _("Sent back with your reason."))


@require_POST
@access("official", roles=api.READING)
def publish(request: HttpRequest, version_id: str) -> HttpResponse:
    step = partial(api.publish, revision=revision_of(request))
    return _done(request, version_id, step, _("Published: every page computes by it from now on."))


@require_POST
@access("official", roles=api.EDITING)
def drop(request: HttpRequest, version_id: str) -> HttpResponse:
    then = reverse("indicators_dictionary:index")
    return _done(request, version_id, api.drop_draft, _("The draft is gone."), then)


@require_POST
@access("official", roles=api.EDITING)
def propose_end(request: HttpRequest, version_id: str) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        wrong = Invalid("DN15", _("Please give the last day and say why it ends."))
        return one_page(request, api.version(version_id=version_id), status=wrong.status, refused=wrong)
    typed = form.cleaned_data
    step = partial(api.propose_end, last_day=typed["last_day"], reason=typed["reason"])
    said = _("The end is proposed. Another person looks at it before it holds.")
    return _done(request, version_id, step, said, _entry(version_id))


@require_POST
@access("official", roles=api.EDITING)
def take_end_back(request: HttpRequest, version_id: str) -> HttpResponse:
    said = _("The end is taken back; it goes on in force.")
    return _done(request, version_id, api.take_end_back, said, _entry(version_id))


@require_POST
@access("official", roles=api.READING)
def send_end_back(request: HttpRequest, version_id: str) -> HttpResponse:
    step = partial(api.send_end_back, reason=request.POST.get("reason", ""))
    return _done(request, version_id, step, _("Sent back with your reason."), _entry(version_id))


@require_POST
@access("official", roles=api.READING)
def approve_end(request: HttpRequest, version_id: str) -> HttpResponse:
    return _done(request, version_id, api.approve_end, _("The end is approved."), _entry(version_id))
