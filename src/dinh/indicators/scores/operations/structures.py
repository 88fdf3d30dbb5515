"""The list of components and points of a version: entered by one person, approved by another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores import registry
from dinh.indicators.scores.events import StructureApproved, StructureEntered
from dinh.indicators.scores.models import Structure
from dinh.indicators.scores.policies.access import check_can_enter, check_can_verify
from dinh.indicators.scores.policies.digests import canonical, sha
from dinh.indicators.scores.policies.faults import DefinitionFault
from dinh.indicators.scores.policies.structures import with_rows
from dinh.indicators.scores.queries.structures import view_of
from dinh.indicators.scores.types.records import StructureView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.ledger import api as ledger


def enter_structure(
    *,
    by: Actor,
    at: datetime,
    index_code: str,
    version: str,
    rows: Sequence[Mapping[str, Any]],
    source: str,
    is_synthetic: bool = False,
) -> StructureView:
    """Keep a list of parts (components, or points of main parts nobody knew) for a version; it waits for approval.

    Rows are as in `definitions/*.toml`, numbers as text or whole. `source` says where they were read. Raises
    NotAllowed SC10, Invalid SC25 with the row that is wrong.
    """
    check_can_enter(by)
    index = registry.version(index_code, version)
    if not source.strip() or not rows:
        raise Invalid("SC25", _("Please say from which text the list was read, and give at least one row."))
    try:
        with_rows(index, rows, source.strip())
    except DefinitionFault as fault:
        raise Invalid("SC25", str(fault)) from fault
    with transaction.atomic():
        last = Structure.objects.filter(index_code=index_code, index_version=version).order_by("-number").first()
        row = Structure.objects.create(
            index_code=index_code,
            index_version=version,
            number=(last.number if last else 0) + 1,
            rows=[dict(one) for one in rows],
            digest=sha(canonical(list(rows))),
            source=source.strip()[:500],
            is_synthetic=is_synthetic,
            entered_by=by.person_id or by.kind.value,
            entered_name=by.display_name,
            entered_at=at,
        )
        event = StructureEntered(
            structure_id=row.public_id,
            index_code=index_code,
            index_version=version,
            number=row.number,
            many=len(rows),
            digest=row.digest,
        )
        ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return view_of(row)


def approve_structure(*, by: Actor, at: datetime, structure_id: str) -> StructureView:
    """Let a list count from now on. Raises NotAllowed SC11, SC12 (not by who entered it), Conflict SC26, NotFound."""
    with transaction.atomic():
        rows = Structure.objects.select_for_update(of=("self",), no_key=True)
        row = rows.filter(public_id=structure_id).first()
        if row is None:
            raise NotFound("SC06", _("There is no such list of components."))
        check_can_verify(by, {row.entered_by})
        if row.approved_at is not None:
            raise Conflict("SC26", _("This list is approved already."))
        row.approved_by, row.approved_name, row.approved_at = by.person_id, by.display_name, at
        row.save()
        event = StructureApproved(structure_id=row.public_id, digest=row.digest)
        ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return view_of(row)
