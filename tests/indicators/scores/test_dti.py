"""The digital transformation index from its main indicators, held against what the ministry published."""

import csv
from fractions import Fraction

import pytest

from dinh.indicators.scores import registry
from dinh.indicators.scores.policies.computing import compute, compute_one
from dinh.indicators.scores.policies.faults import ScoreFault, WeightsUnknown
from dinh.indicators.scores.policies.numbers import decimal_text
from dinh.indicators.scores.policies.ranking import ranks
from dinh.indicators.scores.policies.series import BrokenSeries, breaks, one_line, segments
from dinh.indicators.scores.types.results import Panel
from tests.architecture.house import ROOT
from tests.indicators.scores.make import F, entries_of, published, share

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("province", "value"), [("48", "0.8002"), ("22", "0.7024"), ("46", "0.6975"), ("92", "0.6924")]
)
def test_value_of_2022_equals_the_published_one(province: str, value: str) -> None:
    dti, told = registry.for_year("dti", 2022), published(2022, province)
    assert decimal_text(compute_one(dti, entries_of(dti, told)).value, 4) == value
    assert told["DTI"] == F(value)


def test_value_from_rounded_inputs_lies_within_a_ten_thousandth() -> None:
    dti, told = registry.for_year("dti", 2022), published(2022, "79")
    value = compute_one(dti, entries_of(dti, told)).value
    assert decimal_text(value, 4) == "0.7164"
    assert abs(value - told["DTI"]) <= F("0.0001")


def test_value_of_2020_is_the_sum_of_pillars() -> None:
    dti = registry.for_year("dti", 2020)
    value = compute_one(dti, entries_of(dti, published(2020, "27"))).value
    assert value == F("0.4") * F("0.4449") + F("0.3") * F("0.3668") + F("0.3") * F("0.4052")
    assert decimal_text(value, 4) == "0.4096"


def test_pillars_hold_the_foundation_each() -> None:
    dti, told = registry.for_year("dti", 2022), published(2022, "48")
    scored = compute_one(dti, entries_of(dti, told))
    names = ("Nhận thức số", "Thể chế số", "Hạ tầng số", "Nhân lực số", "An toàn thông tin mạng")
    foundation = sum((100 * told[name] for name in names), Fraction(0))
    assert scored.pillars == {
        "government": (foundation + 200 * told["Hoạt động chính quyền số"]) / 700,
        "economy": (foundation + 150 * told["Hoạt động kinh tế số"]) / 650,
        "society": (foundation + 150 * told["Hoạt động xã hội số"]) / 650,
    }
    assert sum(scored.pillars.values()) / 3 != scored.value


def test_ranks_of_2022_tie_and_skip() -> None:
    rows = csv.DictReader((ROOT / "data/stats/dti_published.csv").read_text(encoding="utf-8").splitlines())
    told = {row["province"]: int(row["rank"]) for row in rows if row["year"] == "2022"}
    # Only the order is published for most provinces; any values in that order must give those ranks back.
    made = {one.unit: one.rank for one in ranks({name: Fraction(-rank) for name, rank in told.items()})}
    assert made == told
    assert [made[name] for name in ("Thanh Hóa", "Yên Bái", "Hậu Giang")] == [15, 15, 17]


def test_counts_of_922_are_those_of_the_decision() -> None:
    dti = registry.version("dti", "922-2022")
    assert sum(one.expected or 0 for one in dti.mains) == dti.expected == 98
    assert sum(one.expected or 0 for one in dti.mains if one.is_scored) == 95
    assert sum(one.points or 0 for one in dti.mains) == 1000
    assert len(dti.mains) == 9


def test_smart_city_is_collected_and_scores_nothing() -> None:
    dti = registry.version("dti", "922-2022")
    entries = entries_of(dti, published(2022, "48"))
    assert compute_one(dti, entries | {"6": share(1)}).value == compute_one(dti, entries).value


def test_405_refuses_to_compute_until_its_points_are_told() -> None:
    dti = registry.for_year("dti", 2024)
    assert len(dti.mains) == 8
    with pytest.raises(WeightsUnknown, match="405/QĐ-BKHCN") as refused:
        compute(dti, Panel({"a": {one.code: share(1) for one in dti.mains}}))
    assert refused.value.codes == tuple(one.code for one in dti.mains)


def test_a_main_indicator_nobody_entered_is_named() -> None:
    dti = registry.for_year("dti", 2022)
    entries = entries_of(dti, published(2022, "48"))
    del entries["9"]
    with pytest.raises(ScoreFault, match="9 Hoạt động xã hội số"):
        compute_one(dti, entries)


def test_years_are_never_joined_over_a_break() -> None:
    editions = registry.versions("dti")
    values = {year: F(year, 10_000) for year in (2020, 2021, 2022, 2023, 2024)}
    assert [[year for year, _value in one.points] for one in segments(values, editions)] == [
        [2020],
        [2021, 2022, 2023],
        [2024],
    ]
    assert [(one.before, one.after) for one in breaks(list(values), editions)] == [(2020, 2021), (2023, 2024)]
    one_line([2021, 2023], editions)
    with pytest.raises(BrokenSeries, match="922/QĐ-BTTTT, 405/QĐ-BKHCN"):
        one_line([2022, 2024], editions)
