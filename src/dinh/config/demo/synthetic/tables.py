"""Rows on their way into tables, by COPY: columns and defaults are read from the models, so no migration is missed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

_TYPES = {
    "timestamp with time zone": "timestamptz",
    "integer": "int4",
    "bigint": "int8",
    "smallint": "int2",
    "boolean": "bool",
}


def _copy_type(field: models.Field[Any, Any]) -> str:
    """Return PostgreSQL's short name of the column's type, without its length."""
    said = (field.rel_db_type(connection) if field.is_relation else field.db_type(connection)) or ""
    bare, _, rest = said.partition("(")
    suffix = "[]" if (rest or bare).endswith("[]") else ""
    bare = bare.removesuffix("[]")
    return _TYPES.get(bare, bare) + suffix


def _default(field: models.Field[Any, Any]) -> Any:
    if field.default is not NOT_PROVIDED:
        return field.default
    return None if field.null else ""


class Table:
    """Rows of one model waiting for COPY; primary keys are given out in steps, so that writers never meet."""

    def __init__(self, model: type[models.Model], *, number: int = 0, writers: int = 1) -> None:
        meta = model._meta  # noqa: SLF001  # Django's own way to the columns
        fields = meta.concrete_fields
        self.name = meta.db_table
        self.rows: list[tuple[Any, ...]] = []
        self.written = 0
        self._names = tuple(field.attname for field in fields)
        self._plain = {field.attname: _default(field) for field in fields}
        self._made = tuple(name for name, default in self._plain.items() if callable(default))
        self._types = [_copy_type(field) for field in fields]
        self._pk = meta.pk.attname
        self._next = _greatest(self.name, self._pk) + 1 + number
        self._step = writers
        columns = ", ".join(f'"{field.column}"' for field in fields)
        self._copy = f'COPY "{self.name}" ({columns}) FROM STDIN (FORMAT BINARY)'

    def take_key(self) -> int:
        """Return the primary key of the next row, for rows that point to it."""
        key = self._next
        self._next += self._step
        return key

    def add(self, row: Mapping[str, Any]) -> None:
        """Keep a row by its column names; what is not named takes the model's default."""
        whole = {**self._plain, **row}
        if self._pk not in row:
            whole[self._pk] = self.take_key()
        for name in self._made:
            if name not in row:
                whole[name] = self._plain[name]()
        self.rows.append(tuple([whole[name] for name in self._names]))

    def flush(self) -> None:
        if not self.rows:
            return
        with connection.cursor() as cursor, cursor.copy(self._copy) as copy:
            copy.set_types(self._types)
            for row in self.rows:
                copy.write_row(row)
        self.written += len(self.rows)
        self.rows.clear()


def _greatest(table: str, key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table}"')  # noqa: S608 - names of our own models
        return int(cursor.fetchone()[0])


def set_sequences(tables: tuple[type[models.Model], ...]) -> None:
    """Let the sequences go on after the keys given out here."""
    with connection.cursor() as cursor:
        for model in tables:
            name, key = model._meta.db_table, model._meta.pk.attname  # noqa: SLF001  # as above
            cursor.execute(
                f'SELECT setval(pg_get_serial_sequence(%s, %s), greatest((SELECT max("{key}") FROM "{name}"), 1))',  # noqa: S608, E501 - names of our own models
                [f'"{name}"', key],
            )
