"""Bars stand on zero, gaps stay open, the table behind says the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.design import charts, library, specs
from dinh.design.specs import Chart, Series

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=2, max_size=24)


def chart(kind: str, *values: float | None, **more: object) -> Chart:
    labels = [f"T{n}" for n in range(len(values))]
    return specs.chart_of(
        {"type": kind, "labels": labels, "series": [{"name": "Hồ sơ", "values": list(values)}], **more}
    )


@given(VALUES)
def test_columns_stand_on_zero_and_keep_proportion(values: list[int | None]) -> None:
    drawn = charts.column_svg(chart("column", *values))
    bars = re.findall(r'<rect class="d-plot__bar d-plot__bar--main"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"', drawn)
    known = [value for value in values if value is not None]
    _low, top = specs.axis(known)
    assert len(bars) == len(known)
    for value, (y, height) in zip(known, bars, strict=True):
        assert float(y) + float(height) == pytest.approx(charts.PLOT_TOP + charts.PLOT_HEIGHT, abs=0.02)
        assert float(height) == pytest.approx(charts.PLOT_HEIGHT * value / top, abs=0.02)


@given(VALUES)
def test_axis_holds_every_value(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    for from_zero in (True, False):
        low, top = specs.axis(known, from_zero=from_zero)
        assert low < top
        assert all(low <= value <= top for value in known)


def test_axis_of_bars_starts_at_zero_even_when_all_are_high() -> None:
    assert specs.axis([91, 97], "%") == (0, 100)
    assert specs.axis([91, 97], "%", from_zero=False) == (80, 100)
    assert specs.axis([31, 97], "%", from_zero=False) == (0, 100)


def test_missing_month_breaks_the_line() -> None:
    assert [len(run) for run in charts.runs([(0, 1), (1, 1), None, (3, 1)])] == [2, 1]
    assert charts.sparkline([1, 2, None, 4, 5]).count("d-spark__line") == 2


def test_sparkline_of_nothing_draws_nothing() -> None:
    assert "<path" not in charts.sparkline([None, None])


def test_missing_column_is_marked_and_not_zero() -> None:
    drawn = charts.column_svg(chart("column", 5, None, 7))
    assert drawn.count("d-plot__bar--missing") == 1
    assert drawn.count("<rect") == 3


def test_lying_bar_is_its_share_from_zero() -> None:
    assert 'x="0" y="0" width="50.00%"' in charts.bar_svg(50, 100, is_looked_at=True)
    assert "d-plot__bar--missing" in charts.bar_svg(None, 100, is_looked_at=True)


def test_line_with_target_says_its_value() -> None:
    drawn = charts.line_svg(chart("line", 91, 97, unit="%", target=95))
    assert "Chỉ tiêu 95 %" in drawn
    assert "97 %" in drawn


def test_estimated_end_is_drawn_apart() -> None:
    spec = Chart("line", ("a", "b", "c"), (Series("x", (1, 2, 3), estimated_from=2),))
    assert charts.line_svg(spec).count("d-plot__line--estimated") == 1


@pytest.mark.parametrize(
    "spec", [{"type": "pie", "labels": [], "series": []}, {"type": "line", "labels": ["a"], "series": [{"values": []}]}]
)
def test_wrong_spec_is_refused(spec: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a chart is"):
        specs.chart_of(spec)


def test_table_and_csv_say_the_same_as_the_drawing() -> None:
    spec = chart("line", 1234.5, None, places=1, unit="%")
    assert specs.rows(spec) == [["T0", "1.234,5 %"], ["T1", "–"]]
    assert specs.as_csv(spec).splitlines() == ['"","Hồ sơ"', '"T0","1234.5"', '"T1",""']


def test_data_block_cannot_close_its_script() -> None:
    spec = specs.chart_of({"type": "line", "labels": ["</script>"], "series": [{"name": "", "values": [1]}]})
    drawn = library.render("chart", {"id": "x", "spec_json": spec, "sentence": "", "interactive": True})
    assert drawn.count("</script>") == 1


@given(st.lists(st.integers(0, 10**7), max_size=24))
def test_axis_of_counts_has_whole_steps(values: list[int]) -> None:
    for from_zero in (True, False):
        low, top = specs.axis(values, from_zero=from_zero)
        assert low == int(low)
        assert (top - low) % specs.GRID_STEPS == 0


def test_axis_of_few_counts_counts_them() -> None:
    assert specs.axis([1, 2]) == (0, 4)
    assert specs.axis([9, 10]) == (0, 12)
    assert specs.axis([0]) == (0, 4)
    assert specs.axis([18, 19], from_zero=False) == (16, 20)


def test_no_line_crosses_a_break_and_the_break_says_what_it_is() -> None:
    values = (1.0, 2.0, 3.0, 4.0)
    whole = Chart("line", tuple("abcd"), (Series("x", values),))
    cut = Chart("line", tuple("abcd"), (Series("x", values),), breaks=((2, "01/07/2025"),))
    assert str(charts.line_svg(whole)).count('class="d-plot__line ') == 1
    drawn = str(charts.line_svg(cut))
    assert drawn.count('class="d-plot__line ') == 2
    assert "d-plot__break" in drawn
    assert "01/07/2025" in drawn


def test_ends_of_what_is_not_known_are_drawn_and_held_by_the_axis() -> None:
    drawn = Chart("line", ("a", "b"), (Series("x", (None, 2.0), spans=((1.0, 9.0), None)),))
    assert str(charts.line_svg(drawn)).count("d-plot__span") == 1
    assert max(drawn.known) == 9


def test_a_line_of_estimates_alone_is_dashed_from_its_first_value() -> None:
    drawn = Chart("line", ("a", "b"), (Series("x", (1.0, 2.0), estimated_from=0),))
    assert str(charts.line_svg(drawn)).count("d-plot__line--estimated") == 1
