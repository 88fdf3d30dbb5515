"""Opening cells when there are many facts: the figure, the first page of its dossiers, the entries of one of them.

How many facts: DINH_BENCH_EXPLAINED, 10000000 for the aim. The facts are copies of those of a told house, in the order
of their days, beside which the cells are counted anew; the entries are those of the dossiers they were copied from.
Asked is every indicator, for the province and for its largest commune, over the fullest month and over all days.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import psycopg

from bench import rig as houses
from bench.report import Measure

DOSSIERS = 3_500
FACTS = int(os.environ.get("DINH_BENCH_EXPLAINED", "100000").replace("_", ""))
TITLE = f"Explain: from a cell to its first page of dossiers, {FACTS:,} facts"
_TIMES, _SHOWN = 3, 12
_TABLE = "indicators_dossierfact"
# Nothing here has to outlive the measuring.
_SETTINGS = ("SET maintenance_work_mem = '1GB'", "SET work_mem = '256MB'", "SET synchronous_commit = off")
_COLUMNS = f"SELECT attname FROM pg_attribute WHERE attrelid = '{_TABLE}'::regclass AND attnum > 0 AND NOT attisdropped"
_RULES = f"""
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{_TABLE}'::regclass AND contype = 'u'
"""
_INDEXES = f"""
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{_TABLE}'
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = '{_TABLE}'::regclass)
"""
_COPY = f"""
INSERT INTO {_TABLE} ({{names}}) SELECT {{values}}
FROM (SELECT * FROM {_TABLE} ORDER BY received_on, id) AS one, generate_series(1, {{copies}}) AS copy
"""
_ANEW = {"dossier_id": "one.id || '_' || copy", "submission_id": "one.id || '_' || copy"}


def run() -> list[Measure]:
    with houses.house(DOSSIERS, parts={}) as rig:
        with psycopg.connect(rig.variables["DATABASE_OWNER_URL"], autocommit=True) as link:
            began = time.perf_counter()
            held = _grow(link)
            rig.run("dinh.config.cli", "indicators", "rebuild")
            link.execute(f"VACUUM ANALYZE {_TABLE}")
            grown = time.perf_counter() - began
        told: Any = rig.told("bench.explained", "ask")
    print(f"{held:,} facts made in {grown:.0f} s; slowest: {told['slowest']}", file=sys.stderr)
    lines = [
        ("figure out of cells, with its first page", told["added"], "at most 300 ms"),
        ("figure made from facts (distinct, median), with its first page", told["made"], "at most 300 ms"),
        ("entries of one dossier of the page", told["entries"], ""),
    ]
    found = [Measure("facts", held, "")]
    for what, spent, aim in lines:
        found += [
            Measure(f"{what}, {len(spent)} cells, p50", statistics.median(spent), "ms"),
            Measure(f"{what}, p95", _p95(spent), "ms", aim=aim),
            Measure(f"{what}, slowest", max(spent), "ms", aim=aim),
        ]
    return found


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _number(link: "psycopg.Connection[Any]", query: str) -> int:
    row = link.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _grow(link: "psycopg.Connection[Any]") -> int:
    """Copy the facts until there are enough; indexes are made afterwards, which takes a quarter of the time."""
    for setting in _SETTINGS:
        link.execute(setting)
    held = _number(link, f"SELECT count(*) FROM {_TABLE}")
    copies = -(-(FACTS - held) // held)
    if copies > 0:
        rules, indexes = link.execute(_RULES).fetchall(), link.execute(_INDEXES).fetchall()
        for name, _ in rules:
            link.execute(f"ALTER TABLE {_TABLE} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            link.execute(f"DROP INDEX {name}")
        link.execute(f"ALTER TABLE {_TABLE} SET UNLOGGED")
        names = [name for (name,) in link.execute(_COLUMNS) if name != "id"]
        values = ", ".join(_ANEW.get(name, f"one.{name}") for name in names)
        link.execute(_COPY.format(names=", ".join(names), values=values, copies=copies))
        for name, rule in rules:
            link.execute(f"ALTER TABLE {_TABLE} ADD CONSTRAINT {name} {rule}")
        for _, index in indexes:
            link.execute(index)
    return _number(link, f"SELECT count(*) FROM {_TABLE}")


def _cells() -> Iterator[dict[str, Any]]:
    """Yield what is asked: each indicator, two units, two periods."""
    from django.conf import settings
    from django.db.models import Count, Max, Min

    from dinh.directory import api as directory
    from dinh.indicators.figures import api
    from dinh.indicators.figures.models import DossierFact
    from dinh.kernel.clock import now

    at = now()
    province = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=at.date())
    here = {one.unit_id for one in directory.children(unit_id=province.unit_id, on=at.date())}
    by_unit = DossierFact.objects.filter(unit_id__in=here).values("unit_id").annotate(n=Count("id")).order_by("-n")
    largest = by_unit[0]["unit_id"]
    span = DossierFact.objects.aggregate(a=Min("received_on"), b=Max("received_on"))
    fullest = DossierFact.objects.values("received_on").annotate(n=Count("id")).order_by("-n")[0]["received_on"]
    whole = api.Period(max(span["a"], span["b"] - timedelta(days=730)), span["b"])
    for code in api.codes():
        for unit_id in (province.unit_id, largest):
            for period in (api.month(fullest), whole):
                yield {"code": code, "unit_id": unit_id, "period": period, "on": at}


def ask() -> dict[str, Any]:
    """Open the cells; return the milliseconds of each opening and of the entries of one dossier, and the slowest."""
    from dinh.indicators.figures import api, registry
    from dinh.ledger import api as ledger

    spent: dict[str, list[float]] = {"added": [], "made": [], "entries": []}
    told = []
    for asked in _cells():
        best = []
        for _ in range(_TIMES):
            began = time.perf_counter()
            found = api.explain(**asked)
            best.append(1000 * (time.perf_counter() - began))
        is_added = all(registry.measure(name).is_additive for name in found.definition.measures)
        spent["added" if is_added else "made"].append(statistics.median(best))
        told.append((round(best[-1]), f"{asked['code']}, unit {asked['unit_id']}, {asked['period'].label}"))
        began = time.perf_counter()
        for row in found.rows[:1]:
            ledger.entries_of(row.dossier_id)
        spent["entries"].append(1000 * (time.perf_counter() - began))
    return {**spent, "slowest": sorted(told, reverse=True)[:_SHOWN]}


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(ask(), sys.stdout)
