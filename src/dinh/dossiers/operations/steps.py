"""Where a dossier stands in its internal process: acts of the desk close its steps, in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dinh.dossiers.models import Act, Dossier
from dinh.dossiers.operations.basics import day_of, lock_dossier
from dinh.dossiers.operations.deciding import keep_way
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind
from dinh.dossiers.workflow import OPEN
from dinh.kernel import calendars
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.errors import NotFound
from dinh.kernel.worktime import working_seconds_between
from dinh.processes import api as processes

__all__ = ["CLOSES", "begin_steps", "follow", "leave", "move_steps"]

_USUAL, _HOUR = "one_stop", 3600
_A = processes.Act
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

_Open = processes.StepView | processes.OpenStep


def follow(row: Dossier, kind: ActKind, *, by: Actor, at: datetime) -> None:
    """Close every open step that this act passes; a dossier without a process costs one question.

    Waiting for the citizen closes nothing: the step stays open, and moves on by what was waited.
    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    waiting = _open(row)
    seen: set[str] = set()
    while step := _next(waiting, CLOSES[kind], seen):
        seen.add(step.step_id)
        waiting.remove(step)
        facts = {"nghia_vu_tai_chinh": bool(row.obligation_order_id)}
        done = processes.complete_step(
            by=_who(by, step), at=at, subject_id=row.public_id, step_id=step.step_id, outcome=kind, facts=facts
        )
        waiting += done.opened


def _open(row: Dossier) -> list[_Open]:
    return [one for one in processes.steps_of(row.public_id) if one.closed_at is None]


def _next(waiting: Sequence[_Open], passed: frozenset[processes.Act], seen: set[str]) -> _Open | None:
    """A step that comes round again within one act stays open: it asks for new work."""
    return next((one for one in waiting if one.act in passed and one.step_id not in seen), None)


def _who(by: Actor, step: _Open) -> Actor:
    """The rules of dossiers said who may act; a step of another office is closed by the system in its turn."""
    if not by.is_official or (step.agency_id and by.agency_id != step.agency_id):
        return SYSTEM
    return replace(by, roles=by.roles | {step.role})


def leave(row: Dossier, *, by: Actor, at: datetime, reason: str) -> None:
    """End the process of a dossier that was taken back or stopped."""
    if _open(row):
        who = by if by.is_official else SYSTEM
        processes.cancel_run(by=who, at=at, subject_id=row.public_id, reason=reason)


def move_steps(row: Dossier, *, by: Actor, at: datetime, reason: str) -> None:
    """Let the open steps move with the new appointment of their dossier: "waited", "extended" or "calendar".

    Basis: 61/2018/NĐ-CP, Điều 19 (what was waited does not count).
    """
    if row.due_at is None or not _open(row):
        return
    processes.move_due(
        by=by if by.is_official else SYSTEM,
        at=at,
        subject_id=row.public_id,
        due_at=row.due_at,
        reason=reason,
        calendar_version=row.calendar_version,
    )


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
        processes.start_run(
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
        str(receiving.kind): receiving.agency_id,
        str(handling.kind): handling.agency_id,
        "receiving": receiving.agency_id,
        "competent": handling.agency_id,
    }
