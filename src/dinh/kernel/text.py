"""Vietnamese text: one form at the door, search without tones, sorting, and numbers as people write them."""

import re
import unicodedata
from datetime import date, datetime

from dinh.kernel.clock import local
from dinh.kernel.money import amount_in_words

__all__ = [
    "NO_DATA",
    "amount_in_words",
    "date_vi",
    "datetime_vi",
    "fold",
    "name_sort_key",
    "nfc",
    "percent",
    "same_name",
    "slug",
    "sort_key",
    "vnd",
    "weekday_vi",
]

NO_DATA = {"vi": "chưa có dữ liệu", "en": "no data"}
WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# The order of the school alphabet and of dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# Breve, circumflex and horn make a letter of their own: a ă â, e ê, o ô ơ, u ư.
_SHAPES = {"\u0306": 1, "\u0302": 2, "\u031b": 3}
_FOREIGN_MARK = 7
_LONGEST_NUMBER = 99
_TOKEN = re.compile(r"[0-9]+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def nfc(text: str) -> str:
    """Return the text in the one form we store: Unicode NFC."""
    return unicodedata.normalize("NFC", text)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return the text for searching: lower case, no tones or marks, đ as d, single spaces; folding twice is folding."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Lower-casing may bring out new marks (İ), so the marks come off on both sides of it.
    bare = _bare(_bare(text).lower()).replace("đ", "d")
    return " ".join(nfc(bare).split())


def slug(text: str) -> str:
    """Return the text as a URL path part: fold, then only a-z, 0-9 and single hyphens."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def _letter_code(letter: str, marks: str) -> str:
    if letter == "đ":
        return "d1"
    if not "a" <= letter <= "z":
        return f"z9{ord(letter):06x}"
    return letter + str(max((_SHAPES.get(m, _FOREIGN_MARK) for m in marks if m not in _TONES), default=0))


def _syllable_key(syllable: str) -> str:
    letters: list[tuple[str, str]] = []
    for char in syllable:
        if unicodedata.combining(char) and letters:
            letters[-1] = (letters[-1][0], letters[-1][1] + char)
        else:
            letters.append((char, ""))
    # The tone belongs to the syllable, not to a letter: so hoà and hòa are one key.
    tone = max((_TONES.get(c, 0) for c in syllable), default=0)
    return "".join(_letter_code(*letter) for letter in letters) + str(tone)


def _number_key(digits: str) -> str:
    significant = str(int(digits[:_LONGEST_NUMBER]))
    return f"{len(significant):02d}{significant}"


def sort_key(text: str) -> str:
    """Return an ASCII key whose plain byte order is Vietnamese dictionary order.

    Letters a ă â … d đ … before tones (ngang, huyền, hỏi, ngã, sắc, nặng), syllable by syllable; case, punctuation
    and the placement of the tone do not count; numbers compare by value (Quận 2 before Quận 10).
    Store it in a column with `db_collation="C"`.
    """
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).lower())
    tokens = _TOKEN.findall(decomposed)
    return "".join(_number_key(t) if t[0].isascii() and t[0].isdigit() else _syllable_key(t) for t in tokens)


def name_sort_key(full_name: str) -> str:
    """Return the key that sorts people as Vietnamese lists do: given name (the last word), then family and middle."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def same_name(one: str, other: str) -> bool:
    """Say whether two spellings name the same: case, punctuation, old or new tone placement (hoà, hòa) aside."""
    return sort_key(one) == sort_key(other)


def _grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def vnd(amount: int, language: str = "vi") -> str:
    """Return whole đồng for reading: 1.234.567 đ; English: 1,234,567 VND."""
    return f"{_grouped(amount, ',')} VND" if language == "en" else f"{_grouped(amount, '.')} đ"


def percent(numerator: int, denominator: int, places: int = 1, language: str = "vi") -> str:
    """Return the share as 97,3 %, rounded half up in integers; a zero denominator is "chưa có dữ liệu".

    Raises ValueError for negative counts: a share of them means nothing.
    """
    if numerator < 0 or denominator < 0 or places < 0:
        raise ValueError("percent takes counts, and counts are not negative")
    if denominator == 0:
        return NO_DATA[language]
    scale = 10**places
    scaled = (2 * numerator * 100 * scale + denominator) // (2 * denominator)
    whole, rest = divmod(scaled, scale)
    mark, comma = (",", ".") if language == "en" else (".", ",")
    tail = f"{comma}{rest:0{places}d}" if places else ""
    return f"{_grouped(whole, mark)}{tail}%" if language == "en" else f"{_grouped(whole, mark)}{tail} %"


def weekday_vi(day: date) -> str:
    """Return thứ Hai … Chủ nhật."""
    return WEEKDAYS_VI[day.weekday()]


def date_vi(day: date) -> str:
    """Return the date as people say it: thứ Tư 25/02/2026; a moment is taken as the day in Việt Nam."""
    day = local(day).date() if isinstance(day, datetime) else day
    return f"{weekday_vi(day)} {day:%d/%m/}{day.year:04d}"


def datetime_vi(moment: datetime) -> str:
    """Return an aware moment as it reads on a clock in Việt Nam: 09:00 thứ Tư 25/02/2026."""
    moment = local(moment)
    return f"{moment:%H:%M} {date_vi(moment)}"
