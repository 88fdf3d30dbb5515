"""The `dinh` command: Django's commands of all modules, with the database started when none is named."""

import os
import sys
from pathlib import Path

from dinh.config.demo import environment, running

# Commands that change tables connect as the owner; everything else has only the rights of the running system.
_OWNER = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations", "squashmigrations", "dbshell"})
_NO_DATABASE = frozenset({"deadline", "vietqr", "catalogue", "help", "check", "stop", "version", "docs"})


def _needs_database(arguments: list[str]) -> bool:
    if not arguments or arguments[0] in _NO_DATABASE or "--help" in arguments:
        return False
    return arguments[:2] != ["ledger", "check"]


def _connect(command: str) -> None:
    from dinh.config import postgres
    from dinh.config.home import home

    urls = postgres.start(home())
    os.environ["DATABASE_URL"] = urls.owner if command in _OWNER else urls.app
    os.environ["DATABASE_OWNER_URL"] = urls.owner


def _compile_words() -> None:
    """Compile catalogues that are newer than their compiled form, before Django reads any."""
    sources = list(Path(__file__).parents[1].rglob("locale/vi/LC_MESSAGES/django.po"))
    fresh = {source: source.with_suffix(".mo") for source in sources}
    if any(not made.exists() or made.stat().st_mtime < source.stat().st_mtime for source, made in fresh.items()):
        from dinh.config import catalogue

        catalogue.compile_all()


def _let_go_of_output() -> None:
    """Whoever read the output has gone (`dinh deadline … | head`): nothing is wrong, and nothing more is to be said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run one command; see `dinh help`."""
    _compile_words()
    arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
    command = arguments[0] if arguments else ""
    if command == "demo":
        environment.prepare(arguments)
    elif command == "serve":
        environment.name_pages(arguments)
    if "DATABASE_URL" not in os.environ and _needs_database(arguments):
        _connect(command)
    elif command in _OWNER and "DATABASE_OWNER_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    if running.is_wanted(arguments):
        running.run(arguments)
        return
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line([Path(sys.argv[0]).name, *arguments])
    except BrokenPipeError:
        _let_go_of_output()
    finally:
        # What is still held back would be written when Python ends, where nobody could catch it.
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go_of_output()


if __name__ == "__main__":
    main()
