"""The command opens a figure like the page: formula, dossiers, a proof that holds, and why it changed."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from dinh.directory.api import UnitView, children
from dinh.indicators import api as indicators
from dinh.indicators.figures import api as figures
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
