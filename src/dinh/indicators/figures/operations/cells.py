"""The roll-ups: additive daily cells and, above them, monthly cells by unit. Deltas in, sums kept."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db import connection

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DossierFact, Watermark
from dinh.indicators.figures.operations.rebuild import rebuild
from dinh.indicators.figures.policies.counting import Vector, add
from dinh.indicators.figures.types import TOLD

Delta = Vector
DailyKey = tuple[int, date, int]

_ADDED = """
    SET counts = ARRAY(SELECT coalesce(pair.old, 0) + coalesce(pair.new, 0)
                       FROM unnest(cell.counts, excluded.counts) WITH ORDINALITY AS pair(old, new, place)
                       ORDER BY pair.place)
"""
_DAILY = (
    """
INSERT INTO indicators_dailycell AS cell (unit_id, day, procedure_id, counts)
SELECT unit_id, day, procedure_id, counts::bigint[]
FROM unnest(%s::int[], %s::date[], %s::int[], %s::text[]) AS new(unit_id, day, procedure_id, counts)
ON CONFLICT (unit_id, day, procedure_id) DO UPDATE
"""
    + _ADDED
)
_MONTHLY = (
    """
INSERT INTO indicators_monthcell AS cell (unit_id, month, counts)
SELECT unit_id, month, counts::bigint[] FROM unnest(%s::int[], %s::date[], %s::text[]) AS new(unit_id, month, counts)
ON CONFLICT (unit_id, month) DO UPDATE
"""
    + _ADDED
)


def current(mark: Watermark | None) -> None:
    """Make the cells anew when a measure has been declared, or declared otherwise, since they were counted.

    Facts of older making wait for their recount from the ledger: what they cannot tell is not counted from them.
    """
    if mark is None:
        if DossierFact.objects.exists():
            rebuild()
    elif mark.told == TOLD and mark.counted != registry.formulas():
        rebuild()


def apply_deltas(deltas: Mapping[DailyKey, Delta]) -> None:
    """Add whole-number differences to the daily and the monthly cells, in key order so that writers never cross."""
    if not deltas:
        return
    months: dict[tuple[int, date], Delta] = defaultdict(tuple)
    for (unit_id, day, _procedure), vector in deltas.items():
        key = (unit_id, day.replace(day=1))
        months[key] = add(months[key], vector)
    daily, monthly = sorted(deltas.items()), sorted(months.items())
    with connection.cursor() as cursor:
        cursor.execute(
            _DAILY,
            [
                [key[0] for key, _ in daily],
                [key[1] for key, _ in daily],
                [key[2] for key, _ in daily],
                [_array(vector) for _, vector in daily],
            ],
        )
        cursor.execute(
            _MONTHLY,
            [[key[0] for key, _ in monthly], [key[1] for key, _ in monthly], [_array(vector) for _, vector in monthly]],
        )


def _array(vector: Delta) -> str:
    return f"{{{','.join(map(str, vector))}}}"
