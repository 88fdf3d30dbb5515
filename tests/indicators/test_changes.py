"""Why a figure changed: parts sum exactly to the difference, and the past is told as it was told then."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.directory.api import UnitView, children
from dinh.dossiers import events as dossiers
from dinh.indicators import api as indicators
from dinh.indicators.figures import api as figures
from dinh.indicators.figures.api import Sides
from tests.indicators.chain import START, decided, received, record, settled
from tests.indicators.conftest import TODAY

MARCH = indicators.month(TODAY)
FEBRUARY = indicators.month(MARCH.first - timedelta(days=1))
SIDES = st.builds(Sides, st.integers(-50, 200), st.integers(0, 200))
PARTS = st.dictionaries(st.integers(0, 12), SIDES, max_size=12)


def total(parts: dict[int, Sides]) -> Sides:
    return sum(parts.values(), Sides(0))


@pytest.mark.unit
@given(PARTS, PARTS)
def test_parts_of_a_share_sum_to_its_difference(before: dict[int, Sides], after: dict[int, Sides]) -> None:
    old, new = total(before), total(after)
    found = figures.contributions(before, after, is_share=True)
    if not old.below or not new.below:
        assert found is None
        return
    assert found is not None
    assert sum(found.values()) == Fraction(new.above, new.below) - Fraction(old.above, old.below)
    every, nothing = before.keys() | after.keys(), Sides(0)
    assert found.keys() == {key for key in every if before.get(key, nothing) != after.get(key, nothing)}


@pytest.mark.unit
@given(PARTS, PARTS)
def test_parts_of_a_count_sum_to_its_difference(before: dict[int, Sides], after: dict[int, Sides]) -> None:
    found = figures.contributions(before, after, is_share=False)
    assert found is not None
    assert sum(found.values()) == total(after).above - total(before).above


@pytest.mark.integration
def test_units_tell_the_difference_between_months(province: UnitView) -> None:
    first, second, *_ = children(unit_id=province.unit_id, on=TODAY)
    old = START - timedelta(days=20)
    record([received(1, unit_id=first.unit_id, at=old), received(2, unit_id=second.unit_id, at=old, channel="desk")])
    record([received(n, unit_id=first.unit_id, channel="desk" if n == 3 else "online") for n in (3, 4, 5)])
    record([received(6, unit_id=province.unit_id)])
    found = figures.change_by_unit(
        code="dossiers.online_share", unit_id=province.unit_id, period=MARCH, before=FEBRUARY, on=TODAY
    )
    assert sum(one.adds for one in found.parts) == Fraction(3, 4) - Fraction(1, 2)
    assert {one.unit_id for one in found.parts} == {first.unit_id, second.unit_id, province.unit_id}


@pytest.mark.integration
def test_what_cannot_be_added_is_not_taken_apart(province: UnitView) -> None:
    found = figures.change_by_unit(
        code="services.online_active_share", unit_id=province.unit_id, period=MARCH, before=FEBRUARY, on=TODAY
    )
    assert (found.is_additive, found.parts) == (False, ())


ACTS = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(["desk", "online"]), st.booleans(), st.sampled_from(["", "online", "cash"]),
        st.sampled_from([-40, -3, 0, 2]),
    ),
    max_size=6,
    unique_by=lambda one: one[0],
)  # fmt: skip
CODES = ("dossiers.received", "dossiers.on_time_share", "dossiers.paid_online_share", "dossiers.contentment_share")


@pytest.mark.integration
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS, ACTS)
def test_the_past_is_told_as_it_was_and_parts_sum_to_the_difference(
    province: UnitView, first: list[tuple[int, str, bool, str, int]], second: list[tuple[int, str, bool, str, int]]
) -> None:
    point = transaction.savepoint()
    unit_id = children(unit_id=province.unit_id, on=TODAY)[0].unit_id
    asked = figures.Question(province.unit_id, MARCH, TODAY)
    done: set[int] = set()
    _act(first, unit_id, done)
    before = {code: _sides(province, code) for code in CODES}
    position = indicators.watermark()
    _act(second, unit_id, done)
    for code in CODES:
        found = figures.change_from(code=code, asked=asked, position=position, since=START)
        now = _sides(province, code)
        assert (found.before, found.after) == (before[code], now)
        if not found.is_share:
            assert sum(one.adds or 0 for one in found.parts) == now.above - found.before.above
        elif found.before.below and now.below:
            shares = Fraction(now.above, now.below) - Fraction(found.before.above, found.before.below)
            assert sum(one.adds or 0 for one in found.parts) == shares
    transaction.savepoint_rollback(point)
    indicators.forget()


def _sides(province: UnitView, code: str) -> Sides:
    one = indicators.figure(code=code, unit_id=province.unit_id, period=MARCH, on=TODAY)
    return Sides(one.numerator, one.denominator or 0)


def _act(acts: list[tuple[int, str, bool, str, int]], unit_id: int, done: set[int]) -> None:
    for number, channel, in_time, paid, days in acts:
        at = START + timedelta(days=days)
        if number not in done:
            record([received(number, unit_id=unit_id, at=at, channel=channel, has_fee=True, fee_total_vnd=9)])
        else:
            rated = dossiers.DossierRated(
                dossier_id=f"dos_{number}", level="not_satisfied", criteria=(), is_change=False
            )
            record([decided(number, at=at, is_on_time=in_time), rated])
        if paid:
            record([settled(number, method=paid)])
        done.add(number)


@pytest.mark.integration
def test_each_dossier_says_why_it_counts_otherwise(province: UnitView) -> None:
    unit_id = children(unit_id=province.unit_id, on=TODAY)[0].unit_id
    since = START + timedelta(days=5)
    record([received(1, unit_id=unit_id), received(2, unit_id=unit_id)], at=START)
    position = indicators.watermark()
    later = since + timedelta(days=2)
    record(
        [decided(1, decided_at=later), received(3, unit_id=unit_id, at=later), decided(3, decided_at=later)], at=later
    )
    record([decided(2, decided_at=START + timedelta(days=1), is_on_time=False)], at=START + timedelta(days=1))
    asked = figures.Question(province.unit_id, MARCH, TODAY)
    found = figures.change_from(code="dossiers.on_time_share", asked=asked, position=position, since=since)
    causes = {one.dossier_id: one.cause for one in found.parts}
    assert causes == {
        "dos_1": figures.Cause.WENT_ON, "dos_2": figures.Cause.LATE, "dos_3": figures.Cause.NEW,
    }  # fmt: skip
    assert all(one.entry_ids for one in found.parts)
    assert (found.before, found.after) == (Sides(0, 0), Sides(2, 3))


@pytest.mark.integration
def test_the_place_of_the_ledger_is_found_by_its_day(province: UnitView) -> None:
    del province
    now = datetime.now(tz=START.tzinfo)
    assert figures.position_at(now - timedelta(days=1)) == 0
    record([received(1, unit_id=1)])
    assert figures.position_at(now + timedelta(days=1)) == indicators.watermark()
