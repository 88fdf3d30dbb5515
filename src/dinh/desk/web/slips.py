"""Slips: what waits to be handed over, what was, and who signed for it."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.desk import api
from dinh.desk.web.nav import COUNTER, SLIPS
from dinh.dossiers import api as dossiers
from dinh.dossiers.api import RegisterRow
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.errors import Conflict, Invalid


def _goes_to(one: RegisterRow) -> tuple[str, str]:
    return one.handling_name, one.handling_agency_id


@require_safe
@never_cache
@access("official", roles=SLIPS)
def slips(request: HttpRequest) -> HttpResponse:
    """List what waits at this desk by the agency it goes to, and the latest slips."""
    actor, on = actor_of(request), clock.now().date()
    rows = api.to_hand_over(by=actor, on=on) if actor.has_role(Role.MOT_CUA) else ()
    ordered = sorted(rows, key=_goes_to)
    page = {
        "groups": [
            {"agency_id": agency_id, "name": name, "rows": list(group)}
            for (agency_id, name), group in groupby(
                ordered, key=lambda one: (one.handling_agency_id, one.handling_name)
            )
        ],
        "is_desk": actor.has_role(Role.MOT_CUA),
        "sent": api.slips_sent(by=actor),
        "here": api.slips_here(by=actor),
    }
    return render(request, "desk/slips.html", page)


@require_POST
@access("official", roles=COUNTER)
def make(request: HttpRequest) -> HttpResponse:
    """Write a slip for the chosen dossiers."""
    try:
        made = api.make_slip(
            by=actor_of(request),
            at=clock.now(),
            to_agency_id=request.POST.get("agency", ""),
            dossier_ids=request.POST.getlist("dossier"),
        )
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
        return redirect("desk:slips")
    return redirect("desk:slip", made.slip_id)


@require_safe
@never_cache
@access("official", roles=SLIPS)
def slip(request: HttpRequest, slip_id: str) -> HttpResponse:
    """Show one slip, to print and sign."""
    actor = actor_of(request)
    shown = api.slip(by=actor, slip_id=slip_id, on=clock.now().date())
    may_accept = shown.accepted_at is None and actor.agency_id == shown.to_agency_id
    return render(request, "desk/slip.html", {"slip": shown, "may_accept": may_accept})


@require_POST
@access("official", roles=SLIPS)
def control_slip(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Issue form 06 for one dossier, as it stands now, and open it."""
    paper = dossiers.control_slip(by=actor_of(request), at=clock.now(), dossier_id=dossier_id)
    return redirect("documents:file", paper.file_id)


@require_POST
@access("official", roles=SLIPS)
def accept(request: HttpRequest, slip_id: str) -> HttpResponse:
    """Sign for the dossiers of a slip."""
    api.accept_slip(by=actor_of(request), at=clock.now(), slip_id=slip_id)
    messages.success(request, _("You have signed for these dossiers."))
    return redirect("desk:slip", slip_id)
