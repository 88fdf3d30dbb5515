"""What can happen to a submission and to a dossier; every figure about dossiers is made from these alone."""

from datetime import date, datetime

from dinh.ledger.events import Event, event, part


@event("dossiers.submission.filed")
class SubmissionFiled(Event):
    submission_id: str
    procedure_code: str
    version_id: str
    channel: str
    receiving_agency_id: str
    receiving_unit_id: int
    competent_agency_id: str
    competent_unit_id: int
    residence_unit_id: int | None
    answer_due_at: datetime
    components_total: int
    components_with_file: int
    components_reused: int
    is_vneid: bool


@event("dossiers.submission.declined")
class SubmissionDeclined(Event):
    submission_id: str
    procedure_code: str
    receiving_unit_id: int
    document_id: str
    is_late_answer: bool


@event("dossiers.submission.withdrawn")
class SubmissionWithdrawn(Event):
    submission_id: str
    procedure_code: str
    receiving_unit_id: int


@event("dossiers.dossier.received")
class DossierReceived(Event):
    """The official receipt: the code is issued and the clock starts here."""

    dossier_id: str
    submission_id: str
    code: str
    procedure_code: str
    version_id: str
    channel: str
    receiving_agency_id: str
    receiving_unit_id: int
    competent_agency_id: str
    competent_unit_id: int
    residence_unit_id: int | None
    submitted_at: datetime
    received_at: datetime
    due_at: datetime | None
    fee_total_vnd: int
    has_fee: bool
    components_total: int
    components_with_file: int
    components_reused: int
    requires_paper_result: bool
    is_late_answer: bool
    is_vneid: bool


@event("dossiers.submission.part_marked")
class PartMarked(Event):
    """An officer said that a paper does not apply, is lacking or comes on paper; `reason` is a salted digest of why."""

    submission_id: str
    part_id: str
    component_id: str
    source: str
    reason: str


@event("dossiers.people.looked_up")
class PeopleLookedUp(Event):
    """An officer looked for people by digits: of which kind, how many, and how many people were shown.

    Neither the digits nor a digest of them are kept: four digits are tried through in no time.
    """

    search: str
    digits: int
    found: int


@event("dossiers.dossier.step_finished")
class StepFinished(Event):
    """A step of the office that holds the dossier is done, and the next one begins with `to_post_id`."""

    dossier_id: str
    step_run_id: str
    step_id: str
    to_post_id: str
    is_late: bool


@event("dossiers.dossier.assigned")
class DossierAssigned(Event):
    dossier_id: str
    post_id: str
    agency_id: str


@event("dossiers.dossier.placed")
class DossierPlaced(Event):
    """It went back to the queue of its office, to a colleague for a time, or home again; "" is the queue."""

    dossier_id: str
    placement: str
    from_post_id: str
    to_post_id: str
    until_on: date | None


@event("dossiers.absence.set")
class AbsenceSet(Event):
    """Why somebody is away is no matter of the record."""

    absence_id: str
    post_id: str
    substitute_post_id: str
    agency_id: str
    first_on: date
    last_on: date


@event("dossiers.absence.ended")
class AbsenceEnded(Event):
    """Cut short or called off: `last_on` None when it never began."""

    absence_id: str
    last_on: date | None


@event("dossiers.dossier.processing_started")
class ProcessingStarted(Event):
    dossier_id: str


@event("dossiers.dossier.supplement_requested")
class SupplementRequested(Event):
    dossier_id: str
    request_no: int
    document_id: str


@event("dossiers.dossier.supplement_provided")
class SupplementProvided(Event):
    dossier_id: str
    request_no: int
    due_at: datetime | None


@event("dossiers.dossier.obligation_requested")
class ObligationRequested(Event):
    """A financial obligation was asked of the citizen (status 6)."""

    dossier_id: str
    order_id: str
    amount_vnd: int


@event("dossiers.dossier.obligation_met")
class ObligationMet(Event):
    dossier_id: str
    order_id: str
    due_at: datetime | None


@event("dossiers.dossier.extended")
class DossierExtended(Event):
    """The apology with one new appointment."""

    dossier_id: str
    old_due_at: datetime
    new_due_at: datetime
    document_id: str


@event("dossiers.dossier.due_recomputed")
class DueRecomputed(Event):
    dossier_id: str
    old_due_at: datetime | None
    new_due_at: datetime | None
    cause: str
    calendar_version: str


@event("dossiers.calendar.corrected")
class CalendarCorrected(Event):
    """Somebody ordered all open dates to be counted by the corrected calendar."""

    correction_id: str
    old_versions: tuple[str, ...]
    new_versions: tuple[str, ...]


@event("dossiers.calendar.recounted")
class CalendarRecounted(Event):
    """Every open date stands on the corrected calendar, and everybody is told."""

    correction_id: str
    dossiers_moved: int
    submissions_moved: int


@event("dossiers.submission.answer_recomputed")
class AnswerRecomputed(Event):
    """The office's time to answer a submission, counted by the corrected calendar."""

    submission_id: str
    old_due_at: datetime
    new_due_at: datetime
    calendar_version: str


@event("dossiers.dossier.component_digitised")
class ComponentDigitised(Event):
    dossier_id: str
    component_id: str
    file_id: str


@event("dossiers.dossier.component_reused")
class ComponentReused(Event):
    dossier_id: str
    component_id: str
    item_id: str


@event("dossiers.dossier.proposed")
class DossierProposed(Event):
    """The specialist laid a draft decision before the head; the status does not change."""

    dossier_id: str
    outcome: str


@event("dossiers.dossier.decided")
class DossierDecided(Event):
    """The end that counts for timeliness (status 9); `is_on_time` is None when there was no appointment."""

    dossier_id: str
    outcome: str
    decided_at: datetime
    due_at: datetime | None
    is_on_time: bool | None
    supplement_requests: int
    result_paper_id: str
    result_number: str
    has_e_result: bool


@event("dossiers.dossier.result_signed")
class ResultSigned(Event):
    """The result carries the agency's signature and lies in the citizen's store; may come after the decision."""

    dossier_id: str
    result_paper_id: str
    file_sha256: str


@event("dossiers.dossier.result_corrected")
class ResultCorrected(Event):
    """A new result stands in place of one that was wrong; every copy of the old one points to it."""

    dossier_id: str
    old_paper_id: str
    result_paper_id: str
    result_number: str


@event("dossiers.dossier.result_annulled")
class ResultAnnulled(Event):
    """A result lost its force, in every copy, from this moment on."""

    dossier_id: str
    result_paper_id: str


@event("dossiers.dossier.handed_over")
class DossierHandedOver(Event):
    dossier_id: str
    way: str


@event("dossiers.dossier.withdrawn")
class DossierWithdrawn(Event):
    dossier_id: str
    ended_at: datetime
    is_on_time: bool | None
    supplement_requests: int


@event("dossiers.dossier.stopped")
class DossierStopped(Event):
    dossier_id: str
    ended_at: datetime
    document_id: str
    is_on_time: bool | None
    supplement_requests: int


@part
class RatedAnswer:
    """One answer of a rating: codes of the law file, no words of the citizen."""

    question: str
    answer: str


@event("dossiers.dossier.rated")
class DossierRated(Event):
    """The citizen said how it was settled, or said it anew; what they wrote stays out of the record."""

    dossier_id: str
    level: str
    criteria: tuple[RatedAnswer, ...]
    is_change: bool


@event("dossiers.filter.changed")
class FilterChanged(Event):
    """A saved filter was made, changed, shared, removed or brought back; its name and its terms stay in the table."""

    filter_id: str
    change: str
    is_shared: bool


@event("dossiers.subtask.moved")
class SubtaskMoved(Event):
    """What one office did with its task for a dossier; lateness is that office's own."""

    dossier_id: str
    subtask_id: str
    step_id: str
    agency_id: str
    move: str
    state: str
    opinion: str
    due_at: datetime | None
    is_late: bool
