"""The steps of a dossier as the desk reads them: whose they are, until when, and who was late."""

from collections.abc import Sequence
from datetime import datetime

from dinh.dossiers.models import ClockEntry, Dossier, Subtask
from dinh.dossiers.policies.subtasks import LIVE, is_own_next, is_own_work
from dinh.dossiers.policies.waiting import moved_due
from dinh.dossiers.queries.offices import own_offices
from dinh.dossiers.registry import references
from dinh.dossiers.types import Awaited, DossierView, Next, StepNow
from dinh.dossiers.types.work import StepLine
from dinh.dossiers.workflow import OPEN, Status
from dinh.kernel import calendars
from dinh.kernel.actor import Role
from dinh.kernel.worktime import Calendar, RowKind
from dinh.processes import api as processes

__all__ = ["own_work", "standing", "step_now", "steps_of", "still_open"]

_PAUSING = [RowKind.PAUSE.value, RowKind.RESUME.value, RowKind.RESTART.value]
_WORKING = frozenset({Role.SPECIALIST.value, ""})


def still_open(dossier_ids: Sequence[str]) -> list[str]:
    """Return those of these dossiers that are under way, in one query."""
    rows = Dossier.objects.filter(public_id__in=dossier_ids, status__in=[one.value for one in OPEN])
    return list(rows.order_by("id").values_list("public_id", flat=True)) if dossier_ids else []


def steps_of(view: DossierView, at: datetime) -> tuple[StepLine, ...]:
    """Tell the steps of a dossier the caller may read, in the order they opened: one query, two when there are any.

    Lateness belongs to a step and its agency. Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    found = processes.steps_of(view.dossier_id)
    if not found:
        return ()
    since = _waits_since(view.dossier_id)
    try:
        calendar = calendars.load(view.calendar_version)
    except calendars.CalendarUnknown:
        # The dates of the steps stand as they were written down: nobody can tell how far the wait moved them.
        since, calendar = None, calendars.load()
    return tuple(_line(one, view, at, since, calendar) for one in found)


def own_work(row: Dossier) -> processes.OpenWork | None:
    """Return the open step of the office that holds the dossier where more work follows; one query, None for none."""
    return _own(row, processes.open_work(row.public_id))


def _own(row: Dossier, work: Sequence[processes.OpenWork]) -> processes.OpenWork | None:
    own = own_offices(row)
    return next((one for one in work if one.is_midway and is_own_work(one.step, own)), None)


def standing(row: Dossier, at: datetime) -> tuple[StepNow | None, tuple[Awaited, ...]]:
    """Tell at which step of its own office a dossier is, and what other offices still have of it.

    One query where no process runs, else two.
    """
    work = processes.open_work(row.public_id)
    step = step_now(row, work) if row.status == Status.PROCESSING else None
    return step, _awaited(row, at) if work else ()


def step_now(row: Dossier, work: Sequence[processes.OpenWork]) -> StepNow | None:
    """Return the step its own officer finishes next, with what comes behind it; None for none."""
    found, own = _own(row, work), own_offices(row)
    if found is None:
        return None
    following = tuple(Next(one.name, _office(one), is_own_next(one, own)) for one in found.following)
    return StepNow(found.step.step_id, found.step.name, found.step.role, found.step.due_at, following)


def _awaited(row: Dossier, at: datetime) -> tuple[Awaited, ...]:
    """The most urgent first; one query."""
    rows = Subtask.objects.filter(dossier=row, state__in=LIVE).order_by("due_at", "id")
    return tuple(
        Awaited(
            one.name,
            references.agency(one.agency_id).name if one.agency_id else processes.place_words(one.place),
            one.due_at,
            one.due_at is not None and at > one.due_at,
        )
        for one in rows
    )


def _waits_since(dossier_id: str) -> datetime | None:
    """Since when the citizen is waited for now; a wait that is over has moved the steps already."""
    last = ClockEntry.objects.filter(dossier__public_id=dossier_id, kind__in=_PAUSING).order_by("-seq").first()
    return last.at if last is not None and last.kind == RowKind.PAUSE else None


def _line(
    step: processes.StepView, view: DossierView, at: datetime, since: datetime | None, calendar: Calendar
) -> StepLine:
    until, due = step.closed_at or at, step.due_at
    if due is not None and since is not None and step.closed_at is None:
        due = moved_due(due, since=max(since, step.opened_at), at=at, calendar=calendar)
    return StepLine(
        name=step.name,
        agency_name=_office(step),
        officer=_officer(step, view),
        opened_at=step.opened_at,
        due_at=due,
        closed_at=step.closed_at,
        is_late=due is not None and until > due,
        is_subtask=step.is_subtask,
    )


def _office(step: processes.StepView | processes.Following) -> str:
    return references.agency(step.agency_id).short_name if step.agency_id else processes.place_words(step.place)


def _officer(step: processes.StepView, view: DossierView) -> str:
    """Who did it: the act told at the moment it was closed; who has the dossier, while it is open."""
    if step.closed_at is None:
        # What another office does is not done by the officer who holds the dossier.
        is_own = step.agency_id == view.handling.agency_id
        return view.assignee_name if is_own and step.role in _WORKING else ""
    done = (one.by_name for one in view.story if one.at == step.closed_at and one.kind == step.outcome)
    return next(done, "")
