"""Values as they stand: the newest of each part and kind that was not undone, and all that came before."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores.models import Assessment, Import, Trial, Value
from dinh.indicators.scores.types.records import AssessmentView, ImportView, Step, TrialView, ValueKind, ValueView
from dinh.indicators.scores.types.results import Entry
from dinh.kernel.errors import NotFound

# unit -> kind -> part -> value
Standing = Mapping[int, Mapping[ValueKind, Mapping[str, ValueView]]]


def standing(
    *,
    index_code: str,
    year: int,
    unit_ids: Collection[int] | None = None,
    kinds: Iterable[ValueKind] = tuple(ValueKind),
) -> Standing:
    """Return the values of a year that count, by unit, kind and part; of all units when none are named."""
    rows = _counting().filter(index_code=index_code, year=year, kind__in=[kind.value for kind in kinds])
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    found: dict[int, dict[ValueKind, dict[str, ValueView]]] = {}
    for row in rows:
        kind = ValueKind(row.kind)
        found.setdefault(row.unit_id, {}).setdefault(kind, {})[row.part] = view_of(row)
    return found


def history(*, index_code: str, year: int, unit_id: int, part: str) -> tuple[ValueView, ...]:
    """Return every value ever entered for a part, newest first, undone ones too."""
    rows = _rows().filter(index_code=index_code, year=year, unit_id=unit_id, part=part).order_by("-id")
    return tuple(view_of(row) for row in rows)


def value(*, value_id: str) -> ValueView:
    """Return one value as it was entered or taken over; raises NotFound SC06."""
    row = _rows().filter(public_id=value_id).first()
    if row is None:
        raise NotFound("SC33", _("There is no such value."), _("Choose one from the list."))
    return view_of(row)


def whole_values(
    *, index_code: str, unit_ids: Collection[int], kind: ValueKind
) -> Mapping[int, Mapping[int, ValueView]]:
    """Return the value of the whole index by unit and year."""
    found: dict[int, dict[int, ValueView]] = {}
    for row in _counting().filter(index_code=index_code, unit_id__in=unit_ids, kind=kind.value, part=""):
        found.setdefault(row.unit_id, {})[row.year] = view_of(row)
    return found


def over_years(
    *, index_code: str, unit_ids: Collection[int], kind: ValueKind
) -> Mapping[int, Mapping[int, Mapping[str, ValueView]]]:
    """Return every value that counts of some units by unit, year and part, one query."""
    found: dict[int, dict[int, dict[str, ValueView]]] = {}
    for row in _counting().filter(index_code=index_code, unit_id__in=unit_ids, kind=kind.value):
        found.setdefault(row.unit_id, {}).setdefault(row.year, {})[row.part] = view_of(row)
    return found


def years_with_values(*, index_code: str) -> tuple[int, ...]:
    rows = Value.objects.filter(index_code=index_code).order_by("year").values_list("year", flat=True).distinct()
    return tuple(rows)


def assessment(*, index_code: str, year: int, unit_id: int) -> AssessmentView:
    """Return where the assessment stands; one nobody began is at self-assessment."""
    row = Assessment.objects.filter(index_code=index_code, year=year, unit_id=unit_id).first()
    if row is None:
        return AssessmentView(index_code, year, unit_id, Step.SELF_ASSESSMENT, None, "")
    return AssessmentView(index_code, year, unit_id, Step(row.step), row.moved_at, row.moved_name)


def _rows() -> QuerySet[Value]:
    return Value.objects.select_related("corrects", "taken_from")


def _counting() -> QuerySet[Value]:
    return _rows().filter(taken_from__undone_at__isnull=True).order_by("id")


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def entry_of(row: Value) -> Entry:
    met = None if row.met is None else tuple(row.met)
    return Entry(exact(row.a), exact(row.b), row.choice, met, exact(row.share))


def view_of(row: Value) -> ValueView:
    return ValueView(
        value_id=row.public_id,
        index_code=row.index_code,
        year=row.year,
        unit_id=row.unit_id,
        part=row.part,
        kind=ValueKind(row.kind),
        entry=entry_of(row),
        rank=row.rank,
        note=row.note,
        source=row.source,
        source_url=row.source_url,
        files=tuple(row.files),
        is_synthetic=row.is_synthetic,
        entered_by=row.entered_by,
        entered_name=row.entered_name,
        entered_at=row.entered_at,
        corrects=row.corrects.public_id if row.corrects else "",
        import_id=row.taken_from.public_id if row.taken_from else "",
    )


def imports(*, index_code: str, year: int, unit_id: int) -> tuple[ImportView, ...]:
    """Return the files taken in for a year, newest first."""
    rows = Import.objects.filter(index_code=index_code, year=year, unit_id=unit_id).order_by("-id")
    return tuple(import_view(row) for row in rows)


def import_view(row: Import) -> ImportView:
    return ImportView(
        import_id=row.public_id,
        index_code=row.index_code,
        year=row.year,
        unit_id=row.unit_id,
        name=row.name,
        sha256=row.sha256,
        rows=row.rows,
        entered_name=row.entered_name,
        entered_at=row.entered_at,
        undone_at=row.undone_at,
    )


def trials(*, index_code: str, year: int, unit_id: int) -> tuple[TrialView, ...]:
    """Return the kept trials of a year, newest first."""
    rows = Trial.objects.filter(index_code=index_code, year=year, unit_id=unit_id).order_by("-id")
    return tuple(TrialView(row.public_id, row.name, row.query, row.entered_name, row.entered_at) for row in rows)
