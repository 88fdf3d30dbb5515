from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.core.management.base import BaseCommand

from dinh.config.home import ROOT


class Command(BaseCommand):
    help = "Print the version."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        try:
            number = version("dinh")
        except PackageNotFoundError:
            number = next(
                line.split('"')[1]
                for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
                if line.startswith("version = ")
            )
        self.stdout.write(number)
