"""What callers hand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

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
