"""What the module's words are called on its pages, and the colour that repeats them."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.api import (
    AbsenceReason,
    Channel,
    DeliveryState,
    DeliveryWay,
    Doing,
    DueState,
    FinancialState,
    Opinion,
    Outcome,
    PartSource,
    QueueName,
    Status,
    SubtaskMove,
    SubtaskState,
    SyncState,
)
from dinh.kernel.errors import Words
from dinh.kernel.worktime import Limit
from dinh.procedures.api import ProcedureView

CHANNELS: Mapping[str, Words] = {
    Channel.DESK: _("At the desk"),
    Channel.ONLINE: _("Online"),
    Channel.POST: _("By post"),
}
DELIVERY: Mapping[str, Words] = {
    DeliveryWay.ONLINE: _("Electronic copy in my document store"),
    DeliveryWay.DESK: _("On paper, at the one-stop desk where it was received"),
    DeliveryWay.POST: _("On paper, by post to my address"),
}
SOURCES: Mapping[str, tuple[Words, str]] = {
    PartSource.MISSING: (_("Not answered yet"), "warning"),
    PartSource.NEW_UPLOAD: (_("File sent"), "good"),
    PartSource.PROVINCIAL_STORE: (_("From the document store"), "good"),
    PartSource.PAPER: (_("On paper"), "info"),
    PartSource.PAPER_SCANNED: (_("Paper, scanned"), "good"),
    PartSource.NOT_APPLICABLE: (_("Does not apply"), "quiet"),
}
QUEUES: Mapping[QueueName, Words] = {
    QueueName.WAITING: _("Waiting to be received"),
    QueueName.UNASSIGNED: _("Nobody has it yet"),
    QueueName.MINE: _("My work"),
    QueueName.OPEN: _("All open"),
    QueueName.DUE_SOON: _("Due today and tomorrow"),
    QueueName.LATE: _("Overdue"),
    QueueName.WITH_CITIZEN: _("Waiting for the citizen"),
    QueueName.TO_SIGN: _("To decide and sign"),
    QueueName.TO_HAND_OVER: _("Result to hand over"),
    QueueName.CLOSED: _("Closed dossiers"),
}
SUBTASK_STATES: Mapping[str, tuple[Words, str]] = {
    SubtaskState.SENT: (_("Not taken yet"), "info"),
    SubtaskState.RECEIVED: (_("Being worked on"), "info"),
    SubtaskState.LAID: (_("Waiting for the head"), "info"),
    SubtaskState.RETURNED: (_("Returned as incomplete"), "warning"),
    SubtaskState.DONE: (_("Answered"), "good"),
    SubtaskState.SILENT: (_("No answer: counts as agreement"), "warning"),
    SubtaskState.CANCELLED: (_("Cancelled"), "quiet"),
}
OPINIONS: Mapping[str, Words] = {
    Opinion.AGREE: _("Agrees"),
    Opinion.CONDITIONS: _("Agrees with conditions"),
    Opinion.DISAGREE: _("Does not agree"),
    Opinion.RESULT: _("Done, with its result"),
}
SUBTASK_MOVES: Mapping[str, Words] = {
    SubtaskMove.SEND: _("Sent to the office"),
    SubtaskMove.RECEIVE: _("Taken by the office"),
    SubtaskMove.RETURN: _("Returned as incomplete"),
    SubtaskMove.RESEND: _("Sent again"),
    SubtaskMove.ANSWER: _("Laid before the head of the office"),
    SubtaskMove.SEND_BACK: _("Given back to be written again"),
    SubtaskMove.CONFIRM: _("Confirmed by the head of the office"),
    SubtaskMove.RECORD: _("Answer on paper written down"),
    SubtaskMove.ASK_TIME: _("More time asked for"),
    SubtaskMove.GIVE_TIME: _("More time given"),
    SubtaskMove.REFUSE_TIME: _("More time refused"),
    SubtaskMove.FALL_SILENT: _("No answer within the limit: counts as agreement by"),
    SubtaskMove.PASS_LIMIT: _("The limit has passed without an answer"),
    SubtaskMove.CANCEL: _("Cancelled"),
}
# Paths speak Vietnamese.
QUEUE_SLUGS: Mapping[QueueName, str] = {
    QueueName.WAITING: "cho-tiep-nhan",
    QueueName.UNASSIGNED: "chua-giao",
    QueueName.MINE: "cua-toi",
    QueueName.OPEN: "dang-mo",
    QueueName.DUE_SOON: "sap-den-han",
    QueueName.LATE: "qua-han",
    QueueName.WITH_CITIZEN: "cho-cong-dan",
    QueueName.TO_SIGN: "cho-ky",
    QueueName.TO_HAND_OVER: "cho-tra",
    QueueName.CLOSED: "da-dong",
}
QUEUE_OF_SLUG = {slug: name for name, slug in QUEUE_SLUGS.items()}
OUTCOMES: Mapping[str, Words] = {Outcome.APPROVED: _("Granted"), Outcome.REJECTED: _("Refused")}
STATUS_TONES: Mapping[int, str] = {
    Status.REGISTERED: "info",
    Status.ACCEPTED: "info",
    Status.DECLINED: "quiet",
    Status.PROCESSING: "info",
    Status.SUPPLEMENT: "warning",
    Status.OBLIGATION: "warning",
    Status.WITHDRAWN: "quiet",
    Status.STOPPED: "quiet",
    Status.DECIDED: "good",
    Status.HANDED_OVER: "good",
}
FINANCIAL: Mapping[FinancialState, Words] = {
    FinancialState.NOTHING_DUE: _("Nothing to pay"),
    FinancialState.UNKNOWN: _("Fee not settled yet"),
    FinancialState.DUE: _("Waiting for payment"),
    FinancialState.PAID: _("Paid"),
    FinancialState.RETURNED: _("Money given back"),
    FinancialState.LAPSED: _("Payment cancelled or lapsed"),
}
DELIVERIES: Mapping[DeliveryState, Words] = {
    DeliveryState.NOT_READY: _("No result yet"),
    DeliveryState.WAITING: _("Result waits to be handed over"),
    DeliveryState.DELIVERED: _("Result handed over"),
    DeliveryState.NONE: _("Ended without a result"),
}
SYNCS: Mapping[SyncState, Words] = {
    SyncState.NOT_CONNECTED: _("Not connected"),
    SyncState.PENDING: _("Waiting to be sent"),
    SyncState.DONE: _("Sent"),
    SyncState.FAILED: _("Sending failed"),
}
# How the states of a due date are called by the component that shows them.
DUE_LOOKS: Mapping[DueState, str] = {
    DueState.PAUSED: "paused",
    DueState.ON_TIME: "done",
    DueState.WAS_LATE: "done_late",
    DueState.LATE: "late",
    DueState.UNKNOWN: "unknown",
}
FLAGS: Mapping[str, Words] = {
    "late_answer": _("Received later than 8 working hours after it was sent"),
    "asked_more_than_once": _("Papers were asked for more than once"),
    "extended": _("The appointment was moved once"),
    "appointment_by_officer": _("The appointment was set by an officer"),
    "result_corrected": _("The result was corrected"),
    "result_annulled": _("The result was annulled"),
    "moved_to_successor": _("The deciding agency was replaced by its successor"),
}
DOINGS: Mapping[Doing, Words] = {
    Doing.RECEIVE: _("Receive and print the receipt"),
    Doing.DECLINE: _("Do not receive"),
    Doing.WITHDRAW: _("The citizen takes it back"),
    Doing.ASSIGN: _("Give it to an officer"),
    Doing.GIVE_BACK: _("Give it back"),
    Doing.TAKE_OVER: _("Take it over"),
    Doing.DELEGATE: _("Hand it to a colleague for a time"),
    Doing.CALL_BACK: _("Call it back"),
    Doing.START: _("Begin work"),
    Doing.REQUEST_SUPPLEMENT: _("Ask for more papers"),
    Doing.PROVIDE_SUPPLEMENT: _("The papers asked for are here"),
    Doing.REQUEST_OBLIGATION: _("Ask for a payment"),
    Doing.EXTEND: _("Apologise and give a new appointment"),
    Doing.FINISH_STEP: _("Finish this step"),
    Doing.PROPOSE: _("Lay a decision before the head"),
    Doing.DECIDE: _("Decide and sign the result"),
    Doing.STOP: _("Stop the dossier"),
    Doing.HAND_OVER: _("Hand over the result"),
    Doing.CORRECT: _("Correct the result"),
    Doing.ANNUL: _("Annul the result"),
}


def limit_words(limit: Limit | None) -> str:
    """Return a time limit in the reader's language, "" when the source has none."""
    if limit is None:
        return ""
    return limit.in_english() if get_language() == "en" else str(limit)


def papers_of(view: ProcedureView) -> tuple[str, ...]:
    return tuple(one.name for one in view.components if not one.is_note)


ABSENCES: Mapping[AbsenceReason, Words] = {
    AbsenceReason.LEAVE: _("Leave"),
    AbsenceReason.DUTY: _("Away on duty"),
    AbsenceReason.TRAINING: _("Training"),
    AbsenceReason.SICK: _("Illness"),
    AbsenceReason.OTHER: _("Other reason"),
}
