"""Finding papers: those that were handed in with a case and those that were issued about it, where it may be opened."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from dinh.documents import api as documents
from dinh.dossiers.models import PART_GIVEN, PART_WORDS, Dossier, Part
from dinh.dossiers.queries.finding import reach_of
from dinh.dossiers.queries.people import open_to
from dinh.kernel.actor import Actor
from dinh.kernel.clock import now
from dinh.kernel.errors import Invalid
from dinh.kernel.search import HasWords, asked, bare_words

__all__ = ["PaperHit", "PapersFound", "given_papers", "issued_papers"]

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class PaperHit:
    """One paper and its case; `seq` is its place among the papers handed in, 0 for one that was issued."""

    title: str
    number: str
    file_id: str
    file_name: str
    paper_id: str
    seq: int
    at: datetime | None
    dossier_id: str
    submission_id: str
    code: str
    procedure_name: str
    applicant_name: str


@dataclass(frozen=True, slots=True)
class PapersFound:
    """One page of papers, newest first; `next_cursor` "" on the last page."""

    papers: tuple[PaperHit, ...]
    next_cursor: str


def given_papers(*, by: Actor, text: str, cursor: str = "", size: int = 25, at: datetime | None = None) -> PapersFound:
    """Return papers handed in with what the officer may open, by words of their kind and of the name of their file.

    Words stand in any order, without tones, as far as they are typed; what is lacking or does not apply is no paper.
    One query beside that of the rights. Raises NotAllowed HS43, Invalid HS44 (too little), HS42 (cursor).
    Basis: 118/2025/NĐ-CP, Điều 14.
    """
    allowed = open_to(by, at or now())
    words = bare_words(text)
    if max((len(word) for word in words), default=0) < _FEWEST:
        raise Invalid("HS44", _("Please type at least three letters or digits in a row."))
    rows = Part.objects.select_related("submission__dossier").filter(
        PART_GIVEN, HasWords(PART_WORDS, Value(asked(words))), submission__in=allowed.values("pk")
    )
    if cursor:
        if not cursor.isdecimal():
            raise Invalid("HS42", _("This page of the list no longer exists."), _("Open the list again."))
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows.order_by("-pk")[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return PapersFound(tuple(map(_given, found[:size])), more)


def issued_papers(*, by: Actor, text: str, cursor: str = "", size: int = 25, at: datetime | None = None) -> PapersFound:
    """Return papers issued about dossiers the officer may open, by words of their title and their number.

    Two queries beside that of the rights. Raises NotAllowed HS43, Invalid DC14 (too little), DC15 (cursor).
    Basis: 118/2025/NĐ-CP, Điều 14.
    """
    within = Dossier.objects.filter(reach_of(by, at or now()).plain)
    found = documents.find_papers(text=text, among=within.values("public_id"), cursor=cursor, size=size)
    about = Dossier.objects.filter(public_id__in=[one.subject_id for one in found.papers])
    cases = {row.public_id: row for row in about.select_related("submission")}
    return PapersFound(tuple(_issued(one, cases[one.subject_id]) for one in found.papers), found.next_cursor)


def _given(row: Part) -> PaperHit:
    sent = row.submission
    made: Dossier | None = getattr(sent, "dossier", None)
    return PaperHit(
        title=row.name,
        number="",
        file_id=row.file_id,
        file_name=row.file_name,
        paper_id="",
        seq=row.seq,
        at=row.added_at or sent.filed_at,
        dossier_id=made.public_id if made else "",
        submission_id=sent.public_id,
        code=made.code if made else "",
        procedure_name=sent.procedure_name,
        applicant_name=sent.applicant_name,
    )


def _issued(paper: documents.PaperView, row: Dossier) -> PaperHit:
    return PaperHit(
        title=paper.title,
        number=paper.number,
        file_id=paper.file_id,
        file_name="",
        paper_id=paper.paper_id,
        seq=0,
        at=paper.issued_at,
        dossier_id=row.public_id,
        submission_id=row.submission.public_id,
        code=row.code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
    )
