"""The papers of a submission: sent as files, taken from the store, handed over on paper, digitised."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.documents import api as documents
from dinh.dossiers.events import ComponentDigitised, PartMarked
from dinh.dossiers.models import Dossier, Part, Submission
from dinh.dossiers.operations.basics import Action, check, lock_submission, moved, record, tell
from dinh.dossiers.operations.drafts import check_owner
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.queries.submissions import gaps_of
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Gap, Moved, PaperCount, PartSource, SubmissionState
from dinh.dossiers.workflow import OPEN, Status
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.kernel.text import nfc
from dinh.ledger import api as ledger

__all__ = ["attach", "check_complete", "count_papers", "detach", "digitise", "mark_part", "use_stored"]

_SAID = frozenset({PartSource.NOT_APPLICABLE, PartSource.PAPER, PartSource.MISSING})


def attach(*, by: Actor, at: datetime, submission_id: str, seq: int, name: str, stream: BinaryIO) -> documents.FileView:
    """Keep a file for the paper at `seq` and acknowledge it with its SHA-256; a second file replaces the first.

    Possible while the draft is open, while papers are asked for, and by a desk as long as the case is open (a scan).
    Raises Invalid FL.. (the file is refused by its content, in a sentence that says why), Conflict HS06 (no papers are
    taken now), NotAllowed, NotFound HS01, HS03, Unavailable. Basis: 45/2020/NĐ-CP, Điều 9, 11 khoản 1.
    """
    with transaction.atomic():
        row = lock_submission(submission_id)
        part = _place(by, at, row, seq)
    # The bytes are kept outside of any lock: a slow line must not hold up the dossier.
    kept = documents.store_file(
        by=by,
        at=at,
        name=name,
        stream=stream,
        purpose=part.component_id or part.public_id,
        subject_id=submission_id,
        owner_person_id=row.applicant_id,
    )
    with transaction.atomic():
        part = _place(by, at, lock_submission(submission_id), seq)
        part.source = PartSource.PAPER_SCANNED if by.is_official else PartSource.NEW_UPLOAD
        part.file_id, part.file_sha256, part.file_name = kept.file_id, kept.sha256, kept.name
        part.store_item_id = part.reason = ""
        part.is_digitised, part.added_at = False, at
        part.save()
    return kept


@transaction.atomic
def detach(*, by: Actor, at: datetime, submission_id: str, seq: int) -> None:
    """Take the file of one paper out of a draft; the file itself stays kept. Raises as `attach`."""
    row = lock_submission(submission_id)
    part = _place(by, at, row, seq)
    if row.state != SubmissionState.DRAFT:
        raise _closed()
    _clear(part, PartSource.MISSING)
    part.save()


@transaction.atomic
def mark_part(*, by: Actor, at: datetime, submission_id: str, seq: int, source: str, reason: str = "") -> None:
    """Say that a paper does not apply, is lacking or comes on paper, and why; the reason stays with the paper.

    In a draft it may stay unsaid. An officer who says so of what was sent gives a reason (for what lies on paper now
    they may), and leaves one entry and one line of the story. Raises as `attach`, Invalid HS15, HS20.
    """
    if source not in _SAID:
        raise Invalid("HS15", _("This cannot be said of a paper."))
    said = PartSource(source)
    row = lock_submission(submission_id)
    part = _place(by, at, row, seq)
    is_told = row.state != SubmissionState.DRAFT and by.is_official
    why = check_reason(reason) if is_told and said is not PartSource.PAPER else nfc(reason).strip()
    _clear(part, said)
    part.reason = why
    part.save()
    if is_told:
        _tell_marked(by, at, row, part)


def _tell_marked(by: Actor, at: datetime, row: Submission, part: Part) -> None:
    """The words stay with the paper; the record keeps a digest of them, salted with what only the paper has."""
    event = PartMarked(
        submission_id=row.public_id,
        part_id=part.public_id,
        component_id=part.component_id,
        source=part.source,
        reason=ledger.digest(part.reason, part.public_id) if part.reason else "",
    )
    made = Dossier.objects.filter(submission=row).values_list("public_id", flat=True).first()
    subjects = [made, row.public_id] if made else [row.public_id]
    entry = ledger.record(event=event, by=by, at=at, subjects=subjects, channel=row.channel)
    note = f"{part.name}: {part.reason}" if part.reason else part.name
    tell(row, ActKind.PART_MARKED, by=by, at=at, entry_id=entry.entry_id, note=note)


@transaction.atomic
def use_stored(
    *, by: Actor, at: datetime, submission_id: str, seq: int, item_id: str, consent: str = ""
) -> documents.StoreItemView:
    """Use a paper of the person's store instead of asking for it again; the use is written down by `documents`.

    An officer says in `consent` how the owner agreed. Raises as `attach`, Conflict HS07 (the paper does not fit here),
    Conflict DC33-DC35, NotAllowed DC08, DC09. Basis: 45/2020/NĐ-CP, Điều 4 khoản 4, Điều 16.
    """
    row = lock_submission(submission_id)
    part = _place(by, at, row, seq)
    component = next(
        (one for one in references.version(row.version_id).components if one.component_id == part.component_id), None
    )
    item = documents.reuse(
        by=by,
        at=at,
        item_id=item_id,
        for_subject_id=submission_id,
        purpose=part.component_id or part.public_id,
        consent=consent,
    )
    is_own = item.owner_person_id in {row.applicant_id, row.submitter_id}
    if component is None or item.kind_code not in component.accepts_results or not is_own:
        raise Conflict("HS07", _("This paper of the store cannot stand for the one that is asked."))
    part.source, part.store_item_id = PartSource.PROVINCIAL_STORE, item.item_id
    part.file_id, part.file_sha256, part.file_name = item.file_id, item.sha256, item.title[:255]
    part.is_digitised, part.added_at, part.reason = False, at, ""
    part.save()
    return item


@transaction.atomic
def count_papers(*, by: Actor, at: datetime, submission_id: str, papers: Sequence[PaperCount]) -> None:
    """Write down how many originals and copies lie on the counter; only a desk may. Raises as `attach`."""
    row = lock_submission(submission_id)
    check(by, Action.DOSSIER_RECEIVE, at, agency_id=by.agency_id, procedure_code=row.procedure_code)
    for count in papers:
        part = _place(by, at, row, count.seq)
        put_on_counter(part, count, at)
        part.save()


def put_on_counter(part: Part, count: PaperCount, at: datetime) -> None:
    """Set the counts of one paper; a paper that is there is no longer missing."""
    if count.originals < 0 or count.copies < 0:
        raise Invalid("HS16", _("A count of papers is 0 or more."))
    part.originals, part.copies = count.originals, count.copies
    if count.originals + count.copies and part.source in {PartSource.MISSING, PartSource.NOT_APPLICABLE}:
        part.source, part.added_at, part.reason = PartSource.PAPER, at, ""


@transaction.atomic
def digitise(*, by: Actor, at: datetime, submission_id: str, seq: int) -> Moved:
    """Turn the scan of one paper into a digitised copy: the officer who scanned signs it personally.

    Doing it again changes nothing. Raises NotAllowed, NotFound HS01-HS03, Conflict HS08 (no scan), Invalid DC52
    (neither PDF nor picture), Unavailable. Basis: 01/2023/TT-VPCP, Điều 7, 8; 118/2025/NĐ-CP.
    """
    submission = lock_submission(submission_id)
    row = Dossier.objects.select_related("submission").filter(submission=submission).first()
    if row is None:
        raise NotFound("HS02", _("This dossier does not exist."))
    check(by, Action.DOSSIER_DIGITISE, at, agency_id=row.handling_agency_id, procedure_code=row.procedure_code)
    part = part_at(submission, seq)
    if part.is_digitised:
        return moved(row)
    if part.source not in {PartSource.PAPER_SCANNED, PartSource.NEW_UPLOAD} or not part.file_id:
        raise Conflict("HS08", _("There is no scan of this paper yet."), _("Scan it and attach the file first."))
    component = part.component_id or part.public_id
    made = documents.digitise(by=by, at=at, file_id=part.file_id, component_id=component)
    part.file_id, part.file_sha256, part.is_digitised = made.file_id, made.sha256, True
    part.save(update_fields=["file_id", "file_sha256", "is_digitised"])
    event = ComponentDigitised(dossier_id=row.public_id, component_id=component, file_id=made.file_id)
    entry_id = record(row, event, by=by, at=at)
    tell(submission, ActKind.DIGITISED, by=by, at=at, entry_id=entry_id, note=part.name)
    return moved(row, entry_id=entry_id)


def check_complete(*, by: Actor, at: datetime, submission_id: str) -> tuple[Gap, ...]:
    """Tell what is still missing before this can be filed, what stops it first. Raises NotAllowed, NotFound HS01."""
    row = Submission.objects.filter(public_id=submission_id).first()
    if row is None:
        raise NotFound("HS01", _("This submission does not exist."))
    check_owner(by, at, row)
    return gaps_of(row, list(row.parts.order_by("seq")), at)


def part_at(row: Submission, seq: int) -> Part:
    part = Part.objects.filter(submission=row, seq=seq).first()
    if part is None:
        raise NotFound("HS03", _("This paper is not part of the dossier."))
    return part


def _place(by: Actor, at: datetime, row: Submission, seq: int) -> Part:
    """Return the paper if this actor may change it now."""
    if row.state == SubmissionState.DRAFT:
        check_owner(by, at, row)
    else:
        _check_after_filing(by, at, row)
    return part_at(row, seq)


def _check_after_filing(by: Actor, at: datetime, row: Submission) -> None:
    status = Dossier.objects.filter(submission=row).values_list("status", flat=True).first()
    if by.is_official:
        if row.state != SubmissionState.FILED and (status is None or status not in OPEN):
            raise _closed()
        check(by, Action.DOSSIER_RECEIVE, at, agency_id=by.agency_id, procedure_code=row.procedure_code)
        return
    check_owner(by, at, row)
    if status != Status.SUPPLEMENT:
        raise _closed()


def _clear(part: Part, source: PartSource) -> None:
    part.source = source
    part.file_id = part.file_sha256 = part.file_name = part.store_item_id = part.reason = ""
    part.is_digitised, part.added_at = False, None


def _closed() -> Conflict:
    return Conflict(
        "HS06",
        _("Papers can no longer be added or taken out here."),
        _("If the office asks for more papers, you will see the request on the page of your dossier."),
    )
