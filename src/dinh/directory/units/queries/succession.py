"""Who followed whom: successors, predecessors, lineage, and values carried over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from dinh.directory.units.policies.restating import Graph, carry_on, restate_values
from dinh.directory.units.queries.atlas import Atlas, atlas
from dinh.directory.units.queries.lookup import check_day, view_of
from dinh.directory.units.types import (
    REFORM_DAY,
    Basis,
    EdgeKind,
    EdgeRow,
    Restated,
    Succession,
    UnitView,
    VersionRow,
)
from dinh.kernel.errors import NotFound

_ONE = Fraction(1)
SAME, CHAIN = "same", "chain"


@dataclass(frozen=True, slots=True)
class Way:
    """The edges walked so far, and what they say together."""

    end: int | None
    day: date
    edges: tuple[EdgeRow, ...] = ()

    def then(self, edge: EdgeRow, end: int | None) -> "Way":
        return Way(end, edge.effective_on, (*self.edges, edge))

    def share(self, basis: Basis) -> Fraction | None:
        found = _ONE
        for edge in self.edges:
            share = edge.share(basis)
            if share is None:
                return None
            found *= share
        return found


def successors(*, unit_id: int, on: date | None = None) -> tuple[Succession, ...]:
    """Return what became of a unit: its direct successors, or with `on` the units of that day on its land.

    A unit that still exists on `on` is its own and only answer (kind "same"). One without a unit says that the
    successor is not known. Shares are of the unit asked for; None is "not known". Raises NotFound.
    """
    return _follow(unit_id, on, forward=True)


def predecessors(*, unit_id: int, on: date | None = None) -> tuple[Succession, ...]:
    """Return what a unit was made of: its direct predecessors, or with `on` the units of that earlier day.

    Shares say how much of the predecessor went into the unit. Raises NotFound.
    """
    return _follow(unit_id, on, forward=False)


def _follow(unit_id: int, on: date | None, *, forward: bool) -> tuple[Succession, ...]:
    book = atlas()
    book.lives(unit_id)
    if on is not None:
        check_day(on)
        if book.is_alive(unit_id, on):
            view = view_of(book, book.nearest(unit_id, on), on)
            return (Succession(view, SAME, _ONE, _ONE, on, (), is_presumed=False),)
    start = Way(unit_id, date.min if forward else date.max)
    ways = _steps(book, start, forward=forward) if on is None else _walk(book, start, on, forward=forward)
    by_end: dict[int | None, list[Way]] = {}
    for way in ways:
        by_end.setdefault(way.end, []).append(way)
    found = [_succession(book, ways_there, on, forward=forward) for ways_there in by_end.values()]
    return tuple(sorted(found, key=_order))


def _order(one: Succession) -> tuple[bool, Fraction, str]:
    share = one.people_share if one.people_share is not None else Fraction(1, 2)
    return (one.unit is None, -share, one.unit.code if one.unit else "")


def _steps(book: Atlas, way: Way, *, forward: bool) -> Iterable[Way]:
    if way.end is None:
        return
    edges = (book.edges_out if forward else book.edges_in).get(way.end, ())
    later = [edge for edge in edges if (edge.effective_on > way.day if forward else edge.effective_on <= way.day)]
    for edge in later:
        if not forward and edge.kind is EdgeKind.LEVEL_ABOLISHED:
            continue
        yield way.then(edge, edge.to_id if forward else edge.from_id)


def _walk(book: Atlas, way: Way, on: date, *, forward: bool) -> Iterable[Way]:
    for step in _steps(book, way, forward=forward):
        if (forward and step.day > on) or (not forward and step.day <= on):
            continue
        back = step if forward else replace(step, day=step.day - timedelta(days=1))
        if step.end is None or book.is_alive(step.end, on):
            yield step
        else:
            yield from _walk(book, back, on, forward=forward)


def _succession(book: Atlas, ways: list[Way], on: date | None, *, forward: bool) -> Succession:
    first = ways[0]
    day = on or (first.day if forward else first.day - timedelta(days=1))
    decisions = {edge.decision: book.decisions[edge.decision] for way in ways for edge in way.edges if edge.decision}
    single = len(ways) == 1 and len(first.edges) == 1
    return Succession(
        unit=None if first.end is None else view_of(book, book.nearest(first.end, day), day),
        kind=str(first.edges[0].kind) if single else CHAIN,
        people_share=_sum(way.share(Basis.POPULATION) for way in ways),
        area_share=_sum(way.share(Basis.AREA) for way in ways),
        effective_on=first.edges[0].effective_on,
        decisions=tuple(decisions.values()),
        is_presumed=any(edge.is_presumed for way in ways for edge in way.edges),
        source_url=first.edges[0].source_url if single else "",
    )


def _sum(shares: Iterable[Fraction | None]) -> Fraction | None:
    total = Fraction(0)
    for share in shares:
        if share is None:
            return None
        total += share
    return total


def restate(
    *,
    values: Mapping[int, int | Fraction],
    to: date,
    basis: Basis = Basis.POPULATION,
    counted_on: date | None = None,
) -> Restated:
    """Return values of units, told on the map of day `to`.

    `values` are integers or fractions by unit number; mixed levels are followed each for itself. `basis` says what
    they count: people and what people do, or land. Sums are conserved exactly: what cannot be placed stands in
    `unknown` with the units it may be in. `counted_on` is the day of the values; without it a unit that exists on `to`
    keeps its value. Raises Invalid for floats, unknown units, and units that ended without a word of where they went.
    """
    check_day(to)
    return restate_values(_graph(atlas()), values, to, basis, counted_on)


def carry(*, told: Restated, since: date, to: date, basis: Basis = Basis.POPULATION) -> Restated:
    """Return what `restate` told on the map of `since`, told on the map of `to`.

    Two steps give what one step would; sums stay. Raises NotFound for days before the first map.
    """
    check_day(since)
    check_day(to)
    return carry_on(_graph(atlas()), told, since, to, basis)


def _graph(book: Atlas) -> Graph:
    kept = book.made.get("graph")
    if not isinstance(kept, Graph):
        spans = {unit_id: (lives[0].valid_from, lives[-1].valid_to) for unit_id, lives in book.versions.items()}
        # Backwards a commune is made of communes: its district is the same land told twice.
        into = {
            unit_id: [edge for edge in edges if edge.kind is not EdgeKind.LEVEL_ABOLISHED]
            for unit_id, edges in book.edges_in.items()
        }
        kept = book.made["graph"] = Graph(lives=spans, out=book.edges_out, into=into)
    return kept


def lineage_ids(*, unit_id: int) -> tuple[int, ...]:
    """Return the unit and all units that were wholly inside it on any day, in order of their numbers.

    Whole predecessors and everything that was below them or it; a unit of which only a part came, or whose succession
    is only presumed, is not among them. Raises NotFound.
    """
    book = atlas()
    book.lives(unit_id)
    return book.once(f"lineage {unit_id}", lambda: _lineage(book, unit_id))


def _lineage(book: Atlas, unit_id: int) -> tuple[int, ...]:
    found: set[int] = set()
    _inside(book, unit_id, date.min, date.max, found)
    return tuple(sorted(found))


def _inside(book: Atlas, unit_id: int, since: date, until: date, found: set[int]) -> None:
    if unit_id in found:
        return
    found.add(unit_id)
    for edge in book.edges_in.get(unit_id, ()):
        is_whole = edge.people == edge.area == _ONE and not edge.is_presumed
        if is_whole and edge.from_id is not None and since <= edge.effective_on <= until:
            _inside(book, edge.from_id, date.min, date.max, found)
    for version in book.by_parent.get(unit_id, ()):
        _inside(book, version.unit_id, version.valid_from or date.min, version.valid_to or date.max, found)


def old_area_of(*, unit_id: int) -> UnitView:
    """Return the province before 1 July 2025 that a unit's land was in, as it was on the last day.

    Resolutions of old provinces (fees, prices) stay in force on their land. Raises NotFound when the unit spans several
    old provinces, as merged provinces do.
    """
    book = atlas()
    last_day = REFORM_DAY - timedelta(days=1)
    found = {version.province_id for version in _old_versions(book, unit_id, last_day)}
    if len(found) != 1:
        raise NotFound(
            "DU14",
            _("Unit %(unit)s was not in exactly one province before %(first)s.")
            % {"unit": unit_id, "first": f"{REFORM_DAY:%d/%m/%Y}"},
        )
    province = found.pop()
    return view_of(book, book.nearest(province, last_day), last_day)


def _old_versions(book: Atlas, unit_id: int, day: date) -> Iterable[VersionRow]:
    version = book.version(unit_id, day)
    if version is not None:
        yield version
    elif (book.began(unit_id) or date.min) > day:
        for edge in book.edges_in.get(unit_id, ()):
            if edge.from_id is not None:
                yield from _old_versions(book, edge.from_id, day)
    else:
        yield book.lives(unit_id)[-1]
