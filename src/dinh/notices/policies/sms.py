"""How long a text message is: what a phone network counts, and Vietnamese without its marks."""

import unicodedata
from dataclasses import dataclass

__all__ = ["Size", "size_of", "unaccented"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Two signs each: an escape and the sign.
_EXTENDED = frozenset("^{}\\[~]|€\f")
_GSM, _GSM_PART = 160, 153
_UCS, _UCS_PART = 70, 67


@dataclass(frozen=True, slots=True)
class Size:
    """`signs` as the network counts them, and in how many parts the text travels and is paid for."""

    encoding: str
    signs: int
    parts: int


def _parts(signs: int, one: int, each: int) -> int:
    return 1 if signs <= one else -(-signs // each)


def size_of(text: str) -> Size:
    """Return the size in GSM-7 where its alphabet is enough, else in UCS-2 (an emoji counts as two signs)."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        signs = sum(2 if sign in _EXTENDED else 1 for sign in text)
        return Size("GSM-7", signs, _parts(signs, _GSM, _GSM_PART))
    signs = len(text.encode("utf-16-le")) // 2
    return Size("UCS-2", signs, _parts(signs, _UCS, _UCS_PART))


def unaccented(text: str) -> str:
    """Return the text without Vietnamese marks, in the same case: "Đà Lạt" is "Da Lat"."""
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return kept.replace("–", "-").replace("“", '"').replace("”", '"').replace("’", "'").replace("…", "...")
