"""Points from dossiers: worked by fingers, compared, lost and saved."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.directory.api import AgencyKind, UnitView, agency_for, children
from dinh.indicators import api as indicators
from dinh.indicators.figures.api import Period
from dinh.indicators.quality import api as quality
from tests.indicators.chain import START, decided, received, record
from tests.indicators.quality.conftest import MARCH, NOW, TODAY, scores

pytestmark = pytest.mark.integration


def test_points_of_four_dossiers_are_those_worked_by_hand(commune: UnitView) -> None:
    found = scores(commune)
    points = {code: one.points for code, one in found.items() if one.points is not None}
    # 2.1: two of three ended in time, 66.67 %. 3.6: one of two. 4.1: one of three. 4.2: two of four, 80 % is full.
    assert points == {
        "2.1": Fraction("13.334"),
        "3.2": Fraction(4),
        "3.5b": Fraction(2),
        "3.6": Fraction(3),
        "4.1": Fraction("1.9998"),
        "4.2": Fraction("2.5"),
        "4.3": Fraction("0.625"),
        "4.5b": Fraction("1.5"),
        "5.4": 6 * Fraction("66.67") / 90,
    }


def test_the_whole_lies_between_what_stands_and_what_is_missing(commune: UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, on=TODAY)
    missing = sum(one.most for one in now.items if one.points is None)
    assert now.most - now.points == missing > 0
    assert now.most <= 90  # two items do not exist for a commune


def test_every_lost_point_is_shared_by_dossiers(commune: UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, on=TODAY)
    lost = {"2.1": {"dos_2"}, "3.6": {"dos_2"}, "4.1": {"dos_2", "dos_3"}, "4.2": {"dos_2", "dos_3"}, "5.4": {"dos_2"}}
    for code, dossiers in lost.items():
        found = quality.lost_with(now, item=code)
        assert {one.dossier_id for one in found} == dossiers
        assert sum(one.points for one in found) == now.by_code[code].lost
    every = quality.lost_with(now)
    assert sum(one.points for one in every) == sum(one.lost for one in now.items if quality.has_list(one))
    assert {one.dossier_id for one in every if one.to_save} == {"dos_3"}


def test_open_dossiers_due_in_the_period_are_told_before_they_are_late(commune: UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, on=TODAY)
    assert [(one.dossier_id, one.is_late) for one in quality.running_out(now, at=START)] == [("dos_3", False)]
    assert [one.is_late for one in quality.running_out(now, at=NOW)] == [True]


def test_a_reporting_month_cuts_in_the_middle(commune: UnitView) -> None:
    record([received(9, unit_id=commune.unit_id, at=START.replace(day=15))])
    kind = indicators.PeriodKind.REPORTING_MONTH
    first, second = (indicators.period_of(date(2026, month, 1), kind) for month in (3, 4))
    assert first == Period(date(2026, 2, 15), date(2026, 3, 14))
    below = [
        quality.scores_of(unit_id=commune.unit_id, period=one, on=TODAY).by_code["4.2"].figure
        for one in (first, second)
    ]
    assert [one.denominator if one else None for one in below] == [4, 1]


def test_a_reporting_month_of_children_is_that_of_each(province: UnitView, commune: UnitView) -> None:
    period = indicators.period_of(date(2026, 3, 1), indicators.PeriodKind.REPORTING_MONTH)
    found = quality.scores_of_children(unit_id=province.unit_id, period=period, on=TODAY)
    (mine,) = [one for one in found if one.unit_id == commune.unit_id]
    assert mine.items == quality.scores_of(unit_id=commune.unit_id, period=period, on=TODAY).items


@pytest.mark.usefixtures("commune")
def test_the_province_counts_its_communes_and_a_department_its_own(province: UnitView) -> None:
    department = agency_for(unit_id=province.unit_id, kind=AgencyKind.DEPARTMENT, on=TODAY).agency_id
    own = {"unit_id": province.unit_id, "competent_agency_id": department}
    record([received(11, **own), decided(11, is_on_time=False)])
    whole = quality.scores_of(unit_id=province.unit_id, period=MARCH, on=TODAY).by_code["2.1"]
    assert whole.rate == 50
    (mine,) = quality.scores_of_departments(unit_id=province.unit_id, period=MARCH, on=TODAY)
    assert (mine.agency_id, mine.by_code["2.1"].points) == (department, 0)
    alone = quality.scores_of(unit_id=province.unit_id, period=MARCH, on=TODAY, agency_id=department)
    assert alone.items == mine.items
    assert [one.dossier_id for one in quality.lost_with(alone, item="2.1")] == ["dos_11"]


def test_equal_points_share_a_rank_and_the_next_is_skipped(province: UnitView) -> None:
    units = children(unit_id=province.unit_id, on=TODAY)[:4]
    for number, unit in enumerate(units):
        record([received(number, unit_id=unit.unit_id), decided(number, is_on_time=number != 3)])
    found = quality.ranks(quality.scores_of_children(unit_id=province.unit_id, period=MARCH, on=TODAY))
    assert [one.rank for one in found] == [1, 1, 1, 4]
    assert found[-1].scores.unit_id == units[3].unit_id


def test_points_ask_the_same_number_of_questions(province: UnitView) -> None:
    unit = children(unit_id=province.unit_id, on=TODAY)[0]
    counts = []
    for numbers in ((1,), (2, 3)):
        record([received(number, unit_id=unit.unit_id, at=START + timedelta(hours=number)) for number in numbers])
        quality.scores_of_children(unit_id=province.unit_id, period=MARCH, on=TODAY)
        with CaptureQueriesContext(connection) as asked:
            quality.scores_of_children(unit_id=province.unit_id, period=MARCH, on=TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_second_reading_of_2_1_takes_open_dossiers_in(commune: UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, on=TODAY)
    late = quality.with_open(now, at=NOW)["2.1"]
    assert (late.within, late.late, late.numerator, late.denominator) == (0, 1, 2, 4)
    assert (late.rate, late.points) == (50, 10)
    record([received(21, unit_id=commune.unit_id, due_at=NOW + timedelta(days=1))])
    again = quality.with_open(now, at=NOW)["2.1"]
    assert (again.within, again.late, again.rate) == (1, 1, 60)
