"""The official receipt, and the refusal to receive: where a dossier begins, or does not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory.api import AgencyView
from dinh.dossiers.events import DossierReceived, SubmissionDeclined
from dinh.dossiers.models import Dossier, Submission
from dinh.dossiers.operations.basics import (
    Action,
    check,
    day_of,
    lock_submission,
    moved,
    record,
    tell,
)
from dinh.dossiers.operations.clocks import first_due, start_row
from dinh.dossiers.operations.codes import next_code
from dinh.dossiers.operations.filing import open_fee_order
from dinh.dossiers.operations.papers import issue_for_submission
from dinh.dossiers.policies.names import initials
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Appointment, DeliveryWay, Moved, SubmissionState
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, NotAllowed
from dinh.kernel.text import fold
from dinh.kernel.worktime import Limit, rule_on
from dinh.ledger import api as ledger
from dinh.payments import api as payments

__all__ = ["accept", "decline", "receive", "search_words"]

_RECEIVED_FIELDS = (
    "state", "case_name", "answered_at", "answered_by_post", "receiving_agency", "receiving_unit", "order_id",
    "fee_total_vnd", "decisions",
)  # fmt: skip


@transaction.atomic
def receive(
    *,
    by: Actor,
    at: datetime,
    submission_id: str,
    appointment: Appointment | None = None,
    case: str = "",
    entered: payments.Quote | None = None,
) -> Moved:
    """Receive a submission officially: it gets its code, its clock starts, and the citizen an appointment.

    Any centre of the province may receive. `appointment` is needed where the catalogue has no limit, and otherwise sets
    another one, always with its reason; `case` corrects the chosen case; `entered` are fees the catalogue did not know.
    An answer after the 8 working hours is taken and marked late. Raises NotAllowed, NotFound HS01, Conflict HS04
    (answered already), HS31 (no number left), Invalid HS19, HS20, HS27.
    Basis: 45/2020/NĐ-CP, Điều 11; 118/2025/NĐ-CP, Điều 14; 01/2018/TT-VPCP, Điều 19.
    """
    row = lock_submission(submission_id)
    check_waiting(row)
    if case:
        row.case_name = case
    dossier, entry_id = accept(by, at, row, appointment=appointment, entered=entered)
    return moved(dossier, entry_id=entry_id)


def check_waiting(row: Submission) -> None:
    if row.state != SubmissionState.FILED:
        raise Conflict(
            "HS04",
            _("This submission has been answered already."),
            _("Another officer was faster, or the citizen took it back. Open it again to see where it stands."),
        )


def desk_of(by: Actor, at: datetime, row: Submission) -> AgencyView:
    """Return the desk the officer sits at, if it may receive for the agency that decides.

    Basis: 118/2025/NĐ-CP, Điều 14.
    """
    if not (by.is_official and by.agency_id):
        raise _no_desk()
    on = day_of(at)
    check(by, Action.DOSSIER_RECEIVE, at, agency_id=by.agency_id, procedure_code=row.procedure_code)
    desk = references.agency_today(by.agency_id, on)
    competent = references.agency_today(row.competent_agency_id or "", on)
    if desk.province_unit_id != competent.province_unit_id:
        raise _no_desk()
    return desk


def _no_desk() -> NotAllowed:
    return NotAllowed("HS30", _("Only a desk of the province receives dossiers."))


def accept(
    by: Actor,
    at: datetime,
    row: Submission,
    *,
    appointment: Appointment | None,
    entered: payments.Quote | None,
) -> tuple[Dossier, str]:
    """Turn a filed submission into a dossier, inside the caller's transaction; return it with its ledger entry."""
    desk = desk_of(by, at, row)
    if appointment is not None:
        check_reason(appointment.reason, "appointment_reason")
    open_fee_order(by, at, row, entered)
    row.receiving_agency_id, row.receiving_unit_id = desk.agency_id, desk.unit_id
    row.state, row.answered_at, row.answered_by_post = SubmissionState.RECEIVED, at, by.post_id
    row.save(update_fields=_RECEIVED_FIELDS)
    dossier = _new_dossier(by, at, row, desk, appointment)
    dossier.code = next_code(desk, day_of(at))
    dossier.search_text = search_words(dossier)
    dossier.save(force_insert=True)
    start_row(dossier, at=at, limit=_limit(row), appointment=appointment).save(force_insert=True)
    entry_id = record(dossier, _received_event(dossier), by=by, at=at)
    tell(row, ActKind.RECEIVED, by=by, at=at, entry_id=entry_id, note=dossier.due_reason)
    return dossier, entry_id


def _limit(row: Submission) -> Limit | None:
    """The limit of the channel it really came by: online may be shorter than at the desk."""
    view = references.version(row.version_id)
    way = view.channel(row.channel) or view.channel("desk")
    return way.limit if way else None


def _new_dossier(
    by: Actor, at: datetime, row: Submission, desk: AgencyView, appointment: Appointment | None
) -> Dossier:
    competent = references.agency(row.competent_agency_id or "")
    handling = references.agency_today(competent.agency_id, day_of(at))
    calendar, rule = references.calendar_of(handling.agency_id), rule_on(day_of(at))
    return Dossier(
        submission=row,
        version_id=row.version_id,
        rule_version=rule.version,
        calendar_version=calendar.version,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        channel=row.channel,
        applicant_id=row.applicant_id,
        applicant_name=row.applicant_name,
        applicant_phone=row.applicant_phone,
        receiving_agency_id=desk.agency_id,
        receiving_unit_id=desk.unit_id,
        competent_agency_id=competent.agency_id,
        competent_unit_id=competent.unit_id,
        handling_agency_id=handling.agency_id,
        residence_unit_id=row.residence_unit_id,
        received_by_post=by.post_id,
        submitted_at=row.filed_at or at,
        received_at=at,
        due_at=first_due(at=at, limit=_limit(row), appointment=appointment, rule=rule, calendar=calendar),
        due_reason=appointment.reason.strip() if appointment else "",
        is_receipt_due=True,
        is_synthetic=row.is_synthetic,
    )


def search_words(row: Dossier) -> str:
    """Return the folded words an officer may search for: code, name, its initials, telephone, procedure."""
    name = f"{row.applicant_name} {initials(row.applicant_name)}"
    return fold(f"{row.code} {name} {row.applicant_phone} {row.procedure_code} {row.procedure_name}")


def is_late_answer(row: Submission, at: datetime) -> bool:
    return row.answer_due_at is not None and at > row.answer_due_at


def _received_event(row: Dossier) -> DossierReceived:
    sent = row.submission
    return DossierReceived(
        dossier_id=row.public_id,
        submission_id=sent.public_id,
        code=row.code,
        procedure_code=row.procedure_code,
        version_id=row.version_id,
        channel=row.channel,
        receiving_agency_id=row.receiving_agency_id,
        receiving_unit_id=row.receiving_unit_id,
        competent_agency_id=row.competent_agency_id,
        competent_unit_id=row.competent_unit_id,
        residence_unit_id=row.residence_unit_id,
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due_at=row.due_at,
        fee_total_vnd=sent.fee_total_vnd or 0,
        has_fee=bool(sent.fee_total_vnd),
        components_total=sent.components_total,
        components_with_file=sent.components_with_file,
        components_reused=sent.components_reused,
        requires_paper_result=sent.delivery_way != DeliveryWay.ONLINE,
        is_late_answer=is_late_answer(sent, row.received_at),
        is_vneid=sent.is_vneid,
    )


@transaction.atomic
def decline(*, by: Actor, at: datetime, submission_id: str, reason: str, guidance: str = "") -> str:
    """Refuse to receive, in writing on form 03; return the paper's id. An unpaid order is cancelled by the handler.

    `reason` is what the citizen reads, `guidance` what they can do next. Raises NotAllowed, NotFound HS01, Conflict
    HS04, Invalid HS20. Basis: 45/2020/NĐ-CP, Điều 11 khoản 3; 03/2025/TT-VPCP, Mẫu số 03.
    """
    row = lock_submission(submission_id)
    check_waiting(row)
    said = check_reason(reason)
    desk = desk_of(by, at, row)
    check(by, Action.DOSSIER_DECLINE, at, agency_id=by.agency_id, procedure_code=row.procedure_code)
    paper = issue_for_submission(by, at, row, desk, template="refusal_03", words={"reason": said, "guidance": guidance})
    row.state, row.answered_at, row.answered_by_post = SubmissionState.DECLINED, at, by.post_id
    row.answer_reason = said
    row.save(update_fields=["state", "answered_at", "answered_by_post", "answer_reason"])
    event = SubmissionDeclined(
        submission_id=row.public_id,
        procedure_code=row.procedure_code,
        receiving_unit_id=row.receiving_unit_id or desk.unit_id,
        document_id=paper.paper_id,
        is_late_answer=is_late_answer(row, at),
    )
    entry = ledger.record(event=event, by=by, at=at, subjects=[row.public_id], channel=row.channel)
    tell(row, ActKind.DECLINED, by=by, at=at, entry_id=entry.entry_id, note=said, paper_id=paper.paper_id)
    return paper.paper_id
