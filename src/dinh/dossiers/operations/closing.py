"""Ending a dossier without a decision: the citizen takes it back, or the agency stops it."""

from datetime import datetime

from django.db import transaction

from dinh.dossiers.events import DossierStopped, DossierWithdrawn
from dinh.dossiers.operations.basics import (
    Action,
    check_at,
    check_person,
    day_of,
    lock_dossier,
    moved,
    record,
    step,
    tell,
)
from dinh.dossiers.operations.papers import issue_for_dossier
from dinh.dossiers.operations.placing import check_assigned
from dinh.dossiers.operations.steps import leave
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.policies.timing import is_on_time
from dinh.dossiers.queries.wording import moment_on_paper
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Moved
from dinh.dossiers.workflow import PAUSED, Move, Status
from dinh.kernel.actor import Actor

__all__ = ["stop", "withdraw"]


def _in_time(at: datetime, due_at: datetime | None, status: int) -> bool | None:
    """A dossier that waited for the citizen ends in time: its clock stood still."""
    return True if Status(status) in PAUSED and due_at is not None else is_on_time(at, due_at)


@transaction.atomic
def withdraw(*, by: Actor, at: datetime, dossier_id: str, reason: str = "") -> Moved:
    """Take a dossier back at the citizen's wish, said by them or at a desk; status 7.

    Raises NotAllowed, NotFound HS02, Conflict HS09 (decided or closed already).
    """
    row = lock_dossier(dossier_id)
    if by.is_official:
        check_at(by, Action.DOSSIER_WITHDRAW, at, row)
    else:
        check_person(by, Action.DOSSIER_WITHDRAW, at, row.submission)
    in_time = _in_time(at, row.due_at, row.status)
    step(row, Move.WITHDRAW, at)
    row.save(update_fields=["status", "closed_at"])
    leave(row, by=by, at=at, reason=reason.strip())
    event = DossierWithdrawn(
        dossier_id=row.public_id, ended_at=at, is_on_time=in_time, supplement_requests=row.supplement_requests
    )
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.WITHDRAWN, by=by, at=at, entry_id=entry_id, note=reason.strip())
    return moved(row, entry_id=entry_id)


@transaction.atomic
def stop(*, by: Actor, at: datetime, dossier_id: str, reason: str, basis: str = "") -> Moved:
    """Stop a dossier on form 05, with the reason the citizen reads; status 8.

    Raises NotAllowed, NotFound HS02, Conflict HS09, HS33, Invalid HS20. Basis: 118/2025/NĐ-CP; 03/2025/TT-VPCP, Mẫu
    số 05.
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_STOP, at, row)
    check_assigned(by, row, at)
    said = check_reason(reason)
    in_time = _in_time(at, row.due_at, row.status)
    step(row, Move.STOP, at)
    agency = references.agency_today(row.handling_agency_id, day_of(at))
    words = {"reason": said, "basis": basis.strip(), "stopped_text": moment_on_paper(at)}
    paper = issue_for_dossier(by, at, row, agency, template="stop_05", words=words)
    row.save(update_fields=["status", "closed_at"])
    leave(row, by=by, at=at, reason=said)
    event = DossierStopped(
        dossier_id=row.public_id,
        ended_at=at,
        document_id=paper.paper_id,
        is_on_time=in_time,
        supplement_requests=row.supplement_requests,
    )
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.STOPPED, by=by, at=at, entry_id=entry_id, note=said, paper_id=paper.paper_id)
    return moved(row, paper_id=paper.paper_id, entry_id=entry_id)
