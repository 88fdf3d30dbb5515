"""The roll-ups: additive daily cells and, above them, monthly cells by unit. Deltas in, sums kept."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db import connection

from dinh.indicators.figures.policies.counting import add
from dinh.indicators.figures.types import MEASURES

Delta = tuple[int, ...]
DailyKey = tuple[int, date, int]

COLUMNS = ", ".join(MEASURES)
_SUMS = ", ".join(f"{name} = cell.{name} + excluded.{name}" for name in MEASURES)
_ARRAYS = ", ".join("%s::bigint[]" for _ in MEASURES)
_DAILY = f"""
INSERT INTO indicators_dailycell AS cell (unit_id, day, procedure_id, {COLUMNS})
SELECT * FROM unnest(%s::int[], %s::date[], %s::int[], {_ARRAYS})
ON CONFLICT (unit_id, day, procedure_id) DO UPDATE SET {_SUMS}
"""  # noqa: S608 - only names of our own measures
_MONTHLY = f"""
INSERT INTO indicators_monthcell AS cell (unit_id, month, {COLUMNS})
SELECT * FROM unnest(%s::int[], %s::date[], {_ARRAYS})
ON CONFLICT (unit_id, month) DO UPDATE SET {_SUMS}
"""  # noqa: S608 - only names of our own measures


def apply_deltas(deltas: Mapping[DailyKey, Delta]) -> None:
    """Add whole-number differences to the daily and the monthly cells, in key order so that writers never cross."""
    if not deltas:
        return
    months: dict[tuple[int, date], Delta] = defaultdict(lambda: (0,) * len(MEASURES))
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
                *_columns([vector for _, vector in daily]),
            ],
        )
        cursor.execute(
            _MONTHLY,
            [[key[0] for key, _ in monthly], [key[1] for key, _ in monthly], *_columns([v for _, v in monthly])],
        )


def _columns(vectors: list[Delta]) -> list[list[int]]:
    return [list(column) for column in zip(*vectors, strict=True)]
