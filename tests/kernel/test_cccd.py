"""The square code of an identity card, whole, odd and hostile."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel.cccd import looks_like_card, read_card
from dinh.kernel.errors import Invalid

_CARD = "068090001234|250123456|NGUYỄN THỊ HƯƠNG|02091990|Nữ|12 Hai Bà Trưng, Phường Xuân Hương - Đà Lạt|15062023"


def test_card_is_read_whole() -> None:
    card = read_card(_CARD)
    assert (card.cccd, card.full_name, card.gender) == ("068090001234", "Nguyễn Thị Hương", "female")
    assert (card.born_on, card.issued_on) == (date(1990, 9, 2), date(2023, 6, 15))
    assert card.address.startswith("12 Hai Bà Trưng")


def test_newer_card_with_more_fields_is_read() -> None:
    assert read_card(f"{_CARD}||NGUYỄN VĂN A|TRẦN THỊ B|").former_number == "250123456"


def test_card_with_a_year_of_birth_only_leaves_the_day_open() -> None:
    assert read_card("068040001234||K’ BRỂ|1940|Nam|Xã Lạc Dương|01012022").born_on is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.test/khong-phai-the",
        "12345|x|A|01011990|Nam|B|01012020",
        "068090001234|250123456||02091990|Nữ|B|15062023",
        "068090001234||A|31021990|Nam|B|01012020",
        "0" * 5000 + "|" * 10,
    ],
)
def test_what_is_no_card_is_told(text: str) -> None:
    with pytest.raises(Invalid, match="KN20"):
        read_card(text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    if not looks_like_card(text):
        with pytest.raises(Invalid, match="KN20"):
            read_card(text)
        return
    with suppress(Invalid):
        assert read_card(text).cccd.isdigit()
