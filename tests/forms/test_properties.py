"""Whatever is answered: right answers are right, one mutation names one field, pages and documents agree."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dinh.forms.policies.answers import leaves, live, questions_of
from dinh.forms.policies.checking import faults_of
from dinh.forms.policies.compiling import Compiled, compiled, published_schema
from dinh.forms.policies.filling import carried, put
from dinh.forms.policies.reading import read_day, read_number
from dinh.forms.policies.writing import number_text
from dinh.forms.registry import shipped
from dinh.forms.types.definition import dotted
from tests.forms.strategies import TODAY, right_answers, wrong_value

FORMS = {form.code: compiled(form) for form in shipped()}
# Whole answer sets are large: making a failing one smaller takes longer than reading it.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EACH = pytest.mark.parametrize("code", sorted(FORMS))


@EACH
@settings(max_examples=4, phases=_PHASES)
@given(data=st.data())
def test_right_answers_are_always_right(code: str, data: st.DataObject) -> None:
    form = FORMS[code]
    answers = data.draw(right_answers(form))
    assert faults_of(form, answers, today=TODAY) == {}
    schema = jsonschema_rs.Draft202012Validator(published_schema(form))
    assert schema.is_valid(live(form, answers).answers)


@EACH
@settings(max_examples=4, phases=_PHASES)
@given(data=st.data())
def test_one_wrong_answer_names_exactly_its_field(code: str, data: st.DataObject) -> None:
    form = FORMS[code]
    answers = data.draw(right_answers(form))
    alive = live(form, answers).answers
    asked = condition_names(form)
    given_leaves = [(path, one) for path, one, _value in leaves(questions_of(form), alive) if dotted(path) not in asked]
    path, one = data.draw(st.sampled_from(given_leaves))
    put(alive, path, wrong_value(one))
    assert list(faults_of(form, alive, today=TODAY)) == [dotted(path)]


def condition_names(form: Compiled) -> set[str]:
    """The answers other questions hang on: with a wrong one other questions may come and go."""
    from dinh.forms.policies.conditions import names_in

    every = [node for one in form.by_pattern.values() for node in (one.show, one.need)]
    nodes = [node for node in (*every, *(sheet.show for sheet in form.sheets)) if isinstance(node, list)]
    return {name for node in nodes for name in names_in(node)}


@EACH
@settings(max_examples=2, phases=_PHASES)
@given(data=st.data())
def test_a_stranger_among_the_answers_is_refused(code: str, data: st.DataObject) -> None:
    form = FORMS[code]
    answers = {**data.draw(right_answers(form)), "la": "người lạ"}
    assert list(faults_of(form, answers, today=TODAY)) == ["la"]


@EACH
@settings(max_examples=2, phases=_PHASES)
@given(data=st.data())
def test_pages_judged_one_by_one_find_what_the_whole_finds(code: str, data: st.DataObject) -> None:
    form = FORMS[code]
    answers = data.draw(right_answers(form))
    for name in data.draw(st.sets(st.sampled_from(sorted(answers)))):
        del answers[name]
    whole = faults_of(form, answers, today=TODAY)
    apart: dict[str, str] = {}
    for sheet in form.sheets:
        apart |= faults_of(form, answers, today=TODAY, page=sheet.page.name)
    assert apart == whole


@EACH
@settings(max_examples=2, phases=_PHASES)
@given(data=st.data())
def test_moving_to_the_same_form_loses_nothing(code: str, data: st.DataObject) -> None:
    form = FORMS[code]
    answers = live(form, data.draw(right_answers(form))).answers
    taken = carried(form, form, answers, today=TODAY)
    assert (taken.answers, taken.lost) == (answers, ())


@given(st.integers(-(10**12), 10**12))
def test_a_number_reads_back_as_it_is_written(number: int) -> None:
    assert read_number(number_text(number)) == number


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_reads_back_as_it_is_written(day: date) -> None:
    written = f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    assert read_day(written, is_partial=False) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("17/5/1990", "1990-05-17"), ("17051990", "1990-05-17"), ("05/1990", "1990-05"), ("1990", "1990"),
     ("31/02/1990", None), ("13/1990", None), ("hôm nay", None), ("0000", None)],
)  # fmt: skip
def test_partial_days_are_read_as_people_write_them(text: str, wanted: Any) -> None:
    assert read_day(text, is_partial=True) == wanted
