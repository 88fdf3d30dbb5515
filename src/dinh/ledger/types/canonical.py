"""Canonical JSON: RFC 8785 (JCS) without floating numbers, so that the same content is always the same bytes.

Keys are ASCII, so sorting by code point equals the RFC's sorting by UTF-16 unit; Python escapes exactly what the RFC
escapes.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any


class SchemaError(ValueError):
    """A value that the declared schema or canonical JSON does not allow."""


def _no_float(text: str) -> Any:
    raise SchemaError(f"a number that is not whole: {text}")


# RFC 7493: beyond this a reader in another language may lose digits.
GREATEST_INTEGER = 2**53 - 1
# Moments are written in Viet Nam's time, which has had no other offset since 1975: readable and still one form only.
OFFSET = timezone(timedelta(hours=7))
_KEY = re.compile(r"^[A-Za-z0-9_.:/-]{1,120}$")
_MOMENT_LENGTH = 32
_decode = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float).decode
_encode_sorted = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False, sort_keys=True
).encode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode


def dumps_sorted(value: Mapping[str, Any]) -> bytes:
    """Return the bytes of an object whose keys already stand in order at every depth."""
    try:
        return _encode(value).encode()
    except UnicodeEncodeError as fault:
        raise SchemaError("text with half a character (a lone surrogate)") from fault


def loads(data: bytes | str) -> dict[str, Any]:
    """Return the object; numbers that are not whole are refused with SchemaError."""
    try:
        value = _decode(data if isinstance(data, str) else data.decode())
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise SchemaError(f"not JSON: {fault}") from fault
    if not isinstance(value, dict):
        raise SchemaError("not an object")
    return value


def check_canonical(data: bytes, value: Mapping[str, Any]) -> None:
    """Raise SchemaError unless these bytes are the one canonical form of this value.

    Catches doubled keys, another order, spaces and other ways of writing text and numbers.
    """
    if _encode_sorted(value).encode() != data:
        raise SchemaError("the bytes are not in canonical form")


def words(value: Mapping[str, str] | None) -> dict[str, str]:
    """Return a map of text to text in key order, checked; none is the empty map."""
    if not value:
        return {}
    checked: dict[str, str] = {}
    for key in sorted(value):
        said = value[key]
        if not isinstance(said, str) or not _KEY.match(key):
            raise SchemaError(f"{key!r}: keys are short ASCII words and values are text")
        checked[key] = said
    return checked


def moment(value: datetime) -> str:
    """Return an aware moment in the one written form, to the microsecond."""
    if value.tzinfo is None:
        raise SchemaError("a moment without a time zone")
    return value.astimezone(OFFSET).isoformat(timespec="microseconds")


def parse_moment(text: str) -> datetime:
    """Return the moment; any other way of writing it is refused."""
    try:
        value = datetime.fromisoformat(text)
    except (ValueError, TypeError) as fault:
        raise SchemaError(f"not a moment: {text}") from fault
    # Cheaper than writing it again: the marks that other forms accepted by Python would not have.
    if len(text) != _MOMENT_LENGTH or (text[10], text[19], text[26:]) != ("T", ".", "+07:00"):
        raise SchemaError(f"not the canonical form of a moment: {text}")
    return value


def parse_day(text: str) -> date:
    try:
        value = date.fromisoformat(text)
    except ValueError as fault:
        raise SchemaError(f"not a date: {text}") from fault
    if value.isoformat() != text:
        raise SchemaError(f"not the canonical form of a date: {text}")
    return value


def content_hash(body: bytes) -> bytes:
    return sha256(body).digest()
