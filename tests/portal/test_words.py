"""Verdicts: both sides of every mark, and no word where there is nothing to compare."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dinh.directory.api import Kind
from dinh.indicators import api as indicators
from dinh.portal.queries import words

pytestmark = pytest.mark.unit
MONTH = indicators.month(date(2026, 3, 1))
ONLINE = indicators.definition("dossiers.online_share", MONTH.last)
ON_TIME = indicators.definition("dossiers.on_time_share", MONTH.last)
RECEIVED = indicators.definition("dossiers.received", MONTH.last)


def figure(numerator: int, denominator: int | None) -> indicators.Figure:
    return indicators.Figure(
        code="x", definition_version=1, unit_id=1, procedure_code="", period=MONTH, map_day=MONTH.last,
        numerator=numerator, denominator=denominator,
        missing=indicators.Missing.ZERO_DENOMINATOR if denominator == 0 else None,
        watermark=1, unknown=0, hash="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [(50, 100, ("Đạt", "good")), (499, 1000, ("Chưa đạt", "warning")), (0, 0, ("", ""))],
)
def test_verdict_stands_at_the_mark_of_the_law(numerator: int, denominator: int, said: tuple[str, str]) -> None:
    with translation.override("vi"):
        assert words.verdict(figure(numerator, denominator), figure(0, 0), ONLINE) == said
        assert words.mark_of_law(ONLINE) == "mức đạt: từ 50 %"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (figure(80, 100), "tăng 5,0 điểm so với tháng trước"),
        (figure(90, 100), "giảm 5,0 điểm so với tháng trước"),
        (figure(85, 100), "bằng tháng trước"),
        (figure(0, 0), ""),
    ],
)
def test_verdict_without_a_mark_compares_with_last_month(before: indicators.Figure, said: str) -> None:
    with translation.override("vi"):
        assert words.verdict(figure(85, 100), before, ON_TIME) == (said, "info")
        assert words.mark_of_law(ON_TIME) == ""


def test_a_count_stands_beside_the_whole_month_before() -> None:
    with translation.override("vi"):
        assert words.verdict(figure(5, None), figure(1234, None), RECEIVED) == ("cả tháng trước 1.234", "info")
        assert words.verdict(figure(5, None), figure(0, None), RECEIVED) == ("", "info")


@given(now=st.integers(0, 999), before=st.integers(0, 999))
def test_difference_fits_the_shares_that_are_read(now: int, before: int) -> None:
    with translation.override("vi"):
        shown = [int(words.share(figure(n, 999)).removesuffix(" %").replace(",", "")) for n in (now, before)]
        said = words.verdict(figure(now, 999), figure(before, 999), ON_TIME)[0]
    assert ("bằng" in said) == (shown[0] == shown[1])
    if shown[0] != shown[1]:
        assert words.tenths(shown[0] - shown[1]) in said


@pytest.mark.parametrize(("language", "said"), [("vi", "tỉnh Lâm Đồng"), ("en", "Tỉnh Lâm Đồng")])
def test_a_name_inside_a_sentence(language: str, said: str) -> None:
    with translation.override(language):
        assert words.within("Tỉnh Lâm Đồng") == said


def test_everyone_who_acts_has_a_name() -> None:
    with translation.override("vi"):
        said = {kind: words.who_acts(kind) for kind in (Kind.XA, Kind.PHUONG, Kind.DAC_KHU, Kind.TINH)}
    assert said == {
        Kind.XA: "Chủ tịch UBND xã",
        Kind.PHUONG: "Chủ tịch UBND phường",
        Kind.DAC_KHU: "Chủ tịch UBND đặc khu",
        Kind.TINH: "Giám đốc các sở, ngành",
    }
