"""The words: one file per kind of news in `definitions/`, versioned by day, checked when they are read."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dinh.notices.policies.sms import size_of, unaccented
from dinh.notices.types import SmsWhen, Way

FOLDER = Path(__file__).resolve().parents[1] / "definitions"
LANGUAGES = ("vi", "en")
_PLACE = re.compile(r"\{(\w+)\}")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class TemplateFault(ValueError):
    """A file in `definitions/` contradicts itself, or news lacks a value; the message names both."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language of one version; `sms` "" sends no text message."""

    title: str
    body: str
    sms: str


@dataclass(frozen=True, slots=True)
class Template:
    """One version. `has_marks`: its text message is written with Vietnamese marks, in at most `most_parts` parts."""

    code: str
    version: int
    valid_from: date
    ways: frozenset[Way]
    sms_when: SmsWhen
    values: Mapping[str, int]
    words: Mapping[str, Words]
    has_marks: bool
    most_parts: int


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every place filled; a place nothing stands for raises TemplateFault."""

    def place(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in values:
            raise TemplateFault(f"nothing was given for {{{name}}}")
        return values[name]

    return _PLACE.sub(place, text)


@cache
def book(folder: Path = FOLDER) -> Mapping[str, tuple[Template, ...]]:
    """Read every file of the folder, oldest version first; raise TemplateFault."""
    found = {}
    for file in sorted(folder.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        versions = sorted((_version(file, content, row) for row in content["version"]), key=lambda one: one.valid_from)
        found[content["code"]] = tuple(versions)
    return found


def template(code: str, on: date) -> Template:
    """Return the version in force that day, or raise TemplateFault."""
    for one in reversed(book().get(code, ())):
        if one.valid_from <= on:
            return one
    raise TemplateFault(f"no words for {code} on {on.isoformat()}")


def _version(file: Path, content: Mapping[str, Any], row: Mapping[str, Any]) -> Template:
    words = {name: _words(row[name]) for name in LANGUAGES if name in row}
    if "vi" not in words:
        raise TemplateFault(f"{file.name}: version {row['version']} has no Vietnamese")
    made = Template(
        code=content["code"],
        version=row["version"],
        valid_from=row["valid_from"],
        ways=frozenset(Way(way) for way in content["ways"]),
        sms_when=SmsWhen(content.get("sms_when", "always")),
        values=dict(content["values"]),
        words=words,
        has_marks=row.get("sms_marks", False),
        most_parts=row.get("sms_parts", 1),
    )
    for language, said in words.items():
        _check(file, made, language, said)
    return made


def _words(row: Mapping[str, str]) -> Words:
    return Words(row["title"].strip(), row["body"].strip(), row.get("sms", "").strip())


def _check(file: Path, made: Template, language: str, said: Words) -> None:
    where = f"{file.name}, version {made.version}, {language}"
    for text in (said.title, said.body, said.sms):
        unknown = set(_PLACE.findall(text)) - set(made.values)
        if unknown:
            raise TemplateFault(f"{where}: {sorted(unknown)} stands in no list of values")
    if not said.sms:
        return
    if _LINK.search(said.sms):
        raise TemplateFault(f"{where}: a text message carries no link")
    size = size_of(longest_text(made, said))
    if size.parts > made.most_parts or (size.encoding != "GSM-7" and not made.has_marks):
        raise TemplateFault(
            f"{where}: at worst {size.signs} signs in {size.encoding}, {size.parts} parts instead of {made.most_parts}"
        )


def sms_text(made: Template, said: Words, values: Mapping[str, str]) -> str:
    """Return the text message, each value cut to its longest; with marks only where the template chose them."""
    cut = {name: _spelt(made, values[name])[:length] for name, length in made.values.items() if name in values}
    return fill(_spelt(made, said.sms), cut)


def longest_text(made: Template, said: Words) -> str:
    """Return the text message with every value as long as it may be: what it costs at worst."""
    return sms_text(made, said, {name: ("ế" if made.has_marks else "x") * size for name, size in made.values.items()})


def _spelt(made: Template, text: str) -> str:
    return unicodedata.normalize("NFC", text) if made.has_marks else unaccented(text)
