"""The command opens a figure like the page: formula, dossiers, a proof that holds, and why it changed."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from dinh.directory.api import UnitView, children
from dinh.indicators import api as indicators
from dinh.indicators.figures import api as figures
from dinh.indicators.figures.queries import explaining
from dinh.kernel import clock
from tests.indicators.chain import received, record
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.integration


def test_explain_prints_what_the_page_shows(province: UnitView) -> None:
    now = clock.now()
    unit = children(unit_id=province.unit_id, on=now.date())[0]
    record([received(number, unit_id=unit.unit_id, at=now) for number in (1, 2)], at=now)
    told = StringIO()
    call_command("indicators", "explain", "dossiers.received", stdout=told)
    words = told.getvalue()
    assert f"{province.name}, {indicators.month(now.date()).label}: 2" in words
    assert "chứng minh" in words
    assert ": đúng;" in words
    assert f"  {unit.name}: 2" in words
    assert "H36.1-260302-0001 new: 1" in words


def test_a_figure_above_the_whole_breaks_its_check(province: UnitView) -> None:
    period = indicators.month(TODAY - timedelta(days=1))
    one = indicators.figure(code="dossiers.e_result_share", unit_id=province.unit_id, period=period, on=TODAY)
    assert figures.broken_checks(one) == ()
    assert [check.limit for check in figures.broken_checks(_with(one, 5, 4))] == [100]
    assert figures.broken_checks(_with(one, 4, 4)) == ()


def _with(one: indicators.Figure, numerator: int, denominator: int) -> indicators.Figure:
    return replace(one, numerator=numerator, denominator=denominator, missing=None)


@pytest.mark.parametrize("many", [0, 1_000])
def test_pages_go_on_by_days_whether_few_or_many_are_counted(
    province: UnitView, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "PAGE", 2)
    monkeypatch.setattr(explaining, "MANY", many)
    unit = children(unit_id=province.unit_id, on=TODAY)[0]
    days = [clock.now() - timedelta(days=ago) for ago in (0, 9, 3, 3, 40, 1, 3)]
    record([received(number, unit_id=unit.unit_id, at=at) for number, at in enumerate(days, start=1)], at=days[0])
    period = indicators.Period(days[0].date() - timedelta(days=50), days[0].date())
    found, after = [], 0
    while True:
        page = indicators.explain(
            code="dossiers.received", unit_id=province.unit_id, period=period, on=days[0], after=after
        )
        found += [row.dossier_id for row in page.rows]
        if page.next_after is None:
            break
        after = page.next_after
    assert found == ["dos_1", "dos_6", "dos_7", "dos_4", "dos_3", "dos_2", "dos_5"]


def test_a_figure_of_nothing_opens_to_nothing(province: UnitView) -> None:
    period = indicators.month(TODAY)
    opened = indicators.explain(code="dossiers.synced_share", unit_id=province.unit_id, period=period, on=clock.now())
    assert (opened.rows, opened.next_after) == ((), None)
