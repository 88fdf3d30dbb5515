"""What leaves the module: everything a page shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dinh.dossiers.types.deciding import DecidedView, QuestionView
from dinh.dossiers.types.papers import PartView
from dinh.dossiers.types.stepping import Awaited, StepNow
from dinh.dossiers.types.subtasks import Whereabouts
from dinh.dossiers.types.words import (
    ActKind,
    Channel,
    DeliveryState,
    DeliveryWay,
    Doing,
    DueState,
    FinancialState,
    GapKind,
    Outcome,
    QueueName,
    ResultStanding,
    SubmissionState,
    SyncState,
)
from dinh.kernel.worktime import Step


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing. `field` names the form field, `seq` the component; what is not blocking is only told."""

    kind: GapKind
    field: str
    seq: int | None
    name: str
    message: str
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class DueView:
    """When something is due, and how it reads: `sentence` as "thứ Tư 25/02/2026, còn 3 ngày làm việc"."""

    at: datetime | None
    state: DueState
    working_days_left: int | None
    sentence: str
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class ActView:
    """One line of the story; `title` is ready to be shown."""

    act_id: str
    kind: ActKind
    title: str
    at: datetime
    by_name: str
    agency_name: str
    note: str
    paper_id: str
    entry_id: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class SupplementView:
    number: int
    reason: str
    items: tuple[tuple[str, str], ...]
    # The place of each among the papers of the dossier; None in history that was loaded without it.
    seqs: tuple[int | None, ...]
    requested_at: datetime
    provided_at: datetime | None
    paper_id: str
    extra_reason: str


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An agency and the unit it serves, as pages name them."""

    agency_id: str
    name: str
    short_name: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class ApplicantView:
    person_id: str
    name: str
    phone: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """What was answered in which version of a form; no id: there was none."""

    form_id: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A draft or a filed submission. `draft_version` goes back with the next `save_draft`."""

    submission_id: str
    state: SubmissionState
    version_id: str
    procedure_code: str
    procedure_name: str
    case_name: str
    cases: tuple[str, ...]
    channel: Channel
    applicant: ApplicantView
    submitter_person_id: str
    content: Mapping[str, str]
    draft_version: int
    receiving: OfficeView | None
    competent: OfficeView | None
    residence_unit_id: int | None
    delivery_way: DeliveryWay
    is_vneid: bool
    created_at: datetime
    saved_at: datetime
    filed_at: datetime | None
    answer_due: DueView | None
    answered_at: datetime | None
    answer_reason: str
    limit_text: str
    needs_appointment: bool
    order_id: str
    fee_total_vnd: int | None
    dossier_id: str
    code: str
    parts: tuple[PartView, ...]
    gaps: tuple[Gap, ...]
    story: tuple[ActView, ...]
    allowed: tuple[Doing, ...]
    is_synthetic: bool
    form_id: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[QuestionView, ...] = ()
    decided: tuple[DecidedView, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What the specialist laid before the head."""

    outcome: Outcome
    summary: str
    articles: tuple[str, ...]
    grounds: tuple[str, ...]
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StatesView:
    """The four states of a dossier, told apart: 9 is not 10, signed is not delivered, a failed copy is neither."""

    business: int
    financial: FinancialState
    delivery: DeliveryState
    sync: SyncState
    result: ResultStanding | None


@dataclass(frozen=True, slots=True)
class DossierOutline:
    """What an act needs to know of a dossier before the operation locks it: whose work it is, and who has it."""

    dossier_id: str
    handling: OfficeView
    assignee_post_id: str


@dataclass(frozen=True, slots=True)
class DossierView:
    """An accepted case, whole. `clock` explains the due date step by step; `flags` are codes of what went wrong.

    `step` is what its own officer finishes next where more work follows; `awaited` what other offices still have.
    """

    dossier_id: str
    submission_id: str
    code: str
    status: int
    status_name: str
    outcome: Outcome | None
    version_id: str
    procedure_code: str
    procedure_name: str
    case_name: str
    channel: Channel
    applicant: ApplicantView
    submitter_person_id: str
    content: Mapping[str, str]
    receiving: OfficeView
    competent: OfficeView
    handling: OfficeView
    residence_unit_id: int | None
    assignee_post_id: str
    assignee_name: str
    delivery_way: DeliveryWay
    submitted_at: datetime
    received_at: datetime
    due: DueView
    due_reason: str
    limit_text: str
    clock: tuple[Step, ...]
    rule_version: str
    calendar_version: str
    decided_at: datetime | None
    closed_at: datetime | None
    order_id: str
    obligation_order_id: str
    fee_total_vnd: int | None
    receipt_paper_id: str
    result_paper_id: str
    result_number: str
    states: StatesView
    proposal: ProposalView | None
    supplements: tuple[SupplementView, ...]
    parts: tuple[PartView, ...]
    story: tuple[ActView, ...]
    allowed: tuple[Doing, ...]
    flags: tuple[str, ...]
    is_synthetic: bool
    form: FormAnswers = FormAnswers()
    decided: tuple[DecidedView, ...] = ()
    step: StepNow | None = None
    awaited: tuple[Awaited, ...] = ()

    @property
    def is_midway(self) -> bool:
        """Work is left before it can be granted, here or at other offices; refused it can be at any time."""
        return self.step is not None or bool(self.awaited)


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft as it is kept now."""

    submission_id: str
    draft_version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A submission the office has; the same answer however often it is sent."""

    submission_id: str
    filed_at: datetime
    answer_due_at: datetime
    order_id: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a dossier stands after an act; `paper_id` is the paper the act made, `entry_id` its ledger entry."""

    dossier_id: str
    submission_id: str
    code: str
    status: int
    due_at: datetime | None
    paper_id: str = ""
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue; `dossier_id` is "" for a submission that waits for acceptance."""

    dossier_id: str
    submission_id: str
    code: str
    procedure_code: str
    procedure_name: str
    applicant_name: str
    channel: Channel
    status: int
    status_name: str
    arrived_at: datetime
    due: DueView
    assignee_name: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """One page of a queue; `counts` has every queue of this actor, `next_cursor` "" on the last page."""

    name: QueueName
    rows: tuple[QueueRow, ...]
    counts: Mapping[QueueName, int]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class MineRow:
    """One line of a citizen's own list: a draft, a submission or a dossier."""

    submission_id: str
    dossier_id: str
    code: str
    procedure_code: str
    procedure_name: str
    state: SubmissionState
    status: int
    status_name: str
    saved_at: datetime
    due: DueView
    needs_action: bool


@dataclass(frozen=True, slots=True)
class TrackView:
    """What code and telephone together open: where the case stands, never its papers or names."""

    code: str
    procedure_name: str
    status: int
    status_name: str
    received_at: datetime
    due: DueView
    receiving_name: str
    handling_name: str
    result_ready_at: str
    story: tuple[ActView, ...]
    where: tuple[Whereabouts, ...] = ()


@dataclass(frozen=True, slots=True)
class DueChange:
    """What a corrected calendar does to one dossier."""

    dossier_id: str
    code: str
    old_due_at: datetime | None
    new_due_at: datetime | None
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register (form 07) of a desk."""

    dossier_id: str
    code: str
    procedure_name: str
    applicant_name: str
    handling_agency_id: str
    handling_name: str
    channel: str
    status: int
    received_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    returned_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some lines of the register; `next_after` asks for the next ones, 0 at the end."""

    rows: tuple[RegisterRow, ...]
    next_after: int
