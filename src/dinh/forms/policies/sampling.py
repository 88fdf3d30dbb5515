"""Made-up answers that are right: for previews, synthetic provinces and tests."""

from datetime import date, timedelta
from typing import Any

from dinh.forms.policies.answers import live, pattern_of
from dinh.forms.policies.compiling import Compiled, Question
from dinh.forms.policies.filling import put
from dinh.forms.types.kinds import COUNTED, Format, Kind, When

_MOST_ROUNDS = 40
_FORMATS = {Format.CCCD: "001199000001", Format.PHONE: "0912000001", Format.EMAIL: "mau@example.vn"}


def sampled(form: Compiled, *, unit_id: int, today: date, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return `given` with every question answered that must be; what is asked only after an answer comes with it."""
    answers: dict[str, Any] = dict(given or {})
    for _round in range(_MOST_ROUNDS):
        missing = live(form, answers).missing
        if not missing:
            break
        for _page, path in missing:
            one = form.by_pattern[pattern_of(path)]
            put(answers, path, value_of(one, unit_id=unit_id, today=today))
    return answers


def value_of(one: Question, *, unit_id: int, today: date) -> Any:
    """Return one right answer to a question."""
    block = one.block
    if one.kind in {Kind.CHOICE, Kind.SEVERAL}:
        return block.choices[0].value if one.kind is Kind.CHOICE else [block.choices[0].value]
    if one.kind in COUNTED:
        return max(1, block.minimum or 0) if block.maximum is None else min(max(1, block.minimum or 0), block.maximum)
    if one.kind is Kind.DATE:
        days = {When.PAST: -9000, When.FUTURE: 30}.get(block.when, 0)
        return (today + timedelta(days=days)).isoformat()
    if one.kind is Kind.REPEAT:
        # One sister per row is begun, so that the others are asked for.
        return [_first(one, unit_id, today) for _row in range(max(1, block.minimum or 0))]
    simple = {Kind.YES_NO: False, Kind.UNIT: unit_id, Kind.MAP_POINT: {"lat": 11.94, "lon": 108.44}}
    return simple.get(one.kind, True if one.kind is Kind.SIGNATURE else _words(one))


def _first(one: Question, unit_id: int, today: date) -> dict[str, Any]:
    child = next((each for each in one.children if each.kind not in {Kind.GROUP, Kind.REPEAT}), None)
    return {child.name: value_of(child, unit_id=unit_id, today=today)} if child else {}


def _words(one: Question) -> str:
    text = _FORMATS.get(one.block.format) or "Mẫu giả lập"
    least, most = one.block.minimum or 1, one.block.maximum or len(text)
    return text.ljust(least, ".")[: max(most, least)]
