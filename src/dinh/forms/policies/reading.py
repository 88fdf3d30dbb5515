"""What people type, as JSON: NFC, days, amounts, rows. What cannot be read is told and shown again as it was typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dinh.forms.policies.checking import unreadable_words as said
from dinh.forms.policies.compiling import Question, places_of
from dinh.forms.policies.expanding import MOST_ROWS
from dinh.forms.types.definition import Path, dotted
from dinh.forms.types.kinds import SILENT, Format, Kind
from dinh.forms.types.views import Option, Read
from dinh.kernel import cccd
from dinh.kernel.errors import Invalid
from dinh.kernel.text import nfc

Posted = Mapping[str, Sequence[str]]
# Finds the unit somebody typed: the words and the number picked -> the number, or what may be meant.
FindUnit = Callable[[str, str], "int | tuple[Option, ...]"]
ROWS, PICK = "rows", "pick"
_LONGEST = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})|(\d{2})(\d{2})(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[\s./-]+(\d{4})")
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)")
_YES, _NO = "yes", "no"
_NUMBER_OF_PERSON = "cccd"
_GENDERS = frozenset({"male", "female"})


@dataclass(slots=True)
class _Desk:
    """What is gathered while one page is read."""

    posted: Posted
    find_unit: FindUnit
    faults: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[Option, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        found = self.posted.get(name)
        return clean(found[-1]) if found else ""


def clean(text: str) -> str:
    """Return typed words as they are kept: NFC, one kind of line end, nothing invisible."""
    return _CONTROL.sub("", nfc(text[:_LONGEST]).replace("\r\n", "\n")).strip()


def read_page(questions: Sequence[Question], posted: Posted, *, find_unit: FindUnit) -> Read:
    """Return the answers of one page. Nothing posted under a name is no answer, the same as an empty one."""
    desk = _Desk(posted, find_unit)
    answers = _object(questions, (), desk)
    return Read(answers, desk.faults, desk.typed, desk.places)


def _object(questions: Sequence[Question], path: Path, desk: _Desk) -> dict[str, Any]:
    found: dict[str, Any] = {}
    _spread_card(path, desk)
    for one in questions:
        value = _value(one, (*path, one.name), desk) if one.kind not in SILENT else None
        if value not in (None, "", [], {}):
            found[one.name] = value
    return found


def _spread_card(path: Path, desk: _Desk) -> None:
    """Where the code of an identity card was scanned into a number, put what it says into the boxes beside it."""
    number = dotted((*path, _NUMBER_OF_PERSON))
    if not cccd.looks_like_card(desk.one(number)):
        return
    try:
        card = cccd.read_card(desk.one(number))
    except Invalid:
        return
    said = {
        "name": card.full_name,
        "born_on": f"{card.born_on:%d/%m/%Y}" if card.born_on else "",
        "gender": card.gender if card.gender in _GENDERS else "",
        "residence.detail": card.address,
    }
    told = {dotted((*path, name)): [text] for name, text in said.items() if text}
    desk.posted = {**desk.posted, number: [card.cccd], **told}


def _value(one: Question, path: Path, desk: _Desk) -> Any:
    if one.kind is Kind.GROUP:
        return _object(one.children, path, desk)
    if one.kind is Kind.REPEAT:
        return _rows_of(one, path, desk)
    address = dotted(path)
    if one.kind is Kind.SEVERAL:
        return _several(one, address, desk)
    text = desk.one(address)
    desk.typed[address] = text
    if one.kind is Kind.UNIT:
        return _unit(one, address, text, desk)
    if not text:
        return None
    value = _READERS[one.kind](one, text)
    if value is None:
        desk.faults[address] = said(one)
    return value


def _rows_of(one: Question, path: Path, desk: _Desk) -> list[dict[str, Any]]:
    """Return the rows somebody began: empty ones are left out, and what is told of those behind them moves up."""
    kept: list[dict[str, Any]] = []
    for number in range(_rows(one, path, desk)):
        row, here = _object(one.children, (*path, number), desk), dotted((*path, number)) + "."
        if row or any(address.startswith(here) for address in desk.faults):
            _move(desk, here, dotted((*path, len(kept))) + ".")
            kept.append(row)
    return kept


def _move(desk: _Desk, before: str, after: str) -> None:
    told: tuple[dict[str, Any], ...] = (desk.faults, desk.typed, desk.places)
    for each in told if before != after else ():
        for address in [one for one in each if one.startswith(before)]:
            each[f"{after}{address.removeprefix(before)}"] = each.pop(address)


def _rows(one: Question, path: Path, desk: _Desk) -> int:
    text = desk.one(dotted((*path, ROWS)))
    count = int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else 0
    return min(count, one.block.maximum or MOST_ROWS)


def _several(one: Question, address: str, desk: _Desk) -> list[str]:
    known = [choice.value for choice in one.block.choices]
    chosen = {clean(text) for text in desk.posted.get(address, ())}
    if chosen - set(known):
        desk.faults[address] = said(one)
    return [value for value in known if value in chosen]


def _unit(one: Question, address: str, text: str, desk: _Desk) -> int | None:
    picked = desk.one(f"{address}.{PICK}")
    if not text and not picked:
        return None
    found = desk.find_unit(text, picked)
    if isinstance(found, int):
        return found
    desk.places[address] = found
    desk.faults[address] = said(one)
    return None


def _text(one: Question, text: str) -> str:
    if one.block.format is Format.CCCD:
        return re.sub(r"[\s.]", "", text)
    if one.block.format is Format.PHONE:
        digits = re.sub(r"[\s.()-]", "", text)
        return "0" + digits[3:] if digits.startswith("+84") else digits
    return text if one.kind is Kind.LONG_TEXT else " ".join(text.split())


def _choice(one: Question, text: str) -> str | None:
    return text if any(choice.value == text for choice in one.block.choices) else None


def _yes_no(one: Question, text: str) -> bool | None:
    del one
    return {_YES: True, _NO: False}.get(text)


def read_number(text: str) -> int | float | None:
    """Return 1.234.567,5 as people write it, None when it is no number. A number without a comma is whole."""
    if not _NUMBER.fullmatch(text):
        return None
    plain = re.sub(r"[. ]", "", text).replace(",", ".")
    return float(plain) if "." in plain else int(plain)


def _number(one: Question, text: str) -> int | float | None:
    found = read_number(text.removesuffix("đ").removesuffix(one.block.unit).removesuffix(one.block.unit_en).strip())
    if isinstance(found, float):
        places = places_of(one)
        return round(found, places) if places else None
    return found


def read_day(text: str, *, is_partial: bool) -> str | None:
    """Return 17/05/2024 as 2024-05-17; where it may be partial 05/2024 as 2024-05 and 2024 as 2024."""
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups() if part)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    if is_partial and (found := _MONTH.fullmatch(text)):
        month, year = int(found[1]), int(found[2])
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None  # noqa: PLR2004
    return text if is_partial and _YEAR.fullmatch(text) and text > "0000" else None


def _date(one: Question, text: str) -> str | None:
    return read_day(text, is_partial=one.block.partial)


def _point(one: Question, text: str) -> dict[str, float] | None:
    del one
    found = _POINT.fullmatch(text)
    return {"lat": float(found[1]), "lon": float(found[2])} if found else None


def _signature(one: Question, text: str) -> bool | None:
    del one
    return True if text in {_YES, "on"} else None


_READERS: Mapping[Kind, Callable[[Question, str], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.MAP_POINT: _point,
    Kind.SIGNATURE: _signature,
}
__all__ = ["FindUnit", "Posted", "clean", "read_day", "read_number", "read_page"]
