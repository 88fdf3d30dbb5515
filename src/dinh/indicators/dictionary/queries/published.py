"""What the books of the figures ask: whether something was published, and what."""

from collections.abc import Mapping, Sequence
from typing import Any

from dinh.indicators.dictionary.models import Edition, Version
from dinh.indicators.dictionary.policies.rows import from_json
from dinh.indicators.dictionary.types import State


def edition() -> str:
    """Return the mark of what is published, "" while nothing was; one question of one row."""
    return Edition.objects.values_list("mark", flat=True).first() or ""


def row_of(one: Version) -> dict[str, Any]:
    """Return a version as a definition file would say it, with its approved end."""
    row = {**from_json(one.row), "code": one.code, "version": one.number}
    if one.end_approved_at is not None:
        row["valid_to"] = one.end_on
    return row


def rows() -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Return every published definition with its place."""
    found = Version.objects.filter(state=State.PUBLISHED).order_by("code", "number")
    return tuple((f"{one.code}, {one.public_id}", row_of(one)) for one in found)
