"""Words can be read: every pair that carries them reaches 4.5 to 1, by day, by night and in every province."""

from pathlib import Path

import pytest
from django.conf import settings

from dinh.design import tokens

PROVINCES = sorted(file.parent.name for file in Path(settings.DINH_PROVINCES).glob("*/tokens.toml"))
PAIRS = [(ground, word) for ground, words in tokens.READ_ON.items() for word in words]


@pytest.mark.parametrize("time", ["day", "night"])
@pytest.mark.parametrize(("ground", "word"), PAIRS)
@pytest.mark.parametrize("province", ["", *PROVINCES])
def test_words_reach_the_contrast(time: str, ground: str, word: str, province: str) -> None:
    own = getattr(tokens.province(province), time) if province else {}
    colours = {**tokens.base()[time], **own}
    assert tokens.contrast(colours[ground], colours[word]) >= 4.5


@pytest.mark.parametrize("time", ["day", "night"])
def test_both_times_name_the_same_colours(time: str) -> None:
    assert set(tokens.base()[time]) == set(tokens.base()["day"])


def test_border_of_a_box_reaches_three_to_one_by_day() -> None:
    day = tokens.base()["day"]
    assert tokens.contrast(day["line"], day["paper"]) >= 3


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert round(tokens.contrast("#000000", "#FFFFFF"), 2) == 21


def test_province_names_itself_and_replaces_only_the_accent() -> None:
    look = tokens.province("68")
    assert look.name == "Tỉnh Lâm Đồng"
    assert "<svg" in look.logo
    assert {*look.day, *look.night} <= tokens.REPLACEABLE


def test_province_without_a_file_shows_the_house() -> None:
    assert tokens.province("none").name == "Đình"
