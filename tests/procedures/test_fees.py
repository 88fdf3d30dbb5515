"""A fee is read only where the source states it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.procedures.policies.fees import read_dollars, read_fee, read_vnd
from dinh.procedures.types import FaultKind, FeeKind


@pytest.mark.parametrize(
    ("raw", "kind", "amount"),
    [
        ("50,000 Việt Nam Đồng", FeeKind.UNKNOWN, 50_000),
        ("1,025,000 VNĐ", FeeKind.UNKNOWN, 1_025_000),
        ("Phí : 0 Đồng", FeeKind.PHI, 0),
        ("Lệ phí : 0 Đồng", FeeKind.LE_PHI, 0),
        ("Phí : Không Đồng", FeeKind.PHI, 0),
        ("Phí : 50.000 Đồng (50.000 đồng/hồ sơ)", FeeKind.PHI, 50_000),
        ("Lệ phí : 20000 Đồng", FeeKind.LE_PHI, 20_000),
    ],
)
def test_fee_with_amount_is_read(raw: str, kind: FeeKind, amount: int) -> None:
    read = read_fee(raw)
    assert [(line.kind, line.amount_vnd) for line in read.lines] == [(kind, amount)]
    assert read.is_amount_entered
    assert read.faults == ()


def test_mien_phi_is_no_amount_and_never_free() -> None:
    read = read_fee("Miễn phí")
    assert (read.lines, read.is_amount_entered, read.faults) == ((), False, (FaultKind.FEE_NOT_ENTERED,))


def test_blank_fee_is_told_apart() -> None:
    assert read_fee("  ").faults == (FaultKind.FEE_BLANK,)


@pytest.mark.parametrize("raw", ["50 VNĐ", "155 VNĐ", "999 Việt Nam Đồng"])
def test_fee_under_a_thousand_is_not_taken(raw: str) -> None:
    read = read_fee(raw, "(50.000đ/lần)")
    assert read.faults == (FaultKind.FEE_SUSPICIOUS,)
    assert not read.is_amount_entered
    assert read.lines[0].note == "50.000đ/lần"


def test_fee_of_a_thousand_is_taken() -> None:
    assert read_fee("1,000 VNĐ").lines[0].amount_vnd == 1000


@pytest.mark.parametrize(("raw", "dollars"), [("10 USD", "10"), ("Lệ phí : 1.5 USD", "1.5"), ("Lệ phí : 03 USD", "3")])
def test_dollars_stay_dollars(raw: str, dollars: str) -> None:
    line = read_fee(raw).lines[0]
    assert (line.currency, line.amount_text, line.amount_vnd) == ("USD", dollars, None)


@pytest.mark.parametrize(
    "raw", ["Phí : Đồng", "Phí : o Đồng", "Lệ phí : (Thông tư số 249/2016/TT-BTC)", "theo quy định"]
)
def test_fee_without_digits_is_unreadable(raw: str) -> None:
    read = read_fee(raw)
    assert FaultKind.FEE_UNREADABLE in read.faults
    assert not read.is_amount_entered


def test_several_labelled_fees_are_a_choice_not_a_sum() -> None:
    read = read_fee("Phí : 0.5 USD (dưới 16 tuổi) Lệ phí : 01 USD (từ 16 tuổi)")
    assert read.is_choice
    assert [(line.kind, line.amount_text, line.note) for line in read.lines] == [
        (FeeKind.PHI, "0.5", "dưới 16 tuổi"),
        (FeeKind.LE_PHI, "1", "từ 16 tuổi"),
    ]


def test_cut_fee_is_said() -> None:
    raw = "Phí : 2.000.000 Đồng (" + "x" * 160 + ") Phí : 3.500.0"
    read = read_fee(raw.ljust(200, "0"))
    assert FaultKind.FEE_CUT in read.faults
    assert read.lines[1].amount_vnd is None


@given(st.text(max_size=220))
def test_reader_never_invents_an_amount(raw: str) -> None:
    digits = re.sub(r"\D", "", raw)
    for line in read_fee(raw).lines:
        if line.amount_vnd:
            assert str(line.amount_vnd) in digits
        if line.amount_text:
            assert line.currency == "USD"


@given(st.integers(min_value=1000, max_value=10**12), st.sampled_from([",", ".", ""]))
def test_amount_written_is_amount_read(amount: int, mark: str) -> None:
    assert read_fee(f"{amount:,} VNĐ".replace(",", mark)).lines[0].amount_vnd == amount


@given(st.text(alphabet="0123456789.,", max_size=12))
def test_number_is_whole_or_nothing(text: str) -> None:
    assert read_vnd(text) in {None, int(re.sub(r"\D", "", text) or 0)}
    assert read_dollars(text) == "" or float(read_dollars(text)) >= 0
