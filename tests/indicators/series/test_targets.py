"""Will it be met: both sides of each verdict, and no verdict where the data are too thin."""

from datetime import date
from fractions import Fraction

import pytest

from dinh.indicators.series.policies.reaching import is_met, judged, months_left
from dinh.indicators.series.types import Target, Verdict

pytestmark = pytest.mark.unit
DUE = date(2026, 12, 31)
TODAY = date(2026, 6, 30)
ENDS = [date(2026, month, 28) for month in (1, 2, 3, 4, 5)]


def target(*, value: int = 90, due_on: date = DUE, is_target: bool = True) -> Target:
    return Target(
        2, 1, "services.processed_online", "Hồ sơ xử lý trực tuyến", ">=", Fraction(value), "%", due_on, "province",
        is_target, "KH", "",
    )  # fmt: skip


def months(*values: int) -> list[tuple[date, Fraction]]:
    return [(day, Fraction(value)) for day, value in zip(ENDS, values, strict=False)]


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((50, 60, 70, 80), Verdict.ON_WAY),
        ((70, 71, 72, 73), Verdict.BEHIND),
        ((70, 80, 85, 90), Verdict.MET),
        ((70, 80, 85), Verdict.TOO_FEW),
        ((), Verdict.NO_MEASURE),
    ],
)
def test_a_target_ahead_is_judged_by_the_mean_gain(values: tuple[int, ...], verdict: Verdict) -> None:
    assert judged(target(), (), "code", months(*values), TODAY).verdict is verdict


def test_needed_and_gained_are_exact() -> None:
    one = judged(target(), (), "code", months(70, 71, 72, 74), TODAY)
    assert (one.gained_per_month, one.needed_per_month) == (Fraction(4, 3), Fraction(16, 6))


def test_a_target_past_its_day_is_met_or_missed_by_the_months_up_to_it() -> None:
    past = target(due_on=date(2026, 3, 31))
    assert judged(past, (), "code", months(70, 80, 85, 95), TODAY).verdict is Verdict.MISSED
    assert judged(past, (), "code", months(70, 80, 91, 10), TODAY).verdict is Verdict.MET


def test_reports_of_others_are_no_measure() -> None:
    told = (target(is_target=False),)
    assert judged(target(), told, "", (), TODAY).verdict is Verdict.OTHER_KIND
    assert judged(target(), (), "", (), TODAY).verdict is Verdict.NO_MEASURE


def test_operators_compare_as_written() -> None:
    one, two = Fraction(1), Fraction(2)
    assert [is_met(one, sign, two) for sign in (">=", ">", "<=", "<", "=")] == [False, False, True, True, False]
    assert [is_met(two, sign, two) for sign in (">=", ">", "<=", "<", "=")] == [True, False, True, False, True]
    assert months_left(TODAY, DUE) == 6
    assert months_left(DUE, TODAY) == 0
