"""What the series and targets add to the desk's navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.indicators.series.policies.access import can_read
from dinh.kernel.access import actor_of


def entries(request: HttpRequest) -> Sequence[NavItem]:
    if not can_read(actor_of(request)):
        return ()
    ways = ((_("Series over time"), "indicators_series:catalogue"), (_("Targets"), "indicators_series:targets"))
    return tuple(
        NavItem(label=label, href=reverse(way), is_current=request.path.startswith(reverse(way))) for label, way in ways
    )
