"""Work on a dossier: begun, moved on with an apology, laid before the head."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import DossierExtended, DossierProposed, ProcessingStarted
from dinh.dossiers.operations.basics import (
    Action,
    check_at,
    day_of,
    lock_dossier,
    moved,
    record,
    step,
    tell,
)
from dinh.dossiers.operations.clocks import add_row
from dinh.dossiers.operations.papers import issue_for_dossier
from dinh.dossiers.operations.placing import check_assigned
from dinh.dossiers.operations.steps import check_laid, follow, is_midway, move_steps, refusal_waits
from dinh.dossiers.policies.reasons import check_extension, check_reason
from dinh.dossiers.queries.wording import due_on_paper
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Cause, Moved, Outcome, ResultContent
from dinh.dossiers.workflow import RUNNING, Move, Status
from dinh.kernel import law
from dinh.kernel.actor import Actor
from dinh.kernel.clock import VN
from dinh.kernel.errors import Conflict
from dinh.kernel.worktime import RowKind

__all__ = ["extend", "propose", "start_processing"]


@transaction.atomic
def start_processing(*, by: Actor, at: datetime, dossier_id: str) -> Moved:
    """Begin the work; whoever begins a dossier that nobody has, has it.

    Raises NotAllowed, NotFound HS02, Conflict HS09, HS33.
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    check_assigned(by, row, at)
    step(row, Move.START, at)
    if not row.assignee_post:
        row.assignee_post, row.assignee_name = by.post_id, by.display_name
    row.save(update_fields=["status", "assignee_post", "assignee_name"])
    follow(row, ActKind.STARTED, by=by, at=at)
    entry_id = record(row, ProcessingStarted(dossier_id=row.public_id), by=by, at=at)
    tell(row.submission, ActKind.STARTED, by=by, at=at, entry_id=entry_id)
    return moved(row, entry_id=entry_id)


@transaction.atomic
def extend(*, by: Actor, at: datetime, dossier_id: str, new_due_at: datetime, reason: str) -> Moved:
    """Apologise and give one new appointment, on form 04, at least one day before the old one.

    Raises NotAllowed, NotFound HS02, Conflict HS09 (not running), HS22, HS23 (once already), HS24 (too late), Invalid
    HS20, HS25, HS27. Basis: 61/2018/NĐ-CP, Điều 19; 118/2025/NĐ-CP; 03/2025/TT-VPCP, Mẫu số 04.
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_EXTEND, at, row)
    check_assigned(by, row, at)
    if row.status not in RUNNING:
        raise _moved_on()
    said, on = check_reason(reason), day_of(at)
    check_extension(
        at=at,
        due_at=row.due_at,
        new_due_at=new_due_at,
        already=row.extensions,
        most=law.value("dossier.reappointment.max", on=on),
        days_before=law.value("dossier.apology.days_before_due", on=on),
    )
    old = row.due_at or at
    words = {"reason": said, "old_due_text": due_on_paper(old), "new_due_text": due_on_paper(new_due_at)}
    agency = references.agency_today(row.handling_agency_id, on)
    paper = issue_for_dossier(by, at, row, agency, template="apology_04", words=words)
    add_row(
        row, RowKind.EXTEND, at=at, cause=Cause.EXTENDED, document_id=paper.paper_id, until=new_due_at.astimezone(VN)
    )
    row.extensions += 1
    row.save(update_fields=["due_at", "extensions"])
    move_steps(row, by=by, at=at, reason="extended")
    event = DossierExtended(
        dossier_id=row.public_id, old_due_at=old, new_due_at=row.due_at or new_due_at, document_id=paper.paper_id
    )
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.EXTENDED, by=by, at=at, entry_id=entry_id, note=said, paper_id=paper.paper_id)
    return moved(row, paper_id=paper.paper_id, entry_id=entry_id)


@transaction.atomic
def propose(*, by: Actor, at: datetime, dossier_id: str, outcome: str, content: ResultContent) -> Moved:
    """Lay a draft decision before the head; the status does not change, the dossier stands in the head's queue.

    A newer proposal replaces the older; a refusal waits for no step and no other office, unless the province says so
    (`refusal_waits`). Raises NotAllowed, NotFound
    HS02, Conflict HS09, HS33, HS77 (other offices have tasks), HS78 (more steps come first), Invalid HS20 (a refusal
    needs its reason).
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    check_assigned(by, row, at)
    if row.status != Status.PROCESSING:
        raise _moved_on()
    chosen = Outcome(outcome)
    if chosen is Outcome.REJECTED:
        check_reason(content.reason)
    if chosen is Outcome.APPROVED or refusal_waits(at):
        check_laid(row)
    row.proposal = {
        "outcome": chosen,
        "summary": content.summary,
        "articles": list(content.articles),
        "grounds": list(content.grounds),
        "reason": content.reason,
        "result_code": content.result_code,
        "by_name": by.display_name,
        "by_person": by.person_id,
        "at": at.isoformat(),
    }
    row.save(update_fields=["proposal"])
    if chosen is Outcome.APPROVED or not is_midway(row):
        follow(row, ActKind.PROPOSED, by=by, at=at)
    entry_id = record(row, DossierProposed(dossier_id=row.public_id, outcome=chosen), by=by, at=at)
    tell(row.submission, ActKind.PROPOSED, by=by, at=at, entry_id=entry_id, is_public=False)
    return moved(row, entry_id=entry_id)


def _moved_on() -> Conflict:
    return Conflict(
        "HS09",
        _("This dossier has already moved on, so this step can no longer be done."),
        _("Open the dossier again to see where it stands."),
    )
