"""What callers hand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dinh.kernel.worktime import Limit


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time limit or a moment set by an officer where the catalogue has none, or against it; the reason stays."""

    reason: str
    limit: Limit | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperCount:
    """Papers handed over at the counter for one component."""

    seq: int
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Signer:
    """A second person who stands at the desk and signs: who, and the number of the card they showed."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Declared:
    """The form as it was filled in at the desk; `signers` by the name of the block they sign under."""

    answers: Mapping[str, Any]
    signers: Mapping[str, Signer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One paper asked for: `seq` of a component of the dossier that is wrong, or None for one that is lacking."""

    name: str
    reason: str
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class ResultContent:
    """What the result paper says. `result_code` picks one result of the procedure; "" takes its first."""

    summary: str = ""
    articles: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    title: str = ""
    result_code: str = ""
    reason: str = ""
    signer_title: str = ""


@dataclass(frozen=True, slots=True)
class DraftValues:
    """Typed words of a draft, checked by `policies.drafts`; `content` are the answers of the form."""

    columns: Mapping[str, str | int | None] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
