"""Sub-tasks as offices read them: one with its history, those of a dossier, those of an agency, and who has a case."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, Subtask, SubtaskLine
from dinh.dossiers.policies.subtasks import LIVE, moves
from dinh.dossiers.registry import references
from dinh.dossiers.types.subtasks import Opinion, SubtaskAct, SubtaskMove, SubtaskState, SubtaskView, Whereabouts
from dinh.kernel.actor import Actor, Role
from dinh.kernel.clock import local, now
from dinh.kernel.errors import NotAllowed, NotFound
from dinh.processes import api as processes

__all__ = ["is_of", "past_limit", "subtask", "subtask_queue", "subtasks_of", "subtasks_sent", "whereabouts"]

_M = SubtaskMove
_MOST = 100
_BY_OFFICE = frozenset({_M.RECEIVE, _M.RETURN, _M.ANSWER, _M.ASK_TIME})
_BY_HEAD = frozenset({_M.SEND_BACK, _M.CONFIRM})
_BY_HOLDER = frozenset({_M.RESEND, _M.GIVE_TIME, _M.REFUSE_TIME})
_WORKING = (Role.SPECIALIST, Role.HEAD, Role.LEADER, Role.MOT_CUA)


def subtask(*, by: Actor, subtask_id: str, at: datetime | None = None) -> SubtaskView:
    """Return one sub-task with its history and what `by` may do: three queries.

    Its own agency reads it, and the one that holds the dossier. Raises NotFound HS71, NotAllowed HS72.
    """
    row = Subtask.objects.select_related("dossier").filter(public_id=subtask_id).first()
    if row is None:
        raise NotFound("HS71", _("There is no such task."))
    moment = at or now()
    if not (is_of(by, row, local(moment).date()) or holds(by, row.dossier, local(moment).date())):
        raise NotAllowed("HS72", _("This task belongs to another office."))
    return _view(row, moment, by=by, story=_story(row))


def is_of(by: Actor, row: Subtask, on: date) -> bool:
    """Tell whether the actor works at the office whose task it is."""
    if not (by.is_official and by.agency_id and row.agency_id and by.has_role(*_WORKING)):
        return False
    here = references.agency_today(row.agency_id, on).agency_id
    return references.agency_today(by.agency_id, on).agency_id == here


def holds(by: Actor, row: Dossier, on: date) -> bool:
    """Tell whether the actor works where the dossier is held."""
    if not (by.is_official and by.agency_id):
        return False
    here = references.agency_today(by.agency_id, on).agency_id
    held = {references.agency_today(one, on).agency_id for one in (row.handling_agency_id, row.receiving_agency_id)}
    return here in held


def subtasks_of(dossier_id: str, at: datetime) -> tuple[SubtaskView, ...]:
    """Return the sub-tasks of a dossier the caller may read, in the order they were opened; one query."""
    rows = Subtask.objects.select_related("dossier").filter(dossier__public_id=dossier_id).order_by("id")
    return tuple(_view(row, at) for row in rows)


def subtask_queue(*, by: Actor, at: datetime) -> tuple[SubtaskView, ...]:
    """Return the open sub-tasks of the actor's agency, the most urgent first; one query, at most 100.

    Raises NotAllowed HS72 for who works on no dossiers.
    """
    if not (by.is_official and by.agency_id and by.has_role(*_WORKING)):
        raise NotAllowed("HS72", _("This task belongs to another office."))
    rows = Subtask.objects.filter(agency_id__in=references.with_forerunners(by.agency_id), state__in=LIVE)
    return _views(rows.select_related("dossier").order_by("due_at", "id")[:_MOST], at)


def subtasks_sent(*, by: Actor, at: datetime) -> tuple[SubtaskView, ...]:
    """Return the open sub-tasks other offices have for dossiers of the actor's agency, the most urgent first."""
    if not (by.is_official and by.agency_id):
        return ()
    own = references.with_forerunners(by.agency_id)
    held = Dossier.objects.filter(Q(handling_agency__in=own))
    rows = Subtask.objects.filter(dossier__in=held, state__in=LIVE).exclude(agency_id__in=own)
    return _views(rows.select_related("dossier").order_by("due_at", "id")[:_MOST], at)


def past_limit(at: datetime, limit: int = 500) -> list[str]:
    """Return the live sub-tasks whose limit has passed and whose office was not told yet."""
    rows = Subtask.objects.filter(state__in=LIVE, late_told_at__isnull=True, due_at__lt=at)
    return list(rows.order_by("due_at").values_list("public_id", flat=True)[:limit])


def _views(rows: Iterable[Subtask], at: datetime) -> tuple[SubtaskView, ...]:
    return tuple(_view(row, at) for row in rows)


def whereabouts(dossier_id: str, at: datetime) -> tuple[Whereabouts, ...]:
    """Say who has a case now, what they do there and until when; one query.

    For the people of the case, so without names of officers. Nothing where no process runs.
    """
    return tuple(
        Whereabouts(
            office=references.agency(one.agency_id).name if one.agency_id else processes.place_words(one.place),
            what=one.name,
            until=one.due_at,
            is_late=one.due_at is not None and at > one.due_at,
        )
        for one in processes.steps_of(dossier_id)
        if one.closed_at is None
    )


def _story(row: Subtask) -> tuple[SubtaskAct, ...]:
    lines = SubtaskLine.objects.filter(subtask=row).order_by("id")
    return tuple(SubtaskAct(_M(one.move), one.at, one.by_name, one.agency_name, one.note) for one in lines)


def allowed_of(by: Actor, row: Subtask, on: date) -> tuple[SubtaskMove, ...]:
    """Return the moves this actor may make now."""
    mine = set[SubtaskMove]()
    if is_of(by, row, on):
        mine |= _BY_OFFICE
        mine |= _BY_HEAD if by.has_role(Role.HEAD, Role.LEADER) else set()
    if holds(by, row.dossier, on) and by.has_role(Role.SPECIALIST, Role.HEAD):
        mine |= _BY_HOLDER | ({_M.RECORD} if not row.agency_id else set())
    time = {_M.GIVE_TIME, _M.REFUSE_TIME} if row.asked_until else {_M.ASK_TIME}
    mine -= {_M.GIVE_TIME, _M.REFUSE_TIME, _M.ASK_TIME} - time
    return tuple(move for move in moves(SubtaskState(row.state)) if move in mine)


def _view(row: Subtask, at: datetime, *, by: Actor | None = None, story: tuple[SubtaskAct, ...] = ()) -> SubtaskView:
    held = row.dossier
    late = row.is_late if row.closed_at else row.due_at is not None and at > row.due_at
    return SubtaskView(
        subtask_id=row.public_id,
        dossier_id=held.public_id,
        code=held.code,
        procedure_name=held.procedure_name,
        applicant_name=held.applicant_name,
        step_id=row.step_id,
        name=row.name,
        act=row.act,
        agency_id=row.agency_id or "",
        agency_name=references.agency(row.agency_id).name if row.agency_id else processes.place_words(row.place),
        handling_name=references.agency(held.handling_agency_id).name,
        state=SubtaskState(row.state),
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        is_late=late,
        assignee_name=row.assignee_name,
        opinion=Opinion(row.opinion) if row.opinion else None,
        text=row.text,
        document=row.document,
        file_id=row.file_id,
        file_name=row.file_name,
        asked_until=row.asked_until,
        asked_why=row.asked_why,
        silence=row.silence,
        allowed=allowed_of(by, row, local(at).date()) if by else (),
        story=story,
    )
