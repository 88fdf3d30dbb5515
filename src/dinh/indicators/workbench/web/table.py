"""The pivot: rows by one dimension, columns by indicator and perhaps a second one; every cell leads to its proof."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from dinh.design.api import Chart, Mark, Series, Shape
from dinh.directory import api as directory
from dinh.indicators.workbench import api
from dinh.indicators.workbench.web import words
from dinh.indicators.workbench.web.asked import Asked
from dinh.kernel.errors import NotFound
from dinh.kernel.text import sort_key

SHOWN_ROWS = 200
SHOWN_COLUMNS = 26
BARS = 40
CLASSES = 5


@dataclass(frozen=True, slots=True)
class Pivot:
    """Keys of rows and columns in order with their words, and the cells between them by (row, column, indicator)."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, str, str], tuple[api.Key, api.Number]]


def pivot(asked: Asked, answer: api.Answer) -> Pivot:
    """Return the answer as a table; without a second dimension there is one column for each indicator."""
    question = asked.question
    second = question.columns if question.columns is not question.rows else None
    names = words.Names(asked, answer.cells)
    rows: dict[str, str] = {}
    columns: dict[str, str] = {} if second else {"": ""}
    cells: dict[tuple[str, str, str], tuple[api.Key, api.Number]] = {}
    for key, numbers in answer.cells.items():
        row = words.sort_of(key, question.rows)
        rows[row] = names.of(key, question.rows)
        column = words.sort_of(key, second) if second else ""
        columns[column] = names.of(key, second) if second else ""
        for code, one in numbers.items():
            cells[row, column, code] = key, one
    return Pivot(_ordered(rows, question.rows), _ordered(columns, second), cells)


def _ordered(found: dict[str, str], by: api.Dimension | None) -> tuple[tuple[str, str], ...]:
    if by in {None, api.Dimension.MONTH, api.Dimension.CHANNEL}:
        return tuple(sorted(found.items()))
    return tuple(sorted(found.items(), key=lambda one: sort_key(one[1])))


def shown(asked: Asked, of: Pivot) -> dict[str, Any]:
    """Return the table for the page: words, links, and how much of it is left to the files."""
    codes = asked.question.codes
    pairs = [(code, column, label) for code in codes for column, label in of.columns][:SHOWN_COLUMNS]
    heads = [_head(asked, code, label) for code, _column, label in pairs]
    return {
        "row_head": words.DIMENSIONS[asked.question.rows](),
        "heads": heads,
        "rows": [
            {
                "label": label,
                "cells": [
                    {"head": head, **_cell(asked, of.cells.get((row, column, code)), code)}
                    for (code, column, _label), head in zip(pairs, heads, strict=True)
                ],
            }
            for row, label in of.rows[:SHOWN_ROWS]
        ],
        "rows_left": max(len(of.rows) - SHOWN_ROWS, 0),
        "columns_left": max(len(codes) * len(of.columns) - SHOWN_COLUMNS, 0),
        "many": len(of.cells),
    }


def _head(asked: Asked, code: str, label: str) -> str:
    name = words.indicator(code, asked)
    unit = words.unit_of(code, asked)
    said = name if unit in {words.PERCENT, ""} else f"{name} ({unit})"
    if not label:
        return said
    return label if len(asked.question.codes) == 1 else f"{said}, {label}"


def _cell(asked: Asked, found: tuple[api.Key, api.Number] | None, code: str) -> dict[str, Any]:
    if found is None:
        return {"value": "", "why": _("nothing")}
    key, one = found
    why = _("being counted") if one.being_counted else _("no data")
    below = "" if one.denominator is None else words.number(one.denominator)
    return {
        "value": words.value(one, words.unit_of(code, asked)),
        "why": why,
        "href": asked.at(key, code),
        "parts": f"{words.number(one.numerator)} / {below}" if below else "",
    }


def drawings(asked: Asked, of: Pivot) -> list[dict[str, Any]]:
    """Return one drawing for each indicator, as units differ; lines need months as rows, maps units: else bars."""
    if asked.chart == "bang" or not of.rows:
        return []
    if asked.chart == "ban-do" and asked.question.rows is api.Dimension.UNIT:
        return _maps(asked, of)
    is_line = asked.chart == "duong" and asked.question.rows is api.Dimension.MONTH
    return [_chart(asked, of, code, is_line=is_line) for code in asked.question.codes]


def _plain(code: str) -> str:
    """Return an indicator's code as part of an id, where a point would begin a class."""
    return code.replace(".", "-")


def _chart(asked: Asked, of: Pivot, code: str, *, is_line: bool) -> dict[str, Any]:
    unit = words.unit_of(code, asked)
    rows = of.rows if is_line else of.rows[:BARS]
    series = [
        _series(asked, of, code, column, label, rows) for column, label in (of.columns if is_line else of.columns[:1])
    ]
    spec = Chart(
        kind="line" if is_line else "bar",
        labels=tuple(label for _row, label in rows),
        series=tuple(series),
        unit=words.PERCENT if unit == words.PERCENT else "",
        places=1 if unit == words.PERCENT else 0,
        highlight=0 if is_line else None,
    )
    title, sentence = words.indicator(code, asked), _sentence(asked, len(of.rows), len(rows))
    return {"id": f"hinh-{_plain(code)}", "spec": spec, "title": title, "sentence": sentence}


def _series(asked: Asked, of: Pivot, code: str, column: str, label: str, rows: tuple[tuple[str, str], ...]) -> Series:
    unit = words.unit_of(code, asked)
    values = [of.cells.get((row, column, code)) for row, _label in rows]
    name = label or words.indicator(code, asked)
    return Series(name=name, values=tuple(words.drawn(one[1] if one else None, unit) for one in values))


def _sentence(asked: Asked, every: int, drawn: int) -> str:
    said = _("%(by)s, %(first)s to %(last)s, map of %(day)s.") % {
        "by": words.DIMENSIONS[asked.question.rows](),
        "first": f"{asked.question.first:%m/%Y}",
        "last": f"{asked.question.last:%m/%Y}",
        "day": f"{asked.question.on:%d/%m/%Y}",
    }
    if drawn == every:
        return said
    return f"{said} {_('The first %(drawn)s of %(every)s are drawn.') % {'drawn': drawn, 'every': every}}"


def _maps(asked: Asked, of: Pivot) -> list[dict[str, Any]]:
    try:
        rings = directory.commune_shapes(province_code=asked.unit.code, on=asked.question.on)
    except NotFound:
        return []
    names = {one.unit_id: one.name for one in directory.children(unit_id=asked.unit.unit_id, on=asked.question.on)}
    shapes = tuple(Shape(str(one), names[one], found) for one, found in rings.items() if one in names)
    return [_map(asked, of, code, shapes) for code in asked.question.codes]


def _map(asked: Asked, of: Pivot, code: str, shapes: tuple[Shape, ...]) -> dict[str, Any]:
    unit = words.unit_of(code, asked)
    column = of.columns[0][0]
    told = {row: found for row, _label in of.rows if (found := of.cells.get((row, column, code)))}
    values = [drawn for _key, one in told.values() if (drawn := words.drawn(one, unit)) is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    return {
        "id": f"ban-do-{_plain(code)}",
        "shapes": shapes,
        "values": {
            row: Mark(
                _class(words.drawn(one, unit), low, high), words.value(one, unit) or _("no data"), asked.at(key, code)
            )
            for row, (key, one) in told.items()
        },
        "legend": _legend(low, high, unit),
        "sentence": f"{words.indicator(code, asked)}. {_sentence(asked, 1, 1)}",
        "on": asked.question.on,
    }


def _class(value: float | None, low: float, high: float) -> int | None:
    if value is None:
        return None
    return min(CLASSES, 1 + int(CLASSES * (value - low) / (high - low))) if high > low else CLASSES


def _legend(low: float, high: float, unit: str) -> tuple[str, ...]:
    places, sign = (1, " %") if unit == words.PERCENT else (0, "")
    step = (high - low) / CLASSES
    ends = [f"{low + step * place:.{places}f}".replace(".", ",") for place in range(CLASSES + 1)]
    return tuple(_("%(low)s to %(high)s") % {"low": a, "high": b + sign} for a, b in pairwise(ends))
