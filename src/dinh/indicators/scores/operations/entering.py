"""Entering one value of one part; the newest counts, the earlier ones stay."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores.events import ScoreEntered
from dinh.indicators.scores.models import Import, Value
from dinh.indicators.scores.operations.steps import locked
from dinh.indicators.scores.policies.access import check_can_enter, check_can_verify
from dinh.indicators.scores.policies.digests import canonical, sha
from dinh.indicators.scores.policies.faults import ScoreFault
from dinh.indicators.scores.policies.shapes import share_of
from dinh.indicators.scores.queries.structures import index_of
from dinh.indicators.scores.queries.values import standing, view_of
from dinh.indicators.scores.types.records import OPEN_KINDS, Step, ValueKind, ValueView
from dinh.indicators.scores.types.results import Entry
from dinh.indicators.scores.types.structure import Index
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.ledger import api as ledger

_PLACES = 8


def enter_value(
    *,
    by: Actor,
    at: datetime,
    index_code: str,
    year: int,
    unit_id: int,
    part: str,
    kind: ValueKind,
    entry: Entry,
    note: str = "",
    source: str = "",
    files: Sequence[str] = (),
    is_synthetic: bool = False,
) -> ValueView:
    """Enter a value of a part and return it; it points to the one it stands in for.

    `files` are ids of evidence already stored. A verified value needs somebody other than who entered the assessed
    one; an explanation needs words. Raises NotAllowed SC10-SC12, Conflict SC20 when the step takes no such value,
    Invalid SC21 for what does not fit the part, SC22 for an explanation without words.
    """
    index = index_of(code=index_code, year=year)
    check_entry(index, part, entry)
    with transaction.atomic():
        step = Step(locked(index_code, year, unit_id).step)
        stands = standing(index_code=index_code, year=year, unit_ids=[unit_id]).get(unit_id, {})
        assessed = stands.get(ValueKind.SELF, {}).get(part)
        check_may_enter(by, kind, step, note, assessed)
        old = stands.get(kind, {}).get(part)
        row = row_of(entry, index_code=index_code, year=year, unit_id=unit_id, part=part, kind=kind, by=by, at=at)
        row.note, row.source, row.files, row.is_synthetic = note.strip(), source.strip()[:500], [*files], is_synthetic
        row.corrects = Value.objects.get(public_id=old.value_id) if old else None
        row.save()
        ledger.record(event=_told(row, old), by=by, at=at, subjects=(subject_of(index_code, year, unit_id),))
    return view_of(row)


def check_entry(index: Index, part: str, entry: Entry) -> None:
    """Refuse a value that does not fit the part, in the words of the shape: Invalid SC21."""
    told = index.by_code.get(part)
    if told is None:
        raise Invalid("SC21", _("%(index)s has no part %(code)s.") % {"index": index.version, "code": part})
    if entry.is_empty:
        raise Invalid("SC21", _("Please enter a value."))
    try:
        share_of(told, entry)
    except ScoreFault as fault:
        raise Invalid("SC21", str(fault)) from fault
    if any(number is not None and _unwritable(number) for number in (entry.a, entry.b)):
        raise Invalid("SC21", _("Numbers have at most eight decimals here."))


def _unwritable(number: Fraction) -> bool:
    return bool((number * 10**_PLACES).denominator != 1)


def check_may_enter(by: Actor, kind: ValueKind, step: Step, note: str, assessed: ValueView | None) -> None:
    if kind is ValueKind.VERIFIED:
        check_can_verify(by, {assessed.entered_by} if assessed else ())
    else:
        check_can_enter(by)
    if kind not in OPEN_KINDS[step]:
        raise Conflict(
            "SC20", _("At this step no such value is entered."), _("Move the assessment on, then enter the value.")
        )
    if kind is ValueKind.EXPLAINED and not note.strip():
        raise Invalid("SC22", _("Please write what is explained."))


def row_of(
    entry: Entry,
    *,
    index_code: str,
    year: int,
    unit_id: int,
    part: str,
    kind: ValueKind,
    by: Actor,
    at: datetime,
    taken_from: Import | None = None,
) -> Value:
    """Return the row of a value, not saved."""
    return Value(
        index_code=index_code,
        year=year,
        unit_id=unit_id,
        part=part,
        kind=kind.value,
        a=_decimal(entry.a),
        b=_decimal(entry.b),
        choice=entry.choice,
        met=None if entry.met is None else list(entry.met),
        share=_decimal(entry.share, 12),
        entered_by=by.person_id or by.kind.value,
        entered_name=by.display_name,
        entered_at=at,
        taken_from=taken_from,
    )


def _decimal(value: Fraction | None, places: int = _PLACES) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-places))


def subject_of(index_code: str, year: int, unit_id: int) -> str:
    """Return the name under which the ledger and the files keep an assessment."""
    return f"score_{index_code}:{year}:{unit_id}"


def _told(row: Value, old: ValueView | None) -> ScoreEntered:
    entry = view_of(row)
    said = {"entry": entry.entry, "note": row.note, "source": row.source, "files": row.files}
    return ScoreEntered(
        value_id=row.public_id,
        index_code=row.index_code,
        year=row.year,
        unit_id=row.unit_id,
        part=row.part,
        kind=row.kind,
        digest=sha(canonical(said)),
        corrects=old.value_id if old else "",
    )
