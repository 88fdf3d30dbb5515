import hashlib
import tempfile
from datetime import datetime
from typing import BinaryIO, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.documents.events import FileStored
from dinh.documents.models import StoredFile
from dinh.documents.policies import doors
from dinh.documents.policies.content import Content, inspect
from dinh.documents.policies.content.refusals import refuse
from dinh.documents.policies.names import clean_name
from dinh.documents.queries.views import file_view
from dinh.documents.registry.house import ACCEPTED, house
from dinh.documents.types import FileView, Origin
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, Unavailable
from dinh.kernel.storage import Stored
from dinh.ledger import api as ledger

_CHUNK = 1 << 20
_IN_MEMORY = 4 << 20
_LONGEST_DETAIL = 80


def store_file(
    *,
    by: Actor,
    at: datetime,
    name: str,
    stream: BinaryIO,
    purpose: str,
    subject_id: str = "",
    owner_person_id: str = "",
) -> FileView:
    """Check a file by its content, keep it and acknowledge it with its SHA-256.

    `purpose` says what the file is for (a component id, `result`, …). The same bytes for the same subject and purpose
    from the same account are the same file. `owner_person_id` is whose paper it is, by default the citizen who sends
    it. Raises NotAllowed, Invalid (codes FL..; the attempt is on the ledger) and Unavailable (nothing is kept half).
    Basis: 45/2020/NĐ-CP, Điều 9, 11.1.
    """
    doors.check_can_store(by)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        kept = cast("BinaryIO", spool)
        try:
            content = _receive(stream, kept)
        except Invalid as refusal:
            _note_refusal(by, at, refusal, subject_id or by.account_id, purpose)
            raise
        stored = put(kept)
    row = StoredFile(
        sha256=stored.sha256,
        size=stored.size,
        media_type=content.media_type,
        pages=content.pages,
        name=clean_name(name, ACCEPTED[content.media_type]),
        purpose=purpose,
        subject_id=subject_id,
        owner_person_id=owner_person_id or (by.person_id if by.is_citizen else ""),
        agency_id=by.agency_id,
        stored_by=by.account_id,
        origin=Origin.UPLOADED,
        stored_at=at,
    )
    with transaction.atomic():
        kept_row, is_new = insert_once(row)
        if is_new:
            ledger.record(event=_stored(kept_row), by=by, at=at, subjects=subjects(subject_id, kept_row.public_id))
    return file_view(kept_row)


def subjects(*ids: str) -> list[str]:
    """Return the ids that are there, each once, in their order."""
    return list(dict.fromkeys(one for one in ids if one))


def insert_once(row: StoredFile) -> tuple[StoredFile, bool]:
    """Insert, or return the row that says the same already; two at once meet at the unique constraint."""
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    kept = StoredFile.objects.get(
        sha256=row.sha256, subject_id=row.subject_id, purpose=row.purpose, stored_by=row.stored_by
    )
    return kept, kept.public_id == row.public_id


def put(stream: BinaryIO) -> Stored:
    """Keep bytes durably, or say plainly that there is no room; nothing half stays behind."""
    try:
        return house().store.put(stream)
    except OSError as fault:
        raise Unavailable(
            "DC20",
            _("There is no room to keep this file just now."),
            _("Nothing was kept. Please try again later; the operators have been told."),
        ) from fault


def _receive(stream: BinaryIO, kept: BinaryIO) -> Content:
    limit, size = house().max_bytes, 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise refuse("FL02")
        kept.write(chunk)
    return inspect(kept, accepted=ACCEPTED)


def _note_refusal(by: Actor, at: datetime, refusal: Invalid, subject: str, purpose: str) -> None:
    # The bytes are not kept, so the entry tells only who, for what and why.
    ledger.record_refused(
        kind="documents.file.refused",
        by=by,
        at=at,
        subjects=[subject or "documents"],
        reason_code=refusal.code,
        detail=hashlib.sha256(purpose.encode()).hexdigest()[:16] if len(purpose) > _LONGEST_DETAIL else purpose,
    )


def _stored(row: StoredFile) -> FileStored:
    return FileStored(
        file_id=row.public_id,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        pages=row.pages,
        purpose=row.purpose,
        subject_id=row.subject_id,
    )
