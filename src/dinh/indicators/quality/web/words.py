"""Why an item has no points, what must be known of those that are there, and the names of periods."""

from django.utils.translation import gettext as _

from dinh.indicators.figures.api import Period
from dinh.indicators.quality import api
from dinh.indicators.quality.web import numbers


def standing(one: api.Scored) -> str:
    """Return why an item has no points; empty where it has some."""
    said = {
        api.Standing.COUNTED: "",
        api.Standing.REPORTED: "",
        api.Standing.UNTOLD: _("no data"),
        api.Standing.EMPTY: _("nothing to count in this period"),
        api.Standing.BEING_COUNTED: _("being counted"),
        api.Standing.NOT_OURS: _("not for this level"),
        api.Standing.INFORMATION: _("for information, without points"),
    }
    return said[one.standing]


def reason(one: api.Scored) -> str:
    """Return the reason behind missing data, in the words of the definition."""
    if one.standing is not api.Standing.UNTOLD:
        return ""
    if one.item.times and one.rate is not None:
        return _("It is multiplied by item %(item)s, which has no data; at most %(most)s points.") % {
            "item": one.item.times,
            "most": numbers.points(one.most),
        }
    return one.item.untold_vi


def flags(one: api.Scored) -> list[str]:
    said = {
        api.Flag.AT_MOST: one.item.bound_vi,
        api.Flag.ABOVE_WHOLE: _("The rate is above 100 %: something is counted above the line that is not below it."),
        api.Flag.BELOW_NOTHING: _("The rate is below 0 %: dossiers that are late and disliked are taken away twice."),
    }
    return [said[flag] for flag in one.flags]


def period(kind: str, one: Period) -> str:
    """Return the name of a period as officials say it."""
    days = {"first": f"{one.first:%d/%m/%Y}", "last": f"{one.last:%d/%m/%Y}"}
    if kind == "thang":
        return _("month %(label)s") % {"label": f"{one.last:%m/%Y}"}
    if kind == "quy":
        return _("quarter %(number)s of %(year)s") % {"number": (one.last.month + 2) // 3, "year": one.last.year}
    if kind == "nam":
        return _("year %(year)s") % {"year": one.last.year}
    return _("reporting month %(label)s (%(first)s to %(last)s)") % {"label": f"{one.last:%m/%Y}", **days}


def kinds() -> dict[str, str]:
    return {
        "thang": _("Month"),
        "thang-bao-cao": _("Reporting month (15th to 14th)"),
        "quy": _("Quarter"),
        "nam": _("Year"),
    }
