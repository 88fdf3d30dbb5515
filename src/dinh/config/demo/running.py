"""A demonstration from the first step to Ctrl-C, in a process that stays small: it never loads Django itself."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from dinh.config.demo.environment import FIRST_PORT
from dinh.config.demo.processes import House

DEFAULT_DOSSIERS = 40_000
_THREADS = 8


def options(parser: argparse.ArgumentParser) -> None:
    """Say what a demonstration may be asked for."""
    parser.add_argument("--dossiers", type=int, default=DEFAULT_DOSSIERS, help="how many to make")
    parser.add_argument("--port", type=int, default=FIRST_PORT)
    parser.add_argument("--threads", type=int, default=_THREADS)
    parser.add_argument("--load-only", action="store_true", help="fill the database and stop")


def is_wanted(arguments: Sequence[str]) -> bool:
    """Tell whether these arguments ask for a running house, and not only for help or for its data."""
    return arguments[:1] == ["demo"] and not {"--load-only", "--help", "-h"} & set(arguments)


def run(arguments: Sequence[str]) -> None:
    """Fill the database in a process of its own, then keep the house running until Ctrl-C.

    What loading took from memory goes back with its process. Raises SystemExit when a part fails.
    """
    parser = argparse.ArgumentParser(prog="dinh demo")
    options(parser)
    asked = parser.parse_args(list(arguments[1:]))
    url = os.environ["DINH_PUBLIC_URL"]
    port = urlsplit(url).port or FIRST_PORT
    load = ["demo", "--load-only", "--dossiers", str(asked.dossiers), "--port", str(port)]
    if subprocess.run([sys.executable, "-m", "dinh.config.cli", *load], check=False).returncode:  # noqa: S603
        raise SystemExit(1)
    house = House(port=port, threads=asked.threads)
    house.start()
    house.wait_until_ready()
    _say(f"» {url}  (Ctrl-C stops everything)\n")
    house.run()
    _say("» stopped\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
