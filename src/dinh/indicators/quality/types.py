"""The shapes of a points index made of figures: its definition, and the points of a unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from dinh.indicators.figures.api import Behind, Figure, OpenCount, Period


class Standing(StrEnum):
    """How it stands with an item. Only COUNTED and REPORTED have points; all others say why there are none."""

    COUNTED = "counted"
    REPORTED = "reported"
    UNTOLD = "untold"
    EMPTY = "empty"
    BEING_COUNTED = "being_counted"
    NOT_OURS = "not_ours"
    INFORMATION = "information"


class Flag(StrEnum):
    """What a reader must know of points that are there."""

    AT_MOST = "at_most"
    ABOVE_WHOLE = "above_whole"
    BELOW_NOTHING = "below_nothing"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an index. `threshold` in per cent gives full points; `times` multiplies by another item's rate.

    `takes_open`: dossiers still open at the end of the period (or now) count too, those within their appointment above
    and below the line, late ones below it alone.
    """

    code: str
    group: str
    points: int
    name_vi: str
    figure: str
    told_by: str
    times: str
    threshold: int
    levels: tuple[str, ...]
    saves: str
    untold_vi: str
    bound_vi: str
    lesson_vi: str
    takes_open: bool
    traps_vi: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    points: int
    name_vi: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One reading of an index, in force from a day on, with the act it stands in and how surely it was read."""

    code: str
    name_vi: str
    act: str
    article: str
    valid_from: date
    mark: str
    total: int
    note_vi: str
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    digest: str

    @property
    def by_code(self) -> Mapping[str, Item]:
        return {one.code: one for one in self.items}

    @property
    def figures(self) -> tuple[str, ...]:
        """Return the indicators it is made of, each once."""
        return tuple(dict.fromkeys(filter(None, (name for one in self.items for name in (one.figure, one.told_by)))))


@dataclass(frozen=True, slots=True)
class Reported:
    """What a unit says of itself about an item that no act tells: two whole numbers and where they come from."""

    reported_id: str
    item: str
    numerator: int
    denominator: int
    source: str
    entered_by: str
    entered_name: str
    entered_at: datetime
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """An item of a unit: its rate in per cent (rounded as the act says) and points, or why there are none.

    `most` is what the item could have at the end: its points where they stand, its maximum (or a bound that is known)
    where they are missing, 0 where nothing can come any more.
    """

    item: Item
    standing: Standing
    rate: Fraction | None
    points: Fraction | None
    most: Fraction
    figure: Figure | None
    factor: Fraction | None = None
    reported: Reported | None = None
    flags: tuple[Flag, ...] = ()
    opened: OpenCount | None = None

    @property
    def sides(self) -> tuple[int, int] | None:
        """Return what the rate is made of, above and below the line, with open dossiers where the item takes them."""
        if self.reported is not None:
            return self.reported.numerator, self.reported.denominator
        if self.figure is None or self.figure.denominator is None:
            return None
        opened = self.opened or OpenCount()
        return self.figure.numerator + opened.within, self.figure.denominator + opened.within + opened.late

    @property
    def lost(self) -> Fraction:
        """Return the points of the maximum that are certainly not there."""
        return self.item.points - self.points if self.points is not None else Fraction(0)


@dataclass(frozen=True, slots=True)
class Scores:
    """All items of a unit or agency over a period, under one edition; open dossiers are judged as of `moment`."""

    edition: Edition
    unit_id: int
    agency_id: str
    period: Period
    map_day: date
    items: tuple[Scored, ...]
    moment: datetime

    @property
    def by_code(self) -> Mapping[str, Scored]:
        return {one.item.code: one for one in self.items}

    def of_group(self, code: str) -> tuple[Scored, ...]:
        return tuple(one for one in self.items if one.item.group == code)

    @property
    def points(self) -> Fraction:
        """Return the points that stand, measured and reported."""
        return total(self.items)

    @property
    def measured(self) -> Fraction:
        return total(tuple(one for one in self.items if one.standing is Standing.COUNTED))

    @property
    def known_most(self) -> int:
        """Return the greatest points of the items that have some."""
        return sum(one.item.points for one in self.items if one.points is not None)

    @property
    def most(self) -> Fraction:
        """Return what the whole could come to when everything missing were told and full."""
        return sum((one.most for one in self.items), Fraction(0))


def total(items: tuple[Scored, ...]) -> Fraction:
    return sum((one.points for one in items if one.points is not None), Fraction(0))


@dataclass(frozen=True, slots=True)
class Loss:
    """What one dossier costs in one item, and whether it can still be saved."""

    item: Item
    points: Fraction
    can_be_saved: bool


@dataclass(frozen=True, slots=True)
class Costly(Behind):
    """A dossier and everything it costs; the sums over all dossiers are what the items lost."""

    losses: tuple[Loss, ...]

    @property
    def points(self) -> Fraction:
        return sum((one.points for one in self.losses), Fraction(0))

    @property
    def to_save(self) -> Fraction:
        return sum((one.points for one in self.losses if one.can_be_saved), Fraction(0))


@dataclass(frozen=True, slots=True)
class FrozenView:
    """A copy as computed; published once a second person said so. `content` is canonical JSON, `hash` over it."""

    frozen_id: str
    edition: str
    unit_id: int
    agency_id: str
    period: Period
    content: str
    hash: str
    prepared_by: str
    prepared_name: str
    prepared_at: datetime
    published_name: str
    published_at: datetime | None
    corrects: str
    is_intact: bool
