"""What is kept about an index of a unit and year: values by kind, their steps, and what leaves the applet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from dinh.indicators.scores.types.results import Entry

# The whole index, and what begins the code of a pillar among the values kept.
WHOLE = ""
PILLAR = "pillar:"


class ValueKind(StrEnum):
    """Who says a value: the province of itself, whoever verified it, the province explaining, the ministry."""

    SELF = "self"
    VERIFIED = "verified"
    EXPLAINED = "explained"
    PUBLISHED = "published"


class Step(StrEnum):
    """Where the assessment of a year stands."""

    SELF_ASSESSMENT = "self_assessment"
    VERIFICATION = "verification"
    EXPLANATION = "explanation"
    PUBLICATION = "publication"


NEXT_STEPS: dict[Step, tuple[Step, ...]] = {
    Step.SELF_ASSESSMENT: (Step.VERIFICATION,),
    Step.VERIFICATION: (Step.EXPLANATION, Step.PUBLICATION),
    Step.EXPLANATION: (Step.VERIFICATION, Step.PUBLICATION),
    # Only to correct: the frozen copy stays, the next one points to it.
    Step.PUBLICATION: (Step.VERIFICATION,),
}
# What may be entered at which step.
OPEN_KINDS: dict[Step, frozenset[ValueKind]] = {
    Step.SELF_ASSESSMENT: frozenset({ValueKind.SELF}),
    Step.VERIFICATION: frozenset({ValueKind.VERIFIED}),
    Step.EXPLANATION: frozenset({ValueKind.EXPLAINED}),
    Step.PUBLICATION: frozenset(),
}


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value as it was entered; `corrects` is the value it stands in for."""

    value_id: str
    index_code: str
    year: int
    unit_id: int
    part: str
    kind: ValueKind
    entry: Entry
    rank: int | None
    note: str
    source: str
    source_url: str
    files: tuple[str, ...]
    is_synthetic: bool
    entered_by: str
    entered_name: str
    entered_at: datetime
    corrects: str
    import_id: str


@dataclass(frozen=True, slots=True)
class AssessmentView:
    index_code: str
    year: int
    unit_id: int
    step: Step
    moved_at: datetime | None
    moved_name: str


@dataclass(frozen=True, slots=True)
class PublicationView:
    """A frozen copy: what was computed, from what, by which definition, under one hash."""

    publication_id: str
    index_code: str
    index_version: str
    year: int
    unit_id: int
    value: Fraction
    content: str
    hash: str
    published_by: str
    published_name: str
    published_at: datetime
    corrects: str


@dataclass(frozen=True, slots=True)
class StructureView:
    """A list of components and points entered for a version of an index; it counts once a second person approved it."""

    structure_id: str
    index_code: str
    version: str
    number: int
    rows: tuple[dict[str, object], ...]
    source: str
    digest: str
    is_synthetic: bool
    entered_by: str
    entered_name: str
    entered_at: datetime
    approved_name: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportView:
    import_id: str
    index_code: str
    year: int
    unit_id: int
    name: str
    sha256: str
    rows: int
    entered_name: str
    entered_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrialView:
    """A what-if somebody gave a name; `query` is the address it was made by."""

    trial_id: str
    name: str
    query: str
    entered_name: str
    entered_at: datetime
