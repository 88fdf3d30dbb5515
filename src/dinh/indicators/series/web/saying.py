"""The sentences of a series: what it is, how it is read, what it shows, what cannot be known and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.series import api
from dinh.indicators.series.web import shown
from dinh.indicators.series.web.asked import Asked

_SHOWN_SERIES = "papi-internet"


def about(of: api.Series) -> dict[str, Any]:
    is_english = get_language() == "en"
    return {
        "publisher": of.publisher_en if is_english else of.publisher_vi,
        "kind": shown.SOURCES[of.source_kind](),
        "licence": of.licence,
        "unit": "" if of.unit == shown.PERCENT else of.unit,
        "notes": of.notes_en if is_english else of.notes_vi,
        "breaks": [one.why_en if is_english else one.why_vi for one in of.breaks],
    }


def views(asked: Asked) -> list[dict[str, Any]]:
    words = {
        "quy-doi": _("Restated to %(day)s") % {"day": f"{asked.on:%d/%m/%Y}"},
        "nguyen-trang": _("Units of their day"),
        "cong-bo": _("As it was published"),
    }
    ways = {"quy-doi": api.View.RESTATED, "nguyen-trang": api.View.AS_WAS, "cong-bo": api.View.PUBLISHED}
    return [
        {"label": label, "href": asked.link(doc=way), "current": asked.view is ways[way]}
        for way, label in words.items()
    ]


def other_units(asked: Asked, reading: api.Reading) -> list[dict[str, Any]]:
    """Return the units beside the one shown: others that hold its land on the map day, and what it was or became."""
    found = {one.unit_id for day in (directory.FIRST_DAY, asked.today) for one in api.on_map(asked.unit.unit_id, day)}
    found |= {*reading.others, asked.unit.unit_id}
    here = api.on_map(asked.unit.unit_id, asked.today)
    for one in here:
        found |= {before.unit_id for before in api.on_map(one.unit_id, directory.FIRST_DAY)}
    views_of = [directory.lives(unit_id=one)[-1] for one in found]
    told = shown.named(found)
    return [
        {
            "label": told[one.unit_id],
            "href": asked.link(don_vi=one.unit_id),
            "current": one.unit_id == asked.unit.unit_id,
        }
        for one in sorted(views_of, key=lambda one: (one.valid_to or date.max, one.code))
    ]


def sentence(asked: Asked, reading: api.Reading, told: Mapping[int, str]) -> str:
    """Return what the drawing shows: of whom, on which map, how much is known."""
    points = reading.lines[shown.looked_at(reading)].points if reading.lines else ()
    known = [point for point in points if point.value is not None]
    spans = sum(point.has_span for point in points)
    if not known and not spans:
        return _("Nothing was published to us of this unit.")
    who = told[points[0].unit_id]
    if reading.view is api.View.RESTATED and spans:
        words = _(
            "On the map of %(day)s, for %(name)s: %(known)s values are sure, of %(spans)s only the ends are known."
        )
        return words % {"day": f"{asked.on:%d/%m/%Y}", "name": who, "known": len(known), "spans": spans}
    last = known[-1]
    return _("%(name)s: %(many)s values, the last is %(value)s in %(period)s.") % {
        "name": who,
        "many": len(known),
        "value": shown.value(last.value, asked.series),
        "period": shown.label(last.period),
    }


def limits(reading: api.Reading) -> list[str]:
    """Return in sentences what cannot be known here and why, each reason once."""
    points = [point for line in reading.lines for point in line.points]
    why = dict.fromkeys(point.why for point in points if point.why)
    names = ", ".join(_mixed_names(points))
    words = {
        api.Why.MIXED: _(
            "A score of %(names)s together needs the number of people behind each; the publisher does not tell it."
            " It lies surely between the lowest and the highest of them; the dashed lines are estimates."
        )
        % {"names": names},
        api.Why.PART_OF_WHOLE: _("From the value of the whole province nothing sure follows for a part of it."),
        api.Why.RANK: _("A rank among 63 provinces is no rank among 34; it is shown only as published."),
        api.Why.OTHER_MAP: _("Some values were published only for the provinces after the merger."),
        api.Why.PART_MISSING: _("A former unit has no published value, so the whole has none either."),
        api.Why.SPLIT: _(
            "Part of it was counted in a unit that was split, or in an office of the whole province, and no paper says"
            " how much of that belongs here: the remainder is shown as a span."
        ),
    }
    found = [words[one] for one in why if one in words]
    gaps = api.people_gaps(part.unit_id for point in points for part in point.parts)
    if api.Why.MIXED in why and gaps:
        listed = ", ".join(dict.fromkeys(directory.lives(unit_id=one)[-1].short_name for one in gaps))
        note = _(
            "The weights by people are sums of communes, no official figure; communes without one are in %(names)s."
        )
        found.append(note % {"names": listed})
    return found


def _mixed_names(points: list[api.Point]) -> list[str]:
    mixed = [point for point in points if point.why is api.Why.MIXED]
    return [directory.lives(unit_id=part.unit_id)[-1].short_name for part in mixed[-1].parts] if mixed else []


def merging(asked: Asked) -> dict[str, Any] | None:
    """Return the merged unit by both rules, with what each former unit adds to the gap."""
    here = api.on_map(asked.unit.unit_id, asked.today)
    if not here:
        return None
    made = api.merging(code=asked.series.code, unit_id=here[0].unit_id, on=asked.today)
    if made is None or made.weighted is None:
        return None
    of = asked.series
    published = made.published
    return {
        "name": here[0].name,
        "period": shown.label(made.period),
        "published": shown.value(published.value, of) if published else "",
        "published_period": shown.label(published.period) if published else "",
        "plain": shown.value(made.plain, of),
        "weighted": shown.value(made.weighted, of),
        "gap": _signed(made.weighted - made.plain, of.places + 2),
        "rows": [
            {
                "name": directory.lives(unit_id=one.unit_id)[-1].short_name,
                "value": shown.value(one.value, of),
                "weight": shown.text_percent(one.weight),
                "adds": _signed(one.adds, of.places + 2),
            }
            for one in made.gap
        ],
    }


def _signed(number: Any, places: int) -> str:
    words = f"{float(round(number, places)):+.{places}f}".replace("-", "−")
    return words if get_language() == "en" else words.replace(".", ",")


def groups(today: date) -> list[dict[str, Any]]:
    """Return the series by who made them: never two kinds in one list."""
    measured = [known for code in api.measured_codes(today) if (known := api.known_series(code, today))]
    kinds: dict[Any, list[api.Series]] = {}
    for one in (*api.published(), *measured):
        kinds.setdefault(one.source_kind, []).append(one)
    return [
        {
            "heading": shown.SOURCES[kind](),
            "series": [
                {"name": shown.name(one), "href": reverse("indicators_series:series", args=[one.code]), **about(one)}
                for one in found
            ],
        }
        for kind, found in kinds.items()
    ]


def example(one: directory.UnitView, today: date) -> dict[str, str]:
    now = api.on_map(one.unit_id, today)
    href = reverse("indicators_series:series", args=[_SHOWN_SERIES])
    return {
        "label": _("%(old)s inside %(new)s") % {"old": one.short_name, "new": now[0].name}
        if now[0].unit_id != one.unit_id
        else now[0].name,
        "href": f"{href}?{urlencode({'don-vi': one.unit_id})}",
    }
