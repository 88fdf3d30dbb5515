"""What a chart says, before it is drawn: labels, series, unit, target, what to look at."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

KINDS = frozenset({"line", "column", "bar"})
Number = int | float
GRID_STEPS = 4


@dataclass(frozen=True, slots=True)
class Series:
    """Values in the order of the labels; None is missing, from `estimated_from` on they are estimates.

    `spans` are the lowest and highest a value can be where it is not known.
    """

    name: str
    values: tuple[Number | None, ...]
    estimated_from: int | None = None
    spans: tuple[tuple[Number, Number] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `highlight` is the index of the series (line) or of the label (bar, column) to look at.

    `hrefs` lead from each label to where its figure is opened: from a bar, from the table, from the drawing.
    `breaks` are labels, by index, before which values were made otherwise, with a word: no line crosses them.
    """

    kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    places: int = 0
    target: Number | None = None
    highlight: int | None = None
    hrefs: tuple[str, ...] = ()
    breaks: tuple[tuple[int, str], ...] = ()

    @property
    def known(self) -> tuple[Number, ...]:
        values = [value for line in self.series for value in line.values if value is not None]
        return (*values, *(end for line in self.series for span in line.spans if span for end in span))


def chart_of(spec: "str | Mapping[str, Any] | Chart") -> Chart:
    """Return the chart that a spec (JSON text, mapping or Chart) describes; a wrong spec raises ValueError."""
    if isinstance(spec, Chart):
        return spec
    data = json.loads(spec) if isinstance(spec, str) else spec
    labels = tuple(str(label) for label in data["labels"])
    series = tuple(_series(item) for item in data["series"])
    if data["type"] not in KINDS or any(len(line.values) != len(labels) for line in series):
        raise ValueError("a chart is a line, column or bar, with one value or null per label in each series")
    return Chart(
        kind=data["type"],
        labels=labels,
        series=series,
        unit=data.get("unit", ""),
        places=data.get("places", 0),
        target=data.get("target"),
        highlight=data.get("highlight"),
        hrefs=tuple(data.get("hrefs", ())),
        breaks=tuple((int(place), str(words)) for place, words in data.get("breaks", ())),
    )


def _series(data: Mapping[str, Any]) -> Series:
    return Series(
        name=data.get("name", ""),
        values=tuple(data["values"]),
        estimated_from=data.get("estimated_from"),
        spans=tuple(None if span is None else (span[0], span[1]) for span in data.get("spans", ())),
    )


def number(value: Number | None, places: int = 0, unit: str = "") -> str:
    """Return a figure as people of the current language write it: 1.234,5 and 97,3 %."""
    if value is None:
        return "–"
    text = f"{value:,.{places}f}"
    if get_language() != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{text} {unit}" if unit else text


def axis(values: Sequence[Number], unit: str = "", *, from_zero: bool = True) -> tuple[Number, Number]:
    """Return the round lower and upper end of an axis that holds all values; shares end at 100.

    Bars always start at zero. A line may start higher when all of it lies in the upper half, so that its shape is seen.
    """
    is_count = unit != "%" and all(float(value).is_integer() for value in values)
    top = _count_ceiling(max(values, default=0)) if is_count else _ceiling(max(values, default=0), unit)
    low = min(values, default=0)
    if from_zero or low < top / 2:
        return 0, top
    starts = (top * 4 / 5, top * 3 / 5, top * 2 / 5)
    whole = [start for start in starts if not is_count or ((top - start) / GRID_STEPS).is_integer()]
    return next((start for start in whole if start <= low), 0), top


def _count_ceiling(top: Number) -> int:
    """Return a round end whose every grid line is a whole number: nobody receives half a dossier."""
    size: int = 10 ** (len(str(int(top))) - 1)
    tops = (size * tenths // 10 for tenths in (10, 12, 16, 20, 24, 32, 40, 60, 80, 100, 120) if size * tenths % 10 == 0)
    return next(end for end in tops if end >= top and end % GRID_STEPS == 0)


def _ceiling(top: Number, unit: str) -> Number:
    full = 100
    if unit == "%" and top <= full:
        return full
    if top <= 0:
        return 1
    size: int = 10 ** (len(str(int(top))) - 1)
    return next(size * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if size * step >= top)


def rounded(value: Number, unit: str = "") -> str:
    """Return a figure of an axis or a target: with no more decimals than it needs, two at most."""
    places = next((one for one in (0, 1) if float(value * 10**one).is_integer()), 2)
    return number(value, places, unit)


def rows(chart: Chart) -> list[list[str]]:
    """Return the table behind a chart: one row per label, written for reading."""
    return [
        [label, *(number(line.values[place], chart.places, chart.unit) for line in chart.series)]
        for place, label in enumerate(chart.labels)
    ]


def as_csv(chart: Chart) -> str:
    """Return the table behind a chart for other programs: comma, plain figures, quotes doubled."""
    head = ["", *(line.name for line in chart.series)]
    body = [
        [label, *("" if line.values[place] is None else str(line.values[place]) for line in chart.series)]
        for place, label in enumerate(chart.labels)
    ]
    return "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [head, *body])


def as_json(chart: Chart) -> str:
    """Return the spec for the script that makes a chart interactive, safe inside a JSON data block."""
    is_line = chart.kind == "line"
    data = {
        "type": chart.kind,
        "labels": chart.labels,
        "series": [{"name": line.name, "values": line.values} for line in chart.series],
        "unit": chart.unit,
        "places": chart.places,
        "target": chart.target,
        "highlight": chart.highlight,
        "axis": axis(
            [*chart.known, *([] if chart.target is None else [chart.target])], chart.unit, from_zero=not is_line
        ),
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
