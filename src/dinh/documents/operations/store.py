from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.documents.events import StoreDeposited, StoreOfferChanged, StoreReused, StoreRevoked
from dinh.documents.models import StoreItem, StoreUse
from dinh.documents.operations.files import subjects
from dinh.documents.policies import doors
from dinh.documents.queries.files import file_row
from dinh.documents.queries.views import item_view
from dinh.documents.types import Standing, StoreItemView
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger


def deposit(
    *,
    by: Actor,
    at: datetime,
    owner_person_id: str,
    kind_code: str,
    title: str,
    file_id: str,
    source_subject_id: str,
    number: str,
    valid_to: date | None = None,
    issuer_name: str = "",
) -> StoreItemView:
    """Put a paper into a citizen's store; the same number again returns the item that is there.

    `kind_code` is the result type (`KQ.…`), `number` is `<dossier code>-KQ<n>`, `valid_to` the last day of use.
    Raises NotAllowed, NotFound (file) and Invalid (no owner). Basis: 45/2020/NĐ-CP, Điều 14, 16.
    """
    doors.check_can_deposit(by)
    if not owner_person_id:
        raise Invalid("DC30", _("A paper in a store needs its owner."))
    with transaction.atomic():
        row = StoreItem(
            owner_person_id=owner_person_id,
            kind_code=kind_code,
            title=title,
            number=number,
            file=file_row(file_id),
            source_subject_id=source_subject_id,
            issuer_agency_id=by.agency_id,
            issuer_name=issuer_name,
            deposited_at=at,
            valid_to=valid_to,
        )
        StoreItem.objects.bulk_create([row], ignore_conflicts=True)
        kept = _named(owner_person_id, number) if number else row
        if kept.public_id == row.public_id:
            about = subjects(source_subject_id, row.public_id)
            ledger.record(event=_deposited(row), by=by, at=at, subjects=about)
    return item_view(kept)


def _deposited(row: StoreItem) -> StoreDeposited:
    return StoreDeposited(
        item_id=row.public_id,
        kind_code=row.kind_code,
        number=row.number,
        file_id=row.file.public_id,
        sha256=row.file.sha256,
        source_subject_id=row.source_subject_id,
        valid_to=row.valid_to,
    )


def _named(owner_person_id: str, number: str) -> StoreItem:
    return StoreItem.objects.select_related("file").get(owner_person_id=owner_person_id, number=number)


def _locked(item_id: str) -> StoreItem:
    rows = StoreItem.objects.select_related("file").select_for_update(of=("self",), no_key=True)
    row = rows.filter(public_id=item_id).first()
    if row is None:
        raise NotFound("DC31", _("This paper is not in the store."))
    return row


def reuse(
    *, by: Actor, at: datetime, item_id: str, for_subject_id: str, purpose: str, consent: str = ""
) -> StoreItemView:
    """Use a paper of the store in a dossier and write down for what; the same use twice counts once.

    The owner's own act is consent; an official says in `consent` how the owner agreed (`at_desk`, `mandate:…`), or says
    nothing and stands on the consent that the owner has given and not withdrawn (`on_record`).
    Raises NotFound, NotAllowed, Invalid (no purpose) and Conflict (expired, revoked or withheld). Basis:
    45/2020/NĐ-CP, Điều 4.4, 16.
    """
    if not purpose or not for_subject_id:
        raise Invalid("DC32", _("Say what the paper is used for."))
    with transaction.atomic():
        row = _locked(item_id)
        said = consent or _on_record(by, row.owner_person_id)
        agreed = doors.check_can_reuse(by, owner_person_id=row.owner_person_id, consent=said)
        _check_usable(row, local(at).date())
        _use, is_new = StoreUse.objects.get_or_create(
            item=row,
            for_subject_id=for_subject_id,
            purpose=purpose,
            defaults={"consent": agreed, "used_by": by.account_id, "used_at": at},
        )
        if is_new:
            ledger.record(
                event=StoreReused(
                    item_id=item_id,
                    kind_code=row.kind_code,
                    for_subject_id=for_subject_id,
                    purpose=purpose,
                    consent=agreed,
                ),
                by=by,
                at=at,
                subjects=subjects(for_subject_id, item_id),
            )
        return item_view(row, uses=row.uses.count())


def _on_record(by: Actor, owner_person_id: str) -> str:
    """Return `on_record` where the owner's standing consent lets this official's agency use their papers, else ""."""
    if not by.is_official or not owner_person_id:
        return ""
    stands = directory.has_consent(person_id=owner_person_id, purpose=doors.REUSE_CONSENT, agency_id=by.agency_id)
    return doors.ON_RECORD if stands else ""


def _check_usable(row: StoreItem, on: date) -> None:
    if row.standing != Standing.IN_FORCE:
        raise Conflict("DC33", _("This paper was revoked or replaced and can no longer be used."), row.ended_reason)
    if row.valid_to is not None and row.valid_to < on:
        raise Conflict("DC34", _("This paper has expired."), _("Please send the renewed paper."))
    if not row.is_offered:
        raise Conflict("DC35", _("The owner does not let this paper be reused."))


def revoke(
    *, by: Actor, at: datetime, item_id: str, reason: str, reason_code: str = "cancelled", replaced_by: str = ""
) -> StoreItemView:
    """End the force of a paper in the store; the record stays, with reason and time.

    `replaced_by` is the item that stands instead. Revoking twice changes nothing. Raises NotAllowed (another agency's
    paper), NotFound and Invalid (no reason). Basis: 45/2020/NĐ-CP, Điều 15.
    """
    doors.check_can_deposit(by)
    if not reason:
        raise Invalid("DC36", _("Write down why the paper loses its force."))
    with transaction.atomic():
        row = _locked(item_id)
        if by.is_official and row.issuer_agency_id and row.issuer_agency_id != by.agency_id:
            raise NotAllowed("DC37", _("Only the agency that issued a paper may revoke it."))
        if row.standing != Standing.IN_FORCE:
            return item_view(row)
        row.standing = Standing.REPLACED if replaced_by else Standing.REVOKED
        row.replaced_by = _locked(replaced_by) if replaced_by else None
        row.ended_at, row.ended_reason = at, reason
        row.save(update_fields=["standing", "replaced_by", "ended_at", "ended_reason"])
        ledger.record(
            event=StoreRevoked(item_id=item_id, replaced_by=replaced_by, reason_code=reason_code),
            by=by,
            at=at,
            subjects=subjects(item_id, row.source_subject_id),
        )
        return item_view(row)


def set_offered(*, by: Actor, at: datetime, item_id: str, is_offered: bool) -> StoreItemView:
    """Let the owner allow or stop the reuse of one paper. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        row = _locked(item_id)
        if not by.person_id or by.person_id != row.owner_person_id:
            raise NotAllowed("DC38", _("Only the owner decides about the reuse of a paper."))
        if row.is_offered != is_offered:
            row.is_offered = is_offered
            row.save(update_fields=["is_offered"])
            event = StoreOfferChanged(item_id=item_id, is_offered=is_offered)
            ledger.record(event=event, by=by, at=at, subjects=[item_id])
        return item_view(row, uses=row.uses.count())
