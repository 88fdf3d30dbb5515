"""Rows on their way into tables, by COPY: columns and defaults are read from the models, so no migration is missed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

_BLOCK = 1_000
_TYPES = {
    "timestamp with time zone": "timestamptz",
    "integer": "int4",
    "bigint": "int8",
    "smallint": "int2",
    "boolean": "bool",
}


def _copy_type(field: "models.Field[Any, Any]") -> str:
    """Return PostgreSQL's short name of the column's type, without its length."""
    said = (field.rel_db_type(connection) if field.is_relation else field.db_type(connection)) or ""
    bare, _, rest = said.partition("(")
    suffix = "[]" if (rest or bare).endswith("[]") else ""
    bare = bare.removesuffix("[]")
    return _TYPES.get(bare, bare) + suffix


def _default(field: "models.Field[Any, Any]") -> Any:
    if field.default is not NOT_PROVIDED:
        return field.default
    return None if field.null else ""


class Table:
    """Rows of one model waiting for COPY; primary keys come from the sequence, a block at a time."""

    def __init__(self, model: type[models.Model]) -> None:
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
        self._keys: Iterator[int] = iter(())
        columns = ", ".join(f'"{field.column}"' for field in fields)
        self._copy = f'COPY "{self.name}" ({columns}) FROM STDIN (FORMAT BINARY)'

    def take_key(self) -> int:
        """Return the primary key of the next row, for rows that point to it."""
        key = next(self._keys, None)
        if key is None:
            self._keys = iter(_keys(self.name, self._pk))
            key = next(self._keys)
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


def _keys(table: str, key: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [f'"{table}"', key, _BLOCK]
        )
        return [row[0] for row in cursor.fetchall()]
