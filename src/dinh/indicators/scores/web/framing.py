"""What every page of the index shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dinh.indicators.scores import api
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Role

ROLES = (Role.DATA_OFFICER.value, Role.LEADER.value)
_WAYS = ("overview", "years", "ranking", "trial", "lists", "files")


def frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Return what every page of the index needs: years, units, ways."""
    match = request.resolver_match
    here = match.url_name if match and match.url_name in ("overview", "ranking", "trial", "lists") else "overview"
    labels = {
        "overview": _("The province"),
        "years": _("Over the years"),
        "ranking": _("All provinces"),
        "lists": _("Lists of components"),
        "trial": _("What if"),
        "files": _("Take in a file"),
    }
    return {
        "asked": asked,
        "index": asked.index,
        "may_enter": api.can_enter(actor_of(request)),
        "total": numbers.short(asked.index.points) if asked.index.points else "",
        "years": [
            {"label": str(year), "href": asked.link(here, nam=year, don_vi=""), "current": year == asked.year}
            for year in api.years(api.DTI)
        ],
        "units": [
            {"label": one.short_name, "href": asked.link(here, don_vi=one.unit_id), "current": one == asked.unit}
            for one in asked.former
        ],
        "ways": [
            {
                "label": labels[way],
                "href": asked.link(way),
                "current": bool(match and match.url_name == way),
            }
            for way in _WAYS
            if way != "files" or api.can_enter(actor_of(request))
        ],
    }
