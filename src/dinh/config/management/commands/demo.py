from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dinh.config.demo import accounts, province, running
from dinh.config.demo.steps import perform


class Command(BaseCommand):
    help = "Bring up a synthetic province: database, real catalogues, made-up people and dossiers, web and worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        running.options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the database and tell the accounts; `running` starts the house around this."""
        del args
        settings.DINH_HOME.mkdir(parents=True, exist_ok=True)
        (settings.DINH_HOME / "synthetic").touch()
        perform(province.steps(dossiers=options["dossiers"]), self._say)
        self._say(accounts.table())

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()
