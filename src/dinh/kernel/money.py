"""Money is whole đồng in an int. Nothing here divides."""

from typing import TypeAlias

__all__ = ["LARGEST_VND", "Vnd", "amount_in_words", "check_vnd"]

Vnd: TypeAlias = int
# The widest amount a bigint column keeps.
LARGEST_VND: Vnd = 2**63 - 1

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TEN = (*_DIGITS[:5], "lăm", *_DIGITS[6:])
_AFTER_TENS = ("không", "mốt", "hai", "ba", "tư", "lăm", *_DIGITS[6:])
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def check_vnd(amount: object) -> Vnd:
    """Return the amount if it is whole, not negative and storable; raise TypeError or ValueError otherwise."""
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError(f"money is whole đồng in an int, not {type(amount).__name__}")
    if not 0 <= amount <= LARGEST_VND:
        raise ValueError(f"{amount} is outside 0..{LARGEST_VND} đồng")
    return amount


def _ones(digit: int, tens: int) -> str:
    spoken = {0: _DIGITS, 1: _AFTER_TEN}.get(tens, _AFTER_TENS)
    return spoken[digit]


def _below_thousand(number: int, *, is_led: bool) -> list[str]:
    """Read one group of three digits; a group led by a greater one names its empty hundreds: "không trăm linh năm"."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words: list[str] = []
    if hundreds or is_led:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(ones, tens))
    return words


def _words(number: int) -> list[str]:
    billions, rest = divmod(number, _BILLION)
    words = [*_words(billions), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += [*_below_thousand(group, is_led=bool(words)), _GROUPS[power]]
    return [word for word in words if word]


def amount_in_words(vnd: Vnd) -> str:
    """Return the amount as a receipt writes it: một trăm linh năm nghìn đồng. Raises as `check_vnd`."""
    return " ".join([*(_words(check_vnd(vnd)) or ["không"]), "đồng"])
