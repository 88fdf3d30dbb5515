"""Events and subjects the tests of the ledger speak with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal

from django.db import transaction

from dinh.kernel.actor import SYSTEM
from dinh.ledger.api import Recorded, record
from dinh.ledger.events import Event, event, part
from dinh.ledger.registry import Handle, Handler, register, unregister

AT = datetime(2026, 2, 13, 2, 0, tzinfo=UTC)


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


@part
class Line:
    code: str
    amount_vnd: int


@event("tests.thing.happened")
class Happened(Event):
    thing_id: str
    number: int = 0


@event("tests.thing.described", version=2)
class Described(Event):
    text: str
    count: int
    is_big: bool
    on: date
    at: datetime
    unit_id: int | None
    codes: tuple[str, ...]
    lines: tuple[Line, ...]
    color: Color
    way: Literal["online", "counter"]


def say(subject: str, number: int = 0) -> Recorded:
    with transaction.atomic():
        return record(event=Happened(thing_id=subject, number=number), by=SYSTEM, at=AT, subjects=[subject])


@contextmanager
def following(name: str, handle: Handle, *kinds: str) -> Iterator[None]:
    register(Handler(name, kinds or ("tests.*",), handle))
    try:
        yield
    finally:
        unregister(name)
