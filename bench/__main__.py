"""`python3 run.py bench [name …] [--write]`: measure, print, and with --write put it into docs/bench.md.

Each file beside this one with `TITLE` and `run() -> list[Measure]` is one part.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

import bench
from bench.report import machine, table

_NOT_PARTS = {"report", "__main__", "rig", "inside", "visitor", "million", "frames", "cluster"}
_MORE = "With a million dossiers: [bench-million.md](bench-million.md).\n"
_DOCS = Path(__file__).resolve().parents[1] / "docs" / "bench.md"


def main() -> None:
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    found = [part.name for part in pkgutil.iter_modules(bench.__path__) if part.name not in _NOT_PARTS]
    where = machine()
    print(f"{where}\n")
    texts = []
    for name in names or sorted(found):
        part = importlib.import_module(f"bench.{name}")
        texts.append(table(part.TITLE, part.run()))
        print(texts[-1])
    if "--write" in sys.argv:
        _DOCS.write_text("\n".join(["# Speed", "", f"Measured {where}.", "", *texts, _MORE]), encoding="utf-8")


if __name__ == "__main__":
    main()
