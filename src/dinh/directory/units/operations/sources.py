"""The files of `data/admin` and `data/geo`, read as they are."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = Mapping[str, str]
_TABLES = {
    "successors": "commune_successor_2019_2025.csv",
    "communes_new": "communes_new_3321.csv",
    "communes_old": "communes_old_10035.csv",
    "crosswalk": "crosswalk_commune_2025-07-01.csv",
    "provinces_cross": "crosswalk_province.csv",
    "districts": "districts_old_696.csv",
    "provinces_new": "provinces_new_34.csv",
    "provinces_old": "provinces_old_63.csv",
    "resolutions": "resolutions_2019_2025.csv",
    "faults": "source_faults.csv",
    "changes": "unit_changes_2019_2025.csv",
}
_SHAPES = "communes_new_3321.topojson"


@dataclass(frozen=True, slots=True)
class Sources:
    successors: list[Row]
    communes_new: list[Row]
    communes_old: list[Row]
    crosswalk: list[Row]
    provinces_cross: list[Row]
    districts: list[Row]
    provinces_new: list[Row]
    provinces_old: list[Row]
    resolutions: list[Row]
    faults: list[Row]
    changes: list[Row]
    topology: Mapping[str, Any]
    digest: str


def read_sources(folder: Path) -> Sources:
    """Return the tables under `folder`/admin and the boundaries under `folder`/geo, with a digest of all bytes."""
    digest = hashlib.sha256()
    tables: dict[str, list[Row]] = {}
    for name, file in _TABLES.items():
        content = (folder / "admin" / file).read_bytes()
        digest.update(content)
        tables[name] = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    content = (folder / "geo" / _SHAPES).read_bytes()
    digest.update(content)
    return Sources(**tables, topology=json.loads(content), digest=digest.hexdigest())
