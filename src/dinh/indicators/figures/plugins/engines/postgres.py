"""PostgreSQL: the facts themselves, as they are this moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from dinh.indicators.figures.api import register_engine

FETCHED = 20_000


class PostgresSource:
    def __init__(self, table: str) -> None:
        self.table = table

    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            while found := cursor.fetchmany(FETCHED):
                yield from found


class Postgres:
    name = "postgres"
    is_live = True

    def lacks(self) -> str:
        return ""

    @contextmanager
    def open(self, snapshot: Path | None) -> Iterator[PostgresSource]:
        del snapshot
        yield PostgresSource("indicators_dossierfact")


register_engine(Postgres())
