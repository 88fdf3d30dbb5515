"""Shapes that leave the module; no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Origin(StrEnum):
    """How a file came to us."""

    UPLOADED = "uploaded"
    ISSUED = "issued"
    SIGNED = "signed"
    DIGITISED = "digitised"


class Standing(StrEnum):
    """Whether a paper or an item of the store still counts."""

    IN_FORCE = "in_force"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Certificate(StrEnum):
    """Whose certificate signs: the agency's seal or the person's own."""

    AGENCY = "agency"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class SignAs:
    """Whose certificate signs. Left empty, holder and names are those of the actor: its agency, or the person."""

    certificate: Certificate
    holder_id: str = ""
    name: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class SignedView:
    """A signed version: `file_id` is the new file; `paper_id` and `verify_code` only when it is a paper of ours."""

    file_id: str
    base_file_id: str
    sha256: str
    signed_by: str
    signed_at: datetime
    serial: str
    paper_id: str = ""
    verify_code: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """One kept file; `sha256` is the acknowledgement shown to the sender, `pages` 0 where the type has none."""

    file_id: str
    sha256: str
    size: int
    media_type: str
    pages: int
    name: str
    purpose: str
    subject_id: str
    owner_person_id: str
    origin: Origin
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper we issued; `file_id` and `sha256` are of its newest version (signed, where it is signed)."""

    paper_id: str
    template: str
    title: str
    number: str
    file_id: str
    sha256: str
    verify_code: str
    verify_url: str
    subject_id: str
    agency_id: str
    agency_name: str
    owner_masked: str
    issued_at: datetime
    signed_by: str
    signed_at: datetime | None
    standing: Standing
    ended_at: datetime | None
    ended_reason: str
    replaced_by_code: str
    entry_id: str


@dataclass(frozen=True, slots=True)
class PapersPage:
    """One page of papers that were looked for, newest first; `next_cursor` "" on the last page."""

    papers: tuple[PaperView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class StoreItemView:
    """One paper in a citizen's store; `valid_to` is the last day it may be used, None without an end."""

    item_id: str
    owner_person_id: str
    kind_code: str
    title: str
    number: str
    file_id: str
    sha256: str
    source_subject_id: str
    issuer_name: str
    deposited_at: datetime
    valid_to: date | None
    standing: Standing
    ended_reason: str
    is_offered: bool
    verify_code: str
    uses: int

    def is_usable(self, on: date) -> bool:
        unexpired = self.valid_to is None or on <= self.valid_to
        return self.standing is Standing.IN_FORCE and self.is_offered and unexpired


@dataclass(frozen=True, slots=True)
class UseView:
    """One use of a paper from the store, as its owner may see it."""

    for_subject_id: str
    purpose: str
    consent: str
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One difference after a signature; `kind` is a code, `pages` counts from 1."""

    kind: str
    pages: tuple[int, ...] = ()
    detail: str = ""


class Verdict(StrEnum):
    """What one look at a file says."""

    UNSIGNED = "unsigned"
    VALID = "valid"
    VALID_THEN_CHANGED = "valid_then_changed"
    UNTRUSTED = "untrusted"
    BROKEN = "broken"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What one signature proves. `signed_at` is of its timestamp when that is sound, else what the signer claims."""

    field_name: str
    signer: str
    organization: str
    reason: str
    signed_at: datetime | None
    timestamp_ok: bool
    intact: bool
    trusted: bool
    valid_at_signing: bool
    revoked_later: bool
    covers_whole_file: bool
    long_term: bool
    changes_since: tuple[Change, ...]

    @property
    def is_good(self) -> bool:
        return self.intact and self.trusted and self.valid_at_signing


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer of `verify_pdf`; the sentences are for a person."""

    sha256: str
    verdict: Verdict
    signatures: tuple[SignatureReport, ...]
    sentence_vi: str
    sentence_en: str
    change_lines_vi: tuple[str, ...] = ()
    change_lines_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """An upload held against the paper we issued: `is_same` to the last byte, else what differs."""

    is_same: bool
    is_earlier_version: bool
    verification: Verification
    lines_vi: tuple[str, ...] = ()
    lines_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF and where its stamps belong: name -> (page, x, y, width, height), points from the top left."""

    pdf: bytes
    stamps: Mapping[str, tuple[int, int, int, int, int]] = field(default_factory=dict)
