"""What forms add to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Role


def form_entries(request: HttpRequest) -> Sequence[NavItem]:
    if not actor_of(request).has_role(Role.DATA_OFFICER):
        return ()
    href = reverse("forms:index")
    return (NavItem(label=_("Forms"), href=href, is_current=request.path.startswith(href)),)
