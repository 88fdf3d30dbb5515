"""The points as the page shows them: groups, items, the formula with the numbers in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.documents import api as documents
from dinh.indicators.figures import api as figures
from dinh.indicators.quality import api
from dinh.indicators.quality.web import numbers, words
from dinh.indicators.quality.web.asked import KINDS, Asked


def frame(asked: Asked, here: str) -> dict[str, Any]:
    """Return what every page of the points needs: unit, period, ways."""
    ways = {"overview": _("Points"), "lost": _("Dossiers that cost points"), "units": _("Compare units")}
    after = asked.after
    return {
        "asked": asked,
        "period_words": words.period(asked.kind, asked.period),
        "ways": [
            {"label": label, "href": asked.link(way), "current": way == here}
            for way, label in ways.items()
            if way != "units" or asked.is_province
        ],
        "kinds": [
            {"label": label, "href": asked.link(here, ky=kind), "current": kind == asked.kind}
            for kind, label in words.kinds().items()
            if kind in KINDS
        ],
        "before": {
            "label": words.period(asked.kind, asked.before),
            "href": asked.link(here, thang=f"{asked.before.last:%Y-%m}"),
        },
        "after": {"label": words.period(asked.kind, after), "href": asked.link(here, thang=f"{after.last:%Y-%m}")}
        if after
        else None,
        "province_url": "" if asked.is_province else asked.link(don_vi=asked.province_id, co_quan=""),
    }


def headline(now: api.Scores, before: api.Scores) -> dict[str, Any]:
    """Return the whole: the points that stand, what their items could give, and what missing items could add."""
    change = now.points - before.points
    return {
        "points": numbers.points(now.points),
        "known_most": now.known_most,
        "most": numbers.points(now.most),
        "missing": numbers.points(now.most - now.points),
        "total": now.edition.total,
        "reported": numbers.points(now.points - now.measured) if now.points != now.measured else "",
        "before": numbers.points(before.points) if before.known_most else "",
        "change": numbers.change(change) if before.known_most else "",
        "is_same_base": now.known_most == before.known_most,
        "has_any": bool(now.known_most),
    }


def blocked(now: api.Scores) -> list[str]:
    """Return the sentence for each item whose figure breaks a check that holds publication."""
    return [
        _("%(item)s is made of a figure above %(limit)s %%, which cannot be; no copy of these points is prepared.")
        % {"item": f"{one.item.code} {one.item.name_vi}", "limit": check.limit}
        for one in now.items
        if one.figure is not None
        for check in figures.blocking_checks(one.figure)
    ]


def groups(asked: Asked, now: api.Scores, before: api.Scores) -> list[dict[str, Any]]:
    """Return the groups with their items; an item that takes open dossiers in tells them, and itself without them."""
    found = []
    for group in now.edition.groups:
        items = now.of_group(group.code)
        told = [one for one in items if one.points is not None]
        found.append(
            {
                "name": group.name_vi,
                "max": group.points,
                "known_most": sum(one.item.points for one in told),
                "points": numbers.points(api.total(items)) if told else "",
                "items": [
                    _item(asked, one, before.by_code[one.item.code]) | _with_open(asked, now, one) for one in items
                ],
            }
        )
    return found


def _item(asked: Asked, one: api.Scored, old: api.Scored) -> dict[str, Any]:
    figure = one.figure
    return {
        "code": one.item.code,
        "name": one.item.name_vi,
        "max": one.item.points,
        "points": numbers.points(one.points),
        "before": numbers.points(old.points),
        "standing": words.standing(one),
        "reason": words.reason(one),
        "flags": words.flags(one),
        "traps": one.item.traps_vi,
        "threshold": one.item.threshold,
        "href": asked.figure(one.item.figure) if figure and one.standing is not api.Standing.NOT_OURS else "",
        "formula": formula(one),
        "is_reported": one.standing is api.Standing.REPORTED,
        "source": one.reported.source if one.reported else "",
        "told": one.reported,
        "files": [documents.file(file_id=file) for file in one.reported.files] if one.reported else [],
        "lost": asked.link("lost", muc=one.item.code) if api.has_list(one) else "",
        "lost_points": numbers.points(one.lost) if one.points is not None else "",
    }


def _with_open(asked: Asked, now: api.Scores, one: api.Scored) -> dict[str, str]:
    """Return the open dossiers within an item, where they are told one by one, and the item of ended ones alone."""
    if one.opened is None or one.points is None or one.figure is None:
        return {}
    told = _("of these %(within)s open within time, %(late)s open and late")
    ended = _("ended ones alone: %(above)s / %(below)s = %(rate)s %%, %(points)s points")
    above, below = one.figure.numerator, one.figure.denominator or 0
    rate = api.rate_of(above, below, numbers.PLACES) if below else None
    return {
        "open_words": told % {"within": numbers.count(one.opened.within), "late": numbers.count(one.opened.late)},
        "open_href": asked.opened(now.moment),
        "ended_words": ended
        % {
            "above": numbers.count(above),
            "below": numbers.count(below),
            "rate": numbers.points(rate),
            "points": numbers.points(api.points_of(one.item, rate)),
        }
        if rate is not None
        else "",
    }


def formula(one: api.Scored) -> str:
    """Return how the points came about, with the numbers in it."""
    if one.rate is None or one.points is None or one.sides is None:
        return ""
    above, below = one.sides
    rate = f"{numbers.count(above)} / {numbers.count(below)} = {numbers.points(one.rate)} %"
    if one.factor is not None:
        rate += f" × {numbers.points(one.factor)} %"
    full = one.item.threshold or 100
    used = _("%(points)s × min(1; rate / %(full)s %%)") if one.item.threshold else _("%(points)s × rate / %(full)s %%")
    return f"{rate}; {used % {'points': one.item.points, 'full': full}} = {numbers.points(one.points)}"


def losses(found: Sequence[api.Costly], names: Mapping[int, str], *, is_at_desk: bool) -> list[dict[str, Any]]:
    """Return the dossiers that cost points, each with its items."""
    return [
        {
            "code": one.code,
            "href": reverse("dossiers:desk_dossier", args=[one.dossier_id]) if is_at_desk else "",
            "entries": reverse("indicators:entries", args=[one.dossier_id]),
            "procedure": one.procedure_code,
            "procedure_url": reverse("procedures:detail", args=[one.procedure_code]),
            "unit": names.get(one.unit_id, ""),
            "due_at": one.due_at,
            "is_open": one.closed_on is None,
            "points": numbers.points(one.points, places=3),
            "to_save": numbers.points(one.to_save, places=3) if one.to_save else "",
            "items": [
                {"code": loss.item.code, "name": loss.item.name_vi, "can_be_saved": loss.can_be_saved}
                for loss in one.losses
            ],
        }
        for one in found
    ]
