"""Charts drawn on the server as SVG: pure functions, attributes and classes only, so they stand under a strict CSP.

Widths are percent and heights pixels, so a chart fills its place while its words keep their size.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from dinh.design.specs import GRID_STEPS, Chart, Number, Series, axis, number, rounded

PLOT_TOP = 26
PLOT_HEIGHT = 180
HEIGHT = PLOT_TOP + PLOT_HEIGHT + 28
PLOT_WIDTH = 84.0
_CLOSE = 26

Ends = tuple[Number, Number]


def _draw(markup: str, *parts: object) -> SafeString:
    return format_html(markup, *(f"{part:.2f}" if isinstance(part, float) else part for part in parts))


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def runs(points: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Yield the unbroken stretches of a line; a missing value is a gap, never a bridge."""
    stretch: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []


def _path(stretch: Sequence[tuple[float, float]], css: str) -> SafeString:
    if len(stretch) == 1:
        ((x, y),) = stretch
        return _draw('<path class="{}" d="M{} {}h.01" vector-effect="non-scaling-stroke"/>', css, x, y)
    steps = "L".join(f"{x:.2f} {y:.2f}" for x, y in stretch)
    return _draw('<path class="{}" d="M{}" vector-effect="non-scaling-stroke"/>', css, steps)


def _spread(values: Sequence[Number | None], low: float, high: float) -> list[tuple[float, float] | None]:
    reach = (high - low) or 1
    last = max(len(values) - 1, 1)
    return [
        None if value is None else (100 * place / last, 100 - 100 * (value - low) / reach)
        for place, value in enumerate(values)
    ]


def sparkline(values: Sequence[Number | None], *, target: Number | None = None) -> SafeString:
    """Return a small line without axes: the shape of some months, its last value dotted, gaps left open."""
    known = [value for value in values if value is not None]
    if not known:
        return mark_safe('<svg class="d-spark" aria-hidden="true" focusable="false"></svg>')
    ends = [*known, *([] if target is None else [target])]
    margin = (max(ends) - min(ends)) * 0.15 or 1
    low, high = min(ends) - margin, max(ends) + margin
    points = _spread(values, low, high)
    parts = [_path(stretch, "d-spark__line") for stretch in runs(points)]
    if target is not None:
        level = 100 - 100 * (target - low) / (high - low)
        parts.insert(0, _path([(0, level), (100, level)], "d-spark__target"))
    if points[-1] is not None:
        parts.append(_path([points[-1]], "d-spark__dot"))
    return _draw(
        '<svg class="d-spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        "{}</svg>",
        _join(parts),
    )


def _height(value: Number, ends: Ends) -> float:
    low, top = ends
    return PLOT_TOP + PLOT_HEIGHT * (1 - (value - low) / (top - low))


def _steps(ends: Ends) -> list[Number]:
    low, top = ends
    return [low + (top - low) * step / GRID_STEPS for step in range(GRID_STEPS + 1)]


def _grid(ends: Ends) -> Iterator[SafeString]:
    for value in _steps(ends):
        y = _height(value, ends)
        yield _draw('<line class="d-plot__grid" x1="0" x2="{}%" y1="{}" y2="{}"/>', PLOT_WIDTH, y, y)


def _scale(chart: Chart, ends: Ends, *, is_right: bool = False) -> Iterator[SafeString]:
    place, shift, lift = (f"{PLOT_WIDTH}%", 8, 4) if is_right else ("0", 0, -5)
    for value in _steps(ends):
        if value:
            words = rounded(value, chart.unit if value == ends[1] else "")
            y = _height(value, ends) + lift
            markup = '<text class="d-plot__axis" x="{}" dx="{}" y="{}">{}</text>'
            yield _draw(markup, place, shift, y, words)


def _target(chart: Chart, ends: Ends) -> Iterator[SafeString]:
    if chart.target is None:
        return
    y = _height(chart.target, ends)
    yield _draw('<line class="d-plot__target" x1="0" x2="{}%" y1="{}" y2="{}"/>', PLOT_WIDTH, y, y)
    words = gettext("Target %(value)s") % {"value": rounded(chart.target, chart.unit)}
    yield _draw(
        '<text class="d-plot__note" x="{}%" y="{}" text-anchor="middle">{}</text>', PLOT_WIDTH / 2, y - 6, words
    )


def _times(chart: Chart, centres: Sequence[float]) -> Iterator[SafeString]:
    last = len(chart.labels) - 1
    for place in sorted({0, last // 2, last}):
        anchor = "middle" if 0 < place < last else ("start" if place == 0 else "end")
        x = centres[place] if 0 < place < last else (0 if place == 0 else PLOT_WIDTH)
        yield _draw(
            '<text class="d-plot__axis" x="{}%" y="{}" text-anchor="{}">{}</text>',
            x,
            HEIGHT - 8,
            anchor,
            chart.labels[place],
        )


def line_svg(chart: Chart, *, label: str = "") -> SafeString:
    """Return a chart of lines over time: labelled at their ends instead of in a legend, one of them to look at."""
    ends = axis([*chart.known, *([] if chart.target is None else [chart.target])], chart.unit, from_zero=False)
    looked_at = chart.highlight if chart.highlight is not None else 0
    order = sorted(range(len(chart.series)), key=lambda place: place == looked_at)
    lines = [
        _path(stretch, _line_css(chart.series[place], is_looked_at=place == looked_at, part=part))
        for place in order
        for part, values in _halves(chart.series[place])
        for piece in _pieces(values, chart.breaks)
        for stretch in runs(_spread(piece, *ends))
    ]
    lines += [mark for place in order for mark in _spans(chart.series[place], ends)]
    inner = _draw(
        '<svg x="0" y="{}" width="{}%" height="{}" viewBox="0 0 100 100" preserveAspectRatio="none" overflow="visible">'
        "{}</svg>",
        PLOT_TOP,
        PLOT_WIDTH,
        PLOT_HEIGHT,
        _join(lines),
    )
    centres = [PLOT_WIDTH * place / max(len(chart.labels) - 1, 1) for place in range(len(chart.labels))]
    marks = [*_grid(ends), inner, *_scale(chart, ends), *_target(chart, ends), *_ends(chart, ends, looked_at)]
    marks += [*_breaks(chart), *_times(chart, centres), *_opened(chart, centres)]
    return _svg(marks, label, is_opened=bool(chart.hrefs))


def _opened(chart: Chart, centres: Sequence[float]) -> Iterator[SafeString]:
    """Yield for each label that opens a stripe to point at: its words, and the way to where its figure is opened.

    The table below has the same links for keys and screen readers.
    """
    width = PLOT_WIDTH / max(len(chart.labels), 1)
    for place, (href, label) in enumerate(zip(chart.hrefs, chart.labels, strict=False)):
        if not href:
            continue
        said = "; ".join(
            f"{line.name}: {number(line.values[place], chart.places, chart.unit)}" for line in chart.series
        )
        yield _draw(
            '<a href="{}" tabindex="-1" aria-hidden="true"><title>{}: {}</title>'
            '<rect class="d-plot__open" x="{}%" y="{}" width="{}%" height="{}"/></a>',
            href, label, said, centres[place] - width / 2, PLOT_TOP, width, PLOT_HEIGHT,
        )  # fmt: skip


def _pieces(values: Sequence[Number | None], breaks: Sequence[tuple[int, str]]) -> Iterator[list[Number | None]]:
    """Yield the values between one break and the next, each at its own place, so that no line crosses a break."""
    edges = [0, *sorted(place for place, _ in breaks if 0 < place < len(values)), len(values)]
    for first, after in pairwise(edges):
        yield [value if first <= place < after else None for place, value in enumerate(values)]


def _spans(line: Series, ends: Ends) -> Iterator[SafeString]:
    lows = _spread([span and span[0] for span in line.spans], *ends)
    highs = _spread([span and span[1] for span in line.spans], *ends)
    for low, high in zip(lows, highs, strict=True):
        if low and high:
            yield _path([low, high], "d-plot__span")


def _breaks(chart: Chart) -> Iterator[SafeString]:
    last = max(len(chart.labels) - 1, 1)
    for order, (place, words) in enumerate(chart.breaks):
        x, lift = PLOT_WIDTH * (place - 0.5) / last, PLOT_TOP - 12 * (order % 2)
        yield _draw(
            '<line class="d-plot__break" x1="{}%" x2="{}%" y1="{}" y2="{}"/>', x, x, PLOT_TOP, PLOT_TOP + PLOT_HEIGHT
        )
        # Near the left edge the words would leave the drawing.
        shift, anchor = (4, "start") if x < PLOT_WIDTH / 3 else (-4, "end")
        markup = '<text class="d-plot__note" x="{}%" dx="{}" y="{}" text-anchor="{}">{}</text>'
        yield _draw(markup, x, shift, lift, anchor, words)


def _halves(line: Series) -> list[tuple[str, tuple[Number | None, ...]]]:
    if line.estimated_from is None:
        return [("", line.values)]
    cut = line.estimated_from
    gap = (None,) * len(line.values)
    before = max(cut - 1, 0)
    return [("", line.values[:cut] + gap[cut:]), ("estimated", gap[:before] + line.values[before:])]


def _line_css(line: Series, *, is_looked_at: bool, part: str) -> str:
    del line
    look = "d-plot__line--main" if is_looked_at else "d-plot__line--other"
    return f"d-plot__line {look} {'d-plot__line--estimated' if part else ''}".strip()


def _ends(chart: Chart, ends: Ends, looked_at: int) -> Iterator[SafeString]:
    taken: list[float] = []
    for place in sorted(range(len(chart.series)), key=lambda place: place != looked_at):
        line = chart.series[place]
        told = [(n, value) for n, value in enumerate(line.values) if value is not None]
        if not told:
            continue
        at, value = told[-1]
        x, y = PLOT_WIDTH * at / max(len(chart.labels) - 1, 1), _height(value, ends)
        if place == looked_at:
            yield _draw('<circle class="d-plot__dot" cx="{}%" cy="{}" r="4"/>', x, y)
        if any(abs(y - other) < _CLOSE for other in taken):
            continue
        taken.append(y)
        css = "d-plot__end" + (" d-plot__end--main" if place == looked_at else "")
        yield _draw(
            '<text class="{}" x="{}%" dx="10" y="{}">{}</text>',
            css,
            x,
            y + 4,
            number(value, chart.places, chart.unit),
        )
        if line.name and len(chart.series) > 1:
            anchor, beside = ("end", x - 2) if x > PLOT_WIDTH / 3 else ("start", x)
            markup = '<text class="{}" x="{}%" y="{}" text-anchor="{}">{}</text>'
            yield _draw(markup, css, beside, y - 9, anchor, line.name)


def column_svg(chart: Chart, *, label: str = "") -> SafeString:
    """Return columns over time of the first series, from zero; a missing value is an open place, not a zero."""
    values = chart.series[0].values
    ends = axis([*chart.known, chart.target or 0], chart.unit)
    width = PLOT_WIDTH / max(len(values), 1)
    marks: list[SafeString] = [*_grid(ends), *_scale(chart, ends, is_right=True)]
    for place, value in enumerate(values):
        x = width * place + width * 0.12
        if value is None:
            marks.append(_column(x, width * 0.76, PLOT_TOP, PLOT_HEIGHT, "d-plot__bar--missing"))
            continue
        y = _height(value, ends)
        css = "d-plot__bar--main" if chart.highlight in {None, place} else "d-plot__bar--other"
        marks.append(_column(x, width * 0.76, y, PLOT_TOP + PLOT_HEIGHT - y, css))
    marks += _target(chart, ends)
    centres = [width * (place + 0.5) for place in range(len(values))]
    return _svg([*marks, *_times(chart, centres), *_opened(chart, centres)], label, is_opened=bool(chart.hrefs))


def _column(x: float, width: float, y: float, height: float, css: str) -> SafeString:
    return _draw('<rect class="d-plot__bar {}" x="{}%" y="{}" width="{}%" height="{}"/>', css, x, y, width, height)


def _svg(marks: Sequence[SafeString], label: str, *, is_opened: bool) -> SafeString:
    # What holds links is no picture: nothing inside a picture can be followed.
    role = "group" if is_opened else "img"
    return _draw(
        '<svg class="d-plot" width="100%" height="{}" role="{}" aria-label="{}">{}</svg>',
        HEIGHT, role, label, _join(marks),
    )  # fmt: skip


def bar_svg(value: Number | None, top: Number, *, is_looked_at: bool, target: Number | None = None) -> SafeString:
    """Return one lying bar, from zero to its share of `top`; a missing value is a hatched place."""
    if value is None:
        bar = mark_safe('<rect class="d-plot__bar d-plot__bar--missing" x="0" y="0" width="100%" height="100%"/>')
    else:
        css = "d-plot__bar--main" if is_looked_at else "d-plot__bar--other"
        share = 100 * max(value, 0) / top
        bar = _draw('<rect class="d-plot__bar {}" x="0" y="0" width="{}%" height="100%"/>', css, share)
    mark = SafeString("")
    if target is not None:
        at = 100 * target / top
        mark = _draw('<line class="d-plot__target" x1="{}%" x2="{}%" y1="0" y2="100%"/>', at, at)
    return _draw(
        '<svg class="d-bars__bar" width="100%" height="14" aria-hidden="true" focusable="false">{}{}</svg>', bar, mark
    )
