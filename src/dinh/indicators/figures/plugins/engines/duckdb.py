"""DuckDB in this process over the published columns: history, and everything at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dinh.indicators.figures.api import register_engine

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FETCHED = 50_000


class DuckSource:
    table = "fact"

    def __init__(self, opened: "DuckDBPyConnection") -> None:
        self.connection = opened

    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]:
        found = self.connection.execute(sql)
        while rows := found.fetchmany(FETCHED):
            yield from rows


class Duck:
    name = "duckdb"
    is_live = False

    def lacks(self) -> str:
        missing = [name for name in ("duckdb", "pyarrow") if find_spec(name) is None]
        return f"{' and '.join(missing)} not installed (requirements/analytics.txt)" if missing else ""

    @contextmanager
    def open(self, snapshot: Path | None) -> Iterator[DuckSource]:
        """Open a view over the files; nothing is fetched from anywhere and no order of rows is kept."""
        import duckdb

        with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as opened:
            opened.execute("SET preserve_insertion_order = false")
            opened.execute("SET enable_progress_bar = false")
            files = opened.read_parquet(f"{snapshot}/*.parquet")
            files.create_view("fact")
            yield DuckSource(opened)


register_engine(Duck())
