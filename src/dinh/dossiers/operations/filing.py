"""Sending a submission to the office, and taking it back before anybody accepted it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import SubmissionFiled, SubmissionWithdrawn
from dinh.dossiers.models import Part, Submission
from dinh.dossiers.operations.basics import day_of, lock_submission, tell
from dinh.dossiers.operations.deciding import keep_fee, keep_papers
from dinh.dossiers.operations.drafts import check_owner, place
from dinh.dossiers.queries.deciding import facts_of, quote_for
from dinh.dossiers.queries.submissions import WITH_FILE, asked_of, gaps_of
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Filed, Gap, PartSource, SubmissionState
from dinh.kernel import law
from dinh.kernel.actor import Actor
from dinh.kernel.compiled import Compiled
from dinh.kernel.errors import Conflict, Invalid, Words
from dinh.kernel.worktime import add_working_hours
from dinh.ledger import api as ledger
from dinh.payments import api as payments

__all__ = ["count_components", "file_submission", "key_of", "open_fee_order", "withdraw_submission"]

_PARTS = Compiled(Part.objects, lambda rows: rows.filter(submission_id=0).order_by("seq"))
_FILED_FIELDS = (
    "state", "filed_at", "saved_at", "answer_due_at", "idempotency_key", "order_id", "fee_total_vnd",
    "receiving_agency", "receiving_unit", "competent_agency", "competent_unit",
    "components_total", "components_with_file", "components_reused", "decisions",
)  # fmt: skip


def file_submission(*, by: Actor, at: datetime, submission_id: str, idempotency_key: str) -> Filed:
    """Send a draft to the office. Sent twice with the same key it is one submission with one answer.

    The office must answer within 8 of its working hours. Where the fee is known an order is opened at once. Raises
    Invalid HS17 (something is missing, named in `fields`), Conflict HS05 (sent already under another key), HS13 (the
    key belongs to another submission), NotAllowed, NotFound HS01. Basis: 45/2020/NĐ-CP, Điều 7, 11.
    """
    key = key_of(by, idempotency_key)
    try:
        with transaction.atomic():
            return _file(by, at, submission_id, key)
    except IntegrityError as fault:
        raise _taken_key() from fault


def key_of(by: Actor, key: str) -> str:
    """Return the key as it is kept: nobody can meet another person's key by guessing it."""
    if not key:
        raise Invalid("HS18", _("This page is incomplete. Please open it again and send once more."))
    return sha256(f"{by.account_id}:{key}".encode()).hexdigest()


def _taken_key() -> Conflict:
    return Conflict("HS13", _("This was sent already for another submission."), _("Please open the form again."))


def _file(by: Actor, at: datetime, submission_id: str, key: str) -> Filed:
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    if row.state != SubmissionState.DRAFT:
        return _answer_again(row, key)
    view = references.version(row.version_id)
    parts = _PARTS.ask(row.pk)
    is_placed = place(row, view, at)
    _check_whole(gaps_of(row, parts, at))
    if not is_placed:
        raise AssertionError("a submission without gaps has its offices")
    keep_papers(row, at)
    settle_parts(row, parts)
    row.state, row.filed_at, row.saved_at, row.idempotency_key = SubmissionState.FILED, at, at, key
    row.answer_due_at = answer_due(row, at)
    open_fee_order(by, at, row)
    row.save(update_fields=_FILED_FIELDS)
    entry = ledger.record(
        event=_filed_event(row),
        by=by,
        at=at,
        subjects=[row.public_id],
        channel=row.channel,
        rules={"procedure": row.version_id, **({"form": row.form_id} if row.form_id else {})},
    )
    tell(row, ActKind.FILED, by=by, at=at, entry_id=entry.entry_id)
    return _filed(row)


def _answer_again(row: Submission, key: str) -> Filed:
    if row.idempotency_key == key:
        return _filed(row)
    raise Conflict(
        "HS05",
        _("This has been sent already, so it can no longer be changed here."),
        _("Open it in your list to see where it stands."),
    )


def _filed(row: Submission) -> Filed:
    if row.filed_at is None or row.answer_due_at is None:
        raise AssertionError("a filed submission has its moments")
    return Filed(row.public_id, row.filed_at, row.answer_due_at, row.order_id)


def _check_whole(gaps: Sequence[Gap]) -> None:
    blocking = [gap for gap in gaps if gap.is_blocking]
    if blocking:
        fields: dict[str, Words] = {gap.field: gap.message for gap in blocking}
        raise Invalid("HS17", _("Something is still missing before this can be sent."), fields=fields)


def answer_due(row: Submission, at: datetime) -> datetime:
    """Return by when the office must accept or ask. Basis: 45/2020/NĐ-CP, Điều 11 khoản 4."""
    hours = law.value("dossier.acceptance.hours", on=day_of(at))
    return add_working_hours(at, hours, references.calendar_of(row.receiving_agency_id or ""))


def settle_parts(row: Submission, parts: Sequence[Part]) -> None:
    """Mark papers of other cases as not applicable, and count what there is."""
    others = {one.seq for one in asked_of(row, parts) if not one.is_in_case}
    idle = [part for part in parts if part.seq in others and part.source == PartSource.MISSING]
    for part in idle:
        part.source = PartSource.NOT_APPLICABLE
    if idle:
        Part.objects.filter(pk__in=[part.pk for part in idle]).update(source=PartSource.NOT_APPLICABLE)
    count_components(row, parts)


def count_components(row: Submission, parts: Sequence[Part]) -> None:
    """Count papers that belong to the case, those with a file, and those taken from the store."""
    own = [part for part in parts if part.source != PartSource.NOT_APPLICABLE]
    row.components_total = len(own)
    row.components_with_file = sum(part.source in WITH_FILE for part in own)
    row.components_reused = sum(part.source == PartSource.PROVINCIAL_STORE for part in own)


def open_fee_order(by: Actor, at: datetime, row: Submission, entered: payments.Quote | None = None) -> None:
    """Open what is due when its amount is known; an amount nobody knows yet is entered by the desk at receipt."""
    if row.order_id or row.competent_unit_id is None or row.competent_agency_id is None:
        return
    # The day it was sent decides, also when the desk opens the order later.
    asked = quote_for(facts_of(row), on=day_of(row.filed_at or at), unit_id=row.competent_unit_id)
    keep_fee(row, asked)
    # What a table decides stands; a desk enters only what nobody knows yet.
    is_decided = asked.decision is not None and asked.is_known
    due = asked if is_decided or entered is None else entered
    if not due.is_known:
        return
    order = payments.open_order(
        by=by,
        at=at,
        subject_id=row.public_id,
        payer_name=row.applicant_name,
        payer_person_id=by.person_id if by.is_citizen else row.applicant_id,
        quote=due,
        payee_agency_id=row.competent_agency_id,
    )
    row.order_id, row.fee_total_vnd = order.order_id, order.total_vnd


def _filed_event(row: Submission) -> SubmissionFiled:
    filed = _filed(row)
    if None in {row.receiving_unit_id, row.competent_unit_id}:
        raise AssertionError("a filed submission has its offices")
    return SubmissionFiled(
        submission_id=row.public_id,
        procedure_code=row.procedure_code,
        version_id=row.version_id,
        channel=row.channel,
        receiving_agency_id=row.receiving_agency_id or "",
        receiving_unit_id=row.receiving_unit_id or 0,
        competent_agency_id=row.competent_agency_id or "",
        competent_unit_id=row.competent_unit_id or 0,
        residence_unit_id=row.residence_unit_id,
        answer_due_at=filed.answer_due_at,
        components_total=row.components_total,
        components_with_file=row.components_with_file,
        components_reused=row.components_reused,
        is_vneid=row.is_vneid,
    )


@transaction.atomic
def withdraw_submission(*, by: Actor, at: datetime, submission_id: str, reason: str = "") -> None:
    """Take a submission back before the office accepted it; an unpaid order is cancelled by the handler.

    Raises NotAllowed, NotFound HS01, Conflict HS05 when the office was faster or it is still a draft.
    """
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    if row.state != SubmissionState.FILED:
        raise Conflict("HS05", _("This can no longer be taken back here."), _("Open it again to see where it stands."))
    row.state, row.answered_at, row.answer_reason = SubmissionState.WITHDRAWN, at, reason.strip()
    row.save(update_fields=["state", "answered_at", "answer_reason"])
    event = SubmissionWithdrawn(
        submission_id=row.public_id, procedure_code=row.procedure_code, receiving_unit_id=row.receiving_unit_id or 0
    )
    entry = ledger.record(event=event, by=by, at=at, subjects=[row.public_id], channel=row.channel)
    tell(row, ActKind.WITHDRAWN, by=by, at=at, entry_id=entry.entry_id, note=row.answer_reason)
