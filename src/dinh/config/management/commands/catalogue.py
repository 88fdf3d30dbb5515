from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dinh.config import catalogue


class Command(BaseCommand):
    help = "Find, check and compile the words on screen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["extract", "check", "compile"])
        parser.add_argument("module", nargs="?", default="", help="for example dossiers or directory/units")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if options["action"] == "extract":
            for home in catalogue.homes():
                name = str(home.relative_to(catalogue.SOURCE))
                if options["module"] in {"", name}:
                    self.stdout.write(f"{name}: {catalogue.update(home)} new")
        elif options["action"] == "compile":
            catalogue.compile_all()
        else:
            missing = [gap for gap in catalogue.gaps() if options["module"] in {"", gap.module}]
            for gap in missing:
                self.stdout.write(f"{gap.module}: {gap.message!r}")
            if missing:
                raise CommandError(f"{len(missing)} messages without Vietnamese")
            self.stdout.write("catalogue complete")
