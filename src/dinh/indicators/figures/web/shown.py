"""Figures as people read them: words for verdicts and gaps, numbers with Vietnamese separators."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.design.api import Chart, Series
from dinh.indicators.figures import api as indicators
from dinh.indicators.figures.web.asked import Asked
from dinh.kernel import text

_SOURCES = {
    indicators.SourceKind.MEASURED: lambda: _("measured by the system itself"),
    indicators.SourceKind.SELF_REPORTED: lambda: _("reported by the agency itself"),
    indicators.SourceKind.SURVEY: lambda: _("from a survey"),
    indicators.SourceKind.OFFICIAL: lambda: _("official statistics"),
}


def number(value: int) -> str:
    return indicators.number(value)


def name(definition: indicators.Definition) -> str:
    return definition.name_en if get_language() == "en" else definition.name_vi


def definition(one: indicators.Definition) -> dict[str, Any]:
    is_english = get_language() == "en"
    return {
        "code": one.code,
        "version": one.version,
        "name": name(one),
        "is_share": one.is_share,
        "unit": "" if one.unit == "%" else one.unit,
        "numerator": indicators.formula_words(one.numerator),
        "denominator": indicators.formula_words(one.denominator) if one.denominator else "",
        "base": one.base_en if is_english else one.base_vi,
        "notes": one.notes_en if is_english else one.notes_vi,
        "legal_basis": one.legal_basis,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "threshold": one.threshold_percent,
        "source": _SOURCES[one.source_kind](),
        "versions": [
            {"version": old.version, "valid_from": old.valid_from, "valid_to": old.valid_to, "is_break": old.is_break}
            for old in indicators.versions(one.code)
        ],
    }


def value(one: indicators.Figure) -> str:
    return indicators.value_words(one, unit(one))


def unit(one: indicators.Figure) -> str:
    return indicators.definition(one.code, one.period.last).unit


def exact(one: indicators.Figure) -> float | None:
    """Return what a chart draws: per cent for shares. A drawing needs no exactness; the figure keeps its integers."""
    if one.is_missing:
        return None
    if one.denominator is None:
        return one.numerator
    return (100 if unit(one) == "%" else 1) * one.numerator / one.denominator


def month(period: indicators.Period) -> str:
    return _("month %(label)s") % {"label": period.label}


def figure(one: indicators.Figure, of: indicators.Definition) -> dict[str, Any]:
    told = {
        "value": value(one),
        "is_missing": one.is_missing,
        "is_being_counted": one.missing is indicators.Missing.BEING_COUNTED,
        "is_ended": one.missing is indicators.Missing.ENDED,
        "numerator": number(one.numerator),
        "denominator": "" if one.denominator is None else number(one.denominator),
    }
    return {**told, "is_share": of.is_share}


def facts_of(one: indicators.Figure) -> list[dict[str, Any]]:
    """Return what makes the figure recomputable, as question and answer."""
    return [
        {
            "key": _("Definition"),
            "value": _("%(code)s, version %(version)s") % {"code": one.code, "version": one.definition_version},
        },
        {"key": _("Map of the day"), "value": text.date_vi(one.map_day)},
        {"key": _("Ledger up to entry"), "value": number(one.watermark)},
        {"key": _("Digest of the figure"), "value": one.hash},
    ]


def sides(asked: Asked) -> list[dict[str, Any]]:
    words = {"": _("All in the base"), "trong": _("Counted above"), "ngoai": _("Not counted above")}
    return [
        {"label": label, "href": asked.link(phia=side), "current": asked.side == side} for side, label in words.items()
    ]


def dossier(one: indicators.Behind, *, is_at_desk: bool) -> dict[str, Any]:
    return {
        "code": one.code,
        "href": reverse("dossiers:desk_dossier", args=[one.dossier_id]) if is_at_desk else "",
        "entries": reverse("indicators:entries", args=[one.dossier_id]),
        "procedure": one.procedure_code,
        "procedure_url": reverse("procedures:detail", args=[one.procedure_code]),
        "received_on": one.received_on,
        "closed_on": one.closed_on,
        "due_at": one.due_at,
    }


def row(one: indicators.FactRow, *, is_at_desk: bool) -> dict[str, Any]:
    return {**dossier(one, is_at_desk=is_at_desk), "is_inside": one.in_numerator}


def csv_row(one: indicators.FactRow) -> list[str | int]:
    return [
        one.dossier_id,
        one.code,
        one.procedure_code,
        one.unit_id,
        one.received_on.isoformat(),
        one.closed_on.isoformat() if one.closed_on else "",
        one.due_at.isoformat() if one.due_at else "",
        int(one.in_numerator),
        f"{settings.DINH_PUBLIC_URL}{reverse('indicators:entries', args=[one.dossier_id])}",
    ]


def trend(asked: Asked, line: Sequence[indicators.Figure], of: indicators.Definition) -> dict[str, Any]:
    """Return the chart of the months and the sentence that says what it shows."""
    seen = [one for one in line if not one.is_missing]
    if len(seen) < 2:  # noqa: PLR2004 - a line has two ends
        sentence = _("There is not enough data for a trend yet.")
    else:
        sentence = _("%(name)s: %(first)s in %(since)s, %(last)s in %(until)s.") % {
            "name": name(of),
            "first": value(seen[0]),
            "since": seen[0].period.label,
            "last": value(seen[-1]),
            "until": seen[-1].period.label,
        }
    spec = Chart(
        kind="line" if of.is_share else "column",
        labels=tuple(one.period.label for one in line),
        series=(Series(name=name(of), values=tuple(exact(one) for one in line)),),
        unit="%" if of.unit == "%" else "",
        places=1 if of.unit == "%" else 0,
        target=of.threshold_percent,
        highlight=0 if of.is_share else len(line) - 1,
        breaks=tuple(
            (place, _("version %(version)s") % {"version": new.version})
            for place, new in indicators.version_breaks(line)
        ),
        hrefs=tuple(asked.moved(one.period).link() for one in line),
    )
    return {"spec": spec, "sentence": sentence, "title": _("Thirteen months")}


def publication(one: indicators.PublicationView | None) -> dict[str, Any]:
    """Return what the last recount found; empty before the first."""
    if one is None:
        return {}
    return {
        "is_held": one.is_held,
        "engines": ", ".join(one.engines),
        "position": number(one.position),
        "at": one.checked_at,
        "digest": one.digest,
        "cells": number(one.cells),
    }
