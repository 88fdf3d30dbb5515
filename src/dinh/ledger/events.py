"""Typed events with versioned schemas, and the envelope an entry's canonical bytes are made of."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, TypeVar, dataclass_transform

from dinh.kernel.actor import Actor
from dinh.ledger.types import patterns
from dinh.ledger.types.canonical import SchemaError, check_canonical, dumps_sorted, loads, moment, parse_moment, words
from dinh.ledger.types.codec import Codec, class_codec

__all__ = [
    "ActorStamp", "Envelope", "Event", "Refused", "Replayed", "SchemaError", "Skipped", "event", "part", "schemas",
]  # fmt: skip

_KIND = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){2,3}$")
_SUBJECT = re.compile(r"^[A-Za-z0-9_.:/-]{1,80}$")
_registry: dict[tuple[str, int], "type[Event]"] = {}
_codecs: dict[tuple[str, int], Codec] = {}


class Event:
    """The base of everything that can be recorded; subclasses are declared with `@event`."""

    __slots__ = ()
    event_kind: ClassVar[str]
    event_version: ClassVar[int]


E = TypeVar("E", bound=Event)
T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(kind: str, *, version: int = 1) -> Callable[[type[E]], type[E]]:
    """Return a decorator that makes a frozen dataclass of keyword fields and registers it under kind and version.

    `kind` is `module.noun.verb` in the past tense. A change of fields is a new version in a new class; the old class
    stays, since old entries are read with it. Raises SchemaError for a kind or field that cannot be kept.
    """
    if not _KIND.match(kind) or version < 1:
        raise SchemaError(f"{kind!r} version {version}: a kind is module.noun.verb")

    def declare(bare: type[E]) -> type[E]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(bare)
        made.event_kind, made.event_version = kind, version
        before = _registry.get((kind, version))
        if before is not None and (before.__module__, before.__qualname__) != (made.__module__, made.__qualname__):
            raise SchemaError(f"{kind} version {version} is declared twice")
        _registry[kind, version] = made
        _codecs.pop((kind, version), None)
        return made

    return declare


@dataclass_transform(frozen_default=True, kw_only_default=True)
def part(bare: type[T]) -> type[T]:
    """Make a frozen dataclass that may stand inside events, as in `tuple[FeeLine, ...]`."""
    return dataclass(frozen=True, slots=True, kw_only=True)(bare)


@event("ledger.attempt.refused", version=1)
class Refused(Event):
    """An attempt that was refused; recorded under the kind of what was attempted, `….refused`."""

    reason_code: str
    detail: str = ""


@event("ledger.delivery.replayed", version=1)
class Replayed(Event):
    handler: str
    subject: str
    position: int
    delivered: int


@event("ledger.delivery.skipped", version=1)
class Skipped(Event):
    """A handler passed over made history, whose effects were written together with it."""

    handler: str
    first_position: int
    last_position: int


@event("ledger.key.changed", version=1)
class KeyChanged(Event):
    """Heads are signed with another key from now on; keys are raw and in base64, head 0 is none.

    `endorsement` is the signature of the retired key over the next one: who trusts the one may trust the other.
    """

    retired: str
    next: str
    endorsement: str
    last_head: int


@dataclass(frozen=True, slots=True)
class ActorStamp:
    """Who acted, as public ids only, in the unit of that day."""

    kind: str
    account_id: str = ""
    person_id: str = ""
    post_id: str = ""
    agency_id: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """One entry, read: what happened with who, when, about what and under which rules."""

    entry_id: str
    kind: str
    version: int
    event: Event
    occurred_at: datetime
    recorded_at: datetime
    actor: ActorStamp
    subjects: tuple[str, ...]
    channel: str
    rules: Mapping[str, str]
    evidence: Mapping[str, str]


def known(kind: str, version: int) -> type[Event]:
    """Return the class of a kind and version; a `….refused` that nobody declared is a plain refusal."""
    found = _registry.get((kind, version))
    if found is None and kind.endswith(".refused") and version == Refused.event_version:
        return Refused
    if found is None:
        raise SchemaError(f"no schema for {kind} version {version}")
    return found


def is_declared(kind: str) -> bool:
    return any(one == kind for one, _ in _registry)


def codec_of(made: type[Event]) -> Codec:
    """Return the converters of an event class, made at its first use, when all names in it are known."""
    key = (made.event_kind, made.event_version)
    found = _codecs.get(key)
    if found is None:
        found = _codecs[key] = class_codec(made)
    return found


def schemas() -> Mapping[tuple[str, int], Mapping[str, Any]]:
    """Return the JSON Schema of every declared event, by kind and version."""
    return {key: codec_of(made).schema for key, made in sorted(_registry.items())}


def fingerprint(kind: str, version: int) -> str:
    """Return a digest of a schema, so that a change without a new version can be noticed."""
    schema = json.dumps(codec_of(known(kind, version)).schema, sort_keys=True)
    return sha256(schema.encode()).hexdigest()[:16]


def _actor(by: Actor) -> dict[str, Any]:
    stamp = {
        "account": by.account_id,
        "agency": by.agency_id,
        "kind": by.kind.value,
        "person": by.person_id,
        "post": by.post_id,
        "unit": by.unit_id,
    }
    return {key: said for key, said in stamp.items() if said not in ("", None)}


def _evidence(by: Actor, evidence: Mapping[str, str] | None) -> dict[str, str]:
    if not by.channel_evidence:
        return words(evidence)
    return words({**by.channel_evidence, **(evidence or {})})


def check_subjects(subjects: Sequence[str]) -> list[str]:
    """Return the subjects as a list; none, a doubled one or one that is not a plain id is refused."""
    listed = list(subjects)
    if isinstance(subjects, str) or not listed or len(set(listed)) != len(listed):
        raise SchemaError("an entry needs its subjects, each once, the one that orders delivery first")
    for subject in listed:
        if not _SUBJECT.match(subject):
            raise SchemaError(f"{subject!r} is not an id")
    return listed


def body_of(
    *,
    entry_id: str,
    event: Event,
    kind: str = "",
    by: Actor,
    occurred_at: datetime,
    recorded_at: datetime,
    subjects: list[str],
    channel: str,
    rules: Mapping[str, str] | None,
    evidence: Mapping[str, str] | None,
) -> bytes:
    """Return the canonical bytes of an entry. The keys stand in order here, so nothing is sorted later."""
    made = type(event)
    return dumps_sorted(
        {
            "actor": _actor(by),
            "channel": channel,
            "data": codec_of(made).write(event),
            "evidence": _evidence(by, evidence),
            "id": entry_id,
            "kind": kind or made.event_kind,
            "occurred_at": moment(occurred_at),
            "recorded_at": moment(recorded_at),
            "rules": words(rules),
            "subjects": subjects,
            "version": made.event_version,
        }
    )


_KEYS = frozenset(
    {
        "actor", "channel", "data", "evidence", "id", "kind", "occurred_at", "recorded_at", "rules", "subjects",
        "version",
    }
)  # fmt: skip


def pattern_of(kind: str, version: int) -> bytes:
    """Return a pattern over whole bodies of a kind: groups id, subject, recorded, and the maps evidence and rules."""
    text, unit = patterns.TEXT, patterns.INTEGER
    actor = (
        rb'\{(?:"account":%(t)b,)?(?:"agency":%(t)b,)?"kind":%(t)b'
        rb'(?:,"person":%(t)b)?(?:,"post":%(t)b)?(?:,"unit":%(u)b)?\}'
    ) % {b"t": text, b"u": unit}
    plain = rb"[A-Za-z0-9_.:/-]++"
    data = codec_of(known(kind, version)).pattern
    return (
        rb'\{"actor":' + actor + rb',"channel":' + text + rb',"data":' + data
        + rb',"evidence":(?P<evidence>' + patterns.WORDS + rb'),"id":"(?P<id>' + plain + rb')","kind":"'
        + re.escape(kind.encode()) + rb'","occurred_at":' + patterns.MOMENT + rb',"recorded_at":"(?P<recorded>'
        + patterns.MOMENT_INSIDE + rb')","rules":(?P<rules>' + patterns.WORDS + rb'),"subjects":\["(?P<subject>' + plain
        + rb')"(?:,"' + plain + rb'")*+\],"version":' + str(version).encode() + rb"\}"
    )  # fmt: skip


def versions(kind: str) -> list[int]:
    """Return the declared versions of a kind, newest first; a plain refusal has one."""
    return sorted((version for one, version in _registry if one == kind), reverse=True) or [Refused.event_version]


def read_body(body: bytes, *, is_strict: bool = False) -> Envelope:
    """Return the entry of these bytes, typed; anything that is not of its schema raises SchemaError.

    `is_strict` also refuses bytes in another form than the canonical one.
    """
    raw = loads(body)
    if is_strict:
        check_canonical(body, raw)
    if raw.keys() != _KEYS:
        raise SchemaError("the envelope has other keys")
    try:
        actor = raw["actor"]
        stamp = ActorStamp(
            kind=actor["kind"],
            account_id=actor.get("account", ""),
            person_id=actor.get("person", ""),
            post_id=actor.get("post", ""),
            agency_id=actor.get("agency", ""),
            unit_id=actor.get("unit"),
        )
        return Envelope(
            entry_id=raw["id"],
            kind=raw["kind"],
            version=raw["version"],
            event=codec_of(known(raw["kind"], raw["version"])).read(raw["data"]),
            occurred_at=parse_moment(raw["occurred_at"]),
            recorded_at=parse_moment(raw["recorded_at"]),
            actor=stamp,
            subjects=tuple(raw["subjects"]),
            channel=raw["channel"],
            rules=raw["rules"],
            evidence=raw["evidence"],
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise SchemaError(f"the envelope is malformed: {fault!r}") from fault
