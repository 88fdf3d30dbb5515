"""From a typed event to its canonical fields and back, by converters made once per class from its annotations."""

import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dinh.ledger.types import patterns
from dinh.ledger.types.canonical import GREATEST_INTEGER, SchemaError, moment, parse_day, parse_moment

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Codec:
    """`write` checks a value and gives what JSON holds; `read` does the reverse; `schema` is its JSON Schema.

    `pattern` matches canonical bytes of valid values, perhaps not of all.
    """

    write: Convert
    read: Convert
    schema: dict[str, Any]
    pattern: bytes


def _refuse(value: Any, wanted: str) -> SchemaError:
    return SchemaError(f"{value!r} is not {wanted}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _refuse(value, "text")
    return value


def _integer(value: Any) -> int:
    if type(value) is not int or not -GREATEST_INTEGER <= value <= GREATEST_INTEGER:
        raise _refuse(value, "a whole number below 2^53")
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise _refuse(value, "true or false")
    return value


def _day(value: Any) -> str:
    if type(value) is not date:
        raise _refuse(value, "a date")
    return value.isoformat()


def _moment(value: Any) -> str:
    if not isinstance(value, datetime):
        raise _refuse(value, "a moment")
    return moment(value)


_PLAIN: dict[Any, Codec] = {
    str: Codec(_text, _text, {"type": "string"}, patterns.TEXT),
    int: Codec(_integer, _integer, {"type": "integer"}, patterns.INTEGER),
    bool: Codec(_truth, _truth, {"type": "boolean"}, patterns.TRUTH),
    date: Codec(_day, lambda value: parse_day(_text(value)), {"type": "string", "format": "date"}, patterns.DAY),
    datetime: Codec(
        _moment, lambda value: parse_moment(_text(value)), {"type": "string", "format": "date-time"}, patterns.MOMENT
    ),
}


def codec_for(hint: Any) -> Codec:
    """Return the converters of one annotation; types that cannot be written exactly (floats above all) are refused."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        inner = [one for one in arguments if one is not NoneType]
        if len(inner) == 1:
            return _optional(codec_for(inner[0]))
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return _many(codec_for(arguments[0]))
    if origin is Literal and all(isinstance(one, str) for one in arguments):
        return _choice(str, arguments)
    if isinstance(hint, type) and issubclass(hint, Enum) and issubclass(hint, str):
        return _choice(hint, tuple(one.value for one in hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return class_codec(hint)
    raise SchemaError(f"an event field cannot be {hint!r}")


def _optional(inner: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else inner.write(value),
        lambda value: None if value is None else inner.read(value),
        {"anyOf": [inner.schema, {"type": "null"}]},
        patterns.optional(inner.pattern),
    )


def _many(inner: Codec) -> Codec:
    def write(value: Any) -> list[Any]:
        if not isinstance(value, tuple):
            raise _refuse(value, "a tuple")
        return [inner.write(one) for one in value]

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _refuse(value, "a list")
        return tuple(inner.read(one) for one in value)

    return Codec(write, read, {"type": "array", "items": inner.schema}, patterns.many(inner.pattern))


def _choice(make: Callable[[str], Any], allowed: tuple[str, ...]) -> Codec:
    known = frozenset(allowed)

    def write(value: Any) -> str:
        plain = value.value if isinstance(value, Enum) else value
        if plain not in known:
            raise _refuse(value, f"one of {sorted(known)}")
        return str(plain)

    def read(value: Any) -> Any:
        if value not in known:
            raise _refuse(value, f"one of {sorted(known)}")
        return make(value)

    written = [json.dumps(one, ensure_ascii=False).encode() for one in sorted(known)]
    return Codec(write, read, {"type": "string", "enum": sorted(known)}, patterns.choice(written))


def class_codec(made: type) -> Codec:
    """Return the converters of a frozen dataclass: an object with exactly its fields, in key order."""
    hints = get_type_hints(made)
    declared = fields(made)
    parts = [(one.name, codec_for(hints[one.name])) for one in sorted(declared, key=lambda one: one.name)]
    # A field added later with a default may be missing in what was written before.
    optional = {one.name for one in declared if one.default is not MISSING or one.default_factory is not MISSING}
    names = frozenset(name for name, _ in parts)
    writers = [(name, codec.write) for name, codec in parts]
    readers = dict(parts)

    def write(value: Any) -> dict[str, Any]:
        if type(value) is not made:
            raise _refuse(value, made.__qualname__)
        name = ""
        try:
            return {(name := key): convert(getattr(value, key)) for key, convert in writers}
        except SchemaError as fault:
            raise SchemaError(f"{made.__qualname__}.{name}: {fault}") from fault

    def read(value: Any) -> Any:
        if not isinstance(value, dict) or value.keys() - names or names - value.keys() - optional:
            raise SchemaError(f"{made.__qualname__}: the fields are not those of the schema")
        return made(**{key: readers[key].read(said) for key, said in value.items()})

    properties = {name: codec.schema for name, codec in parts}
    required = sorted(names - optional)
    return Codec(
        write,
        read,
        {"type": "object", "properties": properties, "required": required, "additionalProperties": False},
        patterns.record([(name, codec.pattern) for name, codec in parts]),
    )
