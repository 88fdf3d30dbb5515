"""All declared figures of 3,321 communes over 24 months, beside a bare scan, SQL by hand, PostgreSQL, pandas and Spark.

DINH_FACTS says how many facts (1,000,000 when left out; several with commas). PostgreSQL is asked for one million at
most, pandas and Spark for ten: beyond, one waits for the loading, or memory is not enough. The rows are made by DuckDB
from hashes of their numbers, so that a hundred million cost no Python, and stand in the order a snapshot writes them
in: by month, unit and day. Every way must give the same hash of its cells.
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

from bench import rig as houses
from bench.report import Measure

TITLE = "Figures"
_HAND = "SQL by hand on DuckDB"
UNITS, MONTHS, PROCEDURES = 3_321, 24, 2_849
_FIRST = date(2024, 7, 1)
_SIZES = tuple(int(size.replace("_", "")) for size in os.environ.get("DINH_FACTS", "1_000_000").split(","))
_POSTGRES_AT_MOST = 1_000_000
_PANDAS_AT_MOST = _SPARK_AT_MOST = 10_000_000
# Of more than so many one run is enough: a cold file does not show in minutes.
_ONCE_FROM = 50_000_000
_MADE = """
COPY (
    SELECT 1 + (h % {units})::INT AS unit_id, 1 + (h >> 12 & 4095)::INT % {procedures} AS procedure_id,
        unit_id AS agency_id, unit_id AS receiving_unit_id, received_on,
        CASE WHEN closing <> 0 THEN received_on + (handled // 1440)::INT END AS closed_on,
        (CASE WHEN h >> 24 & 3 < 2 THEN 2 ELSE 1 + (h >> 24 & 1) * 2 END)::TINYINT AS channel,
        closing::TINYINT AS closing,
        (CASE WHEN closing = 9 THEN 1 + (h >> 33 & 15 = 0)::INT END)::TINYINT AS outcome,
        (CASE WHEN closing = 9 AND h >> 37 & 7 = 0 THEN 1 + (h >> 40 & 127)::INT % 3 END)::TINYINT AS rating,
        (CASE WHEN fee THEN h >> 47 & 1 ELSE 0 END)::TINYINT AS paid,
        CASE WHEN closing <> 0 THEN handled < 20000 END AS is_on_time, ((h >> 48 & 7) // 6)::INT AS supplement_requests,
        fee AS has_fee, (CASE WHEN fee THEN 50000 ELSE 0 END)::BIGINT AS fee_vnd, h >> 51 & 1 = 1 AS has_file,
        h >> 52 & 1 = 1 AS requires_result, closing = 9 AND h >> 53 & 1 = 1 AS has_e_result,
        h >> 54 & 3 = 0 AS is_reused, h >> 56 & 1 = 1 AS is_vneid, NULL::BOOLEAN AS is_full_process,
        NULL::BOOLEAN AS is_from_national_store, NULL::BOOLEAN AS is_synced,
        CASE WHEN closing = 9 THEN handled END AS handled_minutes
    FROM (SELECT h, DATE '{first}' + (h >> 57)::INT % {days} AS received_on, h >> 44 & 3 = 0 AS fee,
              CASE WHEN h >> 28 & 15 = 0 THEN 0 WHEN h >> 28 & 15 = 1 THEN 7 ELSE 9 END AS closing,
              (h >> 20 & 32767)::BIGINT AS handled
          FROM (SELECT hash(i) AS h FROM range({start}, {stop}) AS r(i))) AS a
    ORDER BY unit_id, received_on
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


def run() -> list[Measure]:
    with houses.house(parts={}) as rig:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
        os.environ["DATABASE_URL"] = rig.variables["DATABASE_OWNER_URL"]
        django.setup()
        found = list(_compiled())
        for size in _SIZES:
            with tempfile.TemporaryDirectory(prefix="dinh-bench-") as place:
                found += _sized(size, Path(place), rig)
    return found


def _months() -> list[Any]:
    from dinh.indicators.figures.types import Period

    firsts = [date(_FIRST.year + (_FIRST.month - 1 + n) // 12, (_FIRST.month - 1 + n) % 12 + 1, 1) for n in range(25)]
    return [Period(a, date.fromordinal(b.toordinal() - 1)) for a, b in pairwise(firsts)]


def _plan(periods: "list[Any]") -> Any:
    from dinh.indicators.figures import registry
    from dinh.indicators.figures.policies.plans import Plan

    placed = [(one, registry.node(code)) for code, one in sorted(registry.measures().items()) if one.is_additive]
    return Plan(registry.facts()["dossier"], tuple(placed), tuple(periods))


def _make(size: int, place: Path, periods: "list[Any]") -> None:
    import duckdb

    each = -(-size // len(periods))
    with duckdb.connect() as opened:
        for n, period in enumerate(periods):
            opened.execute(
                _MADE.format(
                    units=UNITS, procedures=PROCEDURES, first=period.first, days=(period.last - period.first).days + 1,
                    start=n * each, stop=min(size, (n + 1) * each), file=place / f"{period.first:%Y-%m}.parquet",
                )
            )  # fmt: skip


@contextmanager
def _measured(into: "dict[str, float]") -> Iterator[None]:
    """Measure processor time, clock and the most memory this process had meanwhile."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    into |= {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    into["memory"] = int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _sized(size: int, place: Path, rig: houses.Rig) -> list[Measure]:
    from dinh.indicators.figures import registry
    from dinh.indicators.figures.policies.plans import digest_rows, statements

    periods = _months()
    _make(size, place, periods)
    plan = _plan(periods)
    times = 1 if size >= _ONCE_FROM else 2
    with registry.engine("duckdb").open(place) as source:
        bare, _ = _timed(lambda: source.rows(_bare(plan)), times)
        ours, rows = _timed(lambda: source.rows(statements(plan, "fact")[0].sql), times)
        by_hand, same = _timed(lambda: source.rows(_by_hand(plan, "fact")), times)
    digests = {str(digest_rows(plan, "fact", lambda _: rows)), _digest_by_hand(plan, same)}
    peers = [one for way in (_postgres, _pandas, _spark) for one in way(size, place, plan, rig)]
    assert len(digests | {hash_ for _name, _said, hash_ in peers}) == 1, "the ways do not agree"
    name = f"{size:,} facts"
    whole = f"{name}, {len(plan.measures)} measures, {UNITS:,} communes x {len(periods)} months"
    units = (("cpu", "CPU s"), ("wall", "s"), ("memory", "MB"))
    return [
        Measure(whole, ours["cpu"], "CPU s", "bare scan of the same columns, CPU s", bare["cpu"]),
        Measure(name, ours["wall"], "s", "bare scan of the same columns, s", bare["wall"]),
        *(
            Measure(name, ours[what], unit, f"{way}, {unit}", said[what], "1" if way == _HAND and what == "cpu" else "")
            for way, said, _hash in ((_HAND, by_hand, ""), *peers)
            for what, unit in units
            if what in said
        ),
    ]


def _timed(rows: "Callable[[], Any]", times: int = 2) -> "tuple[dict[str, float], list[Any]]":
    """Return what the better of some runs took, so that none pays for a cold file, and its rows."""
    told: list[dict[str, float]] = []
    found: list[Any] = []
    for _ in range(times):
        said: dict[str, float] = {}
        found = []
        with _measured(said):
            found = list(rows())
        told.append(said)
    return min(told, key=lambda one: one["cpu"]), found


def _bare(plan: Any) -> str:
    from dinh.indicators.figures.policies.expressions import columns_of

    used = {"unit_id", *(one.by for one, _ in plan.measures), *(one.of for one, _ in plan.measures if one.of)}
    used |= {name for _, node in plan.measures for name in columns_of(node)}
    return f"SELECT {', '.join(f'max({name})' for name in sorted(used))} FROM fact"


def _by_hand(plan: Any, table: str) -> str:
    """Return what one would write without a compiler: a grouped scan for each day, months from the calendar."""
    from dinh.indicators.figures.policies.expressions import sql

    halves = []
    for by in dict.fromkeys(one.by for one, _ in plan.measures):
        numbers = []
        for one, node in plan.measures:
            value = f"sum({one.of})" if one.of else "count(*)"
            numbers.append(f"{value} FILTER (WHERE {sql(node)})" if one.by == by else "0")
        month = f"(extract(year FROM {by}) * 12 + extract(month FROM {by}))::int"
        inside = f"{by} BETWEEN DATE '{plan.periods[0].first}' AND DATE '{plan.periods[-1].last}'"
        listed = ", ".join(f"{number} AS m{n}" for n, number in enumerate(numbers))
        halves.append(f"SELECT {month} AS month, unit_id, {listed} FROM {table} WHERE {inside} GROUP BY 1, 2")
    sums = ", ".join(f"coalesce(sum(m{n}), 0)::bigint" for n in range(len(plan.measures)))
    return f"SELECT month, unit_id, {sums} FROM ({' UNION ALL '.join(halves)}) AS halves GROUP BY 1, 2"


def _digest_by_hand(plan: Any, rows: "list[Any]") -> str:
    from dinh.indicators.figures.policies.plans import Digest

    found, first = Digest(), _FIRST.year * 12 + _FIRST.month
    for month, unit, *numbers in rows:
        found.take((month - first, unit), sorted(zip((one.code for one, _ in plan.measures), numbers, strict=True)))
    return str(found)


Peer = tuple[str, dict[str, float], str]


def _postgres(size: int, place: Path, plan: Any, rig: houses.Rig) -> Iterator[Peer]:
    """Yield what PostgreSQL takes for the same plan, processor time of its own, and the hash of its cells."""
    import duckdb
    from django.db import connection, transaction

    from dinh.indicators.figures.policies.plans import digest_rows, statements
    from dinh.indicators.figures.queries.cells import on_live

    if size > _POSTGRES_AT_MOST:
        return
    with transaction.atomic():
        with connection.cursor() as cursor, duckdb.connect() as opened:
            listed = ", ".join(plan.fact.columns)
            told = opened.execute(f"SELECT {listed} FROM read_parquet('{place}/*.parquet')")
            cursor.execute(
                f"CREATE TEMP TABLE fact ON COMMIT DROP AS SELECT {listed} FROM indicators_dossierfact LIMIT 0"
            )
            with cursor.copy(f"COPY fact ({listed}) FROM STDIN") as copy:
                while rows := told.fetchmany(50_000):
                    for row in rows:
                        copy.write_row(row)
            cursor.execute("ANALYZE fact")
        said: dict[str, float] = {}
        used = rig.database_cpu()
        with _measured(said):
            rows = list(on_live(statements(plan, "fact")[0].sql))
        spent = {"cpu": rig.database_cpu() - used, "wall": said["wall"]}
        yield "PostgreSQL", spent, str(digest_rows(plan, "fact", lambda _: rows))


def _pandas(size: int, place: Path, plan: Any, _rig: houses.Rig) -> Iterator[Peer]:
    from dinh.indicators.figures.policies.plans import Digest

    if size > _PANDAS_AT_MOST or find_spec("pandas") is None:
        return
    from bench.frames import cells

    said: dict[str, float] = {}
    with _measured(said):
        frame = cells(place, plan, _FIRST)
    frame = frame[sorted(frame.columns)].astype("int64")
    digest = Digest()
    for key, *numbers in frame.itertuples():
        digest.take(map(int, key), zip(frame.columns, map(int, numbers), strict=True))
    yield "pandas", said, str(digest)


def _spark(size: int, place: Path, plan: Any, _rig: houses.Rig) -> Iterator[Peer]:
    """Yield what a cluster of one and of two workers takes, each of one core; the second run, when Java is warm."""
    from bench.cluster import cluster
    from dinh.indicators.figures import registry
    from dinh.indicators.figures.policies.plans import digest_rows, statements

    engine = registry.engine("spark")
    if size > _SPARK_AT_MOST or engine.lacks():
        return
    for workers in (1, 2):
        with (
            tempfile.TemporaryDirectory(prefix="dinh-spark-") as folder,
            cluster(Path(folder), workers=workers) as os.environ["DINH_SPARK_MASTER"],
            engine.open(place) as source,
        ):
            said, rows = _timed(lambda source=source: source.rows(statements(plan, source.table)[0].sql))  # type: ignore[misc]
            found = str(digest_rows(plan, source.table, lambda _, rows=rows: rows))  # type: ignore[misc]
        yield f"Spark, {workers} worker{'s' if workers > 1 else ''} of one core", {"wall": said["wall"]}, found


def _compiled() -> Iterator[Measure]:
    from dinh.indicators.figures import registry
    from dinh.indicators.figures.policies.expressions import parse
    from dinh.indicators.figures.policies.plans import Plan, statements

    fact, periods = registry.facts()["dossier"], tuple(_months())
    texts = [(one, one.where) for one in registry.measures().values() if one.is_additive]
    began = time.process_time()
    three_hundred = [
        (one, parse(f"({where or 'has_fee or not has_fee'}) and supplement_requests <= {n}", fact.columns))
        for n in range(-(-300 // len(texts)))
        for one, where in texts
    ][:300]
    dimensions = fact.dimensions
    for n in range(20):
        by = dict.fromkeys(["unit_id", dimensions[n % len(dimensions)], dimensions[n * 3 % len(dimensions)]])
        statements(Plan(fact, tuple(three_hundred), periods, by=tuple(by)), "fact")
    yield Measure(
        "Read and compile 300 measures x 20 breakdowns", time.process_time() - began, "CPU s", aim="under 1 s"
    )
