"""Answers add up: over units, months and channels they give the figures of the house, and end where they must."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.directory import api as directory
from dinh.indicators import api as figures
from dinh.indicators.workbench import api
from dinh.indicators.workbench.queries import answers
from dinh.kernel import clock
from dinh.kernel.errors import Invalid

pytestmark = pytest.mark.integration
RECEIVED, ONLINE, ON_TIME, MEDIAN = (
    "dossiers.received",
    "dossiers.online_share",
    "dossiers.on_time_share",
    "dossiers.median_time",
)


@pytest.fixture
def asked(province: directory.UnitView, month: datetime, dossiers: None) -> api.Question:
    del dossiers
    first = month.date().replace(day=1)
    return api.Question(
        codes=(RECEIVED, ONLINE),
        unit_id=province.unit_id,
        first=first,
        last=first,
        on=clock.now().date(),
        rows=api.Dimension.UNIT,
    )


def total(found: api.Answer, code: str) -> tuple[int, int | None]:
    numbers = [cell[code] for cell in found.cells.values()]
    whole = numbers[0]
    for one in numbers[1:]:
        whole = whole.plus(one)
    return whole.numerator, whole.denominator


@pytest.mark.parametrize("rows", list(api.Dimension))
@pytest.mark.parametrize("columns", [None, *api.Dimension])
def test_every_breakdown_adds_up_to_the_figure_of_the_house(
    asked: api.Question, rows: api.Dimension, columns: api.Dimension | None
) -> None:
    found = api.answer(replace(asked, rows=rows, columns=columns))
    for code in asked.codes:
        one = figures.figure(code=code, unit_id=asked.unit_id, period=figures.month(asked.first), on=asked.on)
        assert total(found, code) == (one.numerator, one.denominator)


def test_channels_and_units_are_told_apart(asked: api.Question, communes: tuple[int, int]) -> None:
    found = api.answer(replace(asked, columns=api.Dimension.CHANNEL))
    counted = {(key.unit_id, key.channel): cell[RECEIVED].numerator for key, cell in found.cells.items()}
    assert counted == {(unit, channel): many for unit in communes for channel, many in ((1, 1), (2, 2), (3, 1))}
    only = api.answer(replace(asked, channel=2, rows=api.Dimension.MONTH))
    assert [cell[RECEIVED].numerator for cell in only.cells.values()] == [4]


def test_filters_by_procedure_and_field(asked: api.Question) -> None:
    own = api.answer(replace(asked, procedure_code="1.001193", rows=api.Dimension.PROCEDURE))
    assert [key.procedure_code for key in own.cells] == ["1.001193"]
    assert api.answer(replace(asked, procedure_code="9.999999")).cells == {}
    assert api.answer(replace(asked, field="Không có lĩnh vực này")).cells == {}


def test_a_median_stands_by_unit_and_is_refused_by_field(asked: api.Question) -> None:
    by_unit = api.answer(replace(asked, codes=(MEDIAN,)))
    assert len(by_unit.cells) == 2
    with pytest.raises(Invalid, match="PT11"):
        api.answer(replace(asked, codes=(MEDIAN,), rows=api.Dimension.FIELD))


def test_questions_that_are_too_much_are_refused(asked: api.Question, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: tuple[Mapping[str, object], ...] = (
        {"codes": ()},
        {"codes": (RECEIVED,) * 7},
        {"last": asked.first.replace(year=asked.first.year - 1)},
        {"first": asked.first.replace(year=asked.first.year - 3), "rows": api.Dimension.MONTH},
    )
    for changes in wrong:
        with pytest.raises(Invalid, match="PT10"):
            api.answer(replace(asked, **changes))
    monkeypatch.setattr(answers, "MOST_CELLS", 3)
    with pytest.raises(Invalid, match="PT12"):
        api.answer(replace(asked, columns=api.Dimension.CHANNEL))


def test_one_plan_answers_six_indicators(asked: api.Question) -> None:
    counts = []
    for codes in ((RECEIVED,), (RECEIVED, ONLINE, ON_TIME)):
        api.answer(replace(asked, codes=codes))
        with CaptureQueriesContext(connection) as said:
            api.answer(replace(asked, codes=codes))
        counts.append(len(said))
    assert counts[0] == counts[1]
