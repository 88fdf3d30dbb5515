"""Targets that programmes promised, beside what was told of them and what the house measures itself."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.series import registry
from dinh.indicators.series.policies.reaching import judged
from dinh.indicators.series.queries.observations import former_codes
from dinh.indicators.series.types import Standing, Target

# Where a target asks what the house counts, word for word. What only sounds alike is not here.
MEASURED_BY = {
    "services.processed_online": "dossiers.online_share",
    "services.paid_online": "dossiers.paid_online_share",
    "services.new_dossiers_digitised": "dossiers.digitised_share",
}
_MONTHS = 13


def targets() -> tuple[Target, ...]:
    """Return every row of the file: what was promised and what was told, with its place in the file."""
    codes = former_codes()
    return tuple(
        Target(
            number=place,
            unit_id=codes.get(row["province_old_code"]),
            indicator=row["indicator"],
            name_vi=row["name_vi"],
            operator=row["operator"],
            value=Fraction(row["value"]),
            unit=row["unit"],
            due_on=date.fromisoformat(row["due_on"]),
            scope=row["scope"],
            is_target=row["kind"] == "target",
            source=row["source"],
            note=row["note"],
        )
        for place, row in enumerate(registry.rows("programme_targets.csv"), start=2)
    )


def standings(*, unit_id: int, on: date) -> tuple[Standing, ...]:
    """Return the targets of a unit and of the units it was made of, each with what is known, by due date.

    A target of a former province is that province's: what is measured is of its land today, where that can be told.
    """
    asked = {unit_id, *directory.lineage_ids(unit_id=unit_id)}
    every = targets()
    told = [one for one in every if not one.is_target]
    found = [_standing(one, told, unit_id, on) for one in every if one.is_target and one.unit_id in asked]
    return tuple(sorted(found, key=lambda one: (one.target.due_on, one.target.number)))


def _standing(target: Target, told: Iterable[Target], unit_id: int, on: date) -> Standing:
    same = tuple(one for one in told if one.indicator == target.indicator and one.unit_id in {target.unit_id, None})
    code = MEASURED_BY.get(target.indicator, "") if target.scope == "province" else ""
    months = _months(code, target, unit_id, on) if code else ()
    return judged(target, same, code, months, on)


def _months(code: str, target: Target, unit_id: int, on: date) -> Sequence[tuple[date, Fraction]]:
    """Return the whole months the house measured, of the unit that is answerable today; none before its own ledger."""
    if code not in figures.codes() or target.unit_id is None:
        return ()
    line = figures.series(code=code, unit_id=unit_id, periods=figures.months_before(on, _MONTHS), on=on)
    return [
        (one.period.last, Fraction(100 * one.numerator, one.denominator))
        for one in line
        if not one.is_missing and one.denominator and one.period.last < on
    ]
