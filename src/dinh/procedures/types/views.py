"""What the catalogue hands to strangers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from dinh.kernel.money import Vnd
from dinh.kernel.worktime import Limit
from dinh.procedures.types.kinds import CaseKind, ChangeKind, ChannelKind, FaultKind, FeeKind, Origin

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `total` counts all pages."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def has_previous(self) -> bool:
        return self.number > 1


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One amount: whole đồng in `amount_vnd`, another currency in `amount_text`, or neither when there is none."""

    kind: FeeKind
    amount_vnd: Vnd | None
    currency: str
    amount_text: str = ""
    note: str = ""
    origin: Origin = Origin.SOURCE


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One way to file. `is_fee_choice`: the lines exclude each other (one of them applies), they are not a sum."""

    channel: ChannelKind
    limit: Limit | None
    limit_raw: str
    limit_origin: Origin
    fees: tuple[FeeLine, ...]
    fee_text: str
    is_amount_entered: bool
    is_fee_choice: bool
    note: str
    province_source: str = ""
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    name: str
    kind: CaseKind


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One paper; `is_conditional`: asked only in the situation its words name; `accepts_results`: what stands in."""

    component_id: str
    seq: int
    case: str
    case_kind: CaseKind
    name: str
    form_file: str
    originals: int | None
    copies: int | None
    is_note: bool
    is_conditional: bool
    accepts_results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FaultView:
    kind: FaultKind
    code: str
    name: str
    place: str
    text: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ProcedureHit:
    version_id: str
    code: str
    name: str
    field: str
    ministry: str
    level_commune: bool
    level_province: bool
    level_ministry: bool
    online: bool


@dataclass(frozen=True, slots=True)
class ProcedureView(ProcedureHit):
    """One procedure as it stood in one span of days: from `valid_from`, before `valid_to` (None: still)."""

    decision_no: str
    subjects: str
    implementing_text: str
    competent_text: str
    legal_docs: tuple[str, ...]
    steps: str
    conditions: str
    channels: tuple[ChannelView, ...]
    cases: tuple[CaseView, ...]
    components: tuple[ComponentView, ...]
    results: tuple[ResultView, ...]
    faults: tuple[FaultView, ...]
    source_url: str
    source: str
    valid_from: date
    valid_to: date | None
    imported_at: datetime

    def channel(self, kind: str) -> ChannelView | None:
        """Return the first way of this kind, None when the procedure has none."""
        return next((one for one in self.channels if one.channel == kind), None)


@dataclass(frozen=True, slots=True)
class SearchResult(Page[ProcedureHit]):
    """A page of hits; `is_loose` when nothing matched well and only distant likenesses are shown."""

    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class LifeEventView:
    code: str
    name: str
    name_en: str
    icon: str
    hint: str
    hint_en: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    kind: ChangeKind
    code: str
    name: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportView:
    import_id: str
    imported_at: datetime
    valid_from: date
    counts: dict[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one run of the import did; `import_id` is empty when nothing changed and nothing was written."""

    import_id: str
    valid_from: date
    procedures: int
    added: int
    changed: int
    closed: int
    unchanged: int
    faults: int
    digest: str
    changes: tuple[ChangeView, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class FrequentProcedure:
    """A procedure people ask for often; `weight` is relative and assumed, for ranking and synthetic dossiers."""

    code: str
    weight: int
    note: str


@dataclass(frozen=True, slots=True)
class FormSchema:
    """What a dossier of this version asks: who applies, what for, and one upload per paper."""

    version_id: str
    applicant: tuple[str, ...]
    content: tuple[str, ...]
    uploads: tuple[ComponentView, ...]
