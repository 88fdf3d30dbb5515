"""A figure taken apart: a line for each commune, for each procedure, and what belongs to no commune alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dinh.indicators.figures import api as indicators
from dinh.indicators.figures.web import shown
from dinh.indicators.figures.web.asked import Asked

SHOWN = 10
Lines = list[dict[str, Any]]


def _line(label: str, href: str, one: indicators.Figure) -> dict[str, Any]:
    return {
        "label": label,
        "href": href,
        "value": shown.value(one),
        "numerator": shown.number(one.numerator),
        "denominator": "" if one.denominator is None else shown.number(one.denominator),
    }


def _part(heading: str, lines: Lines) -> dict[str, Any]:
    """Return some lines to see at once and the rest to open; one line alone is never hidden."""
    cut = SHOWN if len(lines) > SHOWN + 1 else len(lines)
    return {"heading": heading, "first": lines[:cut], "rest": lines[cut:]}


def by_child(
    inside: Sequence[indicators.Figure],
    rest: indicators.Figure,
    names: Mapping[int, str],
    asked: Asked,
    of: indicators.Definition,
) -> dict[str, Any]:
    """Return a line for each child, lowest first, and one for what belongs to no child alone.

    With that line the counts add up to the figure of the whole unit exactly.
    """
    present = [one for one in inside if (one.denominator if of.is_share else one.numerator) and not one.is_missing]
    present.sort(key=lambda one: (shown.exact(one) or 0, names.get(one.unit_id, "")))
    lines = [_line(names.get(one.unit_id, ""), asked.of_unit(one.unit_id), one) for one in present]
    if names and (rest.numerator or rest.denominator):
        lines.insert(0, _line(_("Departments, and communes split between several"), "", rest))
    return _part(_("By commune, lowest first"), lines)


def by_procedure(found: Sequence[indicators.Figure], names: Mapping[str, str], asked: Asked) -> dict[str, Any]:
    """Return a line for each procedure, the largest base first."""
    lines = [
        {
            **_line(names.get(one.procedure_code, one.procedure_code), asked.link(thu_tuc=one.procedure_code), one),
            "about": one.procedure_code,
        }
        for one in found
    ]
    return _part(_("By procedure, most dossiers first"), lines)
