"""What the wall tells, as plain values ready for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dinh.design.api import Shape


@dataclass(frozen=True, slots=True)
class Stat:
    """One large figure: `target` is the threshold of full points where the law has one."""

    code: str
    label: str
    value: str
    unit: str
    verdict: str
    tone: str
    href: str
    trend: tuple[float | None, ...]
    target: int | None
    target_words: str
    missing: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a figure, and where that figure is opened; some are about none."""

    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """One unit that is late: how many of its open dossiers, since when, and who has to act."""

    name: str
    href: str
    late: str
    late_href: str
    open: str
    open_href: str
    oldest: str
    who: str


@dataclass(frozen=True, slots=True)
class MapOf:
    """One indicator over the communes; `values` by unit number as text: bin 1-5 or None, words, address.

    `mark` changes when anything on the map may have changed, but for its language.
    """

    mark: str
    code: str
    sentence: str
    values: Mapping[str, Mapping[str, object]]
    legend: tuple[str, ...]
    shapes: tuple[Shape, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Wall:
    """The whole wall of one unit at one moment; `mark` changes when anything on it may have changed."""

    name: str
    month: str
    said: tuple[Said, ...]
    stats: tuple[Stat, ...]
    late: tuple[Late, ...]
    late_more: int
    map: MapOf | None
    choices: tuple[Choice, ...]
    mark: str
    told_at: str
    live_url: str
    is_held: bool = False

    @property
    def sentence(self) -> str:
        return " ".join(one.words for one in self.said)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a search found."""

    title: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class Former:
    """A place under a name of the past: where it is today, and dossiers of its land."""

    words: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits by kind, best first; `dossiers_note` says why there are none, or that there are more.

    `meant` is another spelling that finds something, "" when there is none.
    """

    dossiers: tuple[Hit, ...]
    dossiers_note: str
    meant: str
    former: tuple[Former, ...]
    people: tuple[Hit, ...]
    procedures: tuple[Hit, ...]
    units: tuple[Hit, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.dossiers or self.former or self.people or self.procedures or self.units)
