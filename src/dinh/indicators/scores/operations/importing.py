"""Taking in a self-assessment from a file that was read and looked at before; and taking it back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores.events import ImportUndone, ScoresImported
from dinh.indicators.scores.models import Import, Value
from dinh.indicators.scores.operations.entering import check_entry, check_may_enter, row_of, subject_of
from dinh.indicators.scores.operations.steps import locked
from dinh.indicators.scores.policies.access import check_can_enter
from dinh.indicators.scores.policies.digests import canonical, sha
from dinh.indicators.scores.queries.structures import index_of
from dinh.indicators.scores.queries.values import import_view, standing
from dinh.indicators.scores.types.records import ImportView, Step, ValueKind
from dinh.indicators.scores.types.results import Entry
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.ledger import api as ledger


def take_in(
    *,
    by: Actor,
    at: datetime,
    index_code: str,
    year: int,
    unit_id: int,
    entries: Mapping[str, Entry],
    notes: Mapping[str, str],
    name: str,
    file_id: str,
    sha256: str,
    is_synthetic: bool = False,
) -> ImportView:
    """Enter the self-assessed values of one file together, or none of them.

    Raises NotAllowed SC10, Conflict SC20 after the self-assessment, Invalid SC21 for a value that does not fit, SC28
    for a file without values.
    """
    check_can_enter(by)
    index = index_of(code=index_code, year=year)
    if not entries:
        raise Invalid("SC28", _("This file holds no value that can be taken in."))
    for part, entry in entries.items():
        check_entry(index, part, entry)
    with transaction.atomic():
        check_may_enter(by, ValueKind.SELF, Step(locked(index_code, year, unit_id).step), "", None)
        told = Import.objects.create(
            index_code=index_code,
            year=year,
            unit_id=unit_id,
            file_id=file_id,
            name=name[:300],
            sha256=sha256,
            rows=len(entries),
            entered_by=by.person_id or by.kind.value,
            entered_name=by.display_name,
            entered_at=at,
        )
        Value.objects.bulk_create(_rows(told, entries, notes, by, at, is_synthetic=is_synthetic))
        ledger.record(
            event=_event(told, entries), by=by, at=at, subjects=(subject_of(index_code, year, unit_id), told.public_id)
        )
    return import_view(told)


def _event(told: Import, entries: Mapping[str, Entry]) -> ScoresImported:
    return ScoresImported(
        import_id=told.public_id,
        index_code=told.index_code,
        year=told.year,
        unit_id=told.unit_id,
        kind=ValueKind.SELF.value,
        many=len(entries),
        file_sha256=told.sha256,
        digest=sha(canonical(dict(entries))),
    )


def _rows(
    told: Import,
    entries: Mapping[str, Entry],
    notes: Mapping[str, str],
    by: Actor,
    at: datetime,
    *,
    is_synthetic: bool,
) -> list[Value]:
    stands = standing(index_code=told.index_code, year=told.year, unit_ids=[told.unit_id], kinds=[ValueKind.SELF])
    before = stands.get(told.unit_id, {}).get(ValueKind.SELF, {})
    old = {row.public_id: row for row in Value.objects.filter(public_id__in=[one.value_id for one in before.values()])}
    made = []
    for part, entry in entries.items():
        row = row_of(
            entry,
            index_code=told.index_code,
            year=told.year,
            unit_id=told.unit_id,
            part=part,
            kind=ValueKind.SELF,
            by=by,
            at=at,
            taken_from=told,
        )
        row.note, row.source, row.is_synthetic = notes.get(part, ""), told.name, is_synthetic
        row.files = [told.file_id] if told.file_id else []
        row.corrects = old.get(before[part].value_id) if part in before else None
        made.append(row)
    return made


def undo_import(*, by: Actor, at: datetime, import_id: str) -> None:
    """Take the values of a file back: those before them count again. Raises NotFound SC07, Conflict SC20, SC29."""
    check_can_enter(by)
    with transaction.atomic():
        row = Import.objects.select_for_update(of=("self",), no_key=True).filter(public_id=import_id).first()
        if row is None:
            raise NotFound("SC07", _("There is no such file."))
        check_may_enter(by, ValueKind.SELF, Step(locked(row.index_code, row.year, row.unit_id).step), "", None)
        if row.undone_at is not None:
            raise Conflict("SC29", _("The values of this file were taken back already."))
        row.undone_at, row.undone_by = at, by.person_id or by.kind.value
        row.save(update_fields=["undone_at", "undone_by"])
        event = ImportUndone(import_id=row.public_id, many=row.rows)
        subjects = (subject_of(row.index_code, row.year, row.unit_id), row.public_id)
        ledger.record(event=event, by=by, at=at, subjects=subjects)
