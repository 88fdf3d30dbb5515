"""The door of dossiers: the life of a case from a draft to the result handed over."""

from dinh.dossiers.operations.answers import move_form, save_answers
from dinh.dossiers.operations.calendar import recompute_due, recompute_open
from dinh.dossiers.operations.closing import stop, withdraw
from dinh.dossiers.operations.decisions import decide, deposit_result, hand_over
from dinh.dossiers.operations.declaring import ensure_declaration
from dinh.dossiers.operations.desk import receive_at_desk
from dinh.dossiers.operations.drafts import open_draft, save_draft
from dinh.dossiers.operations.filing import file_submission, withdraw_submission
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
from dinh.dossiers.operations.processing import assign, extend, propose, start_processing
from dinh.dossiers.operations.rating import rate
from dinh.dossiers.operations.receiving import decline, receive
from dinh.dossiers.operations.results import annul_result, correct_result
from dinh.dossiers.operations.supplements import provide_supplement, request_supplement
from dinh.dossiers.operations.tracking import track
from dinh.dossiers.operations.work import assign_many
from dinh.dossiers.policies.deciding import PREFIX as QUESTION
from dinh.dossiers.policies.drafts import SAID_IN_FORM, reason_key
from dinh.dossiers.queries.cases import dossier, submission
from dinh.dossiers.queries.deciding import case_facts, chosen_papers, questions_for, quote_for
from dinh.dossiers.queries.finding import FoundPage, my_dossiers, search, search_page
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
    StatesView,
    SubmissionState,
    SubmissionView,
    SupplementItem,
    SupplementView,
    SyncState,
    TrackView,
)
from dinh.dossiers.types.deciding import CaseFacts, DecidedView, PaperChoice, QuestionView
from dinh.dossiers.types.ratings import Criterion, Level, Question, RatingOffer, RatingView, Sheet, Standing, Why
from dinh.dossiers.types.work import Given, NotGiven, OfficerLoad, StepLine, WorkKind, WorkRows
from dinh.dossiers.workflow import Move, Status, workflow_diagram

__all__ = [
    "QUESTION",
    "SAID_IN_FORM",
    "ActKind",
    "ActView",
    "ApplicantView",
    "Appointment",
    "CaseFacts",
    "Channel",
    "Criterion",
    "DecidedView",
    "DeliveryState",
    "DeliveryWay",
    "Doing",
    "DossierView",
    "DueChange",
    "DueState",
    "DueView",
    "Filed",
    "FinancialState",
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
    "ProposalView",
    "Question",
    "QuestionView",
    "QueueName",
    "QueueRow",
    "QueueView",
    "RatingOffer",
    "RatingView",
    "RegisterPage",
    "RegisterRow",
    "ResultContent",
    "ResultStanding",
    "Saved",
    "Sheet",
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
    "Why",
    "WorkKind",
    "WorkRows",
    "annul_result",
    "assign",
    "assign_many",
    "attach",
    "case_facts",
    "check_complete",
    "chosen_papers",
    "control_slip",
    "correct_result",
    "count_papers",
    "decide",
    "decline",
    "deposit_result",
    "detach",
    "digitise",
    "dossier",
    "ensure_declaration",
    "ensure_receipt",
    "extend",
    "file_submission",
    "hand_over",
    "issue_due_receipts",
    "mark_part",
    "meet_obligation",
    "move_form",
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
    "request_obligation",
    "request_supplement",
    "save_answers",
    "save_draft",
    "search",
    "search_page",
    "start_processing",
    "status_name",
    "steps_of",
    "stop",
    "submission",
    "track",
    "use_stored",
    "withdraw",
    "withdraw_submission",
    "workflow_diagram",
    "workload",
]
