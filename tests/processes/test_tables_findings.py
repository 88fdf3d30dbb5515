"""Every finding a table can have, in its Vietnamese sentence; and what a new version changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from dinh.processes.policies.tables import editing
from dinh.processes.policies.tables.checking import check
from dinh.processes.policies.tables.comparing import Change, compare
from dinh.processes.policies.tables.compiled import compile_table, evaluate
from dinh.processes.policies.tables.values import coerce
from dinh.processes.types.tables import Aggregation, ColumnType, FindingKind, HitPolicy, Rule, Table
from tests.processes.tables_make import DAY, WORDS, column, table

ENUM = column("k", ColumnType.ENUM, WORDS)
ONE = table([(["-"], ["1"])])


def said(made: Table) -> list[str]:
    return [one.message for one in check(made)]


SHAPES: list[tuple[Callable[[], Table], str]] = [
    (lambda: replace(ONE, rules=()), "Bảng cần ít nhất một cột điều kiện, một cột kết quả và một hàng."),
    (lambda: table([([], [])], inputs=[ENUM, ENUM]), "Có hai cột cùng tên “k”."),
    (
        lambda: replace(ONE, inputs=(replace(ONE.inputs[0], name="5x"),)),
        "Không đặt tên cột là “5x” được: tên phải bắt đầu bằng chữ.",
    ),
    (
        lambda: table([(["-"], ["1"])], inputs=[column("k", ColumnType.ENUM)]),
        "“K” là cột chọn nhưng chưa liệt kê giá trị.",
    ),
    (lambda: replace(ONE, rules=(Rule("r", (), ("1",)),)), "Hàng 1 có số ô khác với số cột của bảng."),
    (lambda: table([(["-"], ["1"])] * 501), "Một bảng có nhiều nhất 500 hàng và 30 cột."),
]


@pytest.mark.parametrize(("make", "sentence"), SHAPES)
def test_wrong_shape_is_said(make: Callable[[], Table], sentence: str) -> None:
    found = check(make())
    assert sentence in [one.message for one in found]
    assert all(one.is_blocking for one in found)


@pytest.mark.parametrize(
    ("policy", "aggregation", "kind", "is_fine"),
    [
        (HitPolicy.PRIORITY, Aggregation.LIST, ColumnType.NUMBER, False),
        (HitPolicy.OUTPUT_ORDER, Aggregation.LIST, ColumnType.ENUM, True),
        (HitPolicy.FIRST, Aggregation.SUM, ColumnType.NUMBER, False),
        (HitPolicy.COLLECT, Aggregation.SUM, ColumnType.ENUM, False),
        (HitPolicy.COLLECT, Aggregation.MAX, ColumnType.DECIMAL, True),
        (HitPolicy.COLLECT, Aggregation.COUNT, ColumnType.ENUM, True),
    ],
)
def test_policy_must_suit_the_outputs(
    policy: HitPolicy,
    aggregation: Aggregation,
    kind: ColumnType,
    is_fine: bool,  # noqa: FBT001
) -> None:
    output = ENUM if kind is ColumnType.ENUM else column("o", kind)
    made = table(
        [(["-"], ['"a"' if output is ENUM else "1"])], outputs=[output], policy=policy, aggregation=aggregation
    )
    assert (check(made) == ()) is is_fine


@pytest.mark.parametrize(
    ("kind", "test", "sentence"),
    [
        (ColumnType.NUMBER, '"a"', "Hàng 1, cột “K”: “a” không cùng kiểu với cột."),
        (ColumnType.NUMBER, "1.5", "Hàng 1, cột “K”: 1,5 không cùng kiểu với cột."),
        (ColumnType.NUMBER, "true", "Hàng 1, cột “K”: có không cùng kiểu với cột."),
        (ColumnType.DATE, "5", "Hàng 1, cột “K”: 5 không cùng kiểu với cột."),
        (ColumnType.TEXT, "5", "Hàng 1, cột “K”: 5 không cùng kiểu với cột."),
        (ColumnType.BOOL, '"x"', "Hàng 1, cột “K”: “x” không cùng kiểu với cột."),
        (ColumnType.TEXT, '< "b"', "Hàng 1, cột “K”: chỉ số và ngày mới so lớn nhỏ được."),
        (ColumnType.NUMBER, "[1..", "Hàng 1, cột “K”: Thiếu giá trị (ở ký tự thứ 5)."),
    ],
)
def test_cell_of_another_kind_is_said(kind: ColumnType, test: str, sentence: str) -> None:
    assert said(table([([test], ["1"])], inputs=[column("k", kind)])) == [sentence]


def test_value_outside_the_list_is_said_on_both_sides() -> None:
    made = table([(['"z"'], ['"z"'])], inputs=[ENUM], outputs=[ENUM])
    assert said(made) == ["Hàng 1, cột “K”: “z” không nằm trong các giá trị cho phép."] * 2
    made = table([(["-"], ['"a"'])], outputs=[replace(ENUM, default='"z"')])
    assert said(made) == ["Kết quả mặc định của “K”: “z” không nằm trong các giá trị cho phép."]


def test_sentences_name_rules_and_a_witness() -> None:
    rows = [(["[1..5]"], ["1"]), (["> 4"], ["2"]), (["(5..5)"], ["3"])]
    assert said(table(rows)) == [
        "Hàng 1 và hàng 2 cùng khớp, ví dụ khi N = 5.",
        "Hàng 3 không bao giờ khớp: không giá trị nào thỏa “N”.",
        "Chưa có hàng nào trả lời khi N: dưới 1; ví dụ N = 0.",
    ]
    assert said(table([(["<= 9"], ["1"]), (["-"], ["2"]), (["3"], ["2"])], policy=HitPolicy.FIRST)) == [
        "Hàng 3 không bao giờ được dùng: các hàng 1, 2 luôn đứng trước."
    ]
    assert said(table([(["-"], ["1"]), (["3"], ["2"])], policy=HitPolicy.ANY)) == [
        "Hàng 1 và hàng 2 cùng khớp mà kết quả khác nhau, ví dụ khi N = 3."
    ]


def test_gaps_of_words_and_days_are_said_in_words() -> None:
    text, day = column("w", ColumnType.TEXT), column("d", ColumnType.DATE)
    rows = [(['"a"', "-"], ["1"]), (['not("a")', '>= date("2026-07-01")'], ["1"])]
    assert said(table(rows, inputs=[text, day])) == [
        "Chưa có hàng nào trả lời khi W: giá trị khác; D: trước 01/07/2026; ví dụ W = “khác”; D = 30/06/2026."
    ]


def test_many_gaps_and_overlaps_are_cut_short() -> None:
    points = table([([str(at * 2)], ["1"]) for at in range(40)])
    gaps = [one for one in check(points) if one.kind is FindingKind.GAP]
    assert len(gaps) <= 13
    same = table([(["-"], ["1"])] * 60)
    assert sum(one.kind is FindingKind.OVERLAP for one in check(same)) == 50


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        (ColumnType.NUMBER, "1.000", 1000),
        (ColumnType.NUMBER, Decimal("5.0"), 5),
        (ColumnType.MONEY, "50.000 đ", 50_000),
        (ColumnType.DECIMAL, "1,5", Decimal("1.5")),
        (ColumnType.DATE, "1/7/2026", DAY),
        (ColumnType.DATE, "2026-07-01", DAY),
        (ColumnType.BOOL, "Có", True),
        (ColumnType.TEXT, " a ", " a "),
    ],
)
def test_words_become_values(kind: ColumnType, given: object, wanted: object) -> None:
    assert coerce(column("k", kind), given) == wanted


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (ColumnType.NUMBER, "1,5"),
        (ColumnType.DECIMAL, "nan"),
        (ColumnType.DECIMAL, 1.5),
        (ColumnType.DATE, "31/02/2026"),
        (ColumnType.DATE, datetime(2026, 7, 1)),  # noqa: DTZ001 - a moment is no day
        (ColumnType.BOOL, "có thể"),
        (ColumnType.ENUM, 5),
    ],
)
def test_wrong_words_are_refused(kind: ColumnType, given: object) -> None:
    with pytest.raises(ValueError, match="không nhận giá trị"):
        coerce(column("k", kind), given)


def test_first_and_last_day_of_the_calendar_are_no_gap() -> None:
    day = column("d", ColumnType.DATE)
    made = table([([f'>= date("{date.min}")'], ["1"])], inputs=[day])
    assert check(made) == ()
    assert evaluate(compile_table(made), {"d": date.max}).is_answered
    assert said(table([([f'> date("{date.max}")'], ["1"])], inputs=[day]))[0].startswith("Hàng 1 không bao giờ khớp")


def test_version_is_compared_by_ids() -> None:
    old = table([(["< 5"], ["1"]), ([">= 5"], ["2"])])
    new = editing.add_column(editing.move_rule(editing.copy_rule(old, 0), 0, 1), "outputs", "Căn cứ")
    found = compare(old, replace(new, hit_policy=HitPolicy.FIRST))
    assert (found.is_policy_changed, found.is_order_changed, found.is_same) == (True, False, False)
    assert [change for change, _column in found.column_changes] == [Change.ADDED]
    assert [(row.change, row.old_number, row.new_number) for row in found.rows] == [
        (Change.ADDED, 0, 1),
        (Change.CHANGED, 1, 2),
        (Change.CHANGED, 2, 3),
    ]
    swapped = compare(old, editing.move_rule(old, 0, 1))
    assert (swapped.is_order_changed, [row.change for row in swapped.rows]) == (True, [Change.SAME, Change.SAME])
    back = compare(new, editing.drop_rule(editing.drop_column(new, "outputs", 1), 0))
    assert [row.change for row in back.rows][-1] is Change.DROPPED
    assert compare(old, old).is_same
