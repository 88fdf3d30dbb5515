"""Sub-tasks of a dossier at other offices, and opinions asked of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubtaskState(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    LAID = "laid"
    RETURNED = "returned"
    DONE = "done"
    SILENT = "silent"
    CANCELLED = "cancelled"


class SubtaskMove(StrEnum):
    """What may be done with one; asking for time and being told of lateness move nothing else."""

    SEND = "send"
    RECEIVE = "receive"
    RETURN = "return"
    RESEND = "resend"
    ANSWER = "answer"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    RECORD = "record"
    ASK_TIME = "ask_time"
    GIVE_TIME = "give_time"
    REFUSE_TIME = "refuse_time"
    FALL_SILENT = "fall_silent"
    PASS_LIMIT = "pass_limit"  # noqa: S105 (no password)
    CANCEL = "cancel"


class Opinion(StrEnum):
    AGREE = "agree"
    CONDITIONS = "conditions"
    DISAGREE = "disagree"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office answers: its opinion, its words, the number of its document, and a file it has sent in."""

    opinion: Opinion
    text: str
    document: str = ""
    file_id: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class SubtaskAct:
    """One line of the history of a sub-task."""

    move: SubtaskMove
    at: datetime
    by_name: str
    agency_name: str
    note: str


@dataclass(frozen=True, slots=True)
class SubtaskView:
    """One sub-task. Lateness is its own agency's; `agency_id` "" is an agency outside the province's own directory.

    `silence` is the document by which no answer in time counts as agreement, "" where nothing is taken from silence.
    `allowed` are the moves the reader may make now.
    """

    subtask_id: str
    dossier_id: str
    code: str
    procedure_name: str
    applicant_name: str
    step_id: str
    name: str
    act: str
    agency_id: str
    agency_name: str
    handling_name: str
    state: SubtaskState
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_late: bool
    assignee_name: str
    opinion: Opinion | None
    text: str
    document: str
    file_id: str
    file_name: str
    asked_until: datetime | None
    asked_why: str
    silence: str
    allowed: tuple[SubtaskMove, ...] = ()
    story: tuple[SubtaskAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Who has a dossier now, for its people: the office, what it does there, and until when."""

    office: str
    what: str
    until: datetime | None
    is_late: bool
