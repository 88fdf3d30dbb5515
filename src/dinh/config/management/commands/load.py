import inspect
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dinh.kernel import clock
from dinh.kernel.errors import DinhError

# What can be loaded, in the order it must be: name -> the function that loads it, called with the moment.
LOADERS: dict[str, str] = {
    "units": "dinh.config.loading:units",
    "agencies": "dinh.config.loading:agencies",
    "procedures": "dinh.config.loading:procedures",
    "forms": "dinh.config.loading:forms",
    "processes": "dinh.config.loading:processes",
    "scores": "dinh.config.loading:scores",
}
_OPTIONS = ("folder", "valid_from", "may_shrink")


class Command(BaseCommand):
    help = "Load real reference data; a second time it changes nothing and says so."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="*", choices=[*LOADERS, []], default=[], help="default: everything, in order")
        parser.add_argument("--folder", type=Path, help="where the files are, by default in data/")
        parser.add_argument("--valid-from", type=date.fromisoformat, help="first day of what changed, YYYY-MM-DD")
        parser.add_argument("--may-shrink", action="store_true", help="accept files that lost many rows")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        given = {name: options[name] for name in _OPTIONS if options[name]}
        for what in options["what"] or LOADERS:
            module, function = LOADERS[what].split(":")
            load: Callable[..., list[str]] = getattr(import_module(module), function)
            strange = given.keys() - inspect.signature(load).parameters.keys()
            if strange:
                raise CommandError(f"{what} takes no {', '.join(sorted(strange))}")
            try:
                lines = load(at=clock.now(), **given)
            except DinhError as error:
                raise CommandError(f"{what}: {error} {error.hint}") from error
            for line in lines:
                self.stdout.write(f"{what}: {line}")
