import subprocess
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from dinh.config.demo import accounts, province
from dinh.config.demo.processes import House
from dinh.config.demo.steps import perform

DEFAULT_DOSSIERS = 40_000


class Command(BaseCommand):
    help = "Bring up a synthetic province: database, real catalogues, made-up people and dossiers, web and worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dossiers", type=int, default=DEFAULT_DOSSIERS, help="how many to make")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--load-only", action="store_true", help="fill the database and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        settings.DINH_HOME.mkdir(parents=True, exist_ok=True)
        (settings.DINH_HOME / "synthetic").touch()
        if options["load_only"]:
            perform(province.steps(dossiers=options["dossiers"]), self._say)
            return
        # In a process of its own: what loading took from memory goes back with it.
        port = urlsplit(settings.DINH_PUBLIC_URL).port or DEFAULT_PORT
        asked = ["--load-only", "--dossiers", str(options["dossiers"]), "--port", str(port)]
        command = [sys.executable, "-m", "dinh.config.cli", "demo", *asked]
        if subprocess.run(command, check=False).returncode:  # noqa: S603 - our own command
            raise SystemExit(1)
        house = House(port=port, threads=options["threads"])
        house.start()
        house.wait_until_ready()
        self._say(accounts.table())
        self._say(f"» {settings.DINH_PUBLIC_URL}  (Ctrl-C stops everything)\n")
        house.run()
        self._say("» stopped\n")

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()


DEFAULT_PORT = 8000
