"""Questions asked at every press of a button, compiled once.

Django takes longer to write these statements than PostgreSQL to answer them.
"""

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar

from django.db import connection
from django.db.models import Manager, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.query import Query
from django.db.transaction import TransactionManagementError
from psycopg import Cursor

M = TypeVar("M", bound=Model)


Read = Callable[[tuple[Any, ...]], Any]


class _Kept(threading.local):
    """What one thread keeps of a question: values are converted for its own connection."""

    asked: tuple[str, Any, Read] | None = None


class Compiled(Generic[M]):
    """One question about whole rows, perhaps with rows they point to (`select_related`).

    `make` asks it with a sample for each value, in their order; a limit, NULL or an empty list is part of the question.
    """

    def __init__(self, rows: Manager[M], make: Callable[[Manager[M]], QuerySet[M]]) -> None:
        self._rows, self._make = rows, make
        self._kept = _Kept()

    def ask(self, *values: Any) -> list[M]:
        """Return the rows for these values; raise TransactionManagementError for a lock outside a transaction."""
        statement, compiler, read = self._kept.asked or self._compile()
        _check_lock(compiler.query)
        with binding_at_the_server() as cursor:
            cursor.execute(statement, values)
            found = cursor.fetchall()
        return [read(row) for row in compiler.results_iter([found])]

    def first(self, *values: Any) -> M | None:
        """Return the first row for these values, None where there is none."""
        return next(iter(self.ask(*values)), None)

    def _compile(self) -> tuple[str, Any, Read]:
        query = self._make(self._rows).query
        _check_lock(query)
        compiler = query.get_compiler(connection=connection)
        statement, _samples = compiler.as_sql()
        self._kept.asked = statement, compiler, _reader(compiler)
        return self._kept.asked


def binding_at_the_server() -> Any:
    """Return a cursor that sends values apart from the statement, which PostgreSQL plans once after a few times.

    Django's own writes the values into the text, so that each one is read and planned anew.
    """
    # As Django's own cursors do: a connection that broke since the last request is made anew.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    link: Any = connection.connection
    if connection.queries_logged:
        return connection.make_debug_cursor(_Told(link))  # type: ignore[arg-type]
    return connection.make_cursor(Cursor(link))  # type: ignore[arg-type]


class _Told(Cursor[Any]):
    """A cursor whose statements can be read afterwards, which those planned before cannot."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Self:
        return super().execute(query, params, **{**more, "prepare": False})


def _check_lock(query: Query) -> None:
    if query.select_for_update and not connection.in_atomic_block:
        raise TransactionManagementError("a lock is asked for inside a transaction")


def _reader(compiler: Any) -> Read:
    """Return what makes an object of a row, as Django's own reading does."""
    about, select = compiler.klass_info, compiler.select
    first, last = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[first:last]]
    # The stubs are ahead of the framework here.
    populators = get_related_populators(about, select, connection.alias)  # type: ignore[call-arg]

    def read(row: tuple[Any, ...]) -> Any:
        made = about["model"].from_db(connection.alias, names, row[first:last])
        for populator in populators:
            populator.populate(row, made)
        return made

    return read
