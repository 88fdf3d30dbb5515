"""File names as people sent them, made harmless: one line, no path, no hidden marks, an ending that tells the truth."""

import unicodedata

from dinh.kernel.text import nfc

_LONGEST = 150
_LONGEST_ENDING = 5
_FORBIDDEN = frozenset('<>:"/\\|?*')


def clean_name(name: str, ending: str) -> str:
    """Return `name` without path parts, control and direction signs, ending in `ending` (such as `.pdf`)."""
    last = nfc(name).replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    # Category C holds control signs and the marks that show `gpj.exe` as `exe.jpg`.
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in _FORBIDDEN)
    kept = " ".join(kept.split()).strip(" .")
    stem, dot, tail = kept.rpartition(".")
    if dot and len(tail) <= _LONGEST_ENDING and tail.isalnum():
        kept = stem.strip(" .")
    return (kept[:_LONGEST].rstrip(" .") or "tep") + ending


def mask_name(full_name: str) -> str:
    """Return a name that its bearer recognises and nobody else learns: Nguyễn V*** A***."""
    words = nfc(full_name).split()
    return " ".join([*words[:1], *(word[0] + "***" for word in words[1:])])
