"""Why a figure changed, as the page shows it: units against the period before, entries since some days ago."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.indicators.figures import api as indicators
from dinh.indicators.figures.web import shown
from dinh.indicators.figures.web.asked import Asked

SPANS = (7, 30)
SHOWN = 12


def before(period: indicators.Period) -> indicators.Period:
    """Return the period just before: the month before a month, else as many days."""
    last = period.first - timedelta(days=1)
    if period == indicators.month(period.first):
        return indicators.month(last)
    return indicators.Period(last - (period.last - period.first), last)


def adds(value: Fraction | None, *, is_share: bool) -> str:
    """Return what a part adds: percentage points with three decimals for a share, a whole number for a count."""
    if value is None:
        return ""
    if not is_share:
        whole = int(value)
        return f"+{shown.number(whole)}" if whole > 0 else shown.number(whole).replace("-", "−")
    scaled = round(abs(value) * 100_000)
    mark = "." if get_language() == "en" else ","
    sign = ("+" if value > 0 else "−") if scaled else ""
    return f"{sign}{scaled // 1000}{mark}{scaled % 1000:03d}"


def _sides(one: indicators.Sides, *, is_share: bool) -> str:
    return f"{shown.number(one.above)} / {shown.number(one.below)}" if is_share else shown.number(one.above)


def by_units(asked: Asked, definition: indicators.Definition, names: Mapping[int, str]) -> dict[str, Any]:
    """Return what each unit adds to the difference with the period before; the rest of the lines stands in one."""
    if asked.procedure_code or asked.agency_id or not names:
        return {}
    earlier = before(asked.period)
    found = indicators.change_by_unit(
        code=asked.code, unit_id=asked.unit.unit_id, period=asked.period, before=earlier, on=asked.at.date()
    )
    is_share = definition.is_share
    rest = sum((one.adds for one in found.parts[SHOWN:]), Fraction(0))
    whole = sum((one.adds for one in found.parts), Fraction(0))
    return {
        "before": shown.value(found.before),
        "after": shown.value(found.after),
        "label": earlier.label,
        "is_additive": found.is_additive,
        "lines": [
            {
                "label": names.get(one.unit_id) or _("Departments, and communes split between several"),
                "href": asked.of_unit(one.unit_id) if one.unit_id in names else "",
                "before": _sides(one.before, is_share=is_share),
                "after": _sides(one.after, is_share=is_share),
                "adds": adds(one.adds, is_share=is_share),
            }
            for one in found.parts[:SHOWN]
        ],
        "rest": adds(rest, is_share=is_share) if found.parts[SHOWN:] else "",
        "whole": adds(whole, is_share=is_share) if found.parts else "",
    }


def spans(asked: Asked, chosen: int) -> list[dict[str, Any]]:
    return [
        {
            "label": _("since %(days)s days ago") % {"days": days},
            "href": f"{asked.link(so=days)}#vi-sao",
            "current": days == chosen,
        }
        for days in SPANS
    ]


def since(asked: Asked, definition: indicators.Definition, days: int) -> dict[str, Any]:
    """Return what the entries of the last days changed, by cause and dossier."""
    question = indicators.Question(
        asked.unit.unit_id, asked.period, asked.at.date(), asked.procedure_code, asked.agency_id
    )
    found = indicators.change_since(code=asked.code, asked=question, since=asked.at - timedelta(days=days))
    is_share = definition.is_share
    words = {
        indicators.Cause.NEW: _("new dossiers"),
        indicators.Cause.WENT_ON: _("known dossiers that went on"),
        indicators.Cause.LATE: _("entries that came late or correct earlier days"),
    }
    return {
        "days": days,
        "day": asked.at.date() - timedelta(days=days),
        "position": shown.number(found.position),
        "is_additive": found.is_additive,
        "too_many": shown.number(found.too_many) if found.too_many else "",
        "before": _sides(found.before, is_share=is_share),
        "after": _sides(found.after, is_share=is_share),
        "causes": [
            {
                "label": label,
                "many": shown.number(len(found.of(cause))),
                "adds": _sum(found.of(cause), is_share=is_share),
            }
            for cause, label in words.items()
            if found.of(cause)
        ],
        "whole": _sum(found.parts, is_share=is_share),
        "lines": [
            {
                "code": one.code,
                "cause": words[one.cause],
                "before": _sides(one.before, is_share=is_share),
                "after": _sides(one.after, is_share=is_share),
                "adds": adds(one.adds, is_share=is_share),
                "entries": [reverse("ledger:entry", args=[entry]) for entry in one.entry_ids],
                "dossier": reverse("indicators:entries", args=[one.dossier_id]),
            }
            for one in found.parts[:SHOWN]
        ],
        "more": max(0, len(found.parts) - SHOWN),
    }


def _sum(parts: tuple[indicators.DossierPart, ...], *, is_share: bool) -> str:
    told = [one.adds for one in parts if one.adds is not None]
    return adds(sum(told, Fraction(0)), is_share=is_share) if told else ""
