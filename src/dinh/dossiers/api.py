"""The door of dossiers: the life of a case from a draft to the result handed over."""

from dinh.dossiers.operations.absences import end_absence, set_absence
from dinh.dossiers.operations.answers import move_form, save_answers
from dinh.dossiers.operations.calendar import recompute_due, recompute_open
from dinh.dossiers.operations.closing import stop, withdraw
from dinh.dossiers.operations.correcting import correct_calendar, run_correction
from dinh.dossiers.operations.cosigning import CosignPaper, ask_cosigner, cosign_paper
from dinh.dossiers.operations.decisions import decide, deposit_result, hand_over
from dinh.dossiers.operations.declaring import ensure_declaration
from dinh.dossiers.operations.desk import receive_at_desk
from dinh.dossiers.operations.drafts import open_draft, save_draft
from dinh.dossiers.operations.filing import file_submission, withdraw_submission
from dinh.dossiers.operations.filters import change_filter, remove_filter, restore_filter, save_filter
from dinh.dossiers.operations.obligations import meet_obligation, request_obligation
from dinh.dossiers.operations.papers import control_slip, ensure_receipt, issue_due_receipts
from dinh.dossiers.operations.parts import (
    attach,
    check_complete,
    count_papers,
    detach,
    digitise,
    mark_part,
    use_stored,
)
from dinh.dossiers.operations.placing import (
    assign,
    call_back,
    delegate,
    give_back,
    take_over,
    undo_placement,
)
from dinh.dossiers.operations.processing import extend, propose, start_processing
from dinh.dossiers.operations.rating import rate
from dinh.dossiers.operations.receiving import decline, receive
from dinh.dossiers.operations.results import annul_result, correct_result
from dinh.dossiers.operations.supplements import provide_supplement, request_supplement
from dinh.dossiers.operations.tracking import track
from dinh.dossiers.operations.work import assign_many
from dinh.dossiers.policies.deciding import PREFIX as QUESTION
from dinh.dossiers.policies.drafts import SAID_IN_FORM, reason_key
from dinh.dossiers.queries.absences import absences_now, stands_in_for
from dinh.dossiers.queries.cases import dossier, submission
from dinh.dossiers.queries.corrections import correction, corrections, moved_dates, stale_calendars
from dinh.dossiers.queries.deciding import case_facts, chosen_papers, questions_for, quote_for
from dinh.dossiers.queries.filters import TABS, filter_counts, saved_filter, saved_filters
from dinh.dossiers.queries.finding import FoundPage, my_dossiers, search, search_page
from dinh.dossiers.queries.guessing import FormerFound, did_you_mean, search_former
from dinh.dossiers.queries.paging import COUNTED
from dinh.dossiers.queries.places import undoable
from dinh.dossiers.queries.queues import queue
from dinh.dossiers.queries.rating import rating_offer, rating_sheet
from dinh.dossiers.queries.register import register
from dinh.dossiers.queries.steps import steps_of
from dinh.dossiers.queries.submissions import printed_of
from dinh.dossiers.queries.wording import status_name
from dinh.dossiers.queries.work import officer_work, workload
from dinh.dossiers.types import (
    ActKind,
    ActView,
    ApplicantView,
    Appointment,
    Channel,
    Declared,
    DeliveryState,
    DeliveryWay,
    Doing,
    DossierView,
    DueChange,
    DueState,
    DueView,
    Filed,
    FinancialState,
    Gap,
    GapKind,
    MineRow,
    Moved,
    OfferView,
    OfficeView,
    Outcome,
    PaperCount,
    PartSource,
    PartView,
    ProposalView,
    QueueName,
    QueueRow,
    QueueView,
    RegisterPage,
    RegisterRow,
    ResultContent,
    ResultStanding,
    Saved,
    Signer,
    StatesView,
    SubmissionState,
    SubmissionView,
    SupplementItem,
    SupplementView,
    SyncState,
    TrackView,
)
from dinh.dossiers.types.corrections import CorrectionView, RecountRow, StaleCalendar
from dinh.dossiers.types.deciding import CaseFacts, DecidedView, PaperChoice, QuestionView
from dinh.dossiers.types.filters import DueSpan, Filter, FilterView, QueueOrder
from dinh.dossiers.types.ratings import Criterion, Level, Question, RatingOffer, RatingView, Sheet, Standing, Why
from dinh.dossiers.types.work import (
    AbsenceReason,
    AbsenceView,
    Given,
    NotGiven,
    OfficerLoad,
    PlacementKind,
    StepLine,
    Undoable,
    WorkKind,
    WorkRows,
)
from dinh.dossiers.workflow import Move, Status, workflow_diagram

__all__ = [
    "COUNTED",
    "QUESTION",
    "SAID_IN_FORM",
    "TABS",
    "AbsenceReason",
    "AbsenceView",
    "ActKind",
    "ActView",
    "ApplicantView",
    "Appointment",
    "CaseFacts",
    "Channel",
    "CorrectionView",
    "CosignPaper",
    "Criterion",
    "DecidedView",
    "Declared",
    "DeliveryState",
    "DeliveryWay",
    "Doing",
    "DossierView",
    "DueChange",
    "DueSpan",
    "DueState",
    "DueView",
    "Filed",
    "Filter",
    "FilterView",
    "FinancialState",
    "FormerFound",
    "FoundPage",
    "Gap",
    "GapKind",
    "Given",
    "Level",
    "MineRow",
    "Move",
    "Moved",
    "NotGiven",
    "OfferView",
    "OfficeView",
    "OfficerLoad",
    "Outcome",
    "PaperChoice",
    "PaperCount",
    "PartSource",
    "PartView",
    "PlacementKind",
    "ProposalView",
    "Question",
    "QuestionView",
    "QueueName",
    "QueueOrder",
    "QueueRow",
    "QueueView",
    "RatingOffer",
    "RatingView",
    "RecountRow",
    "RegisterPage",
    "RegisterRow",
    "ResultContent",
    "ResultStanding",
    "Saved",
    "Sheet",
    "Signer",
    "StaleCalendar",
    "Standing",
    "StatesView",
    "Status",
    "StepLine",
    "SubmissionState",
    "SubmissionView",
    "SupplementItem",
    "SupplementView",
    "SyncState",
    "TrackView",
    "Undoable",
    "Why",
    "WorkKind",
    "WorkRows",
    "absences_now",
    "annul_result",
    "ask_cosigner",
    "assign",
    "assign_many",
    "attach",
    "call_back",
    "case_facts",
    "change_filter",
    "check_complete",
    "chosen_papers",
    "control_slip",
    "correct_calendar",
    "correct_result",
    "correction",
    "corrections",
    "cosign_paper",
    "count_papers",
    "decide",
    "decline",
    "delegate",
    "deposit_result",
    "detach",
    "did_you_mean",
    "digitise",
    "dossier",
    "end_absence",
    "ensure_declaration",
    "ensure_receipt",
    "extend",
    "file_submission",
    "filter_counts",
    "give_back",
    "hand_over",
    "issue_due_receipts",
    "mark_part",
    "meet_obligation",
    "move_form",
    "moved_dates",
    "my_dossiers",
    "officer_work",
    "open_draft",
    "printed_of",
    "propose",
    "provide_supplement",
    "questions_for",
    "queue",
    "quote_for",
    "rate",
    "rating_offer",
    "rating_sheet",
    "reason_key",
    "receive",
    "receive_at_desk",
    "recompute_due",
    "recompute_open",
    "register",
    "remove_filter",
    "request_obligation",
    "request_supplement",
    "restore_filter",
    "run_correction",
    "save_answers",
    "save_draft",
    "save_filter",
    "saved_filter",
    "saved_filters",
    "search",
    "search_former",
    "search_page",
    "set_absence",
    "stale_calendars",
    "stands_in_for",
    "start_processing",
    "status_name",
    "steps_of",
    "stop",
    "submission",
    "take_over",
    "track",
    "undo_placement",
    "undoable",
    "use_stored",
    "withdraw",
    "withdraw_submission",
    "workflow_diagram",
    "workload",
]
