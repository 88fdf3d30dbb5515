"""Filters as plain words and back: the same in an address, in a table and in a test."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dinh.dossiers.types.filters import DueSpan, Filter, QueueOrder
from dinh.dossiers.types.words import Channel
from dinh.dossiers.workflow import Status

_LONGEST = 60
_BIGGEST = 2**31


def read(words: Mapping[str, object]) -> Filter:
    """Return the filter these words ask for; what is unknown, torn or out of range asks nothing."""
    found: dict[str, Any] = {}
    for name, reader in _READERS.items():
        text = str(words.get(name) or "").strip()
        value = reader(text) if text and len(text) <= _LONGEST else None
        if value is not None:
            found[name] = value
    return Filter(**found)


def written(wanted: Filter) -> dict[str, str]:
    """Return the words of a filter, only those that ask something: `read(written(wanted)) == wanted`."""
    asked = {name: getattr(wanted, name) for name in _READERS}
    # A zero is something; and it equals False.
    some = {name: value for name, value in asked.items() if value not in (None, "") and value is not False}
    said = {name: "1" if value is True else str(value) for name, value in some.items()}
    if wanted.order is QueueOrder.DUE:
        del said["order"]
    return said


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and int(text) < _BIGGEST else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _status(text: str) -> int | None:
    number = _number(text)
    return number if number in {one.value for one in Status} else None


def _yes(text: str) -> bool | None:
    return True if text == "1" else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "procedure_code": str,
    "unit_id": _number,
    "due": lambda text: DueSpan(text) if text in set(DueSpan) else None,
    "channel": lambda text: text if text in set(Channel) else None,
    "is_with_citizen": _yes,
    "officer": str,
    "status": _status,
    "received_from": _day,
    "received_to": _day,
    "is_money_due": _yes,
    "order": lambda text: QueueOrder(text) if text in set(QueueOrder) else None,
}
