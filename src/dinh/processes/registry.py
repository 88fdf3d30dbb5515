"""What is configured: kinds of agency a step may name, and the processes that come with the house."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dinh.directory.api import AgencyKind
from dinh.processes.policies.building import from_rows
from dinh.processes.types import ProcessModel

_FOLDER = Path(__file__).parent / "definitions"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A process that comes with the house: configuration to begin with, never law."""

    procedure_code: str
    kind: str
    name: str
    valid_from: date
    note: str
    model: ProcessModel


@cache
def agency_words() -> dict[str, str]:
    """Return the kinds of agency by code, in Vietnamese."""
    found: dict[str, str] = tomllib.loads((_FOLDER / "agencies.toml").read_text(encoding="utf-8"))["agencies"]
    missing = {kind.value for kind in AgencyKind} - set(found)
    if missing:
        raise ValueError(f"agencies.toml lacks {sorted(missing)}")
    return found


@cache
def shipped() -> tuple[Shipped, ...]:
    """Return the processes of `definitions/`, the defaults first."""
    found = []
    for file in sorted(_FOLDER.glob("process_*.toml")):
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        found.append(
            Shipped(
                procedure_code=said.get("procedure_code", ""),
                kind=said["kind"],
                name=said["name"],
                valid_from=said["valid_from"],
                note=said["note"],
                model=from_rows(f"Process_{file.stem.removeprefix('process_')}", said["name"], said["steps"]),
            )
        )
    return tuple(found)
