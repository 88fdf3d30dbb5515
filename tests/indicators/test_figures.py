"""From the ledger to the figure and back: one act moves one figure by one, and opens to it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.directory.api import UnitView, children
from dinh.dossiers import events as dossiers
from dinh.indicators import api as indicators
from tests.indicators.chain import START, decided, received, record, settled
from tests.indicators.conftest import TODAY

pytestmark = pytest.mark.integration
MARCH = indicators.month(TODAY)


def _figure(code: str, unit_id: int) -> indicators.Figure:
    return indicators.figure(code=code, unit_id=unit_id, period=MARCH, on=TODAY)


def _commune(province: UnitView) -> UnitView:
    return children(unit_id=province.unit_id, on=TODAY)[0]


def test_one_receipt_moves_the_figure_by_one(province: UnitView) -> None:
    commune = _commune(province)
    record([received(1, unit_id=commune.unit_id)])
    before = _figure("dossiers.received", province.unit_id)
    record([received(2, unit_id=commune.unit_id)])
    after = _figure("dossiers.received", province.unit_id)
    assert (before.numerator, after.numerator) == (1, 2)
    assert after.watermark > before.watermark
    assert after.hash != before.hash


def test_the_figure_opens_to_its_dossier(province: UnitView) -> None:
    commune = _commune(province)
    record([received(1, unit_id=commune.unit_id), received(2, unit_id=commune.unit_id, channel="desk")])
    opened = indicators.explain(
        code="dossiers.online_share",
        unit_id=province.unit_id,
        period=MARCH,
        on=datetime(2026, 3, 31, tzinfo=START.tzinfo),
    )
    assert {row.dossier_id: row.in_numerator for row in opened.rows} == {"dos_1": True, "dos_2": False}
    assert (opened.figure.numerator, opened.figure.denominator) == (1, 2)


def test_a_zero_denominator_is_no_data(province: UnitView) -> None:
    figure = _figure("dossiers.online_share", province.unit_id)
    assert (figure.denominator, figure.missing) == (0, indicators.Missing.ZERO_DENOMINATOR)


def test_zero_fees_leave_the_base_of_paid_online(province: UnitView) -> None:
    unit_id = _commune(province).unit_id
    record([received(1, unit_id=unit_id, has_fee=True, fee_total_vnd=0)])
    assert _figure("dossiers.paid_online_share", province.unit_id).denominator == 0


@pytest.mark.parametrize("pays_first", [True, False])
def test_payment_counts_whichever_comes_first(province: UnitView, pays_first: bool) -> None:  # noqa: FBT001
    unit_id = _commune(province).unit_id
    receipt = received(1, unit_id=unit_id, has_fee=True, fee_total_vnd=50_000)
    events = [settled(1), receipt] if pays_first else [receipt, settled(1)]
    for event in events:
        record([event])
    figure = _figure("dossiers.paid_online_share", province.unit_id)
    assert (figure.numerator, figure.denominator) == (1, 1)


def test_cash_is_not_paid_online(province: UnitView) -> None:
    unit_id = _commune(province).unit_id
    record([received(1, unit_id=unit_id, has_fee=True, fee_total_vnd=50_000), settled(1, method="cash")])
    figure = _figure("dossiers.paid_online_share", province.unit_id)
    assert (figure.numerator, figure.denominator) == (0, 1)


def test_a_second_request_makes_the_dossier_late(province: UnitView) -> None:
    unit_id = _commune(province).unit_id
    asked = dossiers.SupplementRequested(dossier_id="dos_1", request_no=2, document_id="pap_2")
    record([received(1, unit_id=unit_id), asked, decided(1, supplement_requests=2)])
    figure = _figure("dossiers.on_time_share", province.unit_id)
    assert (figure.numerator, figure.denominator) == (0, 1)


def test_children_and_the_rest_sum_to_the_province(province: UnitView) -> None:
    first, second, *_ = children(unit_id=province.unit_id, on=TODAY)
    units = [first.unit_id, second.unit_id, second.unit_id, province.unit_id]
    record([received(number, unit_id=unit_id) for number, unit_id in enumerate(units)])
    inside, rest = indicators.children_figures(
        code="dossiers.received", unit_id=province.unit_id, period=MARCH, on=TODAY
    )
    assert sum(figure.numerator for figure in inside) + rest.numerator == 4
    assert {f.unit_id: f.numerator for f in inside if f.numerator} == {first.unit_id: 1, second.unit_id: 2}


def test_the_board_costs_the_same_for_one_and_three_dossiers(province: UnitView) -> None:
    unit_id = _commune(province).unit_id
    months = indicators.months_before(TODAY, 13)
    counted = []
    for number in range(3):
        record([received(number, unit_id=unit_id), decided(number)])
        indicators.board(unit_id=province.unit_id, periods=months, on=TODAY)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            indicators.board(unit_id=province.unit_id, periods=months, on=TODAY)
        counted.append(len(queries))
    assert counted == [2, 2, 2]


def test_late_units_leave_paused_dossiers_alone(province: UnitView) -> None:
    unit_id = _commune(province).unit_id
    asked = dossiers.SupplementRequested(dossier_id="dos_2", request_no=1, document_id="pap_2")
    record([received(1, unit_id=unit_id), received(2, unit_id=unit_id), asked])
    (late,) = indicators.late_units(unit_id=province.unit_id, at=START + timedelta(days=10))
    assert (late.unit_id, late.late, late.open) == (unit_id, 1, 1)
