"""Points from rates: thresholds, caps, factors, and why there are none. Pure: no house needed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.indicators.figures.api import Figure, LostRow, Missing, Period
from dinh.indicators.quality import api as quality
from dinh.indicators.quality.policies.losing import costly
from dinh.indicators.quality.policies.reading import EditionFault, read
from dinh.indicators.quality.policies.scoring import score
from dinh.indicators.quality.registry import FOLDER

pytestmark = pytest.mark.unit
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
EDITION = quality.edition()


def figure(code: str, numerator: int, denominator: int) -> Figure:
    missing = None if denominator else Missing.ZERO_DENOMINATOR
    return Figure(code, 1, 1, "", MARCH, MARCH.last, numerator, denominator, missing, 7, 0, "h")


def scored(level: str = "commune", **told: tuple[int, int]) -> dict[str, quality.Scored]:
    sheet = {code: figure(code, 0, 0) for code in EDITION.figures}
    for code, pair in told.items():
        name = code.replace("__", ".")
        sheet[name] = figure(name, *pair)
    return {one.item.code: one for one in score(EDITION, level=level, figures=sheet, reported={}, decimals=2)}


def test_the_index_has_a_hundred_points_in_six_groups() -> None:
    for edition in quality.editions().values():
        assert [group.points for group in edition.groups] == [18, 20, 12, 10, 22, 18]
        assert sum(item.points for item in edition.items) == 100


def test_both_readings_differ_in_group_three_alone() -> None:
    first, second = quality.editions().values()
    assert [one for one in first.items if one.group != "3"] == [one for one in second.items if one.group != "3"]
    assert [one.points for one in second.items if one.group == "3"] == [12]


@pytest.mark.parametrize(
    ("code", "rate", "points"),
    [
        ("2.1", "97.28", "19.456"),
        ("4.3", "80", "2"),
        ("4.3", "79.99", "1.99975"),
        ("4.3", "83.76", "2"),
        ("5.4", "90", "6"),
        ("5.4", "45", "3"),
        ("5.4", "-10", "0"),
        ("3.6", "130", "6"),
    ],
)
def test_a_threshold_gives_full_points_and_caps_them(code: str, rate: str, points: str) -> None:
    assert quality.points_of(EDITION.by_code[code], Fraction(rate)) == Fraction(points)


@pytest.mark.parametrize(
    ("pair", "rate"), [((2, 3), "66.67"), ((1, 3), "33.33"), ((1, 800), "0.13"), ((-1, 800), "-0.13")]
)
def test_a_rate_has_two_decimals(pair: tuple[int, int], rate: str) -> None:
    assert quality.rate_of(*pair, 2) == Fraction(rate)


def test_missing_facts_are_no_points_but_could_be_all() -> None:
    one = scored(dossiers__on_time_share=(3, 4))["1.4"]
    assert (one.standing, one.points, one.most) == (quality.Standing.UNTOLD, None, 6)


def test_an_empty_base_is_no_points_and_nothing_can_come() -> None:
    one = scored()["2.1"]
    assert (one.standing, one.points, one.most) == (quality.Standing.EMPTY, None, 0)


def test_filing_online_waits_for_the_rate_of_synchronisation() -> None:
    one = scored(dossiers__online_with_result_share=(1, 4))["3.3"]
    assert (one.standing, one.points, one.most) == (quality.Standing.UNTOLD, None, 3)
    known = scored(dossiers__online_with_result_share=(1, 4), dossiers__synced_share=(1, 2))["3.3"]
    assert (known.points, known.factor) == (Fraction("1.5"), 50)


def test_a_commune_has_no_announcements_of_its_own() -> None:
    assert scored("commune")["1.1"].standing is quality.Standing.NOT_OURS
    assert scored("province")["1.1"].standing is quality.Standing.UNTOLD


def test_more_than_the_whole_is_said_and_not_paid_for() -> None:
    one = scored(dossiers__e_result_share=(5, 4))["4.1"]
    assert (one.points, one.flags) == (6, (quality.Flag.ABOVE_WHOLE,))


def test_what_is_reported_fills_only_what_is_untold_and_stays_apart() -> None:
    said = quality.Reported("r", "1.4", 9, 10, "BC 12", "p", "n", datetime(2026, 3, 1, tzinfo=UTC))
    sheet = {code: figure(code, 0, 0) for code in EDITION.figures}
    sheet["dossiers.online_with_result_share"] = figure("dossiers.online_with_result_share", 1, 4)
    sheet["dossiers.reuse_share"] = figure("dossiers.reuse_share", 1, 4)
    told = {"1.4": said, "4.3": replace(said, item="4.3")}
    found = {one.item.code: one for one in score(EDITION, level="commune", figures=sheet, reported=told, decimals=2)}
    assert (found["1.4"].standing, found["1.4"].points) == (quality.Standing.REPORTED, Fraction("5.4"))
    assert found["3.3"].standing is quality.Standing.REPORTED
    assert (found["4.3"].standing, found["4.3"].reported) == (quality.Standing.COUNTED, None)


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([one for one in EDITION.items if one.points]))
def test_points_lie_between_nothing_and_the_maximum_and_grow(
    numerator: int, denominator: int, item: quality.Item
) -> None:
    points = quality.points_of(item, quality.rate_of(numerator, denominator, 2))
    more = quality.points_of(item, quality.rate_of(numerator + 1, denominator, 2))
    assert 0 <= points <= more <= item.points


@given(st.integers(0, 40), st.integers(1, 40), st.sampled_from(["2.1", "4.2", "5.4", "3.6"]))
def test_the_costs_of_dossiers_are_what_the_item_lost(above: int, extra: int, code: str) -> None:
    item = EDITION.by_code[code]
    one = scored(**{item.figure.replace(".", "__"): (above, above + extra)})[code]
    rows = [
        LostRow(f"dos_{n}", str(n), "1", 1, MARCH.first, None, None, 1, can_be_saved=n % 2 == 0) for n in range(extra)
    ]
    assert sum(cost.points for cost in costly([(one, rows)])) == one.lost


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('points = 20\nname_vi = "Hồ sơ', 'points = 19\nname_vi = "Hồ sơ', "group 2"),
        ('figure = "dossiers.reuse_share"', 'figure = "dossiers.nothing"', "dossiers.nothing"),
        ('times = "1.4"', 'times = "9"', "multiplied by 9"),
        ("threshold = 90", "threshold = 190", "threshold"),
        ('levels = ["province"]', 'levels = ["district"]', "levels are"),
        ('lesson_vi = "Không', 'lessons = "Không', "unknown words lessons"),
    ],
)
def test_a_wrong_index_is_refused_with_its_place(before: str, after: str, said: str) -> None:
    text = (FOLDER / "766.toml").read_text(encoding="utf-8").replace(before, after, 1)
    with pytest.raises(EditionFault, match=said):
        read("766.toml", text, set(EDITION.figures))
