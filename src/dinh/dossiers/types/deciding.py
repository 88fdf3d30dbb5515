"""What decision tables ask about a case and what they said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One thing a table needs to know and nobody has said: `kind` is a column type, `values` the choices of an enum."""

    key: str
    name: str
    label: str
    kind: str
    values: tuple[str, ...]
    answer: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class DecidedView:
    """What a version of a table decided for a case: its rules by number and why in the reader's language.

    The version was kept when the case was sent, so a later version changes nothing here.
    """

    purpose: str
    table_id: str
    code: str
    number: int
    name: str
    rules: tuple[int, ...]
    why: tuple[str, ...]
    is_answered: bool


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """Which papers a table asks for in this case: the sentence why, by the number of the component."""

    why: Mapping[int, str]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case when a table is asked: answers by key, the form's answers, and how and when it came."""

    procedure_code: str
    version_id: str
    case: str
    channel: str
    content: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
