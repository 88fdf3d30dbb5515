"""What the province declares: routes from ministry to department, the code's template, office hours. Read once."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dinh.dossiers.policies.codes import CodeTemplate
from dinh.kernel import calendars, law
from dinh.kernel.worktime import Calendar

PROVINCES = Path(__file__).resolve().parents[4] / "provinces"
_PARTS = ("{agency_code}", "{seq}")


class RoutingFault(ValueError):
    """`routing.toml` contradicts itself; the message names the row."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which agency, by its number below the province's code, decides for a ministry or for some of its fields."""

    ministry: str
    number: str
    fields: frozenset[str]
    mark: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    template: str
    grows: bool
    width: int | None
    valid_from: date


@dataclass(frozen=True, slots=True)
class Routing:
    routes: tuple[Route, ...]
    codes: tuple[CodeRow, ...]
    default_hours: str
    hours: dict[str, str]
    # Which agency, by its number, is meant by a kind of agency that processes name.
    joint: dict[str, str]

    def route(self, ministry: str, field: str) -> Route | None:
        """Return the route of the field, else of the whole ministry, else None (the provincial committee decides)."""
        of_ministry = [one for one in self.routes if one.ministry == ministry]
        named = next((one for one in of_ministry if field in one.fields), None)
        return named or next((one for one in of_ministry if not one.fields), None)

    def code_template(self, on: date) -> CodeTemplate:
        """Return how codes are made that day: the province's template, as many digits as the law says."""
        row = max((one for one in self.codes if one.valid_from <= on), key=lambda one: one.valid_from, default=None)
        if row is None:
            raise RoutingFault(f"routing.toml has no [[code]] in force on {on.isoformat()}")
        width = row.width or law.value("dossier.code.daily_digits", on=on)
        return CodeTemplate(row.template, width, row.grows)

    def calendar(self, agency_code: str) -> Calendar:
        return calendars.for_hours(self.hours.get(agency_code, self.default_hours))


_current: dict[str, str] = {}


def open_province(code: str) -> None:
    """Choose the province of this installation; its file is read at first use."""
    _current["province"] = code


def folder() -> Path:
    return PROVINCES / _current["province"]


def routing() -> Routing:
    return read(folder() / "routing.toml")


@cache
def read(file: Path) -> Routing:
    """Return the declared routing; raise RoutingFault for a template without its parts or a route without a number."""
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    for row in content["code"]:
        if any(part not in row["template"] for part in _PARTS):
            raise RoutingFault(f"{file.name}: the template {row['template']!r} needs {' and '.join(_PARTS)}")
    return Routing(
        routes=tuple(
            Route(row["ministry"], row["number"], frozenset(row.get("fields", ())), row["mark"])
            for row in content.get("route", ())
        ),
        codes=tuple(
            CodeRow(row["template"], row["grows"], row.get("width"), row["valid_from"]) for row in content["code"]
        ),
        default_hours=content["hours"]["default"],
        hours=dict(content["hours"].get("agencies", {})),
        joint={row["kind"]: row["number"] for row in content.get("joint", ())},
    )
