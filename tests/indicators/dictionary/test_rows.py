"""A definition goes out as a file and comes in the same, whatever is written in it; a bad file is told by its line."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.indicators.dictionary.policies import rows
from dinh.indicators.dictionary.queries.files import read_file
from dinh.indicators.dictionary.web.forms import DefinitionForm, initial_of
from dinh.indicators.figures import registry
from dinh.kernel.text import nfc
from tests.indicators.dictionary.conftest import row

pytestmark = pytest.mark.unit
SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))
WORDS = st.text(SIGNS, min_size=1, max_size=40).map(lambda one: nfc(one).strip()).filter(bool)
DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))
TERM = st.builds("{} * {}".format, st.integers(1, 999), st.sampled_from(sorted(registry.measures())))
FORMULA = st.lists(TERM, min_size=1, max_size=4).map(" - ".join)
ROWS = st.fixed_dictionaries(
    {
        "code": st.from_regex(r"[a-z][a-z0-9_.]{0,59}", fullmatch=True),
        "version": st.integers(1, 99),
        **dict.fromkeys(("name_vi", "name_en", "unit", "legal_basis", "base_vi", "base_en"), WORDS),
        "numerator": FORMULA,
        "direction": st.sampled_from(["higher", "lower", "neutral"]),
        "source_kind": st.sampled_from(["measured", "self_reported", "survey", "official_statistics"]),
        "notes_vi": st.lists(WORDS, max_size=3),
        "notes_en": st.lists(WORDS, max_size=3),
        "valid_from": DAYS,
    },
    optional={
        "denominator": FORMULA,
        "law_key": st.just("indicator.online_share"),
        "break": st.just(True),
        "checks": st.lists(
            st.fixed_dictionaries(
                {"kind": st.just("at_most"), "limit": st.integers(1, 100_000), "blocks": st.booleans()}
            )
        ),
    },
)


@given(ROWS)
def test_out_and_in_is_the_same(said: dict[str, Any]) -> None:
    assert read_file(rows.to_toml(said).encode()) == said
    assert rows.from_json(rows.to_json(said)) == said


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_sign_survives_a_file(text: str) -> None:
    assert rows.from_toml(rows.to_toml({"name_vi": text}).encode())["name_vi"] == nfc(text)


@pytest.mark.parametrize(("code", "number"), [(code, 1) for code in registry.shipped_versions()])
def test_every_definition_of_the_house_goes_out_and_comes_in(code: str, number: int) -> None:
    said = next(one.row for one in registry.shipped().stated if (one.one.code, one.one.version) == (code, number))
    assert read_file(rows.to_toml(said).encode()) == said


@pytest.mark.parametrize("code", list(registry.shipped_versions()))
def test_every_definition_of_the_house_passes_the_form_unchanged(code: str) -> None:
    said = next(one.row for one in registry.shipped().stated if one.one.code == code)
    form = DefinitionForm(initial_of(said))
    assert form.is_valid(), form.errors
    assert form.row() == {name: value for name, value in said.items() if name not in {"code", "version"}}


GOOD = rows.to_toml({**row(), "version": 1})


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"Hồ sơ đã số hóa"', "Hồ sơ", "Dòng 4 viết chưa đúng cách của TOML"),
        ('"Hồ sơ đã số hóa"', "5", "Dòng 4: “name_vi” phải là chữ đặt trong dấu nháy kép."),
        ('"Hồ sơ đã số hóa"', '" "', "Dòng 4: “name_vi” bị bỏ trống."),
        ('name_en = "Dossiers digitised"\n', "", "thiếu “name_en”."),
        ('"higher"', '"up"', "Dòng 9: “direction” là “up”, không thuộc higher, lower, neutral."),
        ('"received_online"', '"received_online received"', "Dòng 7: ký tự thứ 16"),
        ('"received_online"', '""', "Dòng 7: công thức trống."),
        ("2022-01-01", '"2022-01-01"', "Dòng 16: “valid_from” phải là ngày viết như 2026-01-31."),
        ("2022-01-01", "2022-13-01", "Dòng 16 viết chưa đúng cách của TOML"),
        ("2022-01-01", "2022-01-01T00:00:00", "Dòng 16: “valid_from” phải là ngày"),
        ("2022-01-01", "2022-01-01\nvalid_to = 2021-01-01", "Dòng 17: ngày chấm dứt trước ngày bắt đầu."),
        ("2022-01-01", "2022-01-01\nlaw_key = 'none'", "Dòng 17: sổ luật không có ngưỡng “none”"),
        ("2022-01-01", "2022-01-01\nweight = 5", "Dòng 17: không có từ weight trong cách viết định nghĩa."),
        ("2022-01-01", "2022-01-01\nchecks = [1]", "Dòng 17: không có phép kiểm tra 1."),
        ("[[indicator]]", "[indicator]", "Tệp phải có đúng một [[indicator]]"),
        ("[[indicator]]", "title = 'x'\n[[indicator]]", "Dòng 1: “title” không thuộc một định nghĩa."),
        (GOOD, GOOD + GOOD, "Tệp phải có đúng một [[indicator]]"),
        (GOOD, "", "Tệp phải có đúng một [[indicator]]"),
        (GOOD, "[" * 3000, "viết chưa đúng cách của TOML"),
        ('"tinh.post_share"', '"Tỉnh"', "Dòng 2: mã gồm a-z"),
    ],
)
def test_a_bad_file_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    with pytest.raises(rows.FileFault) as told:
        read_file(GOOD.replace(old, new).encode())
    assert sentence in str(told.value)


@pytest.mark.parametrize("data", [b"\xff\xfe[\x00", "Đồ thị".encode("utf-16"), b"[[indicator]]\nname_vi = '\xe0'"])
def test_a_file_in_another_code_is_told(data: bytes) -> None:
    with pytest.raises(rows.FileFault, match="UTF-8"):
        read_file(data)
