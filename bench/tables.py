"""Deciding by a table, beside the same rules written out as plain if and elif, in CPU time of one process."""

import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import django

from bench.report import Measure

TITLE = "Decision tables"
TIMES = 20_000
ROUNDS = 5
_START = date(2025, 7, 1)
_CHANNELS = ("trực tuyến", "trực tiếp", "bưu chính")


def run() -> list[Measure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
    django.setup()
    from dinh.processes import api
    from dinh.processes.policies.tables.compiled import compile_table, evaluate

    small, large = _table(api, 6), _table(api, 200)
    found = []
    for name, table in (("6 rules", small), ("200 rules", large)):
        compiled, plain = compile_table(table), _plain(len(table.rules))
        cases = _cases(len(table.rules))
        for case in cases[:500]:
            assert evaluate(compiled, case, explain=False).outputs == {"muc": plain(case)}
        bare = _microseconds(plain, cases)
        quick = _microseconds(lambda case, made=compiled: evaluate(made, case, explain=False), cases)
        told = _microseconds(lambda case, made=compiled: evaluate(made, case), cases)
        found.append(Measure(f"Decide, {name}", quick, "µs", "plain if/elif, µs", bare))
        found.append(Measure(f"Decide and say why in Vietnamese, {name}", told, "µs", "plain if/elif, µs", bare))
    began = time.process_time()
    findings = api.check_table(large)
    checking = (time.process_time() - began) * 1000
    assert not [one for one in findings if one.is_blocking]
    found.append(Measure("Check 200 rules for overlap, gaps and dead rules", checking, "ms"))
    return found


def _bounds(at: int) -> tuple[int, int, str]:
    step = at // len(_CHANNELS)
    return step * 10, step * 10 + 10, _CHANNELS[at % len(_CHANNELS)]


def _table(api: Any, rules: int) -> Any:
    kind = api.ColumnType
    columns = (
        api.Column("i1", "so_trang", "Số trang", kind.NUMBER),
        api.Column("i2", "kenh", "Kênh", kind.ENUM, _CHANNELS),
        api.Column("i3", "ngay", "Ngày", kind.DATE),
    )
    rows = []
    for at in range(rules):
        low, high, channel = _bounds(at)
        tests = (f"[{low}..{high})", f'"{channel}"', f'>= date("{_START.isoformat()}")')
        rows.append(api.Rule(f"r{at}", tests, (str(at * 1000),), "NQ"))
    output = api.Column("o1", "muc", "Mức thu", kind.MONEY, default="-1")
    return api.Table("t", "d", "Bảng", api.HitPolicy.UNIQUE, columns, (output,), tuple(rows))


def _plain(rules: int) -> Callable[[Any], int]:
    """Return the same rules as one function of if and elif, compiled by Python itself."""
    lines = ["def decide(case):", "    pages, channel, day = case['so_trang'], case['kenh'], case['ngay']"]
    for at in range(rules):
        low, high, channel = _bounds(at)
        word = "if" if at == 0 else "elif"
        lines.append(f"    {word} {low} <= pages < {high} and channel == {channel!r} and day >= START:")
        lines.append(f"        return {at * 1000}")
    lines += ["    else:", "        return -1"]
    names: dict[str, Any] = {"START": _START}
    exec("\n".join(lines), names)  # noqa: S102 - our own lines, to compare with
    decide: Callable[[Any], int] = names["decide"]
    return decide


def _cases(rules: int) -> list[dict[str, Any]]:
    chance = random.Random(7)
    most = (rules // len(_CHANNELS) + 1) * 10
    return [
        {
            "so_trang": chance.randrange(most),
            "kenh": chance.choice(_CHANNELS),
            "ngay": _START + timedelta(days=chance.randrange(-30, 300)),
        }
        for _ in range(TIMES)
    ]


def _microseconds(decide: Callable[[Any], Any], cases: Sequence[Any]) -> float:
    """Return the best CPU time of one decision over some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for case in cases:
            decide(case)
        best = min(best, time.process_time() - began)
    return best / len(cases) * 1_000_000
