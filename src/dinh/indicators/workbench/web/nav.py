"""What the workbench adds to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.indicators.workbench.policies.access import can_ask
from dinh.kernel.access import actor_of


def entries(request: HttpRequest) -> Sequence[NavItem]:
    if not can_ask(actor_of(request)):
        return ()
    href = reverse("indicators_workbench:bench")
    return (NavItem(label=_("Workbench"), href=href, is_current=request.path.startswith(href)),)
