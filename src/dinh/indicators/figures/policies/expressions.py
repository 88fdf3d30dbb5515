"""The small language of conditions: `channel = online and (has_e_result or not requires_result)`.

Words of a fact's columns, `and or not`, brackets, `= != < <= > >=`, `is known`, `is unknown`. One tree says the same to
Python and to every SQL engine. What is unknown makes a condition neither true nor false, as in SQL; only true counts.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dinh.indicators.figures.types import Column, ColumnKind

_TOKEN = re.compile(r"\s*(?:(?P<word>[a-z][a-z0-9_]*)|(?P<number>\d{1,15})|(?P<sign><=|>=|!=|=|<|>|\(|\)))")
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_RESERVED = frozenset({"and", "or", "not", "is", "known", "unknown"})
DEEPEST = 20
Value = bool | int | None


class ExpressionFault(ValueError):
    """A condition that cannot be read; the sentence says at which letter and why."""


@dataclass(frozen=True, slots=True)
class Always:
    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Flag:
    column: str

    def __str__(self) -> str:
        return self.column


@dataclass(frozen=True, slots=True)
class Known:
    column: str
    is_known: bool

    def __str__(self) -> str:
        return f"{self.column} is {'known' if self.is_known else 'unknown'}"


@dataclass(frozen=True, slots=True)
class Compare:
    column: str
    sign: str
    word: str
    value: int

    def __str__(self) -> str:
        return f"{self.column} {self.sign} {self.word}"


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Node"

    def __str__(self) -> str:
        return f"not {_wrapped(self.inner)}"


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " and ".join(map(_wrapped, self.parts))


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " or ".join(map(_wrapped, self.parts))


Node = Always | Flag | Known | Compare | Not | Both | Either


def _wrapped(node: Node) -> str:
    return f"({node})" if isinstance(node, Both | Either) else str(node)


def parse(text: str, columns: Mapping[str, Column]) -> Node:
    """Return the tree of a condition over these columns; nothing at all is always true."""
    reader = _Reader(text, columns)
    return reader.whole() if text.strip() else Always()


def columns_of(node: Node) -> frozenset[str]:
    """Return the columns a condition looks at."""
    if isinstance(node, Flag | Known | Compare):
        return frozenset({node.column})
    if isinstance(node, Not):
        return columns_of(node.inner)
    if isinstance(node, Both | Either):
        return frozenset().union(*map(columns_of, node.parts))
    return frozenset()


def valued_of(node: Node) -> frozenset[str]:
    """Return the columns whose value decides a condition; of its other columns it asks only whether they are known."""
    if isinstance(node, Flag | Compare):
        return frozenset({node.column})
    if isinstance(node, Not):
        return valued_of(node.inner)
    if isinstance(node, Both | Either):
        return frozenset().union(*map(valued_of, node.parts))
    return frozenset()


def sql(node: Node, prefix: str = "") -> str:
    """Return the condition in the SQL that PostgreSQL, DuckDB and Spark read alike; columns get the prefix."""
    if isinstance(node, Flag):
        return f"{prefix}{node.column}"
    if isinstance(node, Known):
        return f"{prefix}{node.column} IS {'NOT ' if node.is_known else ''}NULL"
    if isinstance(node, Compare):
        return f"{prefix}{node.column} {'<>' if node.sign == '!=' else node.sign} {node.value}"
    if isinstance(node, Not):
        return f"(NOT {sql(node.inner, prefix)})"
    if isinstance(node, Both | Either):
        word = " AND " if isinstance(node, Both) else " OR "
        return f"({word.join(sql(part, prefix) for part in node.parts)})"
    return "TRUE"


def holds(node: Node, row: Mapping[str, Value]) -> bool | None:
    """Tell whether a condition holds of a row; None when it cannot be known."""
    if isinstance(node, Flag):
        return None if row[node.column] is None else bool(row[node.column])
    if isinstance(node, Known):
        return (row[node.column] is not None) == node.is_known
    if isinstance(node, Compare):
        value = row[node.column]
        return None if value is None else _OPERATORS[node.sign](int(value), node.value)
    if isinstance(node, Not):
        inner = holds(node.inner, row)
        return None if inner is None else not inner
    if isinstance(node, Both | Either):
        return _joined([holds(part, row) for part in node.parts], decides=isinstance(node, Either))
    return True


def _joined(said: Sequence[bool | None], *, decides: bool) -> bool | None:
    """Join by "or" (true decides) or by "and" (false decides)."""
    if decides in said:
        return decides
    return None if None in said else not decides


class _Reader:
    """Reads left to right: `or` binds loosest, then `and`, then `not`."""

    def __init__(self, text: str, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._tokens = list(_split(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._either()
        if self._next < len(self._tokens):
            raise self._fault("is left over")
        return node

    def _either(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionFault(f"more than {DEEPEST} brackets in each other")
        parts = [self._both()]
        while self._takes("or"):
            parts.append(self._both())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Node:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self) -> Node:
        negations = 0
        while self._takes("not"):
            negations += 1
        node = self._bracket() if self._takes("(") else self._about(self._column())
        return Not(node) if negations % 2 else node

    def _bracket(self) -> Node:
        node = self._either()
        if not self._takes(")"):
            raise self._fault("stands where a closing bracket is missing")
        return node

    def _about(self, column: Column) -> Node:
        if self._takes("is"):
            if self._takes("known"):
                return Known(column.name, is_known=True)
            if self._takes("unknown"):
                return Known(column.name, is_known=False)
            raise self._fault("should be 'known' or 'unknown'")
        if column.kind is ColumnKind.FLAG:
            return Flag(column.name)
        for sign in _OPERATORS:
            if self._takes(sign):
                return self._compared(column, sign)
        raise self._fault(f"should be a comparison: {column.name} is a {column.kind}, not yes or no")

    def _compared(self, column: Column, sign: str) -> Node:
        word = self._peek()
        if column.kind is ColumnKind.WORD:
            if word not in column.words:
                raise self._fault(f"is no word of {column.name} ({', '.join(column.words)})")
            if sign not in {"=", "!="}:
                raise self._fault(f"cannot be more or less than another word of {column.name}")
            self._next += 1
            return Compare(column.name, sign, word, column.words[word])
        if column.kind is not ColumnKind.NUMBER:
            raise self._fault(f"cannot be compared: {column.name} is a {column.kind}; codes and days are no conditions")
        if not word.isdecimal():
            raise self._fault(f"is no whole number, and {column.name} is one")
        self._next += 1
        return Compare(column.name, sign, word, int(word))

    def _column(self) -> Column:
        word = self._peek()
        if word in _RESERVED or word not in self._columns:
            raise self._fault("is no column of the fact")
        self._next += 1
        return self._columns[word]

    def _peek(self) -> str:
        return self._tokens[self._next][1] if self._next < len(self._tokens) else ""

    def _takes(self, word: str) -> bool:
        found = self._peek() == word
        self._next += found
        return found

    def _fault(self, why: str) -> ExpressionFault:
        if self._next < len(self._tokens):
            place, word = self._tokens[self._next]
            return ExpressionFault(f"letter {place + 1}: '{word}' {why}")
        return ExpressionFault(f"at the end: something is missing that {why}")


def _split(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None:
            raise ExpressionFault(f"letter {at + 1}: '{text[at:].strip()[:1]}' is no sign of this language")
        kind = token.lastgroup or "sign"
        found.append((token.start(kind), token.group(kind)))
        at = token.end()
    return found
