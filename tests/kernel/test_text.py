"""Vietnamese text."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel import text

pytestmark = pytest.mark.unit

SYLLABLES = [
    "hoà",
    "thuỷ",
    "Đắk",
    "ưởng",
    "nguyễn",
    "quý",
    "ă",
    "â",
    "xã",
    "10",
    "2",
    "Lâm",
    "đồng",
    "e",
    "ế",
    "-",
    "  ",
]
vietnamese = st.lists(st.sampled_from(SYLLABLES), max_size=5).map(" ".join)


def in_order(words: list[str], key: Callable[[str], str]) -> list[str]:
    """Sort from the worst order, so that a key that says nothing fails."""
    turned = words[::-1]
    turned.sort(key=key)
    return turned


@given(st.text() | vietnamese)
def test_fold_twice_is_fold(value: str) -> None:
    once = text.fold(value)
    assert text.fold(once) == once


@given(st.text() | vietnamese)
def test_fold_same_for_both_normal_forms(value: str) -> None:
    assert text.fold(unicodedata.normalize("NFD", value)) == text.fold(unicodedata.normalize("NFC", value))


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        ("Đường  Nguyễn Trãi", "duong nguyen trai"),
        ("XÃ ĐẮK LẮK", "xa dak lak"),
        (" Ưu tiên\n", "uu tien"),
        ("TP. Hồ Chí Minh", "tp. ho chi minh"),
        ("", ""),
    ],
)
def test_fold_words(value: str, folded: str) -> None:
    assert text.fold(value) == folded


def test_nfc_joins_letters_and_marks() -> None:
    assert text.nfc(unicodedata.normalize("NFD", "Quyết định")) == "Quyết định"


@pytest.mark.parametrize(
    ("old", "new"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("HOÁ", "Hóa"), ("khoẻ", "khỏe"), ("Thuý Loan", "Thúy  Loan")]
)
def test_same_name_old_and_new_tone_placement(old: str, new: str) -> None:
    assert text.same_name(old, new)
    assert text.sort_key(old) == text.sort_key(new)
    assert text.fold(old) == text.fold(new)


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hoá"), ("quý", "quy"), ("quý", "quỷ"), ("Đăng", "Dăng"), ("tân", "tấn"), ("lan", "lăn")]
)
def test_same_name_different_names(one: str, other: str) -> None:
    assert not text.same_name(one, other)


def test_same_name_quy_is_itself() -> None:
    assert text.same_name("Quý", "quý")
    assert text.sort_key("quý") == "q0u0y0" + "4"


def test_sort_key_alphabet_in_order() -> None:
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert in_order(alphabet, text.sort_key) == alphabet


def test_sort_key_tones_in_order() -> None:
    tones = ["ba", "bà", "bả", "bã", "bá", "bạ"]
    assert in_order(tones, text.sort_key) == tones


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Đà", "Em"],
        ["ba", "ba ba", "bà", "bà con", "ban"],
        ["Da", "Dạ", "Đa", "Đá"],
        ["Quận 2", "Quận 10", "Quận Ba Đình"],
        ["Bảo Lâm 1", "Bảo Lâm 2", "Bảo Lộc"],
        ["on", "ôn", "ơn", "un", "ưn"],
    ],
)
def test_sort_key_dictionary_order(ordered: list[str]) -> None:
    assert in_order(ordered, text.sort_key) == ordered


@given(st.text())
def test_sort_key_is_plain_ascii(value: str) -> None:
    assert text.sort_key(value).isascii()


@given(st.text() | vietnamese)
def test_sort_key_ignores_case_and_form(value: str) -> None:
    lowered = unicodedata.normalize("NFD", value).lower()
    assert text.sort_key(value) == text.sort_key(lowered) == text.sort_key(unicodedata.normalize("NFD", value))


@given(vietnamese, vietnamese)
def test_sort_key_equal_only_for_same_folded_words(one: str, other: str) -> None:
    if text.sort_key(one) == text.sort_key(other):
        assert text.slug(one).replace("-", "") == text.slug(other).replace("-", "")


def test_name_sort_key_by_given_name_first() -> None:
    people = ["Nguyễn Văn An", "Trần Thị An", "Lê Bình", "Đỗ Văn Ân"]
    assert in_order(people, text.name_sort_key) == [
        "Nguyễn Văn An",
        "Trần Thị An",
        "Đỗ Văn Ân",
        "Lê Bình",
    ]


def test_slug_only_ascii_words() -> None:
    assert text.slug("  Đăng ký khai sinh (lưu động) ") == "dang-ky-khai-sinh-luu-dong"


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [(0, "0 đ", "0 VND"), (999, "999 đ", "999 VND"), (1234567, "1.234.567 đ", "1,234,567 VND"), (-5, "-5 đ", "-5 VND")],
)  # fmt: skip
def test_vnd_separators(amount: int, vi: str, en: str) -> None:
    assert text.vnd(amount) == vi
    assert text.vnd(amount, "en") == en


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "shown"),
    [
        (973, 1000, 1, "97,3 %"),
        (1, 3, 2, "33,33 %"),
        (2, 3, 2, "66,67 %"),
        (1, 8, 0, "13 %"),
        (0, 7, 1, "0,0 %"),
        (7, 7, 1, "100,0 %"),
        (25, 2, 1, "1.250,0 %"),
        (1, 2000, 1, "0,1 %"),
        (1, 2001, 1, "0,0 %"),
    ],
)
def test_percent_rounds_half_up_in_integers(numerator: int, denominator: int, places: int, shown: str) -> None:
    assert text.percent(numerator, denominator, places) == shown


def test_percent_without_denominator_is_no_data() -> None:
    assert text.percent(0, 0) == "chưa có dữ liệu"
    assert text.percent(3, 0, language="en") == "no data"


def test_percent_in_english() -> None:
    assert text.percent(25, 2, language="en") == "1,250.0%"
    assert text.percent(1, 2, 0, "en") == "50%"


@pytest.mark.parametrize(("numerator", "denominator", "places"), [(-1, 5, 1), (1, -5, 1), (1, 5, -1)])
def test_percent_of_negative_counts_is_refused(numerator: int, denominator: int, places: int) -> None:
    with pytest.raises(ValueError, match="counts"):
        text.percent(numerator, denominator, places)


def test_date_vi_names_the_weekday() -> None:
    assert text.date_vi(date(2026, 2, 25)) == "thứ Tư 25/02/2026"
    assert text.date_vi(date(2026, 3, 1)) == "Chủ nhật 01/03/2026"


def test_datetime_vi_is_told_in_viet_nam() -> None:
    late = datetime(2026, 2, 24, 18, 30, tzinfo=UTC)
    assert text.datetime_vi(late) == "01:30 thứ Tư 25/02/2026"
    assert text.date_vi(late) == "thứ Tư 25/02/2026"
