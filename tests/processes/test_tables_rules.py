"""What a table decides and what is found wrong with it, beside an oracle that reads every cell anew."""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dinh.kernel.errors import Invalid
from dinh.processes.policies.tables.checking import check
from dinh.processes.policies.tables.compiled import compile_table, evaluate, hits_of
from dinh.processes.types.tables import Aggregation, ColumnType, FindingKind, HitPolicy, Table
from tests.processes.tables_make import DAY, WORDS, column, oracle_hits, oracle_outputs, table
from tests.processes.tables_random import inputs_of, tables

ENUM = column("o", ColumnType.ENUM, WORDS)


def grid_of(made: Table) -> list[dict[str, Any]]:
    """Every combination of many values per column: dense enough to meet each cell of the random tables."""
    listed = {
        ColumnType.NUMBER: [*range(-5, 6)],
        ColumnType.DECIMAL: [Decimal(at) / 4 for at in range(-17, 18)],
        ColumnType.DATE: [DAY + timedelta(days=at) for at in range(-5, 6)],
        ColumnType.ENUM: [*WORDS],
        ColumnType.TEXT: [*WORDS, "z"],
        ColumnType.BOOL: [False, True],
    }
    names = [one.name for one in made.inputs]
    return [dict(zip(names, row, strict=True)) for row in itertools.product(*(listed[one.type] for one in made.inputs))]


@given(st.data())
def test_hits_equal_the_oracle(data: st.DataObject) -> None:
    made = data.draw(tables())
    inputs = data.draw(inputs_of(made))
    assert list(hits_of(compile_table(made), inputs)) == oracle_hits(made, inputs)


@given(st.data())
def test_decision_equals_the_oracle(data: st.DataObject) -> None:
    made = data.draw(tables())
    inputs = data.draw(inputs_of(made))
    hits = oracle_hits(made, inputs)
    said = [row[0] for row in oracle_outputs(made, hits)]
    by_rank = sorted(zip(map(WORDS.index, said), hits, strict=True))
    wanted: Any = {
        HitPolicy.FIRST: said[:1],
        HitPolicy.PRIORITY: [WORDS[by_rank[0][0]]] if hits else [],
        HitPolicy.OUTPUT_ORDER: [WORDS[at] for at, _place in by_rank],
        HitPolicy.UNIQUE: said if len(hits) < 2 else None,
        HitPolicy.ANY: said[:1] if len(set(said)) < 2 else None,
    }.get(made.hit_policy, said)
    if wanted is None:
        with pytest.raises(Invalid):
            evaluate(compile_table(made), inputs)
        return
    found = evaluate(compile_table(made), inputs)
    many = made.hit_policy in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER}
    assert found.outputs == ({"o": tuple(wanted) if many else wanted[0]} if wanted else {})
    assert found.is_answered == bool(hits)
    assert len(found.why) == max(len(found.hits), 1)


@settings(max_examples=60)
@given(tables(policies=(HitPolicy.UNIQUE, HitPolicy.ANY)))
def test_overlap_is_found_exactly_when_the_grid_has_one(made: Table) -> None:
    kinds = {FindingKind.OVERLAP, FindingKind.CONTRADICTION}
    found = {one.rules for one in check(made) if one.kind in kinds}
    seen = set()
    for inputs in grid_of(made):
        for one, other in itertools.combinations(oracle_hits(made, inputs), 2):
            differs = len({*oracle_outputs(made, (one, other))}) > 1
            if made.hit_policy is HitPolicy.UNIQUE or differs:
                seen.add((one + 1, other + 1))
    assert found == seen


@given(tables())
def test_witness_shows_what_is_claimed(made: Table) -> None:
    for one in check(made):
        if one.witness:
            hits = [place + 1 for place in oracle_hits(made, one.witness)]
            if one.kind is FindingKind.GAP:
                assert hits == []
            else:
                assert set(one.rules) <= set(hits)


@settings(max_examples=60)
@given(tables(policies=(HitPolicy.FIRST, HitPolicy.PRIORITY)))
def test_gap_and_death_are_found_exactly_when_the_grid_has_them(made: Table) -> None:
    findings = check(made)
    compiled = compile_table(made)
    answers = [evaluate(compiled, inputs).hits for inputs in grid_of(made)]
    assert any(one.kind is FindingKind.GAP for one in findings) == (() in answers)
    acting = {number for hits in answers for number in hits}
    told = {one.rules[0] for one in findings if one.kind in {FindingKind.DEAD, FindingKind.NEVER}}
    assert told == set(range(1, len(made.rules) + 1)) - acting


@pytest.mark.parametrize(
    ("aggregation", "wanted"),
    [(Aggregation.SUM, 60), (Aggregation.MIN, 10), (Aggregation.MAX, 30), (Aggregation.COUNT, 3)],
)
def test_collect_adds_up_what_holds(aggregation: Aggregation, wanted: int) -> None:
    rows = [(["> 0"], ["10"]), (["> 1"], ["20"]), (["> 2"], ["30"]), (["> 9"], ["99"])]
    made = table(rows, policy=HitPolicy.COLLECT, aggregation=aggregation)
    found = evaluate(compile_table(made), {"n": 5})
    assert (found.outputs, found.hits) == ({"o": wanted}, (1, 2, 3))


def test_default_answers_where_no_rule_does() -> None:
    made = table([(["> 5"], ["1"])], outputs=[column("o", ColumnType.NUMBER, default="0")])
    assert evaluate(compile_table(made), {"n": 3}).outputs == {"o": 0}
    assert check(made) == ()


def test_open_ends_of_whole_numbers_leave_no_gap_between() -> None:
    made = table([(["<= 3"], ["1"]), (["(3..7)"], ["2"]), ([">= 7"], ["3"])])
    assert check(made) == ()
    dense = table([(["< 3"], ["1"]), (["> 3"], ["2"])], inputs=[column("n", ColumnType.DECIMAL)])
    assert [one.witness for one in check(dense)] == [{"n": 3}]


@pytest.mark.parametrize("wrong", [None, 1.5, "x", True, Decimal("1.5"), DAY])
def test_wrong_input_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(Invalid) as refused:
        evaluate(compile_table(table([(["-"], ["1"])])), {"n": wrong})
    assert list(refused.value.fields) == ["n"]


def test_table_too_large_to_check_is_told() -> None:
    inputs = [column(f"n{at}", ColumnType.NUMBER) for at in range(12)]
    rows = [
        ([f"[{(at * 7 + c * 3) % 50}..{(at * 7 + c * 3) % 50 + 20}]" for c in range(12)], ["1"]) for at in range(200)
    ]
    found = check(table(rows, inputs=inputs, policy=HitPolicy.FIRST))
    assert {one.kind for one in found} <= {FindingKind.TOO_LARGE, FindingKind.GAP, FindingKind.DEAD}
