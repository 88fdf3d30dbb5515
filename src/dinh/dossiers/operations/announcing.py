"""Telling the people of a case what happened to it: each entry of the record once to each person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from dinh.directory import api as directory
from dinh.dossiers.events import (
    DossierDecided,
    DossierExtended,
    DossierHandedOver,
    DossierReceived,
    DossierStopped,
    DossierWithdrawn,
    DueRecomputed,
    ObligationRequested,
    ResultAnnulled,
    ResultCorrected,
    SubmissionDeclined,
    SubmissionFiled,
    SupplementRequested,
)
from dinh.dossiers.models import Act, Dossier, Recount, Submission, Supplement
from dinh.dossiers.policies.corrections import why_en
from dinh.dossiers.registry import references
from dinh.dossiers.types import DeliveryWay, Outcome
from dinh.forms.events import CosignatureAnswered
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.text import vnd
from dinh.ledger.events import Event
from dinh.notices import api as notices

__all__ = ["TOLD", "Heard", "announce", "announce_all", "people_of"]


@dataclass(frozen=True, slots=True)
class Case:
    """What the words are made of: the entry, its event, and the rows as they stand now."""

    entry_id: str
    event: Any
    submission: Submission
    dossier: Dossier | None

    @property
    def subject_id(self) -> str:
        return self.dossier.public_id if self.dossier else self.submission.public_id

    @property
    def procedure(self) -> str:
        name = self.submission.procedure_name
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"

    @property
    def code(self) -> str:
        return self.dossier.code if self.dossier else ""

    @property
    def agency(self) -> str:
        row = self.dossier
        agency_id = (row.handling_agency_id if row else None) or self.submission.receiving_agency_id or ""
        return references.agency(agency_id).name

    @property
    def reason(self) -> str:
        """The words of the act this entry is of."""
        found = Act.objects.filter(submission=self.submission, entry_id=self.entry_id).values_list("note", flat=True)
        return next(iter(found), "")


_LONGEST_NAME = 400
Values = dict[str, str]
_NO_DUE = {"due": "Cơ quan sẽ thông báo", "due_en": "the office will tell you"}


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"


def _due(at: datetime | None) -> Values:
    return {"due": _moment(at)} if at else dict(_NO_DUE)


def _filed(case: Case) -> Values:
    return {"procedure": case.procedure, "answer_by": _moment(case.event.answer_due_at)}


def _cosigned(case: Case) -> Values:
    if case.event.is_agreed:
        return {"procedure": case.procedure, "answer": "đã đồng ý ký", "answer_en": "agreed to sign"}
    return {"procedure": case.procedure, "answer": "không ký, có nêu lý do", "answer_en": "did not sign and says why"}


def _received(case: Case) -> Values:
    desk = references.agency(case.event.receiving_agency_id).name
    return {"procedure": case.procedure, "code": case.event.code, "agency": desk, **_due(case.event.due_at)}


def _declined(case: Case) -> Values:
    return {"procedure": case.procedure, "agency": case.agency, "reason": case.submission.answer_reason}


def _named(case: Case) -> Values:
    return {"procedure": case.procedure, "code": case.code}


def _supplement(case: Case) -> Values:
    asked = Supplement.objects.get(dossier=case.dossier, number=case.event.request_no)
    papers = [f"- {item['name']}" + (f": {item['reason']}" if item["reason"] else "") for item in asked.items]
    return {**_named(case), "agency": case.agency, "reason": asked.reason, "papers": "\n".join(papers)}


def _obligation(case: Case) -> Values:
    return {**_named(case), "agency": case.agency, "amount": vnd(case.event.amount_vnd)}


def _decided(case: Case) -> Values:
    if case.event.outcome == Outcome.APPROVED:
        outcome = {"outcome": "đã được giải quyết", "outcome_en": "granted"}
    else:
        outcome = {"outcome": "không được giải quyết, có văn bản nêu rõ lý do", "outcome_en": "refused, with reasons"}
    return {**_named(case), **outcome, **_where(case)}


def _where(case: Case) -> Values:
    """Where the result is waiting: in the store, on its way by post, or at the desk."""
    way = case.submission.delivery_way
    if way == DeliveryWay.ONLINE and case.event.has_e_result:
        return {"where": "Bản điện tử nằm trong Kho giấy tờ của anh/chị.", "where_en": "It lies in your store."}
    if way == DeliveryWay.POST:
        return {"where": "Kết quả được gửi tới anh/chị qua bưu chính.", "where_en": "It comes to you by post."}
    desk = references.agency(case.submission.receiving_agency_id or "").short_name
    return {
        "where": f"Mời anh/chị đến {desk} nhận, nhớ mang theo giấy tiếp nhận và căn cước.",
        "where_en": f"Please fetch it at {desk} with your receipt and identity card.",
    }


def _extended(case: Case) -> Values:
    moved = {"old_due": _moment(case.event.old_due_at), **_due(case.event.new_due_at)}
    return {**_named(case), **moved, "agency": case.agency, "reason": case.reason}


def _recomputed(case: Case) -> Values:
    old = _due(case.event.old_due_at)
    before = {name.replace("due", "old_due"): words for name, words in old.items()}
    why = case.reason or "Lịch ngày làm việc được đính chính"
    return {**_named(case), **before, **_due(case.event.new_due_at), "why": why, "why_en": _why_in_english(case)}


def _why_in_english(case: Case) -> str:
    """What the story says in Vietnamese, from the correction it was counted under."""
    found = Recount.objects.select_related("correction").filter(dossier=case.dossier, entry_id=case.entry_id).first()
    return why_en(found.correction.days) if found else "the calendar of working days was corrected"


def _explained(case: Case) -> Values:
    return {**_named(case), "agency": case.agency, "reason": case.reason}


TOLD: Mapping[type[Event], tuple[str, Callable[[Case], Values]]] = {
    SubmissionFiled: ("submission.filed", _filed),
    SubmissionDeclined: ("submission.declined", _declined),
    DossierReceived: ("dossier.received", _received),
    SupplementRequested: ("dossier.supplement_requested", _supplement),
    ObligationRequested: ("dossier.fee_due", _obligation),
    DossierDecided: ("dossier.decided", _decided),
    DossierHandedOver: ("dossier.handed_over", _named),
    DossierExtended: ("dossier.extended", _extended),
    DueRecomputed: ("dossier.due_moved", _recomputed),
    DossierWithdrawn: ("dossier.withdrawn", _named),
    DossierStopped: ("dossier.stopped", _explained),
    ResultCorrected: ("dossier.result_corrected", _explained),
    ResultAnnulled: ("dossier.result_annulled", _explained),
    CosignatureAnswered: ("submission.cosigned", _cosigned),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One entry of the record: its id, what it says, and the case it is about."""

    entry_id: str
    event: Event
    subject_id: str


def announce(*, by: Actor, at: datetime, entry_id: str, event: Event, subject_id: str) -> int:
    """Tell the people of a case of one entry; as `announce_all`."""
    return announce_all(by=by, at=at, entries=[Heard(entry_id, event, subject_id)])


def announce_all(*, by: Actor, at: datetime, entries: Sequence[Heard]) -> int:
    """Tell the applicants, and who sent the papers for them, of many entries; return how many are told first now.

    Safe to repeat: a person hears of an entry once. A case kept elsewhere (imported history) is passed over. Cases,
    people and notices are read and written all at once; only what the words need is asked for each.
    """
    cases = [case for case in _cases([one for one in entries if type(one.event) in TOLD]) if not _is_told_already(case)]
    if not cases:
        return 0
    ids = {one for case in cases for one in (case.submission.applicant_id, case.submission.submitter_id) if one}
    known = directory.people(person_ids=tuple(ids))
    news = []
    for case in cases:
        template, make = TOLD[type(case.event)]
        values = make(case)
        news += [
            notices.News(
                person, template, values, case.subject_id, f"{case.entry_id}:{person.person_id}", href=_href(case)
            )
            for person in people_of(case.submission, known)
        ]
    return sum(one.is_new for one in notices.tell_all(by=by, at=at, news=news))


def _cases(entries: Sequence[Heard]) -> list[Case]:
    asked = [one.subject_id for one in entries]
    dossiers = Dossier.objects.select_related("submission").filter(public_id__in=asked) if asked else ()
    rows = {row.public_id: (row.submission, row) for row in dossiers}
    sent = [one for one in asked if one.startswith("sub_")]
    submissions = Submission.objects.filter(public_id__in=sent) if sent else ()
    found: dict[str, tuple[Submission, Dossier | None]] = {
        **rows,
        **{one.public_id: (one, None) for one in submissions},
    }
    return [Case(one.entry_id, one.event, *found[one.subject_id]) for one in entries if one.subject_id in found]


def _is_told_already(case: Case) -> bool:
    """Whether the news is in another notice: who has the result in the store reads it with the decision."""
    return isinstance(case.event, DossierHandedOver) and case.event.way == DeliveryWay.ONLINE


def _href(case: Case) -> str:
    """Where the news leads: once the result is handed over, to the citizen's own rating."""
    if isinstance(case.event, DossierHandedOver):
        return reverse("dossiers:rating", args=[case.subject_id])
    return reverse("dossiers:citizen_dossier", args=[case.subject_id])


def people_of(row: Submission, known: Mapping[str, directory.PersonView] | None = None) -> list[notices.Recipient]:
    """Return who hears of a case: the applicant, and who sent it for them."""
    ids = tuple(one for one in (row.applicant_id, row.submitter_id) if one)
    people = known or directory.people(person_ids=ids)
    email = row.applicant_email or people[row.applicant_id].email
    found = [notices.Recipient(row.applicant_id, row.applicant_name, email, row.applicant_phone)]
    if row.submitter_id and row.submitter_id != row.applicant_id:
        sender = people[row.submitter_id]
        found.append(notices.Recipient(sender.person_id, sender.full_name, sender.email, sender.phone))
    return found
