"""What a citizen says of how a dossier was settled, and what the criteria say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    """The citizen's own scale."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


class Pace(StrEnum):
    """How long something took beside the time the law gives; equal is done on the very last day."""

    SHORTER = "shorter"
    EQUAL = "equal"
    LONGER = "longer"


class Why(StrEnum):
    """Why a criterion has its points, or why nobody knows them."""

    SHORTER = "shorter"
    EQUAL = "equal"
    LONGER = "longer"
    COUNTED = "counted"
    NO_COMPLAINT = "no_complaint"
    TAKEN_BACK = "taken_back"
    NO_LIMIT = "no_limit"
    NO_STEPS = "no_steps"
    NO_SCALE = "no_scale"
    NOT_TOLD = "not_told"
    COMPLAINT = "complaint"
    LATE_AND_QUIET = "late_and_quiet"
    OF_THE_AGENCY = "of_the_agency"


class Standing(StrEnum):
    """The class of nine criteria together."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Question:
    """One more question to the citizen, as the law file words it; `answers` are pairs of code and words."""

    code: str
    words: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating as it stands now; `answers` go by the code of the question."""

    dossier_id: str
    level: Level
    comment: str
    answers: Mapping[str, str]
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class RatingOffer:
    """What the page of a rating shows its person; `change_until` is None before the first rating."""

    dossier_id: str
    code: str
    procedure_name: str
    is_open: bool
    questions: tuple[Question, ...]
    given: RatingView | None
    change_until: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one dossier tells about the criteria; None is not known. `agencies` are the paces of their steps."""

    is_settled: bool
    total: Pace | None
    agencies: tuple[Pace, ...]
    supplement_requests: int
    contacts_told: int | None = None
    agencies_told: int | None = None
    attitude: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The points in force: by pace, by number of times (the last one repeats; none: not held), and for attitude."""

    time: Mapping[str, int]
    contacts: tuple[int, ...]
    agencies: tuple[int, ...]
    attitude: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the nine; `points` None is not known, `count` what was counted."""

    number: int
    points: int | None
    why: Why
    name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The nine criteria of one dossier; `standing` only when all nine are known."""

    criteria: tuple[Criterion, ...]
    known: int
    possible: int
    standing: Standing | None
    basis: str = ""
