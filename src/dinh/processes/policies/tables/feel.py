"""The small part of FEEL that tables use: unary tests and literals, read with a fault that says where.

Numbers are exact (int or Decimal), dates are days. Grammar after S-FEEL of the DMN specification: `-`, literals,
`< <= > >= = !=`, intervals `[a..b]` `(a..b)` `]a..b[`, lists by commas, `not(…)`.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from dinh.processes.types.tables import Value

LONGEST_CELL = 2000
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>-?\d+(?:\.(?!\.)\d+)?)
  | (?P<text>"(?:[^"\\]|\\.)*")
  | (?P<at>@"[^"]*")
  | (?P<op><=|>=|!=|<|>|=)
  | (?P<dots>\.\.)
  | (?P<sign>[-\[\](),])
  | (?P<word>[^\W\d]\w*)
)""",
    re.VERBOSE,
)
_ESCAPES = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t"}


class FeelFault(ValueError):
    """Text that is not of the subset; `position` counts signs from 1."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason, position)
        self.reason = reason
        self.position = position

    def __str__(self) -> str:
        return _("%(reason)s (at sign %(position)s)") % {"reason": self.reason, "position": self.position}


@dataclass(frozen=True, slots=True)
class Compare:
    """`op` is one of = != < <= > >=."""

    op: str
    value: Value


@dataclass(frozen=True, slots=True)
class Between:
    low: Value
    high: Value
    is_low_in: bool
    is_high_in: bool


Part = Compare | Between


@dataclass(frozen=True, slots=True)
class Tests:
    """Any of `parts`, or none of them when `is_not`; so `-` is no parts, negated."""

    parts: tuple[Part, ...]
    is_not: bool = False

    @property
    def is_any(self) -> bool:
        return self.is_not and not self.parts


ANYTHING = Tests((), is_not=True)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(source: str) -> list[_Token]:
    if len(source) > LONGEST_CELL:
        raise FeelFault(_("This cell is longer than %(most)s signs") % {"most": LONGEST_CELL}, LONGEST_CELL)
    found, place = [], 0
    while source[place:].strip():
        match = _TOKEN.match(source, place)
        if match is None:
            place += len(source[place:]) - len(source[place:].lstrip())
            raise FeelFault(_("“%(sign)s” cannot stand here") % {"sign": source[place]}, place + 1)
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind], match.start(kind) + 1))
        place = match.end()
    found.append(_Token("end", "", len(source) + 1))
    return found


class _Reader:
    """Walks the tokens of one cell from left to right."""

    def __init__(self, source: str) -> None:
        self.tokens = _tokens(source)
        self.place = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def wants(self, *texts: str) -> _Token:
        token = self.take()
        if token.text not in texts or token.kind in {"text", "end"}:
            raise FeelFault(_("Expected %(signs)s") % {"signs": " / ".join(texts)}, token.position)
        return token

    def ends(self) -> None:
        if self.next.kind != "end":
            raise FeelFault(_("“%(sign)s” cannot stand here") % {"sign": self.next.text}, self.next.position)

    def tests(self) -> Tests:
        if self.next.kind == "end":
            return ANYTHING
        if self.next.text == "-" and self.tokens[self.place + 1].kind == "end":
            self.take()
            return ANYTHING
        if self.next.kind == "word" and self.next.text == "not":
            self.take()
            self.wants("(")
            parts = self.parts()
            self.wants(")")
            return Tests(parts, is_not=True)
        return Tests(self.parts())

    def parts(self) -> tuple[Part, ...]:
        found = [self.part()]
        while self.next.text == "," and self.next.kind == "sign":
            self.take()
            found.append(self.part())
        return tuple(found)

    def part(self) -> Part:
        token = self.next
        if token.kind == "op":
            self.take()
            return Compare(token.text, self.literal())
        if token.kind == "sign" and token.text in "[](":
            return self.interval()
        return Compare("=", self.literal())

    def interval(self) -> Between:
        start = self.take()
        low = self.literal()
        if self.next.kind != "dots":
            raise FeelFault(_("Expected %(signs)s") % {"signs": ".."}, self.next.position)
        self.take()
        high = self.literal()
        end = self.wants("]", ")", "[")
        if type(low) is not type(high) and not (_is_number(low) and _is_number(high)):
            raise FeelFault(_("The two ends of an interval are of different kinds"), start.position)
        if isinstance(low, str | bool):
            raise FeelFault(_("An interval needs numbers or days"), start.position)
        return Between(low, high, is_low_in=start.text == "[", is_high_in=end.text == "]")

    def literal(self) -> Value:
        token = self.take()
        if token.kind == "number":
            return number(token.text)
        if token.kind == "text":
            return re.sub(r"\\.", lambda found: _ESCAPES.get(found[0], found[0][1:]), token.text[1:-1])
        if token.kind == "at":
            return _day(token.text[2:-1], token.position)
        if token.kind == "word" and token.text in {"true", "false"}:
            return token.text == "true"
        if token.kind == "word" and token.text == "date":
            self.wants("(")
            inner = self.take()
            if inner.kind != "text":
                raise FeelFault(_('Write a day as date("2026-07-01")'), inner.position)
            self.wants(")")
            return _day(inner.text[1:-1], inner.position)
        if token.kind == "word":
            raise FeelFault(_("“%(word)s” is not known; text stands in quotes") % {"word": token.text}, token.position)
        raise FeelFault(_("A value is missing"), token.position)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def number(text: str) -> int | Decimal:
    """Return the exact number; one without a remainder is an int."""
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else exact


def _day(text: str, position: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FeelFault(_("“%(text)s” is no day of the calendar") % {"text": text}, position) from None


def read_tests(source: str) -> Tests:
    """Return the unary tests of a cell; an empty cell means anything. Raises FeelFault."""
    reader = _Reader(source)
    found = reader.tests()
    reader.ends()
    return found


def read_literal(source: str) -> Value:
    """Return the one literal of an output cell. Raises FeelFault."""
    reader = _Reader(source)
    found = reader.literal()
    reader.ends()
    return found


def read_list(source: str) -> tuple[Value, ...]:
    """Return the literals of a list of allowed values. Raises FeelFault."""
    reader = _Reader(source)
    if reader.next.kind == "end":
        return ()
    found = [reader.literal()]
    while reader.next.text == "," and reader.next.kind == "sign":
        reader.take()
        found.append(reader.literal())
    reader.ends()
    return tuple(found)


def write(value: Value) -> str:
    """Return the FEEL of one literal; `read_literal` gives the same value back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    return format(value, "f") if isinstance(value, Decimal) else str(value)
