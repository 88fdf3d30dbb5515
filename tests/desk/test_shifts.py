"""The till: opened with change, closed with what was counted."""

from datetime import timedelta

import pytest

from dinh.desk import api
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.payments import api as payments
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
_LATER = w.AT + timedelta(hours=3)


def _paid(world: w.World, amount_vnd: int) -> None:
    quote = payments.entered_quote(
        version_id=w.row(w.received(world)).version_id, channel="desk", on=w.AT.date(), unit_id=w.COMMUNE,
        fees=(payments.Fee(payments.FeeKind.LE_PHI, "Lệ phí", amount_vnd, "Nghị quyết thử nghiệm"),),
    )  # fmt: skip
    order = payments.open_order(
        by=world.desk, at=w.AT, quote=quote, subject_id="dos_till", payer_name="Nguyễn Thị Hòa",
        payer_person_id=world.hoa.person_id, payee_agency_id=world.desk.agency_id,
    )  # fmt: skip
    payments.settle_cash(by=world.desk, at=w.AT + timedelta(hours=1), order_id=order.order_id, received_vnd=amount_vnd)


def test_shift_sums_the_cash_of_its_post(world: w.World) -> None:
    api.open_shift(by=world.desk, at=w.AT, float_vnd=200_000)
    _paid(world, 30_000)
    open_one = api.open_shift_of(by=world.desk, at=_LATER)
    assert open_one is not None
    assert (open_one.cash_vnd, open_one.expected_vnd, len(open_one.lines)) == (30_000, 230_000, 1)
    closed = api.close_shift(by=world.desk, at=_LATER, counted_vnd=230_000)
    assert (closed.difference_vnd, closed.closed_at) == (0, _LATER)
    assert api.open_shift_of(by=world.desk, at=_LATER) is None


def test_difference_needs_its_reason(world: w.World) -> None:
    api.open_shift(by=world.desk, at=w.AT, float_vnd=100_000)
    with pytest.raises(Invalid, match="DK13"):
        api.close_shift(by=world.desk, at=_LATER, counted_vnd=90_000)
    closed = api.close_shift(by=world.desk, at=_LATER, counted_vnd=90_000, note="Thối nhầm tiền lẻ")
    assert (closed.difference_vnd, closed.note) == (-10_000, "Thối nhầm tiền lẻ")


def test_one_shift_at_a_time_and_none_without_opening(world: w.World) -> None:
    with pytest.raises(NotFound, match="DK12"):
        api.close_shift(by=world.desk, at=_LATER, counted_vnd=0)
    api.open_shift(by=world.desk, at=w.AT, float_vnd=0)
    with pytest.raises(Conflict, match="DK11"):
        api.open_shift(by=world.desk, at=w.AT, float_vnd=0)
    with pytest.raises(Invalid, match="DK10"):
        api.open_shift(by=world.far_desk, at=w.AT, float_vnd=-1)


def test_shift_is_its_cashiers_and_the_heads(world: w.World) -> None:
    opened = api.open_shift(by=world.desk, at=w.AT, float_vnd=0)
    assert api.shift(by=world.desk, shift_id=opened.shift_id, at=_LATER).shift_id == opened.shift_id
    colleague = w.official(world.center, "mot_cua")
    with pytest.raises(NotFound, match="DK14"):
        api.shift(by=colleague, shift_id=opened.shift_id, at=_LATER)
    assert [one.public_id for one in api.shifts_of(by=w.official(world.center, "head"))] == [opened.shift_id]
    with pytest.raises(NotAllowed):
        api.open_shift(by=world.specialist, at=w.AT, float_vnd=0)
