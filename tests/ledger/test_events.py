import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.kernel.actor import SYSTEM, Actor, ActorKind
from dinh.ledger import events
from dinh.ledger.events import Event, SchemaError, body_of, event, read_body
from dinh.ledger.types.canonical import OFFSET, loads
from tests.ledger.events import AT, Color, Described, Happened, Line

pytestmark = pytest.mark.unit

MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda one: one.replace(tzinfo=UTC)
)
DESCRIBED = st.builds(
    Described,
    text=st.text(),
    count=st.integers(-(2**53) + 1, 2**53 - 1),
    is_big=st.booleans(),
    on=st.dates(min_value=date(1900, 1, 1)),
    at=MOMENTS,
    unit_id=st.none() | st.integers(0, 99999),
    codes=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    lines=st.lists(st.builds(Line, code=st.text(max_size=5), amount_vnd=st.integers(0, 10**12)), max_size=3).map(tuple),
    color=st.sampled_from(Color),
    way=st.sampled_from(["online", "counter"]),
)
ONE = Described(
    text="Đơn", count=1, is_big=False, on=date(2026, 2, 13), at=AT, unit_id=None, codes=(), lines=(), color=Color.RED,
    way="online",
)  # fmt: skip


def write(said: Event, **other: Any) -> bytes:
    given_ = {
        "entry_id": "ent_1", "event": said, "by": SYSTEM, "occurred_at": AT, "recorded_at": AT, "subjects": ["dos_1"],
        "channel": "", "rules": None, "evidence": None,
    }  # fmt: skip
    return body_of(**{**given_, **other})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DESCRIBED)
def test_an_entry_reads_back_as_it_was_written(said: Described) -> None:
    body = write(said)
    back = read_body(body, is_strict=True)
    assert back.event == said
    assert (back.kind, back.version, back.subjects, back.occurred_at) == ("tests.thing.described", 2, ("dos_1",), AT)


PATTERN = re.compile(events.pattern_of("tests.thing.described", 2))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DESCRIBED, st.dictionaries(st.sampled_from("abc"), st.text(max_size=4), max_size=1))
def test_the_pattern_knows_what_was_written(said: Described, rules: dict[str, str]) -> None:
    by = Actor(kind=ActorKind.OFFICIAL, account_id="acc_1", person_id="p_1", agency_id="a_1", post_id="o_1", unit_id=7)
    found = PATTERN.fullmatch(write(said, by=by, rules=rules))
    days = {(one.month, one.day) for one in (said.on, said.at.astimezone(OFFSET))}
    if (2, 29) in days or abs(said.count) >= 10**15:
        assert found is None
    else:
        assert found is not None
        assert found.group("id", "subject", "recorded") == (b"ent_1", b"dos_1", b"2026-02-13T09:00:00.000000+07:00")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DESCRIBED, st.data())
def test_the_pattern_takes_nothing_the_readers_refuse(said: Described, draw: st.DataObject) -> None:
    body = bytearray(write(said))
    at = draw.draw(st.integers(0, len(body) - 1))
    new = draw.draw(st.sampled_from([b"", b"0", b"9", b"-", b'"', b"\\", b"u", b" ", b"\x1f", b"\x7f", b"z", b","]))
    body[at : at + draw.draw(st.integers(0, 2))] = new
    changed = bytes(body)
    try:
        changed.decode()
    except UnicodeDecodeError:
        return
    if PATTERN.fullmatch(changed):
        assert read_body(changed, is_strict=True).kind == "tests.thing.described"


def test_the_bytes_are_those_of_rfc_8785() -> None:
    by = Actor(kind=ActorKind.OFFICIAL, post_id="post_1", unit_id=7, channel_evidence={"session": "ab"})
    body = write(Happened(thing_id='Đ"\n\u0007\u007f/', number=-1), by=by, rules={"b": "2", "a": "1"})
    assert body.decode() == (
        '{"actor":{"kind":"official","post":"post_1","unit":7},"channel":"",'
        '"data":{"number":-1,"thing_id":"Đ\\"\\n\\u0007\u007f/"},"evidence":{"session":"ab"},"id":"ent_1",'
        '"kind":"tests.thing.happened","occurred_at":"2026-02-13T09:00:00.000000+07:00",'
        '"recorded_at":"2026-02-13T09:00:00.000000+07:00","rules":{"a":"1","b":"2"},"subjects":["dos_1"],"version":1}'
    )


def test_one_moment_has_one_form() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=-3)))
    assert write(replace(ONE, at=elsewhere)) == write(ONE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 5},
        {"text": "half \ud800"},
        {"count": 1.0},
        {"count": True},
        {"count": 2**53},
        {"is_big": 1},
        {"on": AT},
        {"at": AT.replace(tzinfo=None)},
        {"codes": ["a"]},
        {"codes": (1,)},
        {"lines": ("x",)},
        {"color": "green"},
        {"way": "post"},
        {"unit_id": "7"},
    ],
    ids=str,
)
def test_a_value_outside_the_schema_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        write(replace(ONE, **wrong))


@pytest.mark.parametrize("subjects", [[], ["a_1", "a_1"], ["a b"], "dos_1"], ids=str)
def test_subjects_are_plain_ids_each_once(subjects: Any) -> None:
    with pytest.raises(SchemaError):
        events.check_subjects(subjects)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"number":0', b'"number":0.0'),
        (b'"number":0', b'"number":"0"'),
        (b'"number":0,', b""),
        (b'"number":0', b'"number":0,"more":1'),
        (b'"version":1', b'"version":9'),
        (b'"channel":"",', b""),
        (b"tests.thing.happened", b"tests.thing.unheard"),
        (b"+07:00", b"+08:00"),
        (b'{"kind":"system"}', b"[]"),
        (b"{", b"["),
    ],
    ids=str,
)
def test_bytes_outside_the_schema_are_refused(old: bytes, new: bytes) -> None:
    # `number` may be left out, since it has a default; the canonical form then still holds.
    body = write(Happened(thing_id="a_1")).replace(old, new, 1)
    if b"number" not in body:
        assert read_body(body, is_strict=True).event == Happened(thing_id="a_1")
        return
    with pytest.raises(SchemaError):
        read_body(body)


@pytest.mark.parametrize("body", [b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a": 1}', b'{"a":"\\u0041"}'], ids=repr)
def test_another_way_of_writing_is_not_canonical(body: bytes) -> None:
    with pytest.raises(SchemaError):
        events.check_canonical(body, loads(body))


def test_an_undeclared_refusal_is_read_as_a_plain_one() -> None:
    body = write(events.Refused(reason_code="PM01"), kind="tests.thing.refused")
    assert read_body(body).event == events.Refused(reason_code="PM01")


def test_a_schema_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(SchemaError):
        event("not a kind")

    @event("tests.float.kept")
    class Floating(Event):
        share: float

    with pytest.raises(SchemaError, match="cannot be"):
        write(Floating(share=1.0))
    events._registry.pop(("tests.float.kept", 1))


def test_one_kind_and_version_has_one_class() -> None:
    with pytest.raises(SchemaError, match="twice"):

        @event("tests.thing.happened")
        class Other(Event):
            text: str


def test_schemas_tell_types_and_what_may_be_missing() -> None:
    assert events.schemas()["tests.thing.happened", 1] == {
        "type": "object",
        "properties": {"number": {"type": "integer"}, "thing_id": {"type": "string"}},
        "required": ["thing_id"],
        "additionalProperties": False,
    }
    assert len(events.fingerprint("tests.thing.happened", 1)) == 16
