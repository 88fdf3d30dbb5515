"""One written form of definition, entries and results, and the hash over it."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from dinh.indicators.scores.policies.numbers import text_of
from dinh.indicators.scores.types.results import Panel, Scored
from dinh.indicators.scores.types.structure import Index


def plain(value: object) -> Any:
    """Return a value as plain JSON: fractions as "n/d", mappings by sorted key, nothing rounded."""
    if isinstance(value, Fraction):
        return text_of(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.compare}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in sorted(value.items())}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def canonical(value: object) -> str:
    """Return the one written form of a value."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def index_digest(index: Index) -> str:
    """Return the hash of a definition alone."""
    return sha(canonical(index))


def digest_of(index: Index, panel: Panel, units: Mapping[str, Scored]) -> str:
    """Return the hash of a whole computation: the same definition and entries give the same hash anywhere."""
    return sha(canonical({"index": index, "panel": panel, "units": units}))
