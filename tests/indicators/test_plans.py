"""Plans of any periods and homes count as one would on one's fingers; periods, hashes and refusals."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.indicators.figures import registry
from dinh.indicators.figures.operations.invented import Invented, invented, told_again, world
from dinh.indicators.figures.policies.periods import PeriodKind, cumulative, period_of, same_last_year
from dinh.indicators.figures.policies.plans import (
    Digest,
    Plan,
    PlanFault,
    compute,
    digest,
    digest_rows,
    every_day,
    shards,
    stretches,
)
from dinh.indicators.figures.policies.tally import tallied
from dinh.indicators.figures.types import ColumnKind, Period

pytestmark = pytest.mark.unit
FACT = registry.facts()["dossier"]
MEASURES = tuple((one, registry.node(code)) for code, one in sorted(registry.measures().items()))
LAST = date(2026, 6, 30)
DAYS = st.dates(date(2026, 3, 1), LAST)
PERIODS = st.lists(
    st.tuples(DAYS, DAYS).map(lambda two: Period(min(two), max(two))), min_size=1, max_size=4, unique=True
)


def _columns(facts: list[Invented], folder: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {
        ColumnKind.KEY: pa.int32(), ColumnKind.DAY: pa.date32(), ColumnKind.WORD: pa.int8(),
        ColumnKind.FLAG: pa.bool_(), ColumnKind.NUMBER: pa.int64(),
    }  # fmt: skip
    table = pa.table(
        {name: pa.array([getattr(one, name) for one in facts], kinds[c.kind]) for name, c in FACT.columns.items()}
    )
    parquet.write_table(table, folder / "facts.parquet")


def _facts(seed: int, count: int) -> tuple[list[Invented], tuple[tuple[int, int], ...]]:
    of, chance = world(units=5, procedures=4, last=LAST, months=4), Random(seed)  # noqa: S311 - no secret
    told = [told_again(one, of, chance) if chance.random() < 0.2 else one for one in invented(of, count, chance)]
    return told, of.homes


# Which homes a plan names: every unit as itself, a merger, all but one unit under one.
SHOWN = st.sampled_from(["own", "merged", "one"])


def _plan(periods: Sequence[Period], shown: str, homes: tuple[tuple[int, int], ...]) -> Plan:
    one = tuple((unit, 0) for unit, _ in homes[1:])
    return Plan(
        FACT,
        MEASURES,
        tuple(periods),
        by=("unit_id", "channel"),
        homes={"own": (), "merged": homes, "one": one}[shown],
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 999), count=st.integers(1, 120), periods=PERIODS, shown=SHOWN)
def test_any_plan_counts_as_on_fingers(
    tmp_path: Path, seed: int, count: int, periods: list[Period], shown: str
) -> None:
    if lacks := registry.engine("duckdb").lacks():
        pytest.skip(lacks)
    facts, homes = _facts(seed, count)
    _columns(facts, tmp_path)
    plan = _plan(periods, shown, homes)
    with registry.engine("duckdb").open(tmp_path) as source:
        found = compute(plan, source.table, source.rows)
    assert found == tallied(plan, registry.counting(), facts)


@pytest.mark.integration
def test_one_period_and_one_home_count_on_spark_as_on_fingers(tmp_path: Path) -> None:
    if lacks := registry.engine("spark").lacks():
        pytest.skip(lacks)
    facts, homes = _facts(7, 300)
    _columns(facts, tmp_path)
    plan = _plan([Period(date(2026, 4, 1), date(2026, 5, 20))], "one", homes)
    with registry.engine("spark").open(tmp_path) as source:
        found = compute(plan, source.table, source.rows)
    assert found == tallied(plan, registry.counting(), facts)


@given(seed=st.integers(0, 999), cut=st.integers(0, 30))
def test_a_hash_knows_no_order_and_no_shards(seed: int, cut: int) -> None:
    facts, _ = _facts(seed, 30)
    plan = Plan(FACT, MEASURES, (Period(date(2026, 1, 1), LAST),), by=("unit_id",))
    cells = tallied(plan, registry.counting(), facts)
    whole = digest(dict(reversed(list(cells.items()))))
    parts = Digest()
    for shard in (list(cells.items())[cut:], list(cells.items())[:cut]):
        parts.add(digest(dict(shard)))
    assert str(parts) == str(whole) == str(digest(cells))
    some = next(iter(cells))
    changed = {**cells, some: {**cells[some], "received": cells[some].get("received", 0) + 1}}
    assert str(digest(changed)) != str(whole)


def test_cells_asked_for_shard_by_shard_in_any_order_have_the_hash_of_the_recount(tmp_path: Path) -> None:
    if lacks := registry.engine("duckdb").lacks():
        pytest.skip(lacks)
    facts, _ = _facts(7, 400)
    _columns(facts, tmp_path)
    additive = tuple(pair for pair in MEASURES if pair[0].is_additive)
    days = every_day(min(one.received_on for one in facts), LAST)
    plan, found = Plan(FACT, additive, days, by=("unit_id", "procedure_id")), Digest()
    with registry.engine("duckdb").open(tmp_path) as source:
        for after, shard in reversed(shards(plan, 17)):
            found.add(digest_rows(shard, source.table, source.rows, after=after))
    assert str(found) == str(digest(tallied(plan, registry.counting(), facts)))


@given(periods=PERIODS)
def test_stretches_fill_their_periods_without_overlap(periods: list[Period]) -> None:
    found = stretches(periods)
    assert all(one.last < two.first for (one, _), (two, _) in pairwise(found))
    for place, period in enumerate(periods):
        days = sum((one.last - one.first).days + 1 for one, inside in found if place in inside)
        assert days == (period.last - period.first).days + 1


@pytest.mark.parametrize(("by", "sentence"), [("unit_code", "official codes"), ("fee_vnd", "no such dimension")])
def test_a_plan_by_what_is_no_dimension_is_refused(by: str, sentence: str) -> None:
    with pytest.raises(PlanFault, match=sentence):
        Plan(FACT, MEASURES, (Period(LAST, LAST),), by=(by,))


def test_cells_of_overlapping_periods_are_not_hashed_row_by_row() -> None:
    one = [pair for pair in MEASURES if pair[0].is_additive]
    plan = Plan(FACT, tuple(one), (Period(LAST, LAST), Period(LAST - timedelta(days=1), LAST)))
    with pytest.raises(PlanFault, match="overlap"):
        digest_rows(plan, "fact", lambda _: [])


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (PeriodKind.MONTH, date(2026, 2, 9), date(2026, 2, 1), date(2026, 2, 28)),
        (PeriodKind.QUARTER, date(2026, 11, 30), date(2026, 10, 1), date(2026, 12, 31)),
        (PeriodKind.HALF, date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (PeriodKind.NINE_MONTHS, date(2026, 2, 1), date(2026, 1, 1), date(2026, 9, 30)),
        (PeriodKind.YEAR, date(2026, 2, 1), date(2026, 1, 1), date(2026, 12, 31)),
        (PeriodKind.REPORTING_MONTH, date(2026, 3, 14), date(2026, 2, 15), date(2026, 3, 14)),
        (PeriodKind.REPORTING_MONTH, date(2026, 3, 15), date(2026, 3, 15), date(2026, 4, 14)),
        (PeriodKind.REPORTING_MONTH, date(2026, 12, 15), date(2026, 12, 15), date(2027, 1, 14)),
        (PeriodKind.REPORTING_QUARTER, date(2026, 3, 15), date(2026, 3, 15), date(2026, 6, 14)),
        (PeriodKind.REPORTING_QUARTER, date(2026, 1, 3), date(2025, 12, 15), date(2026, 3, 14)),
        (PeriodKind.REPORTING_HALF, date(2026, 6, 14), date(2025, 12, 15), date(2026, 6, 14)),
        (PeriodKind.REPORTING_HALF, date(2026, 6, 15), date(2026, 6, 15), date(2026, 12, 14)),
        (PeriodKind.REPORTING_YEAR, date(2026, 12, 14), date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_a_day_lies_in_its_period(kind: PeriodKind, day: date, first: date, last: date) -> None:
    assert period_of(day, kind) == Period(first, last)


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), kind=st.sampled_from(list(PeriodKind)))
def test_every_day_of_a_period_gives_it_again(day: date, kind: PeriodKind) -> None:
    found = period_of(day, kind)
    assert period_of(found.first, kind) == period_of(found.last, kind) or kind is PeriodKind.NINE_MONTHS
    assert found.first <= day <= found.last or kind is PeriodKind.NINE_MONTHS


def test_a_year_before_ends_where_its_month_ends() -> None:
    assert same_last_year(Period(date(2025, 2, 1), date(2025, 2, 28))).last == date(2024, 2, 29)
    assert same_last_year(Period(date(2024, 2, 15), date(2024, 2, 29))).last == date(2023, 2, 28)
    assert cumulative(period_of(LAST, PeriodKind.MONTH)) == Period(date(2026, 1, 1), LAST)
