"""The forms that ship with the house, read from `definitions/*.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dinh.forms.types import FormDefinition, definition_of

_FOLDER = Path(__file__).parent / "definitions"


@cache
def shipped() -> tuple[FormDefinition, ...]:
    """Return them in the order of their file names. Raises Misshapen for one that cannot be read."""
    return tuple(read(file) for file in sorted(_FOLDER.glob("*.toml")))


def read(file: Path) -> FormDefinition:
    """Return the form of a file: `[[page]]` with `[[page.block]]`, everything else as in `types.definition`."""
    return definition_of(_plural(tomllib.loads(file.read_text(encoding="utf-8"))))


def _plural(value: Any) -> Any:
    """In the files a page is [[page]] and a block [[page.block]]: one row, one word."""
    if isinstance(value, dict):
        return {{"page": "pages", "block": "blocks"}.get(key, key): _plural(each) for key, each in value.items()}
    return [_plural(each) for each in value] if isinstance(value, list) else value
