"""The engines that can compute a plan. Each registers itself; those whose library is not installed say so."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol


class Source(Protocol):
    """An opened engine: the name of what holds the facts, and a way to read the rows of a query."""

    table: str

    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]:
        """Return the rows of a query, whole numbers and dates only."""


class Engine(Protocol):
    name: str
    is_live: bool

    def lacks(self) -> str:
        """Return why the engine cannot run here; "" when it can."""

    def open(self, snapshot: Path | None) -> AbstractContextManager[Source]:
        """Open the engine over a published snapshot; a live engine reads the tables and needs none."""


_ENGINES: dict[str, Engine] = {}


def register_engine(one: Engine) -> None:
    _ENGINES[one.name] = one


def engine(name: str) -> Engine:
    """Return the engine of this name; KeyError when nobody registered it."""
    return _ENGINES[name]


def engines() -> tuple[Engine, ...]:
    return tuple(_ENGINES.values())
