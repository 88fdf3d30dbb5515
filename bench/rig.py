"""A real house to measure and to trouble: its own durable PostgreSQL, web server and worker, as processes.

A home is filled once (units, agencies, procedures, accounts, so many dossiers), kept, and copied for each use.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_INPUTS = ("data", "provinces", "law", "src/dinh/directory", "src/dinh/procedures")
_INPUTS_OF_HISTORY = ("src/dinh/config/demo", "src/dinh/dossiers", "src/dinh/indicators", "src/dinh/ledger")
_READY_SECONDS = 120.0
# Serving processes; without it as many as an operator gets who names none.
_WORKERS = os.environ.get("DINH_BENCH_WORKERS", "")
# So many dossiers are told one by one; a larger house is made of copies of them (bench.million).
_TOLD = 5_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stamp(dossiers: int) -> str:
    """A digest of whatever decides how a filled home looks."""
    found = sha256()
    migrations = sorted((ROOT / "src").rglob("migrations/0*.py"))
    folders = (*_INPUTS, *(_INPUTS_OF_HISTORY if dossiers else ()))
    inputs = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")))
    for file in (*migrations, *inputs):
        if file.is_file() and file.suffix in {".py", ".toml", ".csv", ".gz", ".json", ".jsonl", ".xz"}:
            found.update(f"{file.relative_to(ROOT)} {file.stat().st_size}".encode())
            if file.suffix in {".py", ".toml"}:
                found.update(file.read_bytes())
    return found.hexdigest()[:12]


def environment(home: Path, port: int, **more: str) -> dict[str, str]:
    left_out = ("DINH_", "DATABASE_", "PYTHONDONTWRITEBYTECODE", "PYTEST_", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "dinh.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        # Compiled once for all starts: without it every process compiles its 1,300 modules anew.
        "PYTHONPYCACHEPREFIX": str(_shelf() / "compiled"),
        "DINH_HOME": str(home),
        "DINH_SYNTHETIC": "1",
        "DINH_SIMULATORS": "1",
        "DINH_PUBLIC_URL": f"http://127.0.0.1:{port}",
        **more,
    }


def dinh(home: Path, *arguments: str, port: int = 8000, **more: str) -> str:
    """Run one `dinh` command in that home and return what it says; fail loudly."""
    command = [sys.executable, "-m", "dinh.config.cli", *arguments]
    done = subprocess.run(
        command, env=environment(home, port, **more), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"dinh {' '.join(arguments)}: {done.stdout}\n{done.stderr}")
    return done.stdout


def _shelf() -> Path:
    shelf = Path(tempfile.gettempdir()) / f"dinh-homes-{os.getuid()}"
    shelf.mkdir(mode=0o755, exist_ok=True)
    return shelf


@contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _fill(home: Path, dossiers: int) -> None:
    if dossiers:
        dinh(home, "demo", "--load-only", "--dossiers", str(min(dossiers, _TOLD)))
        if dossiers <= _TOLD:
            return
    rig = Rig(home, 8000)
    rig.start_database()
    try:
        rig.run(*(("bench.million", str(dossiers)) if dossiers else ("bench.inside", "fill")))
    finally:
        rig.stop_database()


def prepared(dossiers: int = 0) -> Path:
    """Return a filled home that stands still; it is made when its inputs changed, and copied by whoever uses it."""
    shelf = _shelf()
    kept = shelf / f"{_stamp(dossiers)}-{dossiers}"
    with _one_at_a_time(shelf / f"{dossiers}.lock"):
        if not (kept / "whole").exists():
            for old in (*shelf.glob(f"*-{dossiers}"),):
                shutil.rmtree(old)
            _fill(kept, dossiers)
            (kept / "whole").touch()
    return kept


@dataclass
class Rig:
    """One running house. The database outlives the web server and the worker, as it does in a province."""

    home: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.home, self.port, **self.variables)

    def start_database(self) -> None:
        from dinh.config import postgres

        urls = postgres.start(self.home, keep_running=True)
        self.variables.update(DATABASE_URL=urls.app, DATABASE_OWNER_URL=urls.owner)

    def stop_database(self) -> None:
        from dinh.config import postgres

        postgres.stop(self.home)

    def start(self, name: str, *arguments: str, **more: str) -> None:
        """Start the web server or the worker in a process group of its own."""
        command = [sys.executable, "-m", "dinh.config.cli", *(arguments or self._usual(name))]
        with (self.home / f"{name}.log").open("ab") as log:
            self.parts[name] = subprocess.Popen(
                command, env={**self.environment, **more}, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def _usual(self, name: str) -> tuple[str, ...]:
        more = ("--workers", _WORKERS) if _WORKERS else ()
        return ("serve", "--port", str(self.port), *more) if name == "web" else (name,)

    def wait(self) -> None:
        """Wait until the pages answer."""
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            web = self.parts["web"].poll()
            if web is not None:
                raise RuntimeError(f"the web server ended with {web}: {self.log('web')}")
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise RuntimeError(f"no answer: {self.log('web')}")

    def kill(self, name: str) -> None:
        """End a part as `kill -9` of its whole group does: nothing of it gets a chance to tidy up."""
        part = self.parts.pop(name)
        os.killpg(part.pid, signal.SIGKILL)
        part.wait()

    def stop(self) -> None:
        for name in tuple(self.parts):
            self.kill(name)
        self.stop_database()

    def cpu(self, name: str) -> float:
        """Return the processor seconds a part has used, with everything it started; in steps of a hundredth."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                # After the name in brackets: state, parent, group, session, …; times are fields 14 and 15.
                told = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                ticks += int(told[11]) + int(told[12]) if int(told[3]) == self.parts[name].pid else 0
        return ticks / os.sysconf("SC_CLK_TCK")

    def database_cpu(self) -> float:
        """Return the processor seconds of PostgreSQL, with backends that have ended."""
        main = (self.home / "postgresql" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                told = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if stat.parent.name == main:
                    ticks += sum(int(told[field]) for field in (11, 12, 13, 14))
                elif told[1] == main:
                    ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def log(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def run(self, module: str, *arguments: str, **more: str) -> str:
        """Run a module inside this house and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], env={**self.environment, **more}, cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{module}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def told(self, module: str, *arguments: str) -> "dict[str, object]":
        """Run a module that prints one JSON object."""
        found: dict[str, object] = json.loads(self.run(module, *arguments))
        return found


@contextmanager
def house(
    dossiers: int = 0, *, parts: Mapping[str, tuple[str, ...]] | None = None, is_read_only: bool = False
) -> Iterator[Rig]:
    """Run a fresh copy of a filled home with its database, web server and worker; everything is gone afterwards.

    A house that is only read is no copy: gigabytes take minutes to copy.
    """
    home = source = prepared(dossiers)
    if not is_read_only:
        home = Path(tempfile.mkdtemp(prefix="dinh-house-"))
        home.chmod(0o755)
        subprocess.run(["cp", "-a", "--reflink=auto", f"{source}/.", str(home)], check=True)
    rig = Rig(home, free_port())
    try:
        rig.start_database()
        for name, arguments in (parts if parts is not None else {"web": (), "worker": ()}).items():
            rig.start(name, *arguments)
        if "web" in rig.parts:
            rig.wait()
        yield rig
    finally:
        rig.stop()
        if not is_read_only:
            shutil.rmtree(home, ignore_errors=True)
