"""The language of conditions beside an oracle that walks the same expression in another way."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.forms.policies.conditions import BadCondition, holds, parse

NAMES = st.sampled_from(["a", "b.c", ".d"])
TEXTS = st.text(alphabet="abc xyzđ", max_size=4)
NUMBERS = st.one_of(st.integers(-50, 50), st.integers(-50, 50).map(lambda n: n / 4))
VALUES = st.one_of(TEXTS, NUMBERS, st.booleans())
GIVEN = st.one_of(VALUES, st.none(), st.lists(VALUES, max_size=3))


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


@st.composite
def leaf(draw: st.DrawFn) -> tuple[str, Any]:
    """A comparison as text, and what the oracle says of it."""
    name, value = draw(NAMES), draw(VALUES)
    kind = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "has", "answered"]))
    if kind == "answered":
        return f"answered({name})", lambda look: look[name] is not None
    if kind == "in":
        return (
            f"{name} in [{written(value)}, {written(1)}]",
            lambda look: same(look[name], value) or same(look[name], 1),
        )
    if kind == "has":
        return (
            f"{name} has {written(value)}",
            lambda look: isinstance(look[name], list) and any(same(one, value) for one in look[name]),
        )
    return f"{name} {kind} {written(value)}", lambda look: compared(kind, look[name], value)


def sort_of(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, int | float) else type(value).__name__


def same(one: Any, other: Any) -> bool:
    return sort_of(one) == sort_of(other) and bool(one == other)


def compared(kind: str, one: Any, other: Any) -> bool:
    if kind in {"==", "!="}:
        return same(one, other) is (kind == "==")
    if sort_of(one) != sort_of(other) or sort_of(one) not in {"number", "str"}:
        return False
    return bool({"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[kind])


def join(pair: tuple[str, list[tuple[str, Any]]]) -> tuple[str, Any]:
    word, parts = pair
    text = f" {word} ".join(f"({part})" for part, _say in parts)
    every = {"and": all, "or": any}[word]
    return text, lambda look: every(say(look) for _part, say in parts)


def denied(pair: tuple[str, Any]) -> tuple[str, Any]:
    return f"not ({pair[0]})", lambda look: not pair[1](look)


EXPRESSIONS = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        inner.map(denied), st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3)).map(join)
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, GIVEN, GIVEN, GIVEN)
def test_conditions_say_what_the_oracle_says(expression: tuple[str, Any], a: Any, c: Any, d: Any) -> None:
    text, oracle = expression
    answers = {"a": a, "b": {"c": c}}
    assert holds(parse(text), answers, {"d": d}) is oracle({"a": a, "b.c": c, ".d": d})


@pytest.mark.parametrize(
    "text", ["", "a ==", "== 1", "a = 1", "a == b", "import os", "a == 1 b", "(a", "a in []", "__x == 1", "a" * 501]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(BadCondition):
        parse(text)


def test_and_binds_before_or() -> None:
    node = parse('a == 1 or a == 2 and b == "x"')
    assert holds(node, {"a": 1})
    assert not holds(node, {"a": 2, "b": "y"})


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadCondition):
        holds(parse(text), {})
