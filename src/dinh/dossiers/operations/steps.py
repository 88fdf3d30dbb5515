"""Where a dossier stands in its internal process: acts of the desk close its steps, in the same transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Act, Dossier, Subtask
from dinh.dossiers.operations.basics import day_of, lock_dossier
from dinh.dossiers.operations.deciding import keep_way
from dinh.dossiers.operations.subtask_rows import cancel_rows, move_rows, open_rows
from dinh.dossiers.policies.subtasks import LIVE, is_apart
from dinh.dossiers.queries.offices import joint_offices, own_offices
from dinh.dossiers.queries.steps import own_work, step_now
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind
from dinh.dossiers.workflow import OPEN
from dinh.kernel import calendars, law
from dinh.kernel.actor import SYSTEM, Actor, Role
from dinh.kernel.errors import Conflict, NotFound
from dinh.kernel.worktime import working_seconds_between
from dinh.processes import api as processes

__all__ = [
    "CLOSES",
    "begin_steps",
    "check_laid",
    "check_nothing_open",
    "closes_as",
    "facts_of",
    "follow",
    "is_midway",
    "leave",
    "move_steps",
    "refusal_waits",
    "settle",
]  # fmt: skip

_USUAL, _HOUR = "one_stop", 3600
_A = processes.Act
# Kept as it is told, like every note: the house writes Vietnamese.
_REFUSED = "Hồ sơ không được giải quyết"
_ARRIVED = frozenset({_A.RECEIVE})
_GIVEN = _ARRIVED | {_A.ASSIGN}
_WORKED = _GIVEN | {_A.PROCESS, _A.CONSULT}
_DECIDED = _WORKED | {_A.VERIFY, _A.SIGN}
# What lies behind a dossier once an act is done. An act may pass several steps: a head who decides has also verified.
CLOSES: Mapping[ActKind, frozenset[processes.Act]] = {
    ActKind.RECEIVED: _ARRIVED,
    ActKind.ASSIGNED: _GIVEN,
    ActKind.STARTED: _GIVEN,
    ActKind.PROPOSED: _WORKED,
    ActKind.DECIDED: _DECIDED,
    ActKind.HANDED_OVER: _DECIDED | {_A.HAND_OVER},
}


def follow(row: Dossier, kind: ActKind, *, by: Actor, at: datetime) -> frozenset[str]:
    """Close every open step that this act passes, and return their acts; what is done apart waits for its own office.

    Waiting for the citizen closes nothing: the step stays open, and moves on by what was waited. A dossier without a
    process costs one question. Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    own, passed = own_offices(row), set[str]()

    def who(step: processes.StepView) -> Actor:
        passed.add(step.act)
        return closes_as(by, step)

    done = processes.pass_steps(
        by=who,
        at=at,
        subject_id=row.public_id,
        passes=lambda step: _closes(kind, step) and not is_apart(step, own),
        outcome=kind,
        facts=facts_of(row),
    )
    open_rows(row, (step for one in done or () for step in one.opened), at)
    return frozenset(passed)


def _closes(kind: ActKind, step: processes.StepView) -> bool:
    """What an officer checks last, the draft laid before the head ends; what a head checks ends with the signature."""
    is_officers_check = step.act == _A.VERIFY and step.role == Role.SPECIALIST
    return step.act in CLOSES[kind] or (kind is ActKind.PROPOSED and is_officers_check)


def facts_of(row: Dossier) -> dict[str, str | int | bool]:
    """Return what conditions of a process may ask of a dossier when a step is closed."""
    return {"nghia_vu_tai_chinh": bool(row.obligation_order_id)}


def check_nothing_open(row: Dossier) -> None:
    """Refuse with Conflict HS77 while another office still has a task of this dossier."""
    waiting = Subtask.objects.filter(dossier=row, state__in=LIVE).order_by("id").first()
    if waiting is not None:
        office = references.agency(waiting.agency_id).name if waiting.agency_id else waiting.name
        raise Conflict(
            "HS77",
            _("“%(name)s” of %(office)s is not done yet, so this cannot be done.")
            % {"name": waiting.name, "office": office},
            _("Wait for its answer, or ask that office."),
        )


def check_laid(row: Dossier) -> None:
    """Refuse with Conflict HS77 or HS78 what cannot be granted yet: others have tasks of it, or more steps come first.

    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    check_nothing_open(row)
    step = step_now(row, processes.open_work(row.public_id))
    ahead = next((one.name for one in step.following if one.is_own), "") if step else ""
    if step is not None and ahead:
        raise Conflict(
            "HS78",
            _("“%(step)s” comes first, then “%(ahead)s”; only then can this go before the head.")
            % {"step": step.name, "ahead": ahead},
        )


def settle(row: Dossier, *, by: Actor, at: datetime, is_refused: bool) -> None:
    """Close the steps a decision passes, and see to what is left.

    What other offices have before the signature must be done before an approval (HS77); a refusal ends what is left,
    unless it has to wait like an approval (`refusal_waits`). Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    may_end = is_refused and not refusal_waits(at)
    if may_end and is_midway(row):
        leave(row, by=by, at=at, reason=_REFUSED)
        return
    passed = follow(row, ActKind.DECIDED, by=by, at=at)
    if _A.SIGN not in passed:
        check_nothing_open(row)
    elif may_end and _is_awaiting(row):
        leave(row, by=by, at=at, reason=_REFUSED)


def refusal_waits(at: datetime) -> bool:
    """Tell whether a refusal waits for other offices as an approval does: a choice, the law as read does not say."""
    return bool(law.value("dossier.refusal.waits", on=day_of(at)))


def is_midway(row: Dossier) -> bool:
    """Tell whether work is left before a dossier could be granted, here or at other offices."""
    return own_work(row) is not None or _is_awaiting(row)


def _is_awaiting(row: Dossier) -> bool:
    return Subtask.objects.filter(dossier=row, state__in=LIVE).exists()


def closes_as(by: Actor, step: processes.StepView) -> Actor:
    """The rules of dossiers said who may act; a step of another office is closed by the system in its turn."""
    if not by.is_official or (step.agency_id and by.agency_id != step.agency_id):
        return SYSTEM
    return replace(by, roles=by.roles | {step.role})


def leave(row: Dossier, *, by: Actor, at: datetime, reason: str) -> None:
    """End the process of a dossier that was taken back or stopped, and tell the offices that had tasks of it."""
    who = by if by.is_official else SYSTEM
    try:
        processes.cancel_run(by=who, at=at, subject_id=row.public_id, reason=reason)
    except NotFound:
        return
    cancel_rows(Subtask.objects.filter(dossier=row, state__in=LIVE).select_related("dossier"), at=at, reason=reason)


def move_steps(row: Dossier, *, by: Actor, at: datetime, reason: str) -> None:
    """Let the open steps move with the new appointment of their dossier: "waited", "extended" or "calendar".

    Basis: 61/2018/NĐ-CP, Điều 19 (what was waited does not count).
    """
    if row.due_at is None:
        return
    try:
        processes.move_due(
            by=by if by.is_official else SYSTEM,
            at=at,
            subject_id=row.public_id,
            due_at=row.due_at,
            reason=reason,
            calendar_version=row.calendar_version,
        )
    except NotFound:
        return
    move_rows(row)


@transaction.atomic
def begin_steps(*, dossier_id: str) -> None:
    """Start the internal process of a received dossier, and catch up with what was done since; once.

    The process in force on the day of receipt, else the default; without any nothing happens.
    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    row = lock_dossier(dossier_id)
    if row.status not in OPEN or processes.steps_of(dossier_id):
        return
    way = keep_way(row.submission, row.received_at, _hours(row))
    row.submission.save(update_fields=["decisions"])
    try:
        begun = processes.start_run(
            by=SYSTEM,
            at=row.received_at,
            subject_id=dossier_id,
            procedure_code=row.procedure_code,
            kind=_kind(way),
            on=day_of(row.received_at),
            due_at=row.due_at,
            calendar_version=row.calendar_version,
            agencies=_agencies(row),
            facts={"kenh": row.channel, **_told(way)},
        )
    except NotFound:
        return
    open_rows(row, begun.opened, row.received_at)
    told = Act.objects.filter(submission=row.submission, kind__in=CLOSES).order_by("at", "id")
    for kind, moment in told.values_list("kind", "at"):
        follow(row, ActKind(kind), by=SYSTEM, at=moment)


def _hours(row: Dossier) -> int | None:
    """The whole working hours a case has, the last begun one counted."""
    if row.due_at is None:
        return None
    seconds = working_seconds_between(row.received_at, row.due_at, calendars.load(row.calendar_version))
    return -(-seconds // _HOUR)


def _kind(way: processes.Decision | None) -> str:
    said = way.outputs.get(processes.Answer.PROCESS) if way else None
    return said if isinstance(said, str) and said else _USUAL


def _told(way: processes.Decision | None) -> dict[str, str | int | bool]:
    """What else the table of ways answers is a fact the conditions of the process may look at."""
    said = way.outputs.items() if way else ()
    return {name: value for name, value in said if isinstance(value, str | int | bool)}


def _agencies(row: Dossier) -> dict[str, str]:
    """The offices of the case by their place in it and by their kind."""
    receiving, handling = references.agency(row.receiving_agency_id), references.agency(row.handling_agency_id)
    return {
        **joint_offices(row, day_of(row.received_at)),
        str(receiving.kind): receiving.agency_id,
        str(handling.kind): handling.agency_id,
        "receiving": receiving.agency_id,
        "competent": handling.agency_id,
    }
