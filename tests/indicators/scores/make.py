"""Small indices and the values the ministry published, as read from the files of the house."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dinh.indicators.scores.policies.reading import read_index
from dinh.indicators.scores.types.results import Entry
from dinh.indicators.scores.types.structure import Index
from tests.architecture.house import ROOT

F = Fraction
HEAD = {"code": "try", "version": "1", "name": "Thử", "instrument": "1/QĐ", "mark": "read", "series": "try"}


def index(*parts: Mapping[str, Any], **head: Any) -> Index:
    tables = {name: head.pop(name) for name in ("pillar", "level") if name in head}
    return read_index("thử", {"index": HEAD | head, "part": list(parts), **tables})


def part(code: str, **said: Any) -> dict[str, Any]:
    return {"code": code, "name": f"Phần {code}", "points": 10} | said


def flat(*points: int, **head: Any) -> Index:
    return index(*(part(str(at), points=many) for at, many in enumerate(points, start=1)), **head)


def share(value: str | Fraction | int) -> Entry:
    return Entry(share=value if isinstance(value, Fraction) else F(Decimal(str(value))))


def ratio(a: int, b: int) -> Entry:
    return Entry(a=F(a), b=F(b))


def published(year: int, province: str) -> dict[str, Fraction]:
    """Return what was published of a province: by the name of the part, DTI for the whole."""
    rows = csv.DictReader((ROOT / "data/stats/dti_province.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["index"]: F(Decimal(row["value"]))
        for row in rows
        if (row["year"], row["old_province_code"], row["kind"]) == (str(year), province, "value")
    }


def entries_of(index: Index, values: Mapping[str, Fraction]) -> dict[str, Entry]:
    return {one.code: Entry(share=values[one.name]) for one in index.mains if one.name in values}
