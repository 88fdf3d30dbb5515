"""The points as canonical text: the same points give the same bytes and hash."""

import hashlib
import json
from typing import Any

from dinh.indicators.quality.types import Scored, Scores


def content_of(scores: Scores) -> str:
    """Return everything the points came from and came to, as canonical JSON."""
    said = {
        "edition": scores.edition.code,
        "edition_digest": scores.edition.digest,
        "act": scores.edition.act,
        "unit_id": scores.unit_id,
        "agency_id": scores.agency_id,
        "first": scores.period.first.isoformat(),
        "last": scores.period.last.isoformat(),
        "map_day": scores.map_day.isoformat(),
        "open_as_of": scores.moment.isoformat(),
        "points": str(scores.points),
        "measured": str(scores.measured),
        "most": str(scores.most),
        "items": [_item(one) for one in scores.items],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _item(one: Scored) -> dict[str, Any]:
    figure = one.figure
    return {
        "item": one.item.code,
        "standing": one.standing.value,
        "points": None if one.points is None else str(one.points),
        "max": one.item.points,
        "rate": None if one.rate is None else str(one.rate),
        "times": None if one.factor is None else str(one.factor),
        "most": str(one.most),
        "flags": [flag.value for flag in one.flags],
        "figure": None
        if figure is None
        else {
            "code": figure.code,
            "version": figure.definition_version,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "watermark": figure.watermark,
            "hash": figure.hash,
        },
        "open": None if one.opened is None else {"within": one.opened.within, "late": one.opened.late},
        "reported": one.reported.reported_id if one.reported else None,
    }


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
