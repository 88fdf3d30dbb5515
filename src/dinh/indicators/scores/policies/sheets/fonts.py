"""Letters of the days before Unicode: TCVN3 (fonts named .Vn…) and VNI (fonts named VNI-…), brought to Unicode NFC.

Both put Vietnamese letters on the places of western ones: without the font nothing tells which is meant, so text is
changed only when its font says so, or when it holds what no other spelling can.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from dinh.kernel.text import nfc


class Lettering(StrEnum):
    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3: Mapping[str, str] = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_MARKS = "øùûõï"
_GRAVE_TO_DOT = "\u0300\u0301\u0309\u0303\u0323"
_HATS: Mapping[str, str] = {
    **dict(zip("âàáåãä", ("", *"\u0300\u0301\u0309\u0303\u0323"), strict=True)),
}
_BREVES: Mapping[str, str] = dict(zip("êèéúüë", ("", *"\u0300\u0301\u0309\u0303\u0323"), strict=True))


def _vni() -> dict[str, str]:
    made = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ì": "ì", "í": "í", "î": "ỵ", "ô": "ơ", "ö": "ư"}
    for letter, base in [*zip("aeouy", "aeouy", strict=True), ("ô", "ơ"), ("ö", "ư")]:
        made |= {letter + mark: nfc(base + tone) for mark, tone in zip(_MARKS, _GRAVE_TO_DOT, strict=True)}
    for letter in "aeo":
        made |= {letter + mark: nfc(f"{letter}\u0302{tone}") for mark, tone in _HATS.items()}
    made |= {"a" + mark: nfc(f"a\u0306{tone}") for mark, tone in _BREVES.items()}
    for told, letter in list(made.items()):
        # Marks stand in upper case after upper-case letters, but many typed them in lower case.
        made[told.upper()] = letter.upper()
        made[told[0].upper() + told[1:]] = letter.upper()
    return made


_VNI = _vni()
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u0309\u0323]")
# What neither Vietnamese nor a western language writes between letters.
_ONLY_TCVN3 = re.compile(r"[A-Za-z][©®«¬µ¶·¸¹»¼½¾¨ª]|[©®«¬µ¶·¸¹»¼½¾¨ª§][a-z]|[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÞß]")
_ONLY_VNI = re.compile(r"[aeouyAEOUYôöÔÖ][øûïåäØÛÏÅÄ]|ñ[aeiouyôö]|[öÖ][a-zøùûõï]")


def lettering_of(text: str, font: str = "") -> Lettering:
    """Return how a text is written, by its font and else by what only one of them can be."""
    if text.isascii() or _VIETNAMESE.search(text):
        return Lettering.UNICODE
    name = font.casefold().lstrip(" ")
    if name.startswith(".vn"):
        return Lettering.TCVN3
    if name.startswith("vni-") or name.startswith("vni "):  # noqa: PIE810 - reads better apart
        return Lettering.VNI
    if _ONLY_TCVN3.search(text):
        return Lettering.TCVN3
    return Lettering.VNI if _ONLY_VNI.search(text) else Lettering.UNICODE


def to_unicode(text: str, font: str = "") -> tuple[str, Lettering]:
    """Return the text in Unicode NFC, and how it was written."""
    found = lettering_of(text, font)
    made = rewritten(text, found)
    # Capital fonts (.VnTimeH) hold small letters drawn as capitals.
    return made.upper() if found is Lettering.TCVN3 and font.rstrip().endswith("H") else made, found


def rewritten(text: str, lettering: Lettering) -> str:
    """Return a text of known lettering in Unicode NFC."""
    if lettering is Lettering.TCVN3:
        return nfc("".join(_TCVN3.get(letter, letter) for letter in text))
    if lettering is Lettering.VNI:
        return nfc(_VNI_PAIRS.sub(lambda hit: _VNI[hit.group()], text))
    return nfc(text)
