"""What the dictionary adds to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.indicators.dictionary.policies.access import can_read
from dinh.kernel.access import actor_of


def entries(request: HttpRequest) -> Sequence[NavItem]:
    if not can_read(actor_of(request)):
        return ()
    href = reverse("indicators_dictionary:index")
    return (NavItem(label=_("Dictionary of indicators"), href=href, is_current=request.path.startswith(href)),)
