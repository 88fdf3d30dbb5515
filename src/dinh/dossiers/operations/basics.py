"""What every operation here does the same way: lock, check the right, move, tell the story."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Act, Dossier, Submission
from dinh.dossiers.queries.absences import behalf_of
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Moved
from dinh.dossiers.workflow import OPEN, Move, Status, Transition, move
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.compiled import Compiled
from dinh.kernel.errors import NotFound
from dinh.ledger import api as ledger
from dinh.ledger.events import Event

Action = directory.Action
_LOCKED = Compiled(
    Submission.objects, lambda rows: rows.select_for_update(of=("self",), no_key=True).filter(public_id="")
)
_LOCKED_DOSSIER = Compiled(
    Dossier.objects,
    lambda rows: rows.select_related("submission").select_for_update(of=("self",), no_key=True).filter(public_id=""),
)


def lock_submission(submission_id: str) -> Submission:
    """Return the row, kept from everybody else until the transaction ends; raise NotFound HS01."""
    row = _LOCKED.first(submission_id)
    if row is None:
        raise NotFound("HS01", _("This submission does not exist."))
    return row


def lock_dossier(dossier_id: str) -> Dossier:
    """Return the row with its submission, kept from everybody else until the transaction ends; raise NotFound HS02."""
    row = _LOCKED_DOSSIER.first(dossier_id)
    if row is None:
        raise NotFound("HS02", _("This dossier does not exist."))
    return row


def day_of(at: datetime) -> date:
    return local(at).date()


def check(
    by: Actor, action: Action, at: datetime, *, agency_id: str = "", procedure_code: str = "", person_id: str = ""
) -> None:
    """Refuse with NotAllowed unless the actor may do this today at the agency that does this agency's work today."""
    on = day_of(at)
    here = references.agency_today(agency_id, on).agency_id if agency_id else ""
    directory.check_may(by=by, action=action, on=on, agency_id=here, procedure_code=procedure_code, person_id=person_id)


def check_at(by: Actor, action: Action, at: datetime, row: Dossier) -> None:
    """The same for the agency that handles a dossier, or for its applicant."""
    check(
        by,
        action,
        at,
        agency_id=row.handling_agency_id,
        procedure_code=row.procedure_code,
        person_id=_person_of(by, row.submission),
    )


def _person_of(by: Actor, row: Submission) -> str:
    """For whom the actor acts: who sent the papers may follow them as the applicant may."""
    return by.person_id if by.person_id and by.person_id == row.submitter_id else row.applicant_id


def check_person(by: Actor, action: Action, at: datetime, row: Submission) -> None:
    """Let in the applicant, the submitter and whoever they authorised in writing."""
    check(by, action, at, procedure_code=row.procedure_code, person_id=_person_of(by, row))


def step(row: Dossier, wanted: Move, at: datetime) -> Transition:
    """Move the status; closing statuses take their moment. Raises Conflict HS09 when the dossier has moved on."""
    made = move(Status(row.status), wanted)
    row.status = made.after
    if made.after not in OPEN and row.closed_at is None:
        row.closed_at = at
    return made


def tell(
    submission: Submission,
    kind: ActKind,
    *,
    by: Actor,
    at: datetime,
    entry_id: str,
    note: str = "",
    paper_id: str = "",
    is_public: bool = True,
) -> None:
    """Write one line of the story."""
    Act.objects.create(
        submission=submission,
        kind=kind,
        at=at,
        by_name=by.display_name if by.is_official else "",
        by_post=by.post_id,
        agency_name=references.agency(by.agency_id).short_name if by.agency_id else "",
        note=note,
        paper_id=paper_id,
        entry_id=entry_id,
        is_public=is_public,
    )


def behalf(row: Dossier, *, by: Actor, at: datetime) -> dict[str, str]:
    """Return what the record says of who acts for an officer who is away; nothing for whoever acts for themselves."""
    found = behalf_of(by, row.assignee_post, day_of(at))
    return {"on_behalf_of": found.post_id, "absence": found.absence_id} if found else {}


def record(row: Dossier, event: Event, *, by: Actor, at: datetime, evidence: Mapping[str, str] | None = None) -> str:
    """Write the one ledger entry of an act on a dossier, under the versions it was received with; return its id.

    `evidence` is that of `behalf`, for acts that change who has the dossier.
    """
    return ledger.record(
        evidence=behalf(row, by=by, at=at) if evidence is None else evidence,
        event=event,
        by=by,
        at=at,
        subjects=[row.public_id, row.submission.public_id],
        channel=row.channel,
        rules=rules_of(row),
    ).entry_id


def rules_of(row: Dossier) -> dict[str, str]:
    return {"procedure": row.version_id, "clock": row.rule_version, "calendar": row.calendar_version}


def moved(row: Dossier, *, paper_id: str = "", entry_id: str = "") -> Moved:
    return Moved(
        dossier_id=row.public_id,
        submission_id=row.submission.public_id,
        code=row.code,
        status=row.status,
        due_at=row.due_at,
        paper_id=paper_id,
        entry_id=entry_id,
    )
