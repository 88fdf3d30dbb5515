"""What people type for a place: "xã Hàm Thuận, huyện Hàm Thuận Bắc, Bình Thuận", "P.1 Q3 TPHCM", "tt phan ri cua"."""

import re
from dataclasses import dataclass

from dinh.directory.units.types import Kind
from dinh.kernel.text import fold

# Longest first: "tx" must not be read as "t" and "x".
_SHORT = (
    (r"tp\.?\s?hcm|tphcm|sai gon", "thanh pho ho chi minh"),
    (r"t\.p\.|tp\.|tp", "thanh pho"),
    (r"t\.x\.|tx\.|tx", "thi xa"),
    (r"t\.t\.|tt\.|tt", "thi tran"),
    (r"dk\.|dk", "dac khu"),
    (r"p\.|p", "phuong"),
    (r"q\.|q", "quan"),
    (r"h\.|h", "huyen"),
    (r"x\.|x", "xa"),
    (r"t\.", "tinh"),
)
_KINDS = {
    "thanh pho": {Kind.THANH_PHO, Kind.THANH_PHO_TRUNG_UONG},
    "thi tran": {Kind.THI_TRAN},
    "thi xa": {Kind.THI_XA},
    "dac khu": {Kind.DAC_KHU},
    "phuong": {Kind.PHUONG},
    "huyen": {Kind.HUYEN},
    "quan": {Kind.QUAN},
    "tinh": {Kind.TINH},
    "xa": {Kind.XA},
}
_KIND_WORD = re.compile(rf"\b({'|'.join(_KINDS)})\b (?=\S)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an address: the kinds it may be (empty: not said) and its folded name."""

    kinds: frozenset[Kind]
    name: str


def normal_name(text: str) -> str:
    """Return a folded name for comparing: hyphens and apostrophes as spaces, numbers without leading zeros."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(text)).split()
    return " ".join(str(int(word)) if word.isdigit() else word for word in words)


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of an address as typed, smallest first; empty when nothing was typed."""
    folded = fold(text[:300])
    for pattern, word in _SHORT:
        # An abbreviation stands at the start of a word and before a name or a number: "p1", "p.1", "p 1".
        folded = re.sub(rf"(?<![a-z0-9.])(?:{pattern})(?=[\s.]|\d|$)\s*", word + " ", folded)
    parts = []
    for piece in re.split(r"[,;/()]+|\s[-–]\s", folded):
        parts += _split_at_kinds(piece)
    return tuple(part for part in parts if part.name)


def _split_at_kinds(piece: str) -> list[Part]:
    text = " ".join(piece.split())
    marks = list(_KIND_WORD.finditer(text))
    if not marks:
        return [Part(frozenset(), normal_name(text))]
    parts = [Part(frozenset(), normal_name(text[: marks[0].start()]))]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        parts.append(Part(frozenset(_KINDS[mark[1]]), normal_name(text[mark.end() : end])))
    return parts
