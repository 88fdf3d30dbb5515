"""The figures by pandas, as an analyst would count them: masks with unknown values, one grouped sum for each day."""

import operator
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

_SIGNS = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _mask(frame: Any, node: Any) -> Any:
    from dinh.indicators.figures.policies.expressions import Always, Both, Compare, Either, Flag, Known, Not

    if isinstance(node, Both | Either):
        return reduce(
            operator.and_ if isinstance(node, Both) else operator.or_, (_mask(frame, part) for part in node.parts)
        )
    if isinstance(node, Not):
        return ~_mask(frame, node.inner)
    if isinstance(node, Always):
        return pd.Series(True, index=frame.index, dtype="boolean")
    column = frame[node.column]
    if isinstance(node, Known):
        return column.notna() if node.is_known else column.isna()
    assert isinstance(node, Flag | Compare)
    return column if isinstance(node, Flag) else _SIGNS[node.sign](column, node.value)


def cells(place: Path, plan: Any, first: Any) -> Any:
    """Return the frame of cells by month (0 is that of `first`) and unit, a column for each measure of the plan."""
    frame = pd.read_parquet(place, dtype_backend="numpy_nullable")
    found = []
    for by in dict.fromkeys(one.by for one, _ in plan.measures):
        day = pd.to_datetime(frame[by])
        month = (day.dt.year - first.year) * 12 + day.dt.month - first.month
        inside = month.between(0, len(plan.periods) - 1)
        numbers = {}
        for one, node in plan.measures:
            if one.by == by:
                mask = _mask(frame, node).fillna(value=False).astype(bool)
                numbers[one.code] = (frame[one.of].fillna(0) if one.of else 1) * mask
        keys = {"month": month, "unit": frame["unit_id"]}
        told = pd.DataFrame({**keys, **numbers})[inside.fillna(value=False).astype(bool)]
        found.append(told.groupby(["month", "unit"]).sum())
    return pd.concat(found).fillna(0).groupby(["month", "unit"]).sum()
