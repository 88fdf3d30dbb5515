"""What the counter adds to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Role

COUNTER = (Role.MOT_CUA.value,)
TILL = (Role.MOT_CUA.value, Role.CASHIER.value)
REGISTER = (Role.MOT_CUA.value, Role.HEAD.value, Role.CASHIER.value)
SLIPS = (Role.MOT_CUA.value, Role.SPECIALIST.value, Role.HEAD.value, Role.CLERK.value)


def desk_entries(request: HttpRequest) -> Sequence[NavItem]:
    actor, group = actor_of(request), _("Counter")
    ways = [
        (_("Queue numbers"), reverse("desk:counter"), COUNTER),
        (_("My till"), reverse("desk:till"), TILL),
        (_("Hand-over slips"), reverse("desk:slips"), SLIPS),
        (_("Register"), reverse("desk:register"), REGISTER),
    ]
    return [
        NavItem(label=label, href=href, is_current=request.path == href, group=group)
        for label, href, roles in ways
        if actor.has_role(*roles)
    ]
