"""The small language of conditions: comparisons on answers, and, or, not. Parsed once, never evaluated as code.

    child.gender == "female" and not (copies > 3)
    purpose in ["marriage", "other"]      ways has "post"      answered(father.name)

A name inside a list of rows that begins with a dot means the same row: .relation == "con". What was not answered is
equal to nothing: every comparison with it is false, except != and not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# An expression as data, ready for JSON and the browser: ["and", a, b], ["==", ["ref", "a.b"], ["is", "x"]].
Node = list[Any]
Answers = Mapping[str, Any]

LONGEST = 500
_DEEPEST = 12
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"\\]*\")|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>\.?[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)"
    r"|(?P<mark>==|!=|<=|>=|<|>|\(|\)|\[|\]|,))"
)
_COMPARED = frozenset({"==", "!=", "<", "<=", ">", ">="})
_RESERVED = frozenset({"and", "or", "not", "in", "has", "true", "false", "answered"})
_MISSING = object()


class BadCondition(ValueError):
    """A condition that cannot be read; the message says what stands in the way."""


def parse(text: str) -> Node:
    """Return the expression as data. Raises BadCondition."""
    if len(text) > LONGEST:
        raise BadCondition("too long")
    reader = _Reader(_tokens(text))
    found = reader.either(0)
    if reader.here is not None:
        raise BadCondition(f"unexpected {reader.here[1]}")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place, text = [], 0, text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadCondition(f"cannot read {text[place : place + 20]!r}")
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def here(self) -> tuple[str, str] | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _next(self) -> tuple[str, str]:
        token = self.here
        if token is None:
            raise BadCondition("ends too early")
        self._place += 1
        return token

    def _takes(self, word: str) -> bool:
        if self.here is not None and self.here[0] != "text" and self.here[1] == word:
            self._place += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            raise BadCondition(f"expected {word}")

    def either(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise BadCondition("too deep")
        found = [self._all(depth)]
        while self._takes("or"):
            found.append(self._all(depth))
        return found[0] if len(found) == 1 else ["or", *found]

    def _all(self, depth: int) -> Node:
        found = [self._one(depth)]
        while self._takes("and"):
            found.append(self._one(depth))
        return found[0] if len(found) == 1 else ["and", *found]

    def _one(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise BadCondition("too deep")
        if self._takes("not"):
            return ["not", self._one(depth + 1)]
        if self._takes("("):
            found = self.either(depth + 1)
            self._expect(")")
            return found
        if self._takes("answered"):
            self._expect("(")
            name = self._name()
            self._expect(")")
            return ["answered", name]
        return self._comparison()

    def _name(self) -> str:
        kind, word = self._next()
        if kind != "word" or word in _RESERVED:
            raise BadCondition(f"expected the name of a question, not {word}")
        return word

    def _comparison(self) -> Node:
        name = self._name()
        if self._takes("in"):
            return ["in", name, self._list()]
        if self._takes("has"):
            return ["has", name, self._value()]
        if self.here is not None and self.here[0] == "mark" and self.here[1] in _COMPARED:
            return [self._next()[1], name, self._value()]
        # A yes or no question stands for itself.
        return ["==", name, True]

    def _value(self) -> str | int | float | bool:
        kind, word = self._next()
        if kind == "text":
            return word[1:-1]
        if kind == "number":
            return float(word) if "." in word else int(word)
        if word in {"true", "false"}:
            return word == "true"
        raise BadCondition(f"expected a value, not {word}")

    def _list(self) -> list[Any]:
        self._expect("[")
        found = [self._value()]
        while self._takes(","):
            found.append(self._value())
        self._expect("]")
        return found


def names_in(node: Node) -> Iterator[str]:
    """Yield every name a condition asks for."""
    if node[0] in {"and", "or", "not"}:
        for part in node[1:]:
            yield from names_in(part)
    else:
        yield node[1]


def look_up(name: str, answers: Answers, row: Answers | None) -> Any:
    """Return the answer of this name, or None when nobody gave one."""
    found: Any = row if name.startswith(".") else answers
    for part in name.lstrip(".").split("."):
        found = found.get(part, _MISSING) if isinstance(found, Mapping) else _MISSING
        if found is _MISSING:
            return None
    return found


def holds(node: Node, answers: Answers, row: Answers | None = None) -> bool:
    """Tell whether a parsed condition is true of these answers."""
    kind = node[0]
    if kind == "and":
        return all(holds(part, answers, row) for part in node[1:])
    if kind == "or":
        return any(holds(part, answers, row) for part in node[1:])
    if kind == "not":
        return not holds(node[1], answers, row)
    value = look_up(node[1], answers, row)
    return value is not None if kind == "answered" else _compares(kind, value, node[2])


def _compares(kind: str, value: Any, wanted: Any) -> bool:
    if kind == "in":
        return any(_same(value, one) for one in wanted)
    if kind == "has":
        return isinstance(value, list | tuple) and any(_same(one, wanted) for one in value)
    if kind in {"==", "!="}:
        return _same(value, wanted) == (kind == "==")
    return _ordered(kind, value, wanted)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(value: Any, wanted: Any) -> bool:
    """Equal and of one kind: in Python True is 1, for the person who answers it is not."""
    if _is_number(value) and _is_number(wanted):
        return bool(value == wanted)
    return type(value) is type(wanted) and bool(value == wanted)


def _ordered(kind: str, value: Any, wanted: Any) -> bool:
    is_like = (_is_number(value) and _is_number(wanted)) or (isinstance(value, str) and isinstance(wanted, str))
    if not is_like:
        return False
    if kind == "<":
        return bool(value < wanted)
    if kind == "<=":
        return bool(value <= wanted)
    return bool(value > wanted) if kind == ">" else bool(value >= wanted)
