"""The plain shapes of the dictionary: a version as it stands, and what the compiler says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dinh.indicators.figures.api import Definition


class State(StrEnum):
    """How far a version of the province has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something, and when."""

    person_id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a version in force: proposed, and in force itself once it is approved."""

    last_day: date
    reason: str
    proposed: Signed
    approved: Signed | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of the province; `row` is what a table of the definition files would say."""

    version_id: str
    code: str
    number: int
    state: State
    row: Mapping[str, Any]
    digest: str
    revision: int
    editors: tuple[str, ...]
    edited: Signed
    proposed: Signed | None
    sent_back: Signed | None
    reason: str
    approved: Signed | None
    ending: Ending | None
    ending_sent_back: str

    @property
    def name(self) -> str:
        return str(self.row.get("name_vi") or self.code)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a definition cannot be computed: the sentence, and the field it is about where there is one."""

    said: str
    part: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the compiler says of a version: the definition, or its fault."""

    definition: Definition | None
    fault: Fault | None
