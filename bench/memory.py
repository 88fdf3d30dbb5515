"""Memory of a house at rest: web server, worker and database, each page counted once (PSS)."""

import time
from pathlib import Path

from bench import rig as houses
from bench.report import Measure
from bench.visitor import Visitor

TITLE = "Memory at rest"
_PAGES = ("/", "/thu-tuc/", "/thu-tuc/1.004873/", "/tra-cuu/", "/dia-danh/", "/dang-nhap/")
_REST_SECONDS = 15


def run() -> list[Measure]:
    import psutil

    with houses.house() as rig:
        visitor = Visitor(rig.port)
        for path in _PAGES:
            visitor.get(path)
        visitor.hang_up()
        time.sleep(_REST_SECONDS)
        parts = {name: _with_children(psutil.Process(part.pid)) for name, part in rig.parts.items()}
        main = int((rig.home / "postgresql" / "postmaster.pid").read_text().split()[0])
        parts["PostgreSQL"] = _with_children(psutil.Process(main))
        found = {name: sum(_pss(one.pid) for one in processes) for name, processes in parts.items()}
    lines = [Measure(name, value, "MB") for name, value in found.items()]
    return [*lines, Measure("the whole demo at rest", sum(found.values()), "MB", aim="at most 600 MB")]


def _with_children(process: "object") -> "list[object]":
    return [process, *process.children(recursive=True)]  # type: ignore[attr-defined]


def _pss(pid: int) -> float:
    """Return the proportional set size in MB: shared pages are divided among who shares them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
