"""What leaves the module: pages ready to be shown, rows ready to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dinh.forms.types.definition import FormDefinition
from dinh.forms.types.kinds import CosignState, FormState, Origin


@dataclass(frozen=True, slots=True)
class FormView:
    """One version of a form. A generated form has no row: its id is made from the version of its procedure."""

    form_id: str
    code: str
    number: int
    title: str
    state: FormState
    procedures: tuple[str, ...]
    definition: FormDefinition
    digest: str
    is_generated: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    drafted_by: str = ""
    drafted_name: str = ""
    drafted_at: datetime | None = None
    published_name: str = ""
    published_at: datetime | None = None
    edit: int = 0
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """One page of a form that is shown to this person now."""

    name: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    note: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One block ready for its template. `when` is its condition as JSON where it depends on the same page."""

    kind: str
    address: str
    id: str
    label: str
    help: str = ""
    text: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    unit: str = ""
    basis: str = ""
    when: str = ""
    need: str = ""
    is_required: bool = False
    is_hidden: bool = False
    children: "tuple[Control, ...]" = ()
    may_add: bool = False
    row: int = 0
    block: str = ""
    # What the browser judges by itself, as JSON, and what it says then: the same sentence as the server.
    rules: str = ""
    says: str = ""
    # Where the answer comes from when nobody typed it, and what was known when somebody typed another.
    source: str = ""
    known: str = ""
    # "vi" where words stay Vietnamese on a page in another language.
    lang: str = ""
    help_lang: str = ""
    unit_lang: str = ""

    @property
    def described_by(self) -> str:
        found = [f"{self.id}_helptext"] * bool(self.help) + [f"{self.id}_error"] * bool(self.error)
        return " ".join(found)


@dataclass(frozen=True, slots=True)
class PageView:
    """One page with its blocks and what is to be mended on it: the anchor of the field and a sentence."""

    form_id: str
    name: str
    title: str
    help: str
    intro: str
    controls: tuple[Control, ...]
    faults: tuple[tuple[str, str], ...]
    is_memory: bool
    intro_lang: str = ""
    title_lang: str = ""
    help_lang: str = ""


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a point lies against its commune, in words and to be drawn: (longitude, latitude) in degrees."""

    words: str
    spot: tuple[float, float]
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer as people read it; `depth` 1 stands under the heading before it, a heading has no value."""

    page: str
    address: str
    label: str
    value: str
    depth: int = 0
    is_heading: bool = False
    known: str = ""
    lang: str = ""
    place: Lying | None = None


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """Answers under one heading, as the summary list of the design shows them."""

    heading: str
    rows: tuple[Mapping[str, Any], ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One page of the form with its answers; `href` leads to where they can be changed."""

    page: str
    title: str
    rows: tuple[SummaryRow, ...]
    href: str = ""
    lang: str = ""

    @property
    def groups(self) -> tuple[SummaryGroup, ...]:
        """Return the rows under their headings; what follows a heading stands deeper than it."""
        found: list[tuple[str, int, list[Mapping[str, Any]], str]] = []
        for row in self.rows:
            if row.is_heading:
                found.append((row.label, row.depth, [], row.lang))
                continue
            if not found or row.depth <= found[-1][1]:
                found.append(("", -1 if row.depth == 0 else row.depth - 1, [], ""))
            value = f"{row.value} ({row.known})" if row.known else row.value
            found[-1][2].append({"key": row.label, "value": value, "place": row.place})
        return tuple(SummaryGroup(heading, tuple(rows), lang) for heading, _depth, rows, lang in found)


@dataclass(frozen=True, slots=True)
class Read:
    """What was posted for one page: answers as JSON, what could not be read, and the words as they were typed."""

    answers: Mapping[str, Any]
    faults: Mapping[str, str]
    typed: Mapping[str, str]
    places: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a form before it is published; what does not block is advice."""

    place: str
    message: str
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers taken over to another version by address, and the labels of those that had no place there."""

    answers: Mapping[str, Any]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known without asking: the value, where from, and of which day it is."""

    value: Any
    source: Origin
    day: date


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same person answered in a form they sent before."""

    form_id: str
    answers: Mapping[str, Any]
    day: date


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Answers that need not be asked, and by address where each comes from."""

    answers: Mapping[str, Any]
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class CosignAsked:
    """A second person these answers ask to sign: the name of its block and who it is.

    `signer_name` and `signer_number` are what the answers say of that person, "" where they say nothing.
    """

    name: str
    label: str
    help: str
    signer_name: str = ""
    signer_number: str = ""
    signer_phone: str = ""
    signer_email: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CosignView:
    """Where one second signature stands. `digest` names exactly what was, or is to be, signed."""

    cosign_id: str
    subject_id: str
    form_id: str
    name: str
    label: str
    signer_name: str
    state: CosignState
    digest: str
    invited_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    reason: str
    is_at_desk: bool
    is_signed_in: bool
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation just made; `code` is told this once and kept nowhere."""

    view: CosignView
    code: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions: `kind` is added, removed or changed."""

    kind: str
    place: str
    before: str = ""
    after: str = ""
