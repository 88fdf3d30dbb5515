"""Questions asked at every press of a button, compiled once.

Django takes longer to write these statements than PostgreSQL to answer them.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Manager, Model, QuerySet
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)


class Compiled(Generic[M]):
    """One question about whole rows; `make` asks it with a sample for each value, in their order."""

    def __init__(self, rows: Manager[M], make: Callable[[Manager[M]], QuerySet[M]]) -> None:
        self._rows, self._make = rows, make
        self._kept: tuple[str, bool] | None = None

    def ask(self, *values: object) -> list[M]:
        """Return the rows for these values; raise TransactionManagementError for a lock outside a transaction."""
        statement, is_locking = self._kept or self._compile()
        if is_locking and not connection.in_atomic_block:
            raise TransactionManagementError("a lock is asked for inside a transaction")
        return list(self._rows.raw(statement, values))

    def _compile(self) -> tuple[str, bool]:
        asked = self._make(self._rows).query
        self._kept = (asked.sql_with_params()[0], asked.select_for_update)
        return self._kept
