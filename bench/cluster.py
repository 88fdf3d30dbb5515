"""A Spark cluster on the loopback: one master and two workers, each a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 90
_MASTER = re.compile(r"Starting Spark master at (spark://\S+)")


def _start(home: Path, log: Path, *words: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_HOME": str(home),
        "PYSPARK_PYTHON": sys.executable,
    }
    with log.open("wb") as out:
        return subprocess.Popen(
            [str(home / "bin" / "spark-class"), *words],
            stdout=out, stderr=subprocess.STDOUT, env=environment, cwd=log.parent, start_new_session=True,
        )  # fmt: skip


def _wait_for(log: Path, pattern: re.Pattern[str], count: int = 1) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = pattern.findall(log.read_text(encoding="utf-8", errors="replace"))
        if len(found) >= count:
            return str(found[-1])
        time.sleep(0.2)
    raise TimeoutError(log.read_text(encoding="utf-8", errors="replace")[-2_000:])


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """Bring up a master with its workers and give its address; all of them end with the block."""
    import pyspark

    home = Path(pyspark.__file__).parent
    started = [
        _start(
            home, folder / "master.log", "org.apache.spark.deploy.master.Master",
            "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
        )
    ]  # fmt: skip
    try:
        address = _wait_for(folder / "master.log", _MASTER)
        for number in range(workers):
            log = folder / f"worker-{number}.log"
            started.append(
                _start(
                    home, log, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0",
                    "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{number}"), address,
                )
            )  # fmt: skip
        _wait_for(folder / "master.log", re.compile("Registering worker"), workers)
        yield address
    finally:
        for one in reversed(started):
            os.killpg(one.pid, signal.SIGTERM)
            one.wait(timeout=30)
