"""`dinh design build`: write the one stylesheet from tokens, base and components."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dinh.design import bundle


class Command(BaseCommand):
    help = "Build the stylesheet of the house."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["build"])

    def handle(self, **options: Any) -> None:
        del options
        self.stdout.write("design.css written" if bundle.write() else "design.css is fresh")
