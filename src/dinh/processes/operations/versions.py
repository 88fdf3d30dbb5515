"""Drafting and publishing processes, with four eyes; loading those that come with the house."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.kernel.text import fold, nfc
from dinh.ledger import api as ledger
from dinh.processes import registry
from dinh.processes.events import DraftDropped, DraftSaved, VersionPublished
from dinh.processes.models import ProcessVersion
from dinh.processes.policies.access import check_can_edit, check_can_publish
from dinh.processes.policies.checking import has_errors
from dinh.processes.policies.storing import digest, from_data, to_data
from dinh.processes.queries.versions import check, row_of, view_of
from dinh.processes.types import ProcessModel, VersionState, VersionView

__all__ = ["drop_draft", "load_shipped", "publish", "save_draft"]

_PUBLISHED = VersionState.PUBLISHED.value


@transaction.atomic
def save_draft(
    *,
    by: Actor,
    at: datetime,
    model: ProcessModel,
    version_id: str = "",
    revision: int = 0,
    procedure_code: str = "",
    kind: str = "one_stop",
    note: str = "",
    bpmn: str | None = None,
) -> VersionView:
    """Keep a draft: this function will return the new draft, or the given one with its next revision.

    With `version_id`, `revision` is the one the editor saw: Conflict PR22 when somebody saved meanwhile, PR23 when it
    is no draft any more. `bpmn` is the file it was imported from; None leaves the kept one. A draft may have faults.
    Raises NotAllowed PR10, Invalid PR24 (no name).
    """
    check_can_edit(by)
    name = nfc(model.name.strip())
    if not name:
        raise Invalid("PR24", _("Please give the process a name."))
    row = _held(version_id, revision) if version_id else _new(by, at, procedure_code, kind)
    row.name, row.model, row.edited_at = name[:300], to_data(model), at
    row.note = nfc(note.strip())[:500] or row.note
    row.folded = fold(f"{name} {row.procedure_code}")[:400]
    row.bpmn = row.bpmn if bpmn is None else bpmn
    row.editors = sorted({*row.editors, by.person_id} - {""})
    row.save()
    event = DraftSaved(
        version_id=row.public_id,
        procedure_code=row.procedure_code,
        kind=row.kind,
        number=row.number,
        revision=row.revision,
        digest=digest(model),
    )
    ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return view_of(row)


def _held(version_id: str, revision: int) -> ProcessVersion:
    row_of(version_id)
    row = ProcessVersion.objects.select_for_update(no_key=True).get(public_id=version_id)
    if row.state != VersionState.DRAFT.value:
        raise Conflict("PR23", _("This version is published; begin a new draft from it."))
    if row.revision != revision:
        raise Conflict("PR22", _("Somebody has saved this draft meanwhile."), _("Open it again and repeat the change."))
    row.revision += 1
    return row


def _new(by: Actor, at: datetime, procedure_code: str, kind: str) -> ProcessVersion:
    last = ProcessVersion.objects.filter(procedure_code=procedure_code, kind=kind).aggregate(last=Max("number"))["last"]
    return ProcessVersion(
        procedure_code=procedure_code,
        kind=kind,
        number=(last or 0) + 1,
        created_at=at,
        created_by=by.person_id,
        created_name=by.display_name,
    )


@transaction.atomic
def drop_draft(*, by: Actor, at: datetime, version_id: str) -> None:
    """Throw a draft away: this function will delete it. Raises NotAllowed PR10, NotFound PR21, Conflict PR23."""
    check_can_edit(by)
    row_of(version_id)
    row = ProcessVersion.objects.select_for_update().get(public_id=version_id)
    if row.state != VersionState.DRAFT.value:
        raise Conflict("PR23", _("This version is published; begin a new draft from it."))
    event = DraftDropped(version_id=row.public_id, procedure_code=row.procedure_code)
    row.delete()
    ledger.record(event=event, by=by, at=at, subjects=(version_id,))


@transaction.atomic
def publish(*, by: Actor, at: datetime, version_id: str, valid_from: date) -> VersionView:
    """Put a draft in force: this function will return the published version; the one before ends on that day.

    Somebody who took no part in the draft approves it. Cases under way keep their version. Raises NotAllowed PR11,
    PR12 (own work), Conflict PR23, Invalid PR25 (the check found errors), PR26 (a day before today or before the
    version in force). Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    row_of(version_id)
    row = ProcessVersion.objects.select_for_update(no_key=True).get(public_id=version_id)
    check_can_publish(by, row.editors)
    if row.state != VersionState.DRAFT.value:
        raise Conflict("PR23", _("This version is published; begin a new draft from it."))
    if valid_from < local(at).date():
        raise Invalid("PR26", _("A process can begin today or later, never in the past."))
    model = from_data(row.model)
    found = check(model=model, procedure_code=row.procedure_code, on=valid_from)
    if has_errors(found):
        first = next(iter(found))
        raise Invalid("PR25", _("The check found faults; mend them before publishing."), first.sentence)
    return _put_in_force(row, model, by, at, valid_from)


def _put_in_force(
    row: ProcessVersion, model: ProcessModel, by: Actor, at: datetime, valid_from: date
) -> VersionView:  # fmt: skip
    others = ProcessVersion.objects.select_for_update(no_key=True).filter(
        procedure_code=row.procedure_code, kind=row.kind, state=_PUBLISHED
    )
    before = others.order_by("-valid_from").first()
    if before is not None and before.valid_from is not None:
        if before.valid_from > valid_from:
            raise Invalid("PR26", _("A later version is already decided; choose a day from then on."))
        before.state, before.valid_to = VersionState.RETIRED.value, valid_from
        before.save(update_fields=["state", "valid_to"])
    row.state, row.valid_from, row.approved_at = _PUBLISHED, valid_from, at
    row.approved_by, row.approved_name = by.person_id, by.display_name
    row.save(update_fields=["state", "valid_from", "approved_at", "approved_by", "approved_name"])
    event = VersionPublished(
        version_id=row.public_id,
        procedure_code=row.procedure_code,
        kind=row.kind,
        number=row.number,
        digest=digest(model),
        valid_from=valid_from,
        replaced_id=before.public_id if before else "",
    )
    ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return view_of(row)


def load_shipped(*, by: Actor, at: datetime) -> int:
    """Load the processes that come with the house: this function will return how many were put in force.

    Where a procedure (or a default kind) has no version yet, from the day the house says; where all that was ever
    published came with the house and differs, as the next version from today: cases under way keep theirs. What a
    province has drawn is never replaced. Only the system may; raises NotAllowed PR10.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotAllowed("PR10", _("Only a data officer may change processes."))
    return sum(_load(one, by, at) for one in registry.shipped())


@transaction.atomic
def _load(one: registry.Shipped, by: Actor, at: datetime) -> bool:
    rows = list(ProcessVersion.objects.filter(procedure_code=one.procedure_code, kind=one.kind).order_by("-number"))
    known = [row for row in rows if row.state != VersionState.DRAFT.value]
    if (rows and not known) or not all(row.is_shipped for row in known):
        return False
    if known and digest(from_data(known[0].model)) == digest(one.model):
        return False
    row = _new(by, at, one.procedure_code, one.kind)
    row.name, row.note, row.model, row.is_shipped = one.name, one.note, to_data(one.model), True
    row.edited_at, row.folded = at, fold(f"{one.name} {one.procedure_code}")[:400]
    row.save()
    last = max((row.valid_from for row in known if row.valid_from), default=one.valid_from)
    _put_in_force(row, one.model, by, at, max(last, local(at).date()) if known else one.valid_from)
    return True
