"""The national statuses of a dossier and the moves between them, as a table; the drawing in docs/ is made from it.

Source: the status list used for synchronisation with the national portal (public-services notes, 2.2).
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Conflict


class Status(IntEnum):
    """The national status codes 1-10; the number is the code that is synchronised."""

    REGISTERED = 1
    ACCEPTED = 2
    DECLINED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    OBLIGATION = 6
    WITHDRAWN = 7
    STOPPED = 8
    DECIDED = 9
    HANDED_OVER = 10


class Move(StrEnum):
    RECEIVE = "receive"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    START = "start"
    REQUEST_SUPPLEMENT = "request_supplement"
    PROVIDE_SUPPLEMENT = "provide_supplement"
    REQUEST_OBLIGATION = "request_obligation"
    MEET_OBLIGATION = "meet_obligation"
    STOP = "stop"
    DECIDE = "decide"
    HAND_OVER = "hand_over"


class ClockEffect(StrEnum):
    NONE = "none"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Transition:
    before: Status
    move: Move
    after: Status
    clock: ClockEffect = ClockEffect.NONE


_S, _M, _C = Status, Move, ClockEffect
TRANSITIONS: tuple[Transition, ...] = (
    Transition(_S.REGISTERED, _M.RECEIVE, _S.ACCEPTED, _C.START),
    Transition(_S.REGISTERED, _M.DECLINE, _S.DECLINED),
    Transition(_S.REGISTERED, _M.WITHDRAW, _S.WITHDRAWN),
    Transition(_S.ACCEPTED, _M.START, _S.PROCESSING),
    Transition(_S.ACCEPTED, _M.REQUEST_SUPPLEMENT, _S.SUPPLEMENT, _C.PAUSE),
    Transition(_S.ACCEPTED, _M.REQUEST_OBLIGATION, _S.OBLIGATION, _C.PAUSE),
    Transition(_S.ACCEPTED, _M.WITHDRAW, _S.WITHDRAWN, _C.STOP),
    Transition(_S.ACCEPTED, _M.STOP, _S.STOPPED, _C.STOP),
    Transition(_S.PROCESSING, _M.REQUEST_SUPPLEMENT, _S.SUPPLEMENT, _C.PAUSE),
    Transition(_S.PROCESSING, _M.REQUEST_OBLIGATION, _S.OBLIGATION, _C.PAUSE),
    Transition(_S.PROCESSING, _M.WITHDRAW, _S.WITHDRAWN, _C.STOP),
    Transition(_S.PROCESSING, _M.STOP, _S.STOPPED, _C.STOP),
    Transition(_S.PROCESSING, _M.DECIDE, _S.DECIDED, _C.STOP),
    Transition(_S.SUPPLEMENT, _M.PROVIDE_SUPPLEMENT, _S.PROCESSING, _C.RESUME),
    Transition(_S.SUPPLEMENT, _M.WITHDRAW, _S.WITHDRAWN, _C.STOP),
    Transition(_S.SUPPLEMENT, _M.STOP, _S.STOPPED, _C.STOP),
    Transition(_S.OBLIGATION, _M.MEET_OBLIGATION, _S.PROCESSING, _C.RESUME),
    Transition(_S.OBLIGATION, _M.WITHDRAW, _S.WITHDRAWN, _C.STOP),
    Transition(_S.OBLIGATION, _M.STOP, _S.STOPPED, _C.STOP),
    Transition(_S.DECIDED, _M.HAND_OVER, _S.HANDED_OVER),
)
_BY_MOVE = {(transition.before, transition.move): transition for transition in TRANSITIONS}
OPEN = frozenset({Status.ACCEPTED, Status.PROCESSING, Status.SUPPLEMENT, Status.OBLIGATION})
RUNNING = frozenset({Status.ACCEPTED, Status.PROCESSING})
PAUSED = frozenset({Status.SUPPLEMENT, Status.OBLIGATION})
CLOSED = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.STOPPED, Status.DECIDED, Status.HANDED_OVER})


def moves(before: Status) -> tuple[Transition, ...]:
    """Return what may happen next from a status."""
    return tuple(transition for transition in TRANSITIONS if transition.before is before)


def move(before: Status, wanted: Move) -> Transition:
    """Return the transition, or raise Conflict when the dossier has moved on meanwhile."""
    found = _BY_MOVE.get((before, wanted))
    if found is None:
        raise Conflict(
            "HS09",
            _("This dossier has already moved on, so this step can no longer be done."),
            _("Open the dossier again to see where it stands."),
        )
    return found


_NAMES = {
    Status.REGISTERED: "Mới đăng ký",
    Status.ACCEPTED: "Được tiếp nhận",
    Status.DECLINED: "Không được tiếp nhận",
    Status.PROCESSING: "Đang xử lý",
    Status.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    Status.OBLIGATION: "Yêu cầu nghĩa vụ tài chính",
    Status.WITHDRAWN: "Công dân rút hồ sơ",
    Status.STOPPED: "Dừng xử lý",
    Status.DECIDED: "Đã xử lý xong",
    Status.HANDED_OVER: "Đã trả kết quả",
}


def workflow_diagram() -> str:
    """Return the table drawn as a Mermaid state diagram; a test keeps docs/workflow-dossier.md fresh."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{status.value} {_NAMES[status]}" as {status.name}' for status in Status]
    lines.append(f"    [*] --> {Status.REGISTERED.name}")
    for one in TRANSITIONS:
        clock = f" · clock: {one.clock.value}" if one.clock is not ClockEffect.NONE else ""
        lines.append(f"    {one.before.name} --> {one.after.name}: {one.move.value}{clock}")
    ends = [status for status in Status if not moves(status)]
    return "\n".join([*lines, *(f"    {status.name} --> [*]" for status in ends)]) + "\n"
