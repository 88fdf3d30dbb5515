"""Acts on the chosen rows of a queue: giving, taking, giving back, lending, and undoing the last of them."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dinh.dossiers import api
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Invalid

_WORKERS = (Role.SPECIALIST.value, Role.HEAD.value)
_Act = Callable[[Actor, list[str], QueryDict], api.Given]


def _give(by: Actor, chosen: list[str], said: QueryDict) -> api.Given:
    return api.assign_many(by=by, at=clock.now(), dossier_ids=chosen, post_id=said.get("post_id", ""))


def _take(by: Actor, chosen: list[str], said: QueryDict) -> api.Given:
    del said
    return api.assign_many(by=by, at=clock.now(), dossier_ids=chosen, post_id=by.post_id)


def _return(by: Actor, chosen: list[str], said: QueryDict) -> api.Given:
    reason = said.get("reason", "").strip()
    if not reason:
        sentence = _("Please write the reason for your colleagues.")
        raise Invalid("HS20", sentence, fields={"reason": sentence})
    return api.give_back_many(by=by, at=clock.now(), dossier_ids=chosen, reason=reason)


def _lend(by: Actor, chosen: list[str], said: QueryDict) -> api.Given:
    try:
        until_on = forms.DateField().clean(said.get("until_on", ""))
    except forms.ValidationError as fault:
        sentence = _("Please choose the last day.")
        raise Invalid("HS95", sentence, fields={"until_on": sentence}) from fault
    post_id = said.get("colleague", "")
    return api.delegate_many(by=by, at=clock.now(), dossier_ids=chosen, post_id=post_id, until_on=until_on)


_ACTS: dict[str, _Act] = {"giao": _give, "nhan": _take, "tra-lai": _return, "nho": _lend}


@require_POST
@access("official", roles=_WORKERS)
def many(request: HttpRequest) -> HttpResponse:
    """Do one act to all chosen dossiers; say how many were done, and of each other why not."""
    act = _ACTS.get(request.POST.get("viec", ""))
    if act is None:
        messages.error(request, _("Please choose what to do."))
        return _back(request)
    return _told(request, lambda chosen: act(actor_of(request), chosen, request.POST))


@require_POST
@access("official", roles=_WORKERS)
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was done last."""
    return _told(request, lambda chosen: api.undo_many(by=actor_of(request), at=clock.now(), dossier_ids=chosen))


def _told(request: HttpRequest, act: Callable[[list[str]], api.Given]) -> HttpResponse:
    try:
        given = act(request.POST.getlist("dossier"))
    except Invalid as refused:
        messages.error(request, str(refused.message))
        return _back(request)
    many = len(given.done)
    if many:
        messages.success(request, ngettext("Done: %(n)d dossier.", "Done: %(n)d dossiers.", many) % {"n": many})
    for one in given.failed:
        messages.error(request, f"{one.code}: {one.why}".removeprefix(": "))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list it was done from, if that is a place of this site."""
    place = request.POST.get("ve", "")
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts=None) and place.startswith("/")
    return redirect(place if is_ours else reverse("dossiers:desk"))
