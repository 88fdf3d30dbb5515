"""Random forms' answers: right ones for any definition, and single mutations that are wrong in one place."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from dinh.forms.policies.answers import live, pattern_of
from dinh.forms.policies.compiling import Compiled, Question
from dinh.forms.policies.filling import put
from dinh.forms.types.kinds import COUNTED, SILENT, Format, Kind, When

TODAY = date(2026, 11, 22)
WORDS = st.text(alphabet="abcdeghiklmnopqrstuvxyăâđêôơưáàảãạ ", min_size=1, max_size=20).filter(str.strip)


def leaf(one: Question) -> st.SearchStrategy[Any]:
    """Right answers to one question."""
    block = one.block
    if one.kind in COUNTED:
        least, most = block.minimum or 0, min(block.maximum or 10**6, 10**6)
        return st.integers(least, max(least, most))
    if one.kind is Kind.CHOICE:
        return st.sampled_from([choice.value for choice in block.choices])
    if one.kind is Kind.SEVERAL:
        return st.lists(st.sampled_from([choice.value for choice in block.choices]), min_size=1, unique=True)
    if one.kind is Kind.DATE:
        return days(one)
    simple: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.YES_NO: st.booleans(),
        Kind.SIGNATURE: st.just(True),
        Kind.UNIT: st.integers(1, 9),
        Kind.MAP_POINT: st.fixed_dictionaries({"lat": st.integers(-90, 90), "lon": st.integers(-180, 180)}),
    }
    return simple.get(one.kind, texts(one))


def texts(one: Question) -> st.SearchStrategy[str]:
    block = one.block
    if block.format is not Format.PLAIN:
        return {
            Format.CCCD: st.from_regex(r"\A[0-9]{12}\Z"),
            Format.PHONE: st.from_regex(r"\A0[0-9]{9}\Z"),
            Format.EMAIL: st.from_regex(r"\A[a-z]{1,9}@[a-z]{1,9}\.vn\Z"),
        }[block.format]
    if block.pattern:
        return st.from_regex(rf"\A(?:{block.pattern})\Z", alphabet=st.characters(codec="ascii"))
    return WORDS


def days(one: Question) -> st.SearchStrategy[str]:
    first = TODAY if one.block.when is When.FUTURE else date(1900, 1, 1)
    last = TODAY if one.block.when is When.PAST else TODAY + timedelta(days=4000)
    whole = st.dates(first, last).map(date.isoformat)
    return st.one_of(whole, whole.map(lambda day: day[:7])) if one.block.partial else whole


@st.composite
def right_answers(draw: st.DrawFn, form: Compiled) -> dict[str, Any]:
    """Everything that must be answered, some of what may be, in whatever branch the draws lead to."""
    answers: dict[str, Any] = {}
    for one in (one for sheet in form.sheets for one in sheet.questions):
        _maybe(draw, one, answers)
    while missing := live(form, answers).missing:
        path = missing[0][1]
        one = form.by_pattern[pattern_of(path)]
        rows = max(1, one.block.minimum or 0)
        put(answers, path, [_row(draw, one) for _ in range(rows)] if one.kind is Kind.REPEAT else draw(leaf(one)))
    return answers


def _maybe(draw: st.DrawFn, one: Question, into: dict[str, Any]) -> None:
    if one.kind in SILENT or one.kind is Kind.GROUP or not draw(st.booleans()):
        return
    if one.kind is Kind.REPEAT:
        into[one.name] = [_row(draw, one) for _ in range(max(draw(st.integers(1, 3)), one.block.minimum or 1))]
    else:
        into[one.name] = draw(leaf(one))


def _row(draw: st.DrawFn, one: Question) -> dict[str, Any]:
    simple = [child for child in one.children if child.kind not in {Kind.GROUP, Kind.REPEAT} | SILENT]
    return {child.name: draw(leaf(child)) for child in simple if child.show is None}


def wrong_value(one: Question) -> Any:
    """One answer that is wrong for this question, whatever else is said."""
    if one.kind in COUNTED:
        return 10**18
    wrong: dict[Kind, Any] = {
        Kind.CHOICE: "không-có",
        Kind.SEVERAL: ["không-có"],
        Kind.YES_NO: "có",
        Kind.SIGNATURE: False,
        Kind.DATE: "2023-02-30",
        Kind.UNIT: "Đà Lạt",
        Kind.MAP_POINT: {"lat": 91, "lon": 0},
    }
    return wrong.get(one.kind, "x" * 10_001)
