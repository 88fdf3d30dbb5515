"""What the points add to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.directory import api as directory
from dinh.kernel.access import actor_of


def entries(request: HttpRequest) -> Sequence[NavItem]:
    if not actor_of(request).has_role(*directory.roles_for(directory.Action.INDICATOR_EXPLAIN)):
        return ()
    href = reverse("indicators_quality:overview")
    return (NavItem(label=_("Points of Decision 766"), href=href, is_current=request.path.startswith(href)),)
