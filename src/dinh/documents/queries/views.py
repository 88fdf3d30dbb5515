"""Rows turned into the frozen shapes that leave the module."""

from dinh.documents.models import Paper, StoredFile, StoreItem
from dinh.documents.registry.house import house
from dinh.documents.types import FileView, Origin, PaperView, Standing, StoreItemView


def file_view(row: StoredFile) -> FileView:
    return FileView(
        file_id=row.public_id,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        pages=row.pages,
        name=row.name,
        purpose=row.purpose,
        subject_id=row.subject_id,
        owner_person_id=row.owner_person_id,
        origin=Origin(row.origin),
        stored_at=row.stored_at,
    )


def paper_view(row: Paper) -> PaperView:
    return PaperView(
        paper_id=row.public_id,
        template=row.template,
        title=row.title,
        number=row.number,
        file_id=row.latest.public_id,
        sha256=row.latest.sha256,
        verify_code=row.verify_code,
        verify_url=house().verify_url(row.verify_code),
        subject_id=row.subject_id,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        owner_masked=row.owner_masked,
        issued_at=row.issued_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        standing=Standing(row.standing),
        ended_at=row.ended_at,
        ended_reason=row.ended_reason,
        replaced_by_code=row.replaced_by.verify_code if row.replaced_by else "",
        entry_id=row.entry_id,
    )


def item_view(row: StoreItem, *, uses: int = 0, verify_code: str = "") -> StoreItemView:
    return StoreItemView(
        item_id=row.public_id,
        owner_person_id=row.owner_person_id,
        kind_code=row.kind_code,
        title=row.title,
        number=row.number,
        file_id=row.file.public_id,
        sha256=row.file.sha256,
        source_subject_id=row.source_subject_id,
        issuer_name=row.issuer_name,
        deposited_at=row.deposited_at,
        valid_to=row.valid_to,
        standing=Standing(row.standing),
        ended_reason=row.ended_reason,
        is_offered=row.is_offered,
        verify_code=verify_code,
        uses=uses,
    )
