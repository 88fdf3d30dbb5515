"""The shapes of the map in time: plain values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

# The oldest list of units at hand is of this day; what was before it is not known.
FIRST_DAY = date(2019, 1, 10)
# Two levels instead of three, 34 provinces instead of 63 (203/2025/QH15, 202/2025/QH15).
REFORM_DAY = date(2025, 7, 1)


class Level(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    # Land that belonged to no commune; it has people and area to account for, but no authority of its own.
    OUTSIDE = "outside"


class Kind(StrEnum):
    TINH = "tinh"
    THANH_PHO_TRUNG_UONG = "thanh_pho_trung_uong"
    QUAN = "quan"
    HUYEN = "huyen"
    THI_XA = "thi_xa"
    THANH_PHO = "thanh_pho"
    XA = "xa"
    PHUONG = "phuong"
    THI_TRAN = "thi_tran"
    DAC_KHU = "dac_khu"
    KHU_VUC = "khu_vuc"


class EdgeKind(StrEnum):
    """How one unit went into another; the words are those of the official conversion table."""

    WHOLE = "whole"
    PART = "part"
    PART_AREA = "part_area"
    PART_AREA_ALL_POPULATION = "part_area_all_population"
    PART_POPULATION = "part_population"
    WHOLE_AREA = "whole_area"
    LEVEL_ABOLISHED = "level_abolished"
    # A successor named by a list of aliases; whether all of the unit went there is not said.
    NAMED = "named"
    # The source names nobody: the successor (or the predecessor) is not known.
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a value counts: people (and what people do), or land. The shares differ."""

    POPULATION = "population"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    number: str
    title: str
    adopted_on: date | None
    effective_on: date
    # "read": seen in the text or list it is cited from; "secondary": known from a report about it.
    evidence: str = "read"


@dataclass(frozen=True, slots=True)
class VersionRow:
    unit_id: int
    code: str
    alt_code: str
    name: str
    short_name: str
    kind: Kind
    level: Level
    parent_id: int | None
    province_id: int
    valid_from: date | None
    valid_to: date | None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    unit_id: int
    effective_on: date
    kind: str
    old_name: str = ""
    new_name: str = ""
    old_parent_id: int | None = None
    new_parent_id: int | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One step of a succession; a share of None is not known, never zero."""

    from_id: int | None
    to_id: int | None
    effective_on: date
    kind: EdgeKind
    people: Fraction | None = None
    area: Fraction | None = None
    is_presumed: bool = False
    decision: str = ""
    source_url: str = ""

    def share(self, basis: Basis) -> Fraction | None:
        return self.people if basis is Basis.POPULATION else self.area


@dataclass(frozen=True, slots=True)
class FaultRow:
    table: str
    fault: str
    detail: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What is told of a unit of today: its seat, a point inside it, its area and people, each with doubts."""

    unit_id: int
    seat: str
    latitude: str
    longitude: str
    area_km2: str
    area_gis_km2: str
    population: int | None
    population_flag: str


@dataclass(frozen=True, slots=True)
class ShapeRow:
    unit_id: int
    valid_from: date
    polygons: tuple[object, ...]


@dataclass(slots=True)
class CountryMap:
    """Everything one load says of the country."""

    decisions: dict[str, DecisionRow] = field(default_factory=dict)
    versions: list[VersionRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    edges: list[EdgeRow] = field(default_factory=list)
    faults: list[FaultRow] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    shapes: list[ShapeRow] = field(default_factory=list)

    @property
    def unit_ids(self) -> set[int]:
        return {version.unit_id for version in self.versions}


@dataclass(frozen=True, slots=True)
class DecisionView:
    number: str
    title: str
    effective_on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as it was in one version; `path` are the ids from the province down, `label` the whole address."""

    unit_id: int
    code: str
    name: str
    short_name: str
    kind: Kind
    level: Level
    parent_id: int | None
    province_id: int
    valid_from: date | None
    valid_to: date | None
    path: tuple[int, ...]
    label: str
    alt_code: str = ""
    decision: DecisionView | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """Where (a part of) a unit went or came from, over one or more days of change; no unit: nobody knows."""

    unit: UnitView | None
    kind: str
    people_share: Fraction | None
    area_share: Fraction | None
    effective_on: date
    decisions: tuple[DecisionView, ...]
    is_presumed: bool
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """A unit under a name of the past: `now` the communes of today on its land, `old_ids` its communes of then.

    `rest` is what else was typed.
    """

    unit: UnitView
    rest: str
    now: tuple[UnitView, ...]
    old_ids: tuple[int, ...]

    @property
    def unit_ids(self) -> tuple[int, ...]:
        return tuple(sorted({*self.old_ids, *(one.unit_id for one in self.now)}))


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """What cannot be placed: the unit it comes from, the value, and where it may be.

    Open: or in a unit that nobody names.
    """

    from_unit_id: int
    value: Fraction
    candidates: tuple[int, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Restated:
    """Values on another day's map; `total` is known plus unknown, `presumed` of it rests on named successors."""

    values: Mapping[int, Fraction]
    unknown: tuple[UnknownPart, ...]
    total: Fraction
    presumed: Fraction


@dataclass(frozen=True, slots=True)
class PlaceView:
    seat: str
    area_km2: Decimal | None
    area_gis_km2: Decimal | None
    population: int | None
    population_flag: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load changed: rows added and rows superseded, by table; both zero when nothing is new."""

    digest: str
    added: Mapping[str, int]
    superseded: Mapping[str, int]

    @property
    def is_unchanged(self) -> bool:
        return not any(self.added.values()) and not any(self.superseded.values())
