"""What may be wrong with an installation, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dinh.kernel import clock
from dinh.notices import api as notices

_GIB = 1 << 30
_LEAST_FREE = 2 * _GIB
_POSTGRES = 170000


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, what was seen, and what to do when it is not."""

    name: str
    is_well: bool
    seen: str
    mend: str = ""


def _python() -> Finding:
    well = sys.version_info >= (3, 11)
    return Finding("Python", well, sys.version.split()[0], "install Python 3.11 or newer")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DINH_HOME).free
    return Finding(
        "disk", free >= _LEAST_FREE, f"{free / _GIB:.1f} GiB free", "free at least 2 GiB for files and the database"
    )


def _home() -> Finding:
    writable = os.access(settings.DINH_HOME, os.W_OK)
    return Finding("home", writable, str(settings.DINH_HOME), "make DINH_HOME writable for this user")


def _keys() -> Finding:
    loose = [
        str(file.relative_to(settings.DINH_HOME))
        for folder in ("keys", "pki")
        for file in Path(settings.DINH_HOME, folder).rglob("*")
        if file.is_file() and ("private" in file.name or file.suffix == ".key") and file.stat().st_mode & 0o077
    ]
    return Finding("keys", not loose, "owner only" if not loose else ", ".join(loose), "chmod 600 these files")


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            row = cursor.fetchone()
    except (psycopg.Error, DatabaseError) as error:
        return Finding("database", False, str(error).splitlines()[0], "start it, or set DATABASE_URL to one that runs")
    version = int(row[0])
    return Finding("database", version >= _POSTGRES, f"PostgreSQL {version // 10000}", "use PostgreSQL 17 or newer")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("tables", not plan, f"{len(plan)} migrations to do", "run: dinh migrate")


def _ledger() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, 'ledger_entry', 'UPDATE')"
            " OR has_table_privilege(current_user, 'ledger_entry', 'DELETE')"
        )
        row = cursor.fetchone()
    may_change = bool(row[0])
    return Finding(
        "ledger",
        not may_change,
        "the running role may change entries" if may_change else "append-only for the running role",
        "connect as dinh_app (DATABASE_URL), and keep the owner for DATABASE_OWNER_URL",
    )


def _browser_tools() -> Finding:
    missing = [name for name in ("chromium", "pdfsig") if shutil.which(name) is None]
    return Finding(
        "tools for tests",
        True,
        "all there" if not missing else f"without {', '.join(missing)}",
        "apt-get install chromium poppler-utils",
    )


def _synthetic() -> Finding:
    marked = settings.DINH_SYNTHETIC
    simulated = settings.DINH_SIMULATORS and not marked
    return Finding(
        "simulators",
        not simulated,
        "a synthetic province, marked so"
        if marked
        else "off"
        if not settings.DINH_SIMULATORS
        else "on beside real data",
        "unset DINH_SIMULATORS: outside systems must not be simulated for real people",
    )


def _configuration() -> Finding:
    try:
        call_command("check", "--fail-level", "ERROR", verbosity=0)
    except SystemExit as error:
        return Finding("configuration", False, str(error), "run: dinh check")
    return Finding("configuration", True, "sound")


def _notices() -> Finding:
    try:
        carriers, waiting = notices.provider_states(), notices.waiting(at=clock.now())
    except DatabaseError as error:
        return Finding("notices", False, str(error).splitlines()[0], "run: dinh migrate")
    silent = [way for way in ("email", "sms") if way not in {one.way for one in carriers}]
    resting = [f"{one.name} ({one.last_error})" for one in carriers if one.open_until is not None]
    seen = [", ".join(f"{one.way}: {one.name}" for one in carriers) or "the portal alone", f"{waiting} messages due"]
    seen += [f"not answering: {', '.join(resting)}"] if resting else []
    seen += [f"nobody carries {' and '.join(silent)}"] if silent else []
    mend = "name your providers in notices.toml (src/dinh/notices/README.md), or wait until they answer"
    return Finding("notices", not resting, "; ".join(seen), mend)


_WITHOUT_DATABASE: tuple[Callable[[], Finding], ...] = (
    _python,
    _home,
    _disk,
    _keys,
    _synthetic,
    _browser_tools,
    _configuration,
)
_WITH_DATABASE: tuple[Callable[[], Finding], ...] = (_migrations, _ledger, _notices)


def findings() -> Iterator[Finding]:
    """Yield every finding; those that need the database only when it answers."""
    for look in _WITHOUT_DATABASE:
        yield look()
    database = _database()
    yield database
    if database.is_well:
        for look in _WITH_DATABASE:
            yield look()
