"""A person at the counter: their papers are looked through, counted and received in one go."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, Part, Submission
from dinh.dossiers.operations.basics import Action, check, day_of, moved
from dinh.dossiers.operations.deciding import keep_papers
from dinh.dossiers.operations.declaring import declare_at_desk
from dinh.dossiers.operations.drafts import fill, make_draft, parts_for, place
from dinh.dossiers.operations.filing import answer_due, count_components, key_of
from dinh.dossiers.operations.parts import put_on_counter
from dinh.dossiers.operations.receiving import accept
from dinh.dossiers.queries.submissions import asked_of
from dinh.dossiers.registry import references
from dinh.dossiers.types import Appointment, Declared, Moved, PaperCount, PartSource, SubmissionState
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.payments import api as payments

__all__ = ["receive_at_desk"]


def receive_at_desk(
    *,
    by: Actor,
    at: datetime,
    procedure_code: str,
    applicant_person_id: str,
    idempotency_key: str,
    submitter_person_id: str = "",
    values: Mapping[str, str] | None = None,
    papers: Sequence[PaperCount] = (),
    channel: str = "",
    appointment: Appointment | None = None,
    entered: payments.Quote | None = None,
    declared: Declared | None = None,
) -> Moved:
    """Receive from the person at the counter: draft, filing and receipt in one transaction and one ledger entry.

    The channel is always the desk, or post for an envelope of the public post. `papers` counts what lies there;
    components not counted are taken as not applicable. `declared` is the form filled in here, None where the printed
    one is among the papers. Scans are attached afterwards. The same key again returns the same dossier. Raises what
    `open_draft` and `receive` raise, Invalid HS17, HS63 (the form), HS29 (the commune that decides must be named),
    Conflict HS13.
    Basis: 118/2025/NĐ-CP, Điều 14, 16.
    """
    key = key_of(by, idempotency_key)
    known = _known(key)
    if known is not None:
        return moved(known)
    try:
        with transaction.atomic():
            row, parts = _prepare(by, at, procedure_code, applicant_person_id, submitter_person_id, channel)
            fill(row, values or {}, at)
            _settle(row, parts, papers, at, key)
            declare_at_desk(by, at, row, parts, declared)
            row.save(force_insert=True)
            Part.objects.bulk_create(parts)
            dossier, entry_id = accept(by, at, row, appointment=appointment, entered=entered)
            return moved(dossier, entry_id=entry_id)
    except IntegrityError as fault:
        # Two clicks at once: the one that lost reads what the other made.
        known = _known(key)
        if known is None:
            raise Conflict(
                "HS13", _("This was sent already for another submission."), _("Please open the form again.")
            ) from fault
        return moved(known)


def _known(key: str) -> Dossier | None:
    return Dossier.objects.select_related("submission").filter(submission__idempotency_key=key).first()


def _prepare(
    by: Actor, at: datetime, code: str, applicant_id: str, submitter_id: str, channel: str
) -> tuple[Submission, list[Part]]:
    check(by, Action.DOSSIER_RECEIVE, at, agency_id=by.agency_id, procedure_code=code)
    view = references.version_on(code, day_of(at))
    row = make_draft(by, at, view, person_id=applicant_id, channel=channel)
    if submitter_id:
        row.submitter_id = submitter_id
    return row, parts_for(row, view)


def _settle(row: Submission, parts: Sequence[Part], papers: Sequence[PaperCount], at: datetime, key: str) -> None:
    if not place(row, references.version(row.version_id), at):
        sentence = _("Please choose the commune or ward whose office handles this.")
        raise Invalid("HS29", sentence, fields={"competent_unit_id": sentence})
    places = {part.seq: part for part in parts}
    for count in papers:
        if count.seq not in places:
            raise Invalid("HS16", _("This paper is not part of the procedure."))
        put_on_counter(places[count.seq], count, at)
    keep_papers(row, at)
    others = {one.seq for one in asked_of(row, parts) if not one.is_in_case or one.source is PartSource.MISSING}
    for part in parts:
        part.source = PartSource.NOT_APPLICABLE if part.seq in others else part.source
    count_components(row, parts)
    row.state, row.filed_at, row.idempotency_key = SubmissionState.FILED, at, key
    row.answer_due_at = answer_due(row, at)
