"""What the indices add to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.indicators.scores.policies.access import READING
from dinh.kernel.access import actor_of


def entries(request: HttpRequest) -> Sequence[NavItem]:
    if not actor_of(request).has_role(*READING):
        return ()
    href = reverse("indicators_scores:overview")
    return (NavItem(label=_("Digital transformation index"), href=href, is_current=request.path.startswith(href)),)
