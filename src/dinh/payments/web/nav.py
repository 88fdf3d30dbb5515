"""What payments adds to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.payments.policies.access import RECONCILING


def desk_entries(request: HttpRequest) -> Sequence[NavItem]:
    if not actor_of(request).has_role(*RECONCILING):
        return ()
    href = reverse("payments:days")
    return (NavItem(label=_("Reconciling with the bank"), href=href, is_current=request.path.startswith(href)),)
