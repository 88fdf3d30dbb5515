"""Points from dossiers: worked by fingers, compared, lost and saved."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.directory.api import AgencyKind, UnitView, agency_for, children
from dinh.dossiers.events import SupplementRequested
from dinh.indicators import api as indicators
from dinh.indicators.figures.api import OpenCount, Period
from dinh.indicators.quality import api as quality
from dinh.kernel.clock import VN
from tests.indicators.chain import START, decided, received, record
from tests.indicators.quality.conftest import MARCH, NOW, TODAY, scores

pytestmark = pytest.mark.integration
END_OF_FEBRUARY = datetime(2026, 3, 1, tzinfo=VN)


def test_points_of_four_dossiers_are_those_worked_by_hand(commune: UnitView) -> None:
    found = scores(commune)
    points = {code: one.points for code, one in found.items() if one.points is not None}
    # 2.1: two of three ended in time, one is open and late: 50 %. 5.4: of the ended alone.
    # 3.6: one of two. 4.1: one of three. 4.2: two of four, 80 % is full.
    assert points == {
        "2.1": Fraction(10),
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
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=NOW)
    missing = sum(one.most for one in now.items if one.points is None)
    assert now.most - now.points == missing > 0
    assert now.most <= 90  # two items do not exist for a commune


def test_every_lost_point_is_shared_by_dossiers(commune: UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=NOW)
    lost = {
        "2.1": {"dos_2", "dos_3"},
        "3.6": {"dos_2"},
        "4.1": {"dos_2", "dos_3"},
        "4.2": {"dos_2", "dos_3"},
        "5.4": {"dos_2"},
    }
    for code, dossiers in lost.items():
        found = quality.lost_with(now, item=code)
        assert {one.dossier_id for one in found} == dossiers
        assert sum(one.points for one in found) == now.by_code[code].lost
    every = quality.lost_with(now)
    assert sum(one.points for one in every) == sum(one.lost for one in now.items if quality.has_list(one))
    assert {one.dossier_id for one in every if one.to_save} == {"dos_3"}


def test_open_dossiers_due_in_the_period_are_told_before_they_are_late(commune: UnitView) -> None:
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=NOW)
    assert [(one.dossier_id, one.is_late) for one in quality.running_out(now, at=START)] == [("dos_3", False)]
    assert [one.is_late for one in quality.running_out(now, at=NOW)] == [True]


def test_a_reporting_month_cuts_in_the_middle(commune: UnitView) -> None:
    record([received(9, unit_id=commune.unit_id, at=START.replace(day=15))])
    kind = indicators.PeriodKind.REPORTING_MONTH
    first, second = (indicators.period_of(date(2026, month, 1), kind) for month in (3, 4))
    assert first == Period(date(2026, 2, 15), date(2026, 3, 14))
    below = [
        quality.scores_of(unit_id=commune.unit_id, period=one, at=NOW).by_code["4.2"].figure for one in (first, second)
    ]
    assert [one.denominator if one else None for one in below] == [4, 1]


def test_a_reporting_month_of_children_is_that_of_each(province: UnitView, commune: UnitView) -> None:
    period = indicators.period_of(date(2026, 3, 1), indicators.PeriodKind.REPORTING_MONTH)
    found = quality.scores_of_children(unit_id=province.unit_id, period=period, at=NOW)
    (mine,) = [one for one in found if one.unit_id == commune.unit_id]
    assert mine.items == quality.scores_of(unit_id=commune.unit_id, period=period, at=NOW).items


@pytest.mark.usefixtures("commune")
def test_the_province_counts_its_communes_and_a_department_its_own(province: UnitView) -> None:
    department = agency_for(unit_id=province.unit_id, kind=AgencyKind.DEPARTMENT, on=TODAY).agency_id
    own = {"unit_id": province.unit_id, "competent_agency_id": department}
    record([received(11, **own), decided(11, is_on_time=False)])
    whole = quality.scores_of(unit_id=province.unit_id, period=MARCH, at=NOW).by_code["2.1"]
    assert whole.rate == 40
    (mine,) = quality.scores_of_departments(unit_id=province.unit_id, period=MARCH, at=NOW)
    assert (mine.agency_id, mine.by_code["2.1"].points) == (department, 0)
    alone = quality.scores_of(unit_id=province.unit_id, period=MARCH, at=NOW, agency_id=department)
    assert alone.items == mine.items
    assert [one.dossier_id for one in quality.lost_with(alone, item="2.1")] == ["dos_11"]


def test_equal_points_share_a_rank_and_the_next_is_skipped(province: UnitView) -> None:
    units = children(unit_id=province.unit_id, on=TODAY)[:4]
    for number, unit in enumerate(units):
        record([received(number, unit_id=unit.unit_id), decided(number, is_on_time=number != 3)])
    found = quality.ranks(quality.scores_of_children(unit_id=province.unit_id, period=MARCH, at=NOW))
    assert [one.rank for one in found] == [1, 1, 1, 4]
    assert found[-1].scores.unit_id == units[3].unit_id


def test_points_ask_the_same_number_of_questions(province: UnitView) -> None:
    unit = children(unit_id=province.unit_id, on=TODAY)[0]
    counts = []
    for numbers in ((1,), (2, 3)):
        record([received(number, unit_id=unit.unit_id, at=START + timedelta(hours=number)) for number in numbers])
        quality.scores_of_children(unit_id=province.unit_id, period=MARCH, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            quality.scores_of_children(unit_id=province.unit_id, period=MARCH, at=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_2_1_takes_open_dossiers_in_by_their_appointment(commune: UnitView) -> None:
    def item() -> quality.Scored:
        return quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=NOW).by_code["2.1"]

    late = item()
    assert (late.opened, late.sides, late.rate, late.points) == (OpenCount(0, 1), (2, 4), 50, 10)
    record([received(21, unit_id=commune.unit_id, due_at=NOW + timedelta(days=1))])
    assert (item().opened, item().sides, item().rate) == (OpenCount(1, 1), (3, 5), 60)
    record([SupplementRequested(dossier_id="dos_3", request_no=1, document_id="doc_1")])
    assert (item().opened, item().rate) == (OpenCount(2, 0), 80)


def test_open_dossiers_of_a_past_period_are_judged_at_its_end(commune: UnitView) -> None:
    february = indicators.month(date(2026, 2, 1))
    record([received(31, unit_id=commune.unit_id, at=datetime(2026, 2, 27, 9, 0, tzinfo=VN))])

    def opened(period: Period) -> OpenCount | None:
        return quality.scores_of(unit_id=commune.unit_id, period=period, at=NOW).by_code["2.1"].opened

    # Due on 2 March: within time when February ended, late now.
    assert opened(february) == OpenCount(1, 0)
    assert opened(MARCH) == OpenCount(0, 2)
    midnight = quality.scores_of(unit_id=commune.unit_id, period=february, at=END_OF_FEBRUARY).moment
    assert midnight == END_OF_FEBRUARY
    record([received(32, unit_id=commune.unit_id, at=END_OF_FEBRUARY)])
    assert opened(february) == OpenCount(1, 0)


def test_open_dossiers_of_children_and_departments_are_their_own(province: UnitView, commune: UnitView) -> None:
    department = agency_for(unit_id=province.unit_id, kind=AgencyKind.DEPARTMENT, on=TODAY).agency_id
    record([received(41, unit_id=province.unit_id, competent_agency_id=department)])
    (mine,) = quality.scores_of_departments(unit_id=province.unit_id, period=MARCH, at=NOW)
    assert (mine.agency_id, mine.by_code["2.1"].opened) == (department, OpenCount(0, 1))
    april = indicators.month(date(2026, 4, 1))
    (still,) = quality.scores_of_departments(unit_id=province.unit_id, period=april, at=NOW + timedelta(days=20))
    assert still.by_code["2.1"].points == 0
    children_of = quality.scores_of_children(unit_id=province.unit_id, period=MARCH, at=NOW)
    (own,) = [one for one in children_of if one.unit_id == commune.unit_id]
    assert own.by_code["2.1"].opened == OpenCount(0, 1)
