"""The atlas: the whole map in time in memory, so that a page may ask for a hundred units without a query."""

import threading
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar, cast

from django.utils.translation import gettext as _

from dinh.directory.units.models import Decision, MapLoad, UnitEdge, UnitVersion
from dinh.directory.units.types import (
    FIRST_DAY,
    DecisionView,
    EdgeKind,
    EdgeRow,
    Kind,
    Level,
    VersionRow,
)
from dinh.kernel.errors import NotFound

# A load in another process is noticed after this time at the latest.
_RECHECK_SECONDS = 60.0
# Answers kept per map; one page asks for some hundred, and each new day for as many again.
_KEPT = 20_000
T = TypeVar("T")


@dataclass(slots=True)
class Atlas:
    """Versions of every unit in order of time, edges both ways, and the ways to find them."""

    token: str
    versions: dict[int, list[VersionRow]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[tuple[str, str], list[VersionRow]] = field(default_factory=lambda: defaultdict(list))
    by_parent: dict[int, list[VersionRow]] = field(default_factory=lambda: defaultdict(list))
    edges_out: dict[int, list[EdgeRow]] = field(default_factory=lambda: defaultdict(list))
    edges_in: dict[int, list[EdgeRow]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[str, DecisionView] = field(default_factory=dict)
    made: dict[str, object] = field(default_factory=dict)

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what was made before under this key, or make it now; it goes when the map changes."""
        kept = self.made.get(key)
        if kept is None:
            if len(self.made) > _KEPT:
                self.made.clear()
            kept = self.made[key] = make()
        return cast("T", kept)

    def lives(self, unit_id: int) -> list[VersionRow]:
        """Return the versions of a unit in order of time; NotFound when there is no such unit."""
        found = self.versions.get(unit_id)
        if not found:
            raise NotFound("DU10", _("No administrative unit has the number %(unit)s.") % {"unit": unit_id})
        return found

    def began(self, unit_id: int) -> date | None:
        return self.lives(unit_id)[0].valid_from

    def ended(self, unit_id: int) -> date | None:
        return self.lives(unit_id)[-1].valid_to

    def is_alive(self, unit_id: int, on: date) -> bool:
        began, ended = self.began(unit_id), self.ended(unit_id)
        return (began is None or began <= on) and (ended is None or on < ended)

    def version(self, unit_id: int, on: date) -> VersionRow | None:
        """Return the version of a unit on a day, or None when it was not there."""
        lives = self.lives(unit_id)
        place = bisect_right(lives, on, key=lambda one: one.valid_from or date.min) - 1
        return lives[place] if place >= 0 and covers(lives[place], on) else None

    def nearest(self, unit_id: int, on: date) -> VersionRow:
        """Return the version of a unit on a day, or the closest one it had."""
        lives = self.lives(unit_id)
        if self.began(unit_id) and on < (self.began(unit_id) or on):
            return lives[0]
        return self.version(unit_id, on) or lives[-1]


def covers(version: VersionRow, on: date) -> bool:
    return (version.valid_from is None or version.valid_from <= on) and (
        version.valid_to is None or on < version.valid_to
    )


def first_day(version: VersionRow) -> date:
    """Return the first day a version is known of."""
    return version.valid_from or FIRST_DAY


class _Shelf:
    """Holds one atlas for the process and looks now and then whether the map was loaded anew."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.atlas: Atlas | None = None
        self.checked = 0.0

    def take(self) -> Atlas:
        atlas = self.atlas
        if atlas is not None and time.monotonic() - self.checked < _RECHECK_SECONDS:
            return atlas
        with self.lock:
            token = _token()
            if self.atlas is None or self.atlas.token != token:
                self.atlas = _read(token)
            self.checked = time.monotonic()
            return self.atlas

    def clear(self) -> None:
        self.atlas = None


_shelf = _Shelf()


def atlas() -> Atlas:
    """Return the map in time as last loaded."""
    return _shelf.take()


def forget_atlas() -> None:
    """Drop the atlas of this process, so that the next question reads the tables."""
    _shelf.clear()


def _token() -> str:
    return MapLoad.objects.order_by("-pk").values_list("public_id", flat=True).first() or ""


def _read(token: str) -> Atlas:
    made = Atlas(token=token)
    numbers: dict[int | None, str] = {None: ""}
    for row in Decision.objects.all():
        numbers[row.pk] = row.number
        made.decisions[row.number] = DecisionView(row.number, row.title, row.effective_on, row.evidence)
    for version in _versions(numbers):
        made.versions[version.unit_id].append(version)
        for code in filter(None, (version.code, version.alt_code)):
            made.by_code[version.level, code].append(version)
        if version.parent_id is not None:
            made.by_parent[version.parent_id].append(version)
    for edge in _edges(numbers):
        if edge.from_id is not None:
            made.edges_out[edge.from_id].append(edge)
        if edge.to_id is not None:
            made.edges_in[edge.to_id].append(edge)
    return made


def _versions(numbers: dict[int | None, str]) -> Iterable[VersionRow]:
    rows = UnitVersion.objects.filter(superseded_at=None).order_by("unit_id", "valid_to", "pk")
    rows_of = rows.values_list(
        "unit_id", "code", "alt_code", "name", "short_name", "kind", "level", "parent_id", "province_id", "valid_from",
        "valid_to", "decision_id",
    )  # fmt: skip
    kinds, levels = {str(kind): kind for kind in Kind}, {str(level): level for level in Level}
    for unit_id, code, alt, name, short, kind, level, parent, province, since, until, decision in rows_of:
        yield VersionRow(
            unit_id, code, alt, name, short, kinds[kind], levels[level], parent, province, since, until,
            numbers[decision],
        )  # fmt: skip


def _edges(numbers: dict[int | None, str]) -> Iterable[EdgeRow]:
    rows = UnitEdge.objects.filter(superseded_at=None).order_by("effective_on", "pk")
    for edge in rows:
        yield EdgeRow(
            edge.from_unit_id,
            edge.to_unit_id,
            edge.effective_on,
            EdgeKind(edge.kind),
            _share(edge.people_num, edge.people_den),
            _share(edge.area_num, edge.area_den),
            edge.is_presumed,
            numbers[edge.decision_id],
            edge.source_url,
        )


@lru_cache(maxsize=1024)
def _share(num: int | None, den: int | None) -> Fraction | None:
    return None if num is None or den is None else Fraction(num, den)
