"""The papers of a case: receipt, forms 02 to 06, and the result, each issued once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.dossiers.events import DossierReceived
from dinh.dossiers.models import Act, Dossier, Part, Submission
from dinh.dossiers.operations.basics import Action, check, day_of, lock_dossier
from dinh.dossiers.queries.wording import act_title, due_on_paper, moment_on_paper
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, DeliveryWay, PartSource
from dinh.kernel import law
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.alone import Done, each_alone
from dinh.kernel.clock import local
from dinh.kernel.errors import NotFound
from dinh.kernel.text import vnd
from dinh.ledger import api as ledger

__all__ = [
    "control_slip",
    "ensure_receipt",
    "hand_overs",
    "issue_due_receipts",
    "issue_for_dossier",
    "issue_for_submission",
    "receipt_words",
    "seal_of",
]

Words = Mapping[str, Any]
_NO_HAND_OVER = (ActKind.FILED, ActKind.DIGITISED)
_AFTERWARDS = frozenset({ActKind.RESULT_CORRECTED, ActKind.RESULT_ANNULLED})
_TO_CITIZEN = frozenset({ActKind.SUPPLEMENT_REQUESTED, ActKind.OBLIGATION_REQUESTED, ActKind.HANDED_OVER})
_FROM_CITIZEN = frozenset({ActKind.SUPPLEMENT_PROVIDED, ActKind.OBLIGATION_MET})


def seal_of(agency: directory.AgencyView) -> Actor:
    """The system acting with an agency's certificate; the act itself is recorded with the officer who did it."""
    return Actor(kind=ActorKind.SYSTEM, agency_id=agency.agency_id, display_name=agency.name)


def _place_of(agency: directory.AgencyView, at: datetime) -> str:
    try:
        return directory.unit(unit_id=agency.unit_id, on=day_of(at)).short_name
    except NotFound:
        return agency.short_name


def _common(agency: directory.AgencyView, sent: Submission, by: Actor, at: datetime) -> dict[str, Any]:
    parent = references.agency(agency.parent_id).name if agency.parent_id else ""
    return {
        "agency": agency.name,
        "parent_agency": parent,
        "place": _place_of(agency, at),
        "applicant": sent.applicant_name,
        "address": sent.applicant_address,
        "phone": sent.applicant_phone,
        "email": sent.applicant_email,
        "procedure": f"{sent.procedure_name} ({sent.procedure_code})",
        "officer": by.display_name if by.is_official else "",
        # Forms 04 and 05 carry the agency's seal; the name below it is called what its bearer is.
        "signer_role": "Thủ trưởng cơ quan" if by.has_role(Role.HEAD) else "Người giải quyết hồ sơ",
    }


def issue_for_submission(
    by: Actor, at: datetime, row: Submission, agency: directory.AgencyView, *, template: str, words: Words
) -> documents.PaperView:
    """Issue and seal a paper about a submission that has no code yet; its own id stands in the code's place."""
    data = {
        **_common(agency, row, by, at),
        "dossier_code": row.public_id,
        "submitted_text": moment_on_paper(row.filed_at or at),
        **words,
    }
    return _issue(at, row, agency, template=template, data=data, subject_id=row.public_id, number="")


def issue_for_dossier(
    by: Actor,
    at: datetime,
    row: Dossier,
    agency: directory.AgencyView,
    *,
    template: str,
    words: Words,
    number: str = "",
) -> documents.PaperView:
    """Issue and seal a paper about a dossier in the name of an agency."""
    data = {
        **_common(agency, row.submission, by, at),
        "dossier_code": row.code,
        "received_text": moment_on_paper(row.received_at),
        "due_text": due_on_paper(row.due_at),
        **words,
    }
    return _issue(at, row.submission, agency, template=template, data=data, subject_id=row.public_id, number=number)


def _issue(
    at: datetime,
    sent: Submission,
    agency: directory.AgencyView,
    *,
    template: str,
    data: Words,
    subject_id: str,
    number: str,
) -> documents.PaperView:
    return documents.issue_paper(
        by=seal_of(agency),
        at=at,
        template=template,
        data=data,
        subject_id=subject_id,
        number=number,
        owner_person_id=sent.applicant_id,
        owner_name=sent.applicant_name,
        sign=documents.SignAs(documents.Certificate.AGENCY, agency.agency_id, agency.name, agency.name),
    )


def ensure_receipt(*, by: Actor, at: datetime, dossier_id: str) -> documents.PaperView:
    """Return the receipt with the appointment (form 01), issuing and sealing it now if that has not happened yet.

    However often and by whoever asked, one receipt is issued. Raises NotAllowed, NotFound HS02, Unavailable.
    Basis: 118/2025/NĐ-CP; 03/2025/TT-VPCP, Mẫu số 01.
    """
    with transaction.atomic():
        row = lock_dossier(dossier_id)
        if by.kind is not ActorKind.SYSTEM:
            check(by, Action.DOSSIER_READ, at, agency_id=row.receiving_agency_id, person_id=row.applicant_id)
        return _receipt(by, at, row)


def _receipt(by: Actor, at: datetime, row: Dossier) -> documents.PaperView:
    if row.receipt_paper_id:
        return documents.paper(paper_id=row.receipt_paper_id)
    agency = references.agency(row.receiving_agency_id)
    paper = issue_for_dossier(
        _receiver(row, by), at, row, agency, template="receipt_01", words=receipt_words(row), number=row.code
    )
    row.receipt_paper_id, row.is_receipt_due = paper.paper_id, False
    row.save(update_fields=["receipt_paper_id", "is_receipt_due"])
    return paper


def _receiver(row: Dossier, by: Actor) -> Actor:
    """Whose name stands on the receipt: the officer who received, whoever prints it."""
    if by.post_id == row.received_by_post or not row.received_by_post:
        return by
    post = directory.post(post_id=row.received_by_post)
    return Actor(kind=ActorKind.OFFICIAL, post_id=post.post_id, display_name=post.person_name)


def receipt_words(row: Dossier) -> Words:
    """Return what the receipt says besides what every paper says: as things stood when the dossier was received."""
    sent = row.submission
    view = references.version(row.version_id)
    way = view.channel(row.channel) or view.channel("desk")
    parts = Part.objects.filter(submission=sent).exclude(source__in=[PartSource.MISSING, PartSource.NOT_APPLICABLE])
    listed = [_count_line(part) for part in parts.order_by("seq")]
    return {
        "components": listed or [{"name": "Nội dung khai trên biểu mẫu điện tử", "electronic": 1}],
        "due_text": due_on_paper(_promised(row)),
        "limit_text": str(way.limit) if way and way.limit else "",
        "exclusions": exclusions(view.field, day_of(row.received_at)),
        "return_place": _return_place(sent),
        "fee_text": vnd(sent.fee_total_vnd) if sent.fee_total_vnd is not None else "theo thông báo của cơ quan",
        "note": row.due_reason,
        "submitter": sent.applicant_name,
    }


def _promised(row: Dossier) -> datetime | None:
    """Return the appointment as the record of the receipt has it, whatever moved it until the receipt is sealed."""
    act = Act.objects.filter(submission=row.submission, kind=ActKind.RECEIVED).exclude(entry_id="").first()
    if act is None:
        return row.due_at
    said = ledger.entry(act.entry_id).said.event
    return said.due_at if isinstance(said, DossierReceived) else row.due_at


def exclusions(field: str, on: date) -> list[str]:
    """Return the times that do not count towards the limit of such a procedure, as the receipt lists them.

    Basis: 151/2025/NĐ-CP, Phụ lục I (land).
    """
    try:
        known: Mapping[str, list[str]] = law.value("clock.exclusions", on=on)
    except law.LawSilent:
        return []
    return list(known.get(field, ()))


def _count_line(part: Part) -> dict[str, Any]:
    line: dict[str, Any] = {"name": part.name, "originals": part.originals or "", "copies": part.copies or ""}
    return {**line, "electronic": 1 if part.file_id else ""}


def _return_place(sent: Submission) -> str:
    if sent.delivery_way == DeliveryWay.ONLINE:
        return "Kho giấy tờ điện tử của người nộp"
    if sent.delivery_way == DeliveryWay.POST:
        return f"Qua bưu chính công ích: {sent.applicant_address}"
    return references.agency(sent.receiving_agency_id or "").name


def control_slip(*, by: Actor, at: datetime, dossier_id: str) -> documents.PaperView:
    """Issue the control slip (form 06): who had the dossier, from when, and whether the end was in time.

    A slip is a picture of its moment, so each call issues a new one. Raises NotAllowed, NotFound HS02, Unavailable.
    Basis: 03/2025/TT-VPCP, Mẫu số 06 (before: 01/2018/TT-VPCP, Mẫu số 05).
    """
    with transaction.atomic():
        row = lock_dossier(dossier_id)
        check(by, Action.DOSSIER_READ, at, agency_id=row.handling_agency_id, procedure_code=row.procedure_code)
        agency = references.agency_today(row.handling_agency_id, day_of(at))
        words = {"competent_agency": references.agency(row.competent_agency_id).name, "steps": hand_overs(row)}
        return issue_for_dossier(by, at, row, agency, template="control_06", words=words, number=row.code)


def hand_overs(row: Dossier) -> list[dict[str, str]]:
    """Each hand-over from one hand to the next; only the end is judged, as the law judges it.

    What was corrected or annulled afterwards is judged where it was decided.
    """
    acts = Act.objects.filter(submission=row.submission).exclude(kind__in=_NO_HAND_OVER).order_by("at", "id")
    holder = officer = row.applicant_name
    steps: list[dict[str, str]] = []
    kinds: list[ActKind] = []
    end = -1
    for act in acts:
        if act.kind in _AFTERWARDS and end == -1:
            end = max((place for place, kind in enumerate(kinds) if kind == ActKind.DECIDED), default=-1)
        kinds.append(ActKind(act.kind))
        taken_by = row.applicant_name if act.kind in _TO_CITIZEN else act.by_name or act.agency_name
        taken_by = officer if act.kind in _FROM_CITIZEN else taken_by or row.applicant_name
        officer = taken_by if act.kind not in _TO_CITIZEN else officer
        at, note = f"{local(act.at):%H:%M, %d/%m/%Y}", act_title(act.kind)
        steps.append({"given_by": holder, "received_by": taken_by, "at": at, "standing": "", "note": note})
        holder = taken_by
    if row.decided_at is not None and row.due_at is not None:
        steps[end]["standing"] = _standing(row.decided_at, row.due_at)
    return steps


def _standing(decided_at: datetime, due_at: datetime) -> str:
    if decided_at > due_at:
        return "late"
    return "early" if day_of(decided_at) < day_of(due_at) else "on_time"


def issue_due_receipts(*, by: Actor, at: datetime, limit: int = 50, without: Collection[str] = frozenset()) -> Done:
    """Issue receipts still due, each in its own transaction. The queue runs it again after a crash.

    One that cannot be issued stays due, keeps no other waiting, and is passed over when named in `without`.
    """
    rows = Dossier.objects.filter(is_receipt_due=True).exclude(public_id__in=without).order_by("id")
    due: Sequence[str] = list(rows.values_list("public_id", flat=True)[:limit])
    return each_alone(due, lambda dossier_id: ensure_receipt(by=by, at=at, dossier_id=dossier_id))
