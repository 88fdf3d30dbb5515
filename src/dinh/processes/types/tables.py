"""Decision tables as data: typed columns, rules of small tests, and what deciding and checking give back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | date | bool


class HitPolicy(StrEnum):
    """The seven of DMN, spelled as its files spell them."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """What COLLECT makes of its hits; LIST keeps them all."""

    LIST = ""
    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


class ColumnType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DECIMAL = "decimal"
    DATE = "date"
    BOOL = "bool"
    ENUM = "enum"


class TablePurpose(StrEnum):
    FEE = "fee"
    ROUTE = "route"
    PAPERS = "papers"
    OTHER = "other"


class Answer(StrEnum):
    """The outputs that act on cases; what else a table answers is told, not used.

    `TIMES` names the input an amount is multiplied by (a fee for each person), `COMPONENT` is the number of a paper in
    the catalogue's list, `PROCESS` the kind of process a case takes.
    """

    AMOUNT = "so_tien"
    TIMES = "nhan_voi"
    ITEM = "khoan_thu"
    KIND = "loai"
    COMPONENT = "thanh_phan"
    PROCESS = "quy_trinh"


# How a column named "kenh" says by what way a case came.
CHANNELS: Mapping[str, str] = {"desk": "trực tiếp", "online": "trực tuyến", "post": "bưu chính"}


class TableState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Column:
    """One input or output. `values` are the allowed words, best first; `default` (FEEL) answers where no rule does."""

    id: str
    name: str
    label: str
    type: ColumnType
    values: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a unary test per input and a literal per output, both FEEL; `note` says on what it rests."""

    id: str
    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`decision_id` and `id` are the ids of the decision and of its table in DMN."""

    id: str
    decision_id: str
    name: str
    hit_policy: HitPolicy
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rules: tuple[Rule, ...]
    aggregation: Aggregation = Aggregation.LIST


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table answers.

    `outputs` maps output names to values; under policies of several hits to tuples of values. `hits` are rule numbers
    from 1 in the order the policy gives. `why` is one sentence per hit. `is_answered` is false where no rule and no
    default answers; then `outputs` is empty. `table_id` names the published version, for the dossier to keep.
    `rests_on` is what each hit rests on, in the order of `hits`.
    """

    outputs: Mapping[str, Value | tuple[Value, ...]]
    hits: tuple[int, ...]
    why: tuple[str, ...]
    is_answered: bool = True
    table_id: str = ""
    rests_on: tuple[str, ...] = ()


class FindingKind(StrEnum):
    SHAPE = "shape"
    TEST = "test"
    OUTPUT = "output"
    VALUES = "values"
    OVERLAP = "overlap"
    CONTRADICTION = "contradiction"
    GAP = "gap"
    DEAD = "dead"
    NEVER = "never"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful; `is_blocking` keeps the table from being published.

    `rules` are numbers from 1, `column` the name of the column meant; `witness` an input that shows it.
    """

    kind: FindingKind
    message: str
    is_blocking: bool
    rules: tuple[int, ...] = ()
    column: str = ""
    witness: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A part of an imported file that is carried along unchanged and never executed."""

    what: str
    name: str


@dataclass(frozen=True, slots=True)
class DmnReading:
    """Every decision table of a file, and what else the file holds."""

    tables: tuple[Table, ...]
    kept: tuple[KeptPart, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One version of a table; `valid_to` is the first day it no longer holds."""

    table_id: str
    code: str
    number: int
    name: str
    purpose: TablePurpose
    procedure_code: str
    group: str
    state: TableState
    valid_from: date | None
    valid_to: date | None
    source: str
    edited_by: str
    edited_at: datetime
    published_by: str
    published_at: datetime | None
    digest: str
    revision: int
    table: Table
