"""What processes add to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Role


def process_entries(request: HttpRequest) -> Sequence[NavItem]:
    if not actor_of(request).has_role(Role.DATA_OFFICER, Role.LEADER):
        return ()
    href = reverse("processes:processes")
    return (NavItem(label=_("Processes"), href=href, is_current=request.path.startswith(href)),)
