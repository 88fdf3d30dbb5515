"""Cells: what is read, where a fault stands, what people may type, and sheets pasted and sent."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel.errors import Invalid
from dinh.processes.policies.tables import feel
from dinh.processes.policies.tables.feel import ANYTHING, Between, Compare, FeelFault
from dinh.processes.policies.tables.feel import Tests as Cell
from dinh.processes.policies.tables.pasted import paste_rules, read_pasted, write_sheet
from dinh.processes.policies.tables.stored import digest, from_json, to_json
from dinh.processes.policies.tables.values import (
    output_from_words,
    output_to_words,
    test_from_words,
    test_to_words,
)
from dinh.processes.types.tables import ColumnType, Table
from tests.processes.tables_make import COLUMNS, column
from tests.processes.tables_random import cells, tables

DAY = date(2026, 7, 1)
from_words, to_words = test_from_words, test_to_words
del test_from_words, test_to_words  # else they would be collected


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("", ANYTHING),
        (" - ", ANYTHING),
        ("-5", Cell((Compare("=", -5),))),
        ("1.50", Cell((Compare("=", Decimal("1.5")),))),
        (">=1000000", Cell((Compare(">=", 1_000_000),))),
        ("[1..2.0)", Cell((Between(1, 2, is_low_in=True, is_high_in=False),))),
        ("]1..2[", Cell((Between(1, 2, is_low_in=False, is_high_in=False),))),
        ('"a, b","c \\"d\\""', Cell((Compare("=", "a, b"), Compare("=", 'c "d"')))),
        ('not("a", "b")', Cell((Compare("=", "a"), Compare("=", "b")), is_not=True)),
        ('< date("2026-07-01"), @"2026-07-01"', Cell((Compare("<", DAY), Compare("=", DAY)))),
        ("true", Cell((Compare("=", True),))),
    ],
)
def test_cell_is_read_exactly(source: str, wanted: Cell) -> None:
    found = feel.read_tests(source)
    assert found == wanted
    assert [type(getattr(one, "value", None)) for one in found.parts] == [
        type(getattr(one, "value", None)) for one in wanted.parts
    ]


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("1 2", 3),
        (">", 2),
        ("[1..", 5),
        ("[1,2]", 3),
        ("(1..2", 6),
        ('date("2026-02-30")', 6),
        ("date(5)", 6),
        ("abc", 1),
        ('["a".."b"]', 1),
        ('[1..date("2026-07-01")]', 1),
        ("not(1", 6),
        ("1,", 3),
        ("1 # 2", 3),
        ("1e5", 2),
        ("x" * 2001, 2000),
        ('"open', 1),
    ],
)
def test_fault_says_where_it_stands(source: str, position: int) -> None:
    with pytest.raises(FeelFault) as fault:
        feel.read_tests(source)
    assert fault.value.position == position
    assert f"(ở ký tự thứ {position})" in str(fault.value)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    for read in (feel.read_tests, feel.read_literal, feel.read_list):
        with suppress(FeelFault):
            read(source)


@given(
    st.one_of(st.text(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.booleans())
)
def test_literal_written_is_read_back(value: Any) -> None:
    found = feel.read_literal(feel.write(value)) if len(feel.write(value)) < 2000 else value
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@given(st.data())
def test_cell_shown_for_typing_is_read_back(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(COLUMNS))
    source = data.draw(cells(one))
    assert feel.read_tests(from_words(one, to_words(one, source))) == feel.read_tests(source)


@pytest.mark.parametrize(
    ("kind", "words", "wanted"),
    [
        (ColumnType.MONEY, ">= 1.000.000", ">= 1000000"),
        (ColumnType.MONEY, "[1.000..2.000)", "[1000..2000)"),
        (ColumnType.DATE, "[1/7/2025..31/12/2025]", '[date("2025-07-01")..date("2025-12-31")]'),
        (ColumnType.DATE, "< 2026-07-01", '< date("2026-07-01")'),
        (ColumnType.BOOL, "Có", "true"),
        (ColumnType.BOOL, "không", "false"),
        (ColumnType.TEXT, "Đà Lạt, Bảo Lộc", '"Đà Lạt", "Bảo Lộc"'),
        (ColumnType.TEXT, "không phải (Đà Lạt)", 'not("Đà Lạt")'),
        (ColumnType.TEXT, '"a, b"', '"a, b"'),
    ],
)
def test_people_type_as_they_write(kind: ColumnType, words: str, wanted: str) -> None:
    assert from_words(column("x", kind), words) == wanted


def test_choice_may_hold_a_comma() -> None:
    one = column("x", ColumnType.ENUM, ["cá nhân, hộ gia đình", "khác"])
    assert from_words(one, "cá nhân, hộ gia đình") == '"cá nhân, hộ gia đình"'
    assert from_words(one, "lạ") == "lạ"


@pytest.mark.parametrize("words", ["50.000", "50000", "50000 đ"])
def test_money_is_typed_in_many_ways(words: str) -> None:
    money = column("x", ColumnType.MONEY)
    assert output_from_words(money, words) == "50000"
    assert output_to_words(money, "50000") == "50.000"


@given(tables())
def test_stored_table_comes_back(made: Table) -> None:
    assert from_json(to_json(made)) == made
    assert len(digest(made)) == 64


@pytest.mark.parametrize("data", [{}, {"format": 1}, {"rules": 5}, {"inputs": [None]}])
def test_stored_nonsense_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="TB01"):
        from_json(data)


@given(tables())
def test_sheet_written_is_pasted_back(made: Table) -> None:
    again = paste_rules(made, write_sheet(made))
    assert [rule.tests for rule in again.rules] == [rule.tests for rule in made.rules]
    assert [rule.outputs for rule in again.rules] == [rule.outputs for rule in made.rules]


def test_types_are_read_off_pasted_cells() -> None:
    made = read_pasted(
        "Ngày;Số;Đúng;Chữ;→ Mức;=> Nơi;Căn cứ\n>= 01/07/2025;[1..2];có;a, b;20.000;xã;Điều 1\n\n-;-;-;-;0;tỉnh;", "Thử"
    )
    kinds = [one.type for one in (*made.inputs, *made.outputs)]
    assert kinds == [
        ColumnType.DATE, ColumnType.NUMBER, ColumnType.BOOL, ColumnType.TEXT, ColumnType.NUMBER, ColumnType.TEXT,
    ]  # fmt: skip
    assert made.rules[0].tests == ('>= date("2025-07-01")', "[1..2]", "true", '"a", "b"')
    assert (made.rules[0].outputs, made.rules[0].note) == (("20000", '"xã"'), "Điều 1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TB40"),
        ("a\t→ b", "TB40"),
        ("a\tb\n1\t2", "TB41"),
        ("a\t→ b\n1\t2\t3", "TB42"),
        ("x" * 500_001, "TB40"),
        ("a\t→ b\n" + "1\t2\n" * 501, "TB40"),
    ],
)
def test_pasted_nonsense_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        read_pasted(text, "Thử")


def test_rows_under_other_headings_are_refused() -> None:
    made = read_pasted("a\t→ b\n1\t2", "Thử")
    with pytest.raises(Invalid, match="TB43"):
        paste_rules(made, "a\t→ c\n1\t2")
