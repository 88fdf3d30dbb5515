"""Money in whole đồng and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel.money import LARGEST_VND, amount_in_words, check_vnd

pytestmark = pytest.mark.unit

NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {word: number for number, word in enumerate(NAMES)}
DIGITS |= {"mốt": 1, "tư": 4, "lăm": 5}


def read_back(words: list[str]) -> int:
    """Read the words as a person does, in a way of its own: the last tỷ splits, then triệu, nghìn, trăm, mươi."""
    if "tỷ" in words:
        cut = len(words) - 1 - words[::-1].index("tỷ")
        return read_back(words[:cut]) * 10**9 + read_back(words[cut + 1 :])
    for word, worth in (("triệu", 10**6), ("nghìn", 1000), ("trăm", 100), ("mươi", 10)):
        if word in words:
            cut = words.index(word)
            return read_back(words[:cut]) * worth + read_back(words[cut + 1 :])
    if words and words[0] in {"linh", "mười"}:
        return (10 if words[0] == "mười" else 0) + read_back(words[1:])
    assert len(words) <= 1, words
    return DIGITS[words[0]] if words else 0


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không đồng"),
        (5, "năm đồng"),
        (10, "mười đồng"),
        (14, "mười bốn đồng"),
        (15, "mười lăm đồng"),
        (21, "hai mươi mốt đồng"),
        (24, "hai mươi tư đồng"),
        (55, "năm mươi lăm đồng"),
        (105, "một trăm linh năm đồng"),
        (111, "một trăm mười một đồng"),
        (105_000, "một trăm linh năm nghìn đồng"),
        (20_000, "hai mươi nghìn đồng"),
        (1_005_000, "một triệu không trăm linh năm nghìn đồng"),
        (1_000_005, "một triệu không trăm linh năm đồng"),
        (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
        (10**9, "một tỷ đồng"),
        (1_005 * 10**9, "một nghìn không trăm linh năm tỷ đồng"),
    ],
)
def test_amount_in_words_as_receipts_write_it(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words


@given(st.integers(0, 10**13) | st.integers(0, LARGEST_VND))
def test_amount_in_words_reads_back(amount: int) -> None:
    words = amount_in_words(amount).split()
    assert words.pop() == "đồng"
    assert read_back(words) == amount


@pytest.mark.parametrize("amount", [1.5, True, "1000", None])
def test_check_vnd_other_types_are_refused(amount: object) -> None:
    with pytest.raises(TypeError, match="whole đồng"):
        check_vnd(amount)


@pytest.mark.parametrize("amount", [-1, LARGEST_VND + 1])
def test_check_vnd_outside_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        check_vnd(amount)


@pytest.mark.parametrize("amount", [0, 1, LARGEST_VND])
def test_check_vnd_inside_is_returned(amount: int) -> None:
    assert check_vnd(amount) == amount
