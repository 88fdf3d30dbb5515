"""One submission or one dossier, whole, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier, Part, Submission, Supplement
from dinh.dossiers.policies.states import delivery_state, financial_state
from dinh.dossiers.queries import rights
from dinh.dossiers.queries.clock import entries_of, limit_of, state_of
from dinh.dossiers.queries.deciding import decided_of, questions_of
from dinh.dossiers.queries.steps import standing
from dinh.dossiers.queries.stories import story_of
from dinh.dossiers.queries.submissions import cases_asked, gaps_of, part_views
from dinh.dossiers.queries.wording import due_unknown, due_view, status_name
from dinh.dossiers.registry import references
from dinh.dossiers.types import (
    ApplicantView,
    Channel,
    DeliveryWay,
    DossierOutline,
    DossierView,
    DueView,
    FormAnswers,
    OfficeView,
    Outcome,
    PartSource,
    PartView,
    ProposalView,
    ResultStanding,
    StatesView,
    StepNow,
    SubmissionState,
    SubmissionView,
    SupplementView,
    SyncState,
)
from dinh.dossiers.workflow import OPEN, PAUSED, Status
from dinh.kernel import calendars
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local, now
from dinh.kernel.compiled import Compiled
from dinh.kernel.errors import NotAllowed, NotFound
from dinh.kernel.worktime import ClockState, Limit
from dinh.payments import api as payments

_SENT = Compiled(Submission.objects, lambda rows: rows.select_related("dossier").filter(public_id=""))
_CASE = Compiled(Dossier.objects, lambda rows: rows.select_related("submission").filter(public_id=""))
_PARTS = Compiled(Part.objects, lambda rows: rows.filter(submission_id=0).order_by("seq"))
_ASKED = Compiled(Supplement.objects, lambda rows: rows.filter(dossier_id=0).order_by("number"))

__all__ = ["dossier", "dossier_outline", "office", "refused", "submission"]


def refused() -> NotAllowed:
    return NotAllowed(
        "HS40",
        _("This dossier is not yours to open."),
        _("Look it up with its code and the telephone number given, or sign in as the person who sent it."),
    )


def office(agency_id: str | None) -> OfficeView | None:
    if not agency_id:
        return None
    found = references.agency(agency_id)
    return OfficeView(found.agency_id, found.name, found.short_name, found.unit_id)


def _known_office(agency_id: str) -> OfficeView:
    found = references.agency(agency_id)
    return OfficeView(found.agency_id, found.name, found.short_name, found.unit_id)


def _applicant(row: Submission) -> ApplicantView:
    return ApplicantView(
        row.applicant_id, row.applicant_name, row.applicant_phone, row.applicant_email, row.applicant_address
    )


def submission(*, by: Actor, submission_id: str, at: datetime | None = None) -> SubmissionView:
    """Return a draft or a submission with its papers, gaps, offers of the store, story and what `by` may do.

    Raises NotAllowed HS40, NotFound HS01.
    """
    moment = at or now()
    row = _SENT.first(submission_id)
    if row is None:
        raise NotFound("HS01", _("This submission does not exist."))
    dossier_row: Dossier | None = getattr(row, "dossier", None)
    if not rights.may_read(by, row, dossier_row, local(moment).date()):
        raise refused()
    return _submission_view(by, row, dossier_row, moment)


def _content(row: Submission) -> dict[str, str]:
    return {key: str(value) for key, value in row.content.items() if value is not None}


def _submission_view(by: Actor, row: Submission, made: Dossier | None, at: datetime) -> SubmissionView:
    view = references.version(row.version_id)
    parts = _PARTS.ask(row.pk)
    is_draft = row.state == SubmissionState.DRAFT
    way = view.channel(row.channel) or view.channel("desk")
    limit = way.limit if way else None
    return SubmissionView(
        submission_id=row.public_id,
        state=SubmissionState(row.state),
        version_id=row.version_id,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        case_name=row.case_name,
        cases=cases_asked(row, at if is_draft else None),
        channel=Channel(row.channel),
        applicant=_applicant(row),
        submitter_person_id=row.submitter_id or "",
        content=_content(row),
        draft_version=row.draft_version,
        receiving=office(row.receiving_agency_id),
        competent=office(row.competent_agency_id),
        residence_unit_id=row.residence_unit_id,
        delivery_way=DeliveryWay(row.delivery_way),
        is_vneid=row.is_vneid,
        created_at=row.created_at,
        saved_at=row.saved_at,
        filed_at=row.filed_at,
        answer_due=_answer_due(row, at),
        answered_at=row.answered_at,
        answer_reason=row.answer_reason,
        limit_text=_limit_words(limit),
        needs_appointment=limit is None,
        order_id=row.order_id,
        fee_total_vnd=row.fee_total_vnd,
        dossier_id=made.public_id if made else "",
        code=made.code if made else "",
        parts=part_views(row, parts, offers_for=row.applicant_id if is_draft else "", at=at),
        gaps=gaps_of(row, parts, at) if is_draft else (),
        story=story_of(row, is_public_only=not by.is_official, is_received=made is not None),
        allowed=rights.of_submission(by, row),
        is_synthetic=row.is_synthetic,
        form_id=row.form_id,
        answers=row.answers,
        questions=questions_of(row, at) if is_draft else (),
        decided=decided_of(row),
    )


def _limit_words(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return str(limit) if (get_language() or "vi").startswith("vi") else limit.in_english()


def _answer_due(row: Submission, at: datetime) -> DueView | None:
    if row.answer_due_at is None:
        return None
    calendar = references.calendar_of(row.receiving_agency_id or "")
    return due_view(row.answer_due_at, now=at, calendar=calendar, ended_at=row.answered_at)


def dossier(*, by: Actor, dossier_id: str, at: datetime | None = None) -> DossierView:
    """Return a dossier with papers, story, clock explained step by step, and what `by` may do now.

    Raises NotAllowed HS40, NotFound HS02. It never opens by its code: see `track`.
    """
    moment = at or now()
    row = _readable(by, dossier_id, moment)
    step, awaited = standing(row, moment) if by.is_official and row.status in OPEN else (None, ())
    view = _dossier_view(by, row, moment, step)
    return replace(view, decided=decided_of(row.submission), step=step, awaited=awaited)


def dossier_outline(*, by: Actor, dossier_id: str, at: datetime | None = None) -> DossierOutline:
    """Return whose work a dossier is, for who may open it: one row, where `dossier` reads everything about it.

    Raises NotAllowed HS40, NotFound HS02.
    """
    moment = at or now()
    row = _readable(by, dossier_id, moment)
    return DossierOutline(row.public_id, _handling(row, moment), row.assignee_post)


def _readable(by: Actor, dossier_id: str, at: datetime) -> Dossier:
    row = _CASE.first(dossier_id)
    if row is None:
        raise NotFound("HS02", _("This dossier does not exist."))
    if not rights.may_read(by, row.submission, row, local(at).date()):
        raise refused()
    return row


def _handling(row: Dossier, at: datetime) -> OfficeView:
    return _known_office(references.agency_today(row.handling_agency_id, local(at).date()).agency_id)


def clock_state(row: Dossier, at: datetime) -> tuple[ClockState | None, str]:
    """Return where the clock stands, None without the calendar of the dossier, and the words of its limit."""
    entries = entries_of(row)
    limit = _limit_words(limit_of(entries[0]))
    try:
        return state_of(entries, rule_version=row.rule_version, calendar_version=row.calendar_version, now=at), limit
    except calendars.CalendarUnknown:
        return None, limit


def due_of(row: Dossier, at: datetime, *, is_estimated: bool = False) -> DueView:
    """Return how the due date stands; one row without its calendar never takes the list it stands in down."""
    try:
        calendar = calendars.load(row.calendar_version)
    except calendars.CalendarUnknown:
        return due_unknown(row.due_at)
    return due_view(
        row.due_at,
        now=at,
        calendar=calendar,
        is_paused=row.status in PAUSED,
        ended_at=row.decided_at or row.closed_at,
        is_estimated=is_estimated,
    )


def _flags(row: Dossier) -> tuple[str, ...]:
    sent = row.submission
    late_answer = sent.answer_due_at is not None and row.received_at > sent.answer_due_at
    found = {
        "late_answer": late_answer,
        "asked_more_than_once": row.supplement_requests > 1,
        "extended": row.extensions > 0,
        "appointment_by_officer": bool(row.due_reason),
        "result_corrected": row.result_standing == ResultStanding.CORRECTED,
        "result_annulled": row.result_standing == ResultStanding.ANNULLED,
        "moved_to_successor": row.handling_agency_id != row.competent_agency_id,
    }
    return tuple(name for name, is_so in found.items() if is_so)


def _proposal(row: Dossier) -> ProposalView | None:
    laid = row.proposal
    if not laid:
        return None
    return ProposalView(
        outcome=Outcome(laid["outcome"]),
        summary=laid["summary"],
        articles=tuple(laid["articles"]),
        grounds=tuple(laid["grounds"]),
        reason=laid["reason"],
        by_name=laid["by_name"],
        at=datetime.fromisoformat(laid["at"]),
    )


def _supplements(row: Dossier) -> tuple[SupplementView, ...]:
    return tuple(
        SupplementView(
            number=one.number,
            reason=one.reason,
            items=tuple((item["name"], item["reason"]) for item in one.items),
            seqs=tuple(item.get("seq") for item in one.items),
            requested_at=one.requested_at,
            provided_at=one.provided_at,
            paper_id=one.paper_id,
            extra_reason=one.extra_reason,
        )
        for one in _ASKED.ask(row.pk)
    )


def _dossier_view(by: Actor, row: Dossier, at: datetime, now_at: StepNow | None) -> DossierView:
    sent, on, (state, limit_text) = row.submission, local(at).date(), clock_state(row, at)
    return DossierView(
        dossier_id=row.public_id,
        submission_id=sent.public_id,
        code=row.code,
        status=row.status,
        status_name=status_name(row.status),
        outcome=Outcome(row.outcome) if row.outcome else None,
        version_id=row.version_id,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        case_name=sent.case_name,
        channel=Channel(row.channel),
        applicant=_applicant(sent),
        submitter_person_id=sent.submitter_id or "",
        content=_content(sent),
        receiving=_known_office(row.receiving_agency_id),
        competent=_known_office(row.competent_agency_id),
        handling=_handling(row, at),
        residence_unit_id=row.residence_unit_id,
        assignee_post_id=row.assignee_post,
        assignee_name=row.assignee_name if by.is_official else "",
        delivery_way=DeliveryWay(sent.delivery_way),
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due=due_of(row, at, is_estimated=state is not None and state.is_estimated),
        due_reason=row.due_reason,
        limit_text=limit_text,
        clock=state.steps if state else (),
        rule_version=row.rule_version,
        calendar_version=row.calendar_version,
        decided_at=row.decided_at,
        closed_at=row.closed_at,
        order_id=sent.order_id,
        obligation_order_id=row.obligation_order_id,
        fee_total_vnd=sent.fee_total_vnd,
        receipt_paper_id=row.receipt_paper_id,
        result_paper_id=row.result_paper_id,
        result_number=row.result_number,
        states=_states(row),
        proposal=_proposal(row) if by.is_official else None,
        supplements=_supplements(row),
        parts=(parts := part_views(sent, _PARTS.ask(sent.pk))),
        story=story_of(sent, is_public_only=not by.is_official),
        allowed=rights.of_dossier(by, row, _undigitised(parts), on, step=now_at),
        flags=_flags(row) if by.is_official else (),
        is_synthetic=row.is_synthetic,
        form=FormAnswers(sent.form_id, sent.answers),
    )


def _states(row: Dossier) -> StatesView:
    sent = row.submission
    orders = payments.states_of(order_ids=[sent.order_id, row.obligation_order_id])
    return StatesView(
        business=row.status,
        financial=financial_state(orders, is_fee_known=sent.fee_total_vnd is not None),
        delivery=delivery_state(Status(row.status)),
        sync=SyncState(row.sync_state),
        result=ResultStanding(row.result_standing) if row.result_standing else None,
    )


def _undigitised(parts: Sequence[PartView]) -> frozenset[PartSource]:
    return frozenset(part.source for part in parts if not part.is_digitised)
