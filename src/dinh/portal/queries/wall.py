"""The wall: six figures, the map of one of them, who is late, and one sentence on top. A fixed number of queries."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dinh.design.api import Shape
from dinh.directory import api as directory
from dinh.indicators import api as indicators
from dinh.kernel import text
from dinh.kernel.clock import local
from dinh.kernel.errors import NotFound
from dinh.portal.queries import words
from dinh.portal.queries.shelf import Shelf
from dinh.portal.types import Choice, Late, MapOf, Said, Stat, Wall

MONTHS = 13
WORST = 10
ALL = 1_000_000
FIRST = "dossiers.on_time_share"
# Classes of a share in per cent; counts are cut into fifths of the largest.
EDGES = (50, 70, 85, 95)
_Rings = tuple[tuple[tuple[float, float], ...], ...]


def mark(at: datetime) -> str:
    """Return what changes when the wall changes: the ledger position, and the minute, for what falls late by itself."""
    return _mark(indicators.state(), at)


def _mark(state: str, at: datetime) -> str:
    return f"{state}.{local(at):%Y%m%d%H%M}"


def wall(*, unit: directory.UnitView, at: datetime, map_code: str) -> Wall:
    """Return the wall of a unit now; `map_code` is the indicator on the map. The caller has checked the right to it.

    Kept until the ledger moves or the minute ends. The state is read before the figures: they may be newer than their
    mark says, never older, and the page asks again.
    """
    code = map_code if map_code in indicators.codes("wall") else FIRST
    state = indicators.state()
    key = (_mark(state, at), unit.unit_id, code, get_language())
    return _WALLS.take(key, lambda: made(unit=unit, at=at, code=code, state=state))


def forget() -> None:
    """Drop what is kept, for tests that put the ledger back."""
    for shelf in (_WALLS, _BOARDS, _MAPS):
        shelf.clear()


@dataclass(frozen=True, slots=True)
class _Board:
    """The figures of a unit that only an entry of the ledger or a new day can move."""

    months: Mapping[str, Sequence[indicators.Figure]]
    today: indicators.Figure


_WALLS: Shelf[Wall] = Shelf(256)
_BOARDS: Shelf[_Board] = Shelf(256)
_MAPS: Shelf[MapOf | None] = Shelf(32)


def _board(unit: directory.UnitView, months: Sequence[indicators.Period], on: date) -> _Board:
    return _Board(
        months=indicators.board(unit_id=unit.unit_id, periods=months, on=on),
        today=indicators.figure(
            code="dossiers.received", unit_id=unit.unit_id, period=indicators.Period(first=on, last=on), on=on
        ),
    )


def made(*, unit: directory.UnitView, at: datetime, code: str, state: str) -> Wall:
    """Return the wall worked out anew, but for figures kept of the same state of the ledger."""
    on = local(at).date()
    months = indicators.months_before(on, MONTHS)
    known = _BOARDS.take((state, unit.unit_id, on), lambda: _board(unit, months, on))
    board, today = known.months, known.today
    late = indicators.late_units(unit_id=unit.unit_id, at=at, limit=ALL)
    is_whole_province = unit.level == directory.Level.PROVINCE
    inside = {child.unit_id: child for child in directory.children(unit_id=unit.unit_id, on=on)}
    of_map = (state, unit.unit_id, on, code, get_language())
    return Wall(
        name=unit.name,
        month=words.month(months[-1]),
        said=_said(unit, today, late, board["dossiers.on_time_share"][-1]),
        stats=tuple(_stat(unit, line) for line in board.values()),
        late=tuple(_late(one, inside.get(one.unit_id, unit), unit, at) for one in late[:WORST]),
        late_more=len(late[WORST:]),
        map=_MAPS.take(of_map, lambda: _map(state, unit, code, months[-1], on)) if is_whole_province else None,
        choices=_choices(code, on) if is_whole_province else (),
        mark=_mark(state, at),
        told_at=f"{local(at):%H:%M} {text.date_vi(on)}",
        live_url=_live_url(unit, code, is_whole_province=is_whole_province),
        is_held=state.endswith("-held"),
    )


def _live_url(unit: directory.UnitView, code: str, *, is_whole_province: bool) -> str:
    if is_whole_province:
        return f"{reverse('portal:live')}?{urlencode({'chi-tieu': code})}"
    return f"{reverse('portal:unit_live', args=[unit.unit_id])}?{urlencode({'chi-tieu': code})}"


def _said(
    unit: directory.UnitView,
    today: indicators.Figure,
    late: Sequence[indicators.LateUnit],
    on_time: indicators.Figure,
) -> tuple[Said, ...]:
    received = ngettext(
        "Today %(unit)s received %(count)s dossier.", "Today %(unit)s received %(count)s dossiers.", today.numerator
    ) % {"unit": words.within(unit.name), "count": words.number(today.numerator)}
    days = {"don-vi": str(unit.unit_id), "tu": today.period.first.isoformat(), "den": today.period.last.isoformat()}
    first = Said(received, f"{reverse('indicators:opened', args=[today.code])}?{urlencode(days)}")
    if on_time.is_missing:
        return first, _past(unit, sum(one.late for one in late))
    month = _("This month %(share)s ended on time.") % {"share": words.share(on_time)}
    opened = f"{_proof(on_time.code, on_time.period)}&don-vi={unit.unit_id}"
    return first, _past(unit, sum(one.late for one in late)), Said(month, opened)


def _past(unit: directory.UnitView, overdue: int) -> Said:
    if not overdue:
        return Said(_("No open dossier is past its appointment."))
    said = ngettext(
        "%(count)s open dossier is past its appointment.",
        "%(count)s open dossiers are past their appointment.",
        overdue,
    ) % {"count": words.number(overdue)}
    return Said(said, _open_dossiers(unit.unit_id, side="qua-hen"))


def _open_dossiers(unit_id: int, *, side: str, own: str = "") -> str:
    """Return where open dossiers are listed: of a unit, or (`own`) those of the unit that no commune holds."""
    asked = {"don-vi": str(unit_id), "rieng": own, "phia": side}
    return f"{reverse('indicators:standing')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _proof(code: str, period: indicators.Period) -> str:
    """Return where a figure is opened; the unit is still to be added."""
    return f"{reverse('indicators:opened', args=[code])}?thang={period.first:%Y-%m}"


def _stat(unit: directory.UnitView, line: Sequence[indicators.Figure]) -> Stat:
    now, before = line[-1], line[-2]
    definition = indicators.definition(now.code, now.period.last)
    verdict, tone = words.verdict(now, before, definition)
    value = "" if now.is_missing else words.share(now).removesuffix(" %").removesuffix("%")
    return Stat(
        code=now.code,
        label=words.name(definition),
        value=value,
        unit="%" if definition.is_share else "",
        verdict=verdict,
        tone=tone,
        href=f"{_proof(now.code, now.period)}&don-vi={unit.unit_id}",
        trend=tuple(words.drawn(one) for one in line),
        target=definition.threshold_percent,
        target_words=words.mark_of_law(definition),
        missing=_("Nothing to count this month yet.") if now.is_missing else "",
    )


def _late(one: indicators.LateUnit, home: directory.UnitView, wall_of: directory.UnitView, at: datetime) -> Late:
    days = (local(at).date() - local(one.oldest_due_at).date()).days
    is_departments = home.level == directory.Level.PROVINCE
    month = indicators.month(local(at).date())
    own = "1" if is_departments else ""
    return Late(
        name=_("Departments of the province") if is_departments else home.name,
        href=f"{_proof(FIRST, month)}&don-vi={home.unit_id}"
        if home.unit_id == wall_of.unit_id
        else reverse("portal:unit_wall", args=[home.unit_id]),
        late=words.number(one.late),
        late_href=_open_dossiers(home.unit_id, side="qua-hen", own=own),
        open=words.number(one.open),
        open_href=_open_dossiers(home.unit_id, side="dang-tinh", own=own),
        oldest=ngettext("oldest %(days)s day", "oldest %(days)s days", days) % {"days": days}
        if days
        else _("since today"),
        who=words.who_acts(home.kind),
    )


def _choices(current: str, on: date) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=words.name(indicators.definition(code, on)),
            href=f"{reverse('portal:wall')}?{urlencode({'chi-tieu': code})}#ban-do",
            current=code == current,
        )
        for code in indicators.codes("wall")
    )


def _map(state: str, unit: directory.UnitView, code: str, period: indicators.Period, on: date) -> MapOf | None:
    try:
        rings = directory.commune_shapes(province_code=unit.code, on=on)
    except NotFound:
        return None
    inside, _rest = indicators.children_figures(code=code, unit_id=unit.unit_id, period=period, on=on)
    definition = indicators.definition(code, period.last)
    top = max((one.numerator for one in inside), default=0)
    proof = _proof(code, period)
    return MapOf(
        mark=f"{state} {unit.unit_id} {on} {code}",
        code=code,
        sentence=_("%(name)s by commune, %(month)s") % {"name": words.name(definition), "month": words.month(period)},
        values={
            str(one.unit_id): {
                "bin": _bin(one, top),
                "text": words.share(one),
                "href": f"{proof}&don-vi={one.unit_id}",
            }
            for one in inside
        },
        legend=_legend(definition, top),
        shapes=directory.kept_with_map(f"shapes of the wall {unit.unit_id} {on}", lambda: _shapes(rings, unit, on)),
        on=on,
    )


def _shapes(rings: Mapping[int, _Rings], unit: directory.UnitView, on: date) -> tuple[Shape, ...]:
    communes = {one.unit_id: one for one in directory.children(unit_id=unit.unit_id, on=on)}
    return tuple(Shape(code=str(unit_id), name=communes[unit_id].name, rings=found) for unit_id, found in rings.items())


def _bin(one: indicators.Figure, top: int) -> int | None:
    if one.is_missing or (one.denominator is None and not top):
        return None
    if one.denominator is None:
        return min(5, 1 + 5 * one.numerator // max(top, 1))
    return 1 + sum(100 * one.numerator >= edge * one.denominator for edge in EDGES)


def _legend(definition: indicators.Definition, top: int) -> tuple[str, ...]:
    if definition.is_share:
        between = [_("%(low)s to %(high)s %%") % {"low": a, "high": b} for a, b in itertools.pairwise(EDGES)]
        return (
            _("below %(value)s %%") % {"value": EDGES[0]},
            *between,
            _("from %(value)s %%") % {"value": EDGES[-1]},
        )
    edges = [-(-top * step // 5) for step in range(1, 5)]
    between = [_("%(low)s to %(high)s") % {"low": a, "high": b} for a, b in itertools.pairwise(edges)]
    return (
        _("below %(value)s") % {"value": edges[0]},
        *between,
        _("from %(value)s") % {"value": edges[-1]},
    )
