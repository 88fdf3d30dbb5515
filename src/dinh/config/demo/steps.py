"""The steps that fill an empty database with a synthetic province; each is done once and remembered."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name on screen, what it depends on (files), and how it is done."""

    key: str
    title: str
    inputs: tuple[Path, ...]
    run: Callable[[Say], None]


def digest_of(paths: tuple[Path, ...]) -> str:
    """Return a digest over the names, sizes and bytes of all files below `paths`."""
    found = hashlib.sha256()
    for path in paths:
        for file in sorted([path] if path.is_file() else path.rglob("*")):
            if file.is_file() and file.suffix not in {".pyc", ".mo"}:
                found.update(str(file.relative_to(settings.DINH_ROOT)).encode())
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


class Done:
    """Which steps this home has behind it, kept in a file beside the database."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def has(self, step: Step) -> bool:
        return self._known.get(step.key) == digest_of(step.inputs)

    def add(self, step: Step) -> None:
        self._known[step.key] = digest_of(step.inputs)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(self._known, indent=1))
        fresh.replace(self._file)


def migrate(say: Say) -> None:
    """Bring the tables up to date as their owner; the running system may not change them."""
    say("")
    environment = {**os.environ, "DATABASE_URL": os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])}
    command = [sys.executable, "-m", "dinh.config.cli", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own command, no input from outside


def perform(steps: tuple[Step, ...], say: Say) -> None:
    """Do the steps that are not done yet, telling what is going on and how long it took."""
    done = Done(settings.DINH_HOME / "demo-steps.json")
    for place, step in enumerate(steps, start=1):
        head = f"» [{place}/{len(steps)}] {step.title}"
        if done.has(step):
            say(f"{head}: already done\n")
            continue
        say(f"{head} …\n")
        started = time.monotonic()
        step.run(lambda text: say(f"    {text}\n") if text else None)
        done.add(step)
        say(f"    {time.monotonic() - started:.1f} s\n")
