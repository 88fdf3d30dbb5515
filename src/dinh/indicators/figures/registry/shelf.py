"""The books as they stand, looked up by everybody: what comes with the house and what a province has published."""

import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.utils.translation import gettext as _

from dinh.indicators.figures.policies.counting import Counting
from dinh.indicators.figures.policies.definitions import in_force
from dinh.indicators.figures.policies.expressions import Node
from dinh.indicators.figures.registry.books import FOLDER, Books, Row, joined, joined_leaving_out, read
from dinh.indicators.figures.registry.reading import DefinitionFault
from dinh.indicators.figures.types import Definition, FactTable, Measure

# Other processes publish too: so long may this one go on without having looked.
_RECHECK_SECONDS = 1.0
# The board on which reconciling looks at what the province has published.
OWN = "province"


class Published(Protocol):
    """Who keeps definitions published outside the files."""

    def edition(self) -> str:
        """Return what differs whenever the definitions differ; asked often, so at the cost of one small question."""

    def rows(self) -> Sequence[Row]:
        """Return the definitions, each with its place and as a table of the files would say it."""


@cache
def shipped() -> Books:
    """Return the books of the house; the start fails on the first fault."""
    return read(FOLDER)


class _Shelf:
    """Holds the joined books of this process and looks now and then whether somebody has published."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._published: Published | None = None
        self._books: Books | None = None
        self._edition = ""
        self._looked_at = 0.0

    def register(self, published: Published) -> None:
        self._published = published

    def take(self) -> Books:
        if self._published is None:
            return shipped()
        books = self._books
        if books is not None and time.monotonic() - self._looked_at < _RECHECK_SECONDS:
            return books
        with self._lock:
            edition = self._published.edition()
            if self._books is None or self._edition != edition:
                self._books = joined_leaving_out(shipped(), self._published.rows() if edition else ())
                self._edition = edition
            self._looked_at = time.monotonic()
            return self._books

    def edition(self) -> str:
        """Return the mark of what the books hold, "" while nothing was published."""
        self.take()
        return self._edition

    def forget(self) -> None:
        self._books = None

    def rows(self) -> Sequence[Row]:
        return self._published.rows() if self._published is not None else ()


_shelf = _Shelf()


def register_published(published: Published) -> None:
    """Let definitions kept elsewhere join the books; there is one keeper."""
    _shelf.register(published)


def forget_published() -> None:
    """Have this process look at once whether something was published."""
    _shelf.forget()


def edition() -> str:
    """Return what differs whenever the published definitions differ; "" while there are none."""
    return _shelf.edition()


def load() -> Books:
    """Return the books as they stand: the house's with the province's beside them."""
    return _shelf.take()


def tried(where: str, row: Mapping[str, Any]) -> Definition:
    """Return a definition nobody has published yet, compiled with all that stands, as a file would be.

    One of the same code and version takes the place of what stands. Raises DefinitionFault, also when another version
    in force would count otherwise by it.
    """
    code, version = str(row.get("code", "")), row.get("version")
    stands = _shelf.rows()
    before = joined_leaving_out(shipped(), stands)
    kept = [one for one in stands if one[1]["code"] not in before.faults]
    beside = [one for one in kept if (one[1]["code"], one[1]["version"]) != (code, version)]
    after = joined(shipped(), [*beside, (where, row)])
    for other, versions in before.indicators.items():
        for old, new in zip(versions, after.indicators[other], strict=False):
            if _counted(old) != _counted(new):
                said = _("%(code)s, version %(version)s, is in force and would count otherwise")
                words = said % {"code": old.code, "version": old.version}
                raise DefinitionFault(f"{where}: {words}", said=words, part="valid_from", code=code)
    return next(one for one in after.indicators[code] if one.version == version)


def _counted(one: Definition) -> tuple[object, ...]:
    return one.code, one.version, one.numerator, one.denominator, one.valid_from


def left_out() -> Mapping[str, str]:
    """Return the indicators of the province that what came with an upgrade contradicts, each with the reason."""
    return load().faults


@cache
def counting() -> Counting:
    """Return the counting of dossiers."""
    books = shipped()
    return Counting([(one, books.nodes[one.code]) for one in books.measures.values() if one.fact == "dossier"])


def definition(code: str, on: date) -> Definition:
    """Return the version of an indicator in force on a day, else the newest; KeyError for a code nobody defined."""
    versions = load().indicators[code]
    return in_force(versions, on) or versions[-1]


def versions(code: str) -> tuple[Definition, ...]:
    """Return all versions of an indicator, oldest first."""
    return load().indicators[code]


def written(code: str, version: int) -> Mapping[str, Any]:
    """Return a version as it was written, with what others say of its end; KeyError for one nobody wrote."""
    for said in load().stated:
        if (said.one.code, said.one.version) == (code, version):
            ends = {"valid_to": said.one.valid_to} if said.one.valid_to else {}
            return {**said.row, **ends}
    raise KeyError(code)


def codes(board: str = "") -> tuple[str, ...]:
    """Return the codes of a board in its order, or of everything that is defined."""
    return board_codes(board) if board else tuple(load().indicators)


def shipped_versions() -> Mapping[str, tuple[Definition, ...]]:
    """Return the indicators that come with the house, whatever a province has published; needs no database."""
    return shipped().indicators


def board_codes(name: str) -> tuple[str, ...]:
    """Return the codes that hang on a board; KeyError for a board nobody made."""
    return _own_codes() if name == OWN else shipped().boards[name]


def boards() -> tuple[str, ...]:
    """Return the boards of the house, and that of what the province has published, where it has."""
    return (*shipped().boards, OWN) if _own_codes() else tuple(shipped().boards)


def _own_codes() -> tuple[str, ...]:
    house = shipped().indicators
    return tuple(code for code, versions in load().indicators.items() if len(versions) > len(house.get(code, ())))


def facts() -> Mapping[str, FactTable]:
    return shipped().facts


def measures() -> Mapping[str, Measure]:
    return shipped().measures


def measure(code: str) -> Measure:
    return shipped().measures[code]


def node(code: str) -> Node:
    """Return the condition of a measure as a tree."""
    return shipped().nodes[code]


def formulas() -> dict[str, str]:
    """Return the formula digest of every measure that lies in cells."""
    return {one.code: one.formula for one in shipped().measures.values() if one.place}
