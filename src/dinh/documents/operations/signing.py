import io
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.documents.events import FileDigitised, FileSigned, PaperSigned
from dinh.documents.models import Paper, Signature, StoredFile
from dinh.documents.operations.files import put, subjects
from dinh.documents.policies import doors
from dinh.documents.policies.content import pages_of
from dinh.documents.queries.files import check_open, file_row, read_content
from dinh.documents.registry import authority
from dinh.documents.types import Certificate, Origin, SignAs, SignedView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from dinh.ledger import api as ledger
from dinh.ledger.events import Event

# A scan has no room left for a stamp: it goes into the top left corner (01/2023/TT-VPCP, Điều 8), one below the other.
_CORNER = (1, 12, 12, 150, 44)
_STEP = 48


@dataclass(frozen=True, slots=True)
class _Made:
    """The new signature and, when the file is a paper of ours, the paper."""

    row: Signature
    paper: Paper | None
    is_new: bool


def resolve(by: Actor, at: datetime, sign: SignAs) -> SignAs:
    """Return `sign` with the holder and the names filled in from the actor and the directory."""
    is_agency = sign.certificate is Certificate.AGENCY
    holder_id = sign.holder_id or (by.agency_id if is_agency else by.person_id)
    agency_id = holder_id if is_agency else by.agency_id
    named = sign.organization or (sign.name if is_agency else "")
    if not named and agency_id:
        named = directory.agency(agency_id=agency_id, on=at.date()).name
    name = sign.name or (named if is_agency else by.display_name)
    if not holder_id or not name:
        raise Invalid("DC50", _("There is nobody to sign as."))
    return replace(sign, holder_id=holder_id, name=name, organization=named)


def sign_file(
    *,
    by: Actor,
    at: datetime,
    file_id: str,
    certificate: Certificate | str,
    reason: str = "",
    purpose: str = "sign",
    sign_as: SignAs | None = None,
) -> SignedView:
    """Add a PAdES signature with timestamp and validation data; earlier signatures stay valid.

    The newest version of the file is signed. The same holder signs the same file once for one `purpose`: trying again
    (after a crash, by a repeated job) returns the signature that is there. `sign_as` names another holder than the
    actor's own agency or person. Raises NotFound, NotAllowed, Invalid (DC51: not a PDF) and Unavailable. Basis:
    45/2020/NĐ-CP, Điều 14; 01/2023/TT-VPCP, Điều 8.
    """
    sign = resolve(by, at, sign_as or SignAs(Certificate(certificate)))
    doors.check_can_sign(by, sign)
    with transaction.atomic():
        made = _sign(by, at, file_row(file_id), sign, reason, purpose, Origin.SIGNED)
        if made.is_new:
            ledger.record(event=_event(made), by=by, at=at, subjects=_subjects(made))
    return signed_view(made.row, made.paper)


def digitise(
    *, by: Actor, at: datetime, file_id: str, component_id: str = "", sign_as: SignAs | None = None
) -> SignedView:
    """Put the personal signature of the officer who scanned on a scan; a picture becomes a PDF first.

    Doing it again returns the digitised file that is there. Raises NotFound, NotAllowed, Invalid (DC52: neither PDF
    nor picture). Basis: 01/2023/TT-VPCP, Điều 7, 8; 118/2025/NĐ-CP.
    """
    doors.check_can_digitise(by)
    sign = resolve(by, at, sign_as or SignAs(Certificate.PERSONAL))
    doors.check_can_sign(by, sign)
    purpose = f"digitise:{component_id}"[:80]
    with transaction.atomic():
        row = file_row(file_id)
        made = _sign(by, at, row, sign, "Số hóa từ bản giấy", purpose, Origin.DIGITISED)
        if made.is_new:
            event = FileDigitised(
                base_file_id=file_id,
                file_id=made.row.result.public_id,
                sha256=made.row.result.sha256,
                subject_id=row.subject_id,
                component_id=component_id,
                post_id=by.post_id,
            )
            ledger.record(event=event, by=by, at=at, subjects=subjects(row.subject_id, made.row.result.public_id))
    return signed_view(made.row, made.paper)


def _sign(by: Actor, at: datetime, row: StoredFile, sign: SignAs, reason: str, purpose: str, origin: Origin) -> _Made:
    check_open(by, row)
    root = _lock_root(row)
    chain = list(Signature.objects.select_related("result", "base").filter(root=root).order_by("pk"))
    for before in chain:
        if (before.holder_id, before.purpose) == (sign.holder_id, purpose):
            return _Made(before, _paper_of(chain[-1].result), is_new=False)
    head = chain[-1].result if chain else root
    paper = _paper_of(head)
    room = paper.stamps if paper else []
    place = room[len(chain)] if len(chain) < len(room) else _corner(len(chain) - len(room))
    signed = write_signature(_as_pdf(head), sign, at, len(chain), place, reason)
    result = _keep(head, signed, by, at, origin)
    made = new_signature(result, root, head, sign, reason, purpose, at)
    if paper is not None:
        paper.latest, paper.signed_by, paper.signed_at = result, sign.name, at
        paper.save(update_fields=["latest", "signed_by", "signed_at"])
    return _Made(made, paper, is_new=True)


def _lock_root(row: StoredFile) -> StoredFile:
    before = Signature.objects.filter(result=row).first()
    root_pk = before.root_id if before else row.pk
    return StoredFile.objects.select_for_update(of=("self",), no_key=True).get(pk=root_pk)


def _paper_of(head: StoredFile) -> Paper | None:
    return Paper.objects.filter(latest=head).first()


def _corner(number: int) -> list[int]:
    page, x, y, width, height = _CORNER
    return [page, x, y + number * _STEP, width, height]


def write_signature(pdf: bytes, sign: SignAs, at: datetime, number: int, place: list[int] | None, reason: str) -> bytes:
    """Return the signed bytes; the field is named by the number of signatures before it."""
    # The libraries of signatures take a second to load: only who signs pays for it.
    from dinh.documents.registry import pen

    try:
        return pen.sign(
            pdf, sign=sign, at=at, field=f"ChuKy{number + 1}", place=pen.Place(*place) if place else None, reason=reason
        )
    except ValueError as fault:
        raise Invalid("DC51", _("This file cannot be signed."), _("Print it to a new PDF and try again.")) from fault


def new_signature(
    result: StoredFile,
    root: StoredFile,
    base: StoredFile | None,
    sign: SignAs,
    reason: str,
    purpose: str,
    at: datetime,
) -> Signature:
    return Signature.objects.create(
        base=base,
        root=root,
        result=result,
        certificate=sign.certificate.value,
        holder_id=sign.holder_id,
        holder_name=sign.name,
        serial=authority.holder(sign).serial,
        purpose=purpose,
        reason=reason,
        signed_at=at,
    )


def _as_pdf(head: StoredFile) -> bytes:
    from PIL import Image, ImageSequence

    from dinh.documents.registry import pen

    content = read_content(head)
    if head.media_type == "application/pdf":
        return content
    if not head.media_type.startswith("image/"):
        raise Invalid("DC52", _("Only a PDF or a picture can be signed."))
    with Image.open(io.BytesIO(content)) as picture, io.BytesIO() as out:
        first, *others = [frame.convert("RGB") for frame in ImageSequence.Iterator(picture)]
        first.save(out, format="PDF", resolution=200.0, save_all=True, append_images=others)
        return pen.tidy(out.getvalue())


def _keep(head: StoredFile, pdf: bytes, by: Actor, at: datetime, origin: Origin) -> StoredFile:
    stored = put(io.BytesIO(pdf))
    return StoredFile.objects.create(
        sha256=stored.sha256,
        size=stored.size,
        media_type="application/pdf",
        pages=pages_of(pdf),
        name=head.name.rpartition(".")[0] + ".pdf",
        purpose=head.purpose,
        subject_id=head.subject_id,
        owner_person_id=head.owner_person_id,
        agency_id=head.agency_id or by.agency_id,
        stored_by=by.account_id,
        origin=origin,
        stored_at=at,
    )


def _event(made: _Made) -> Event:
    row = made.row
    if made.paper is not None:
        return PaperSigned(
            paper_id=made.paper.public_id,
            file_id=row.result.public_id,
            sha256=row.result.sha256,
            certificate=row.certificate,
            holder_id=row.holder_id,
            serial=row.serial,
            signed_at=row.signed_at,
        )
    return FileSigned(
        base_file_id=row.base.public_id if row.base else "",
        file_id=row.result.public_id,
        sha256=row.result.sha256,
        certificate=row.certificate,
        holder_id=row.holder_id,
        serial=row.serial,
        signed_at=row.signed_at,
    )


def _subjects(made: _Made) -> list[str]:
    result = made.row.result
    return subjects(result.subject_id, made.paper.public_id if made.paper else "", result.public_id)


def signed_view(row: Signature, paper: Paper | None) -> SignedView:
    return SignedView(
        file_id=row.result.public_id,
        base_file_id=row.base.public_id if row.base else "",
        sha256=row.result.sha256,
        signed_by=row.holder_name,
        signed_at=row.signed_at,
        serial=row.serial,
        paper_id=paper.public_id if paper else "",
        verify_code=paper.verify_code if paper else "",
    )
