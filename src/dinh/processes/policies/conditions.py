"""Conditions on flows: one comparison, as people write it and as outside modellers write it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from dinh.processes.types import Condition, Operator, Value

__all__ = ["holds", "read_condition", "write_condition"]

# ${ha_tang == true}, =loai = "đất ở", thue.can_nop > 0
_WRAPPED = re.compile(r"^\s*(?:[$#]\{(?P<inside>.*)\}|=(?P<feel>.*)|(?P<bare>.*))\s*$", re.DOTALL)
_COMPARED = re.compile(
    r"""^\s*(?P<name>[^\W\d][\w.]*)\s*
    (?:(?P<operator>==|!=|<=|>=|=|<|>)\s*
    (?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<number>-?\d+)|(?P<truth>true|false)))?\s*$""",
    re.VERBOSE,
)


def read_condition(text: str) -> Condition:
    """Read one comparison; what cannot be read keeps its text and is told by the check."""
    wrapped = _WRAPPED.match(text)
    inside = "" if wrapped is None else next((one for one in wrapped.groups() if one is not None), "")
    found = _COMPARED.match(inside)
    kept = Condition(text=text.strip())
    if found is None:
        return kept
    if found["operator"] is None:
        return replace(kept, name=found["name"], value=True)
    operator = Operator("=" if found["operator"] == "==" else found["operator"])
    return replace(kept, name=found["name"], operator=operator, value=_value(found))


def _value(found: "re.Match[str]") -> Value:
    if found["number"] is not None:
        return int(found["number"])
    if found["truth"] is not None:
        return found["truth"] == "true"
    return found["quoted"] if found["quoted"] is not None else found["single"]


def write_condition(condition: Condition) -> str:
    return condition.text


def holds(condition: Condition, facts: Mapping[str, Value]) -> bool:
    """Say whether the comparison holds; a value that is missing or of another kind makes it false."""
    if condition.name not in facts:
        return False
    left, right = facts[condition.name], condition.value
    if isinstance(left, bool) != isinstance(right, bool) or isinstance(left, str) != isinstance(right, str):
        return False
    if condition.operator in (Operator.EQ, Operator.NE):
        return (left == right) is (condition.operator is Operator.EQ)
    if isinstance(left, bool):
        return False
    return _ordered(condition.operator, left, right)


def _ordered(operator: Operator, left: Value, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return False
    return {
        Operator.LT: left < right,
        Operator.LE: left <= right,
        Operator.GT: left > right,
        Operator.GE: left >= right,
    }[operator]
