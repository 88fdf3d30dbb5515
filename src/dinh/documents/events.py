"""What happens to files, papers and the citizen's store, as the ledger keeps it."""

from datetime import date, datetime

from dinh.ledger.events import Event, event


@event("documents.file.stored", version=1)
class FileStored(Event):
    """A file was taken in; `sha256` is what the sender was told."""

    file_id: str
    sha256: str
    size: int
    media_type: str
    pages: int
    purpose: str
    subject_id: str


@event("documents.file.signed", version=1)
class FileSigned(Event):
    """A file that is no paper of ours got a signature; `file_id` is the new, signed version."""

    base_file_id: str
    file_id: str
    sha256: str
    certificate: str
    holder_id: str
    serial: str
    signed_at: datetime


@event("documents.file.digitised", version=1)
class FileDigitised(Event):
    """A scan got the personal signature of the officer who made it."""

    base_file_id: str
    file_id: str
    sha256: str
    subject_id: str
    component_id: str
    post_id: str


@event("documents.paper.issued", version=1)
class PaperIssued(Event):
    """A paper was typeset, kept and (where `signed_by` is set) signed."""

    paper_id: str
    template: str
    number: str
    subject_id: str
    agency_id: str
    file_id: str
    sha256: str
    certificate: str
    signed_by: str


@event("documents.paper.signed", version=1)
class PaperSigned(Event):
    """A paper got one more signature."""

    paper_id: str
    file_id: str
    sha256: str
    certificate: str
    holder_id: str
    serial: str
    signed_at: datetime


@event("documents.paper.revoked", version=1)
class PaperRevoked(Event):
    """A paper lost its force; `replaced_by` names the paper that stands instead, or is empty."""

    paper_id: str
    subject_id: str
    replaced_by: str
    reason_code: str


@event("documents.store.deposited", version=1)
class StoreDeposited(Event):
    """A paper landed in a citizen's store."""

    item_id: str
    kind_code: str
    number: str
    file_id: str
    sha256: str
    source_subject_id: str
    valid_to: date | None


@event("documents.store.reused", version=1)
class StoreReused(Event):
    """A paper of the store was used in a dossier instead of being asked again."""

    item_id: str
    kind_code: str
    for_subject_id: str
    purpose: str
    consent: str


@event("documents.store.revoked", version=1)
class StoreRevoked(Event):
    """A paper of the store lost its force."""

    item_id: str
    replaced_by: str
    reason_code: str


@event("documents.store.offer_changed", version=1)
class StoreOfferChanged(Event):
    """The owner allowed or stopped the reuse of one paper."""

    item_id: str
    is_offered: bool
