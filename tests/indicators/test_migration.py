"""Cells that were counted in columns are the same numbers afterwards, and back again."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.integration
OLD, NEW = [("indicators", "0001_initial")], [("indicators", "0002_measures_as_data")]
LATEST = [("indicators", "0003_facts_anew")]
EIGHT = (7, 6, 5, 4, 3, 2, 1, 0)
COLUMNS = "received, received_online, with_fee, paid_online, digitised, reused, closed, closed_on_time"


@pytest.mark.django_db(transaction=True)
def test_cells_move_into_arrays_and_back() -> None:
    MigrationExecutor(connection).migrate(OLD)
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO indicators_procedurekey (id, code) VALUES (1, '1.001193')")
            cursor.execute("INSERT INTO indicators_watermark (id, position) VALUES (1, 41)")
            for table, day in (("indicators_dailycell", "day, procedure_id"), ("indicators_monthcell", "month")):
                key = [9, date(2026, 3, 1), *([1] if table == "indicators_dailycell" else [])]
                marks = ", ".join(["%s"] * (len(key) + 8))
                cursor.execute(f"INSERT INTO {table} (unit_id, {day}, {COLUMNS}) VALUES ({marks})", [*key, *EIGHT])
        MigrationExecutor(connection).migrate(NEW)
        with connection.cursor() as cursor:
            for table in ("indicators_dailycell", "indicators_monthcell"):
                cursor.execute(f"SELECT counts FROM {table}")
                assert cursor.fetchall() == [(list(EIGHT),)]
            cursor.execute("SELECT counted->>'received' <> '' FROM indicators_watermark")
            assert cursor.fetchone() == (True,)
        MigrationExecutor(connection).migrate(OLD)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COLUMNS} FROM indicators_dailycell")
            assert cursor.fetchall() == [EIGHT]
    finally:
        MigrationExecutor(connection).migrate(LATEST)
