"""Words of a submission and of a dossier, without Django."""

from enum import StrEnum


class Channel(StrEnum):
    """By what channel a dossier was really filed: national codes 1 desk, 2 online, 3 post."""

    DESK = "desk"
    ONLINE = "online"
    POST = "post"


class SubmissionState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    RECEIVED = "received"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PartSource(StrEnum):
    """Where the paper of a component came from (Decree 45/2020, article 4.4: never ask for what is held)."""

    MISSING = "missing"
    NEW_UPLOAD = "new_upload"
    PROVINCIAL_STORE = "provincial_store"
    PAPER = "paper"
    PAPER_SCANNED = "paper_scanned"
    NOT_APPLICABLE = "not_applicable"


class DeliveryWay(StrEnum):
    ONLINE = "online"
    DESK = "desk"
    POST = "post"


class Outcome(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"


class GapKind(StrEnum):
    """What is still missing before a draft can be filed."""

    FIELD = "field"
    CASE = "case"
    OFFICE = "office"
    PAPER = "paper"


class DueState(StrEnum):
    NONE = "none"
    OK = "ok"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    PAUSED = "paused"
    ON_TIME = "on_time"
    WAS_LATE = "was_late"
    # The calendar it was counted with is not kept here.
    UNKNOWN = "unknown"


class QueueName(StrEnum):
    WAITING = "waiting"
    UNASSIGNED = "unassigned"
    MINE = "mine"
    OPEN = "open"
    DUE_SOON = "due_soon"
    LATE = "late"
    WITH_CITIZEN = "with_citizen"
    TO_SIGN = "to_sign"
    TO_HAND_OVER = "to_hand_over"
    CLOSED = "closed"


class Cause(StrEnum):
    """Why a row of the clock was written; nothing else may move a due date."""

    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    RETURNED = "returned"
    OBLIGATION = "obligation"
    EXTENDED = "extended"


class ActKind(StrEnum):
    """One line of the story."""

    FILED = "filed"
    DECLINED = "declined"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    PLACED = "placed"
    STARTED = "started"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_PROVIDED = "supplement_provided"
    OBLIGATION_REQUESTED = "obligation_requested"
    OBLIGATION_MET = "obligation_met"
    EXTENDED = "extended"
    DUE_RECOMPUTED = "due_recomputed"
    DIGITISED = "digitised"
    PART_MARKED = "part_marked"
    STEP_FINISHED = "step_finished"
    # What other offices do with their tasks: told in the story of the dossier, kept with the task.
    TASK_MOVED = "task_moved"
    PROPOSED = "proposed"
    DECIDED = "decided"
    RESULT_CORRECTED = "result_corrected"
    RESULT_ANNULLED = "result_annulled"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class Doing(StrEnum):
    """What a person may do with a submission or a dossier just now; pages show a button for each."""

    EDIT = "edit"
    FILE = "file"
    RECEIVE = "receive"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    GIVE_BACK = "give_back"
    TAKE_OVER = "take_over"
    DELEGATE = "delegate"
    CALL_BACK = "call_back"
    START = "start"
    REQUEST_SUPPLEMENT = "request_supplement"
    PROVIDE_SUPPLEMENT = "provide_supplement"
    REQUEST_OBLIGATION = "request_obligation"
    EXTEND = "extend"
    FINISH_STEP = "finish_step"
    PROPOSE = "propose"
    DECIDE = "decide"
    STOP = "stop"
    DIGITISE = "digitise"
    PRINT_RECEIPT = "print_receipt"
    HAND_OVER = "hand_over"
    CORRECT = "correct"
    ANNUL = "annul"


class ResultStanding(StrEnum):
    """Whether a result that was issued still has force; a corrected one stands in a new paper."""

    IN_FORCE = "in_force"
    CORRECTED = "corrected"
    ANNULLED = "annulled"


class FinancialState(StrEnum):
    """Where the money of a case stands, apart from where its work stands."""

    NOTHING_DUE = "nothing_due"
    UNKNOWN = "unknown"
    DUE = "due"
    PAID = "paid"
    RETURNED = "returned"
    LAPSED = "lapsed"


class DeliveryState(StrEnum):
    """Where the result is on its way to the person: decided is not delivered."""

    NOT_READY = "not_ready"
    WAITING = "waiting"
    DELIVERED = "delivered"
    NONE = "none"


class SyncState(StrEnum):
    """Where the copy at the national portal stands; a failure here is no lateness of an officer."""

    NOT_CONNECTED = "not_connected"
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
