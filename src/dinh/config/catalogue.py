"""The words on screen: found in code and templates, kept in each module's catalogue, compiled without gettext."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from dinh.config.home import ROOT

SOURCE = ROOT / "src" / "dinh"
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
Message = tuple[str | tuple[str, ...], str | None]


@dataclass(frozen=True, slots=True)
class Gap:
    """A word on screen without its Vietnamese; `module` holds the catalogue it belongs in."""

    module: str
    message: str


def homes() -> list[Path]:
    """Return the folders that carry a catalogue: every module, and every applet of a module."""
    return sorted({config.parent for config in SOURCE.glob("**/apps.py")})


def messages_of(home: Path) -> set[Message]:
    """Return every message in the code and templates of one module, leaving its applets to themselves."""
    inner = [other for other in homes() if other != home and home in other.parents]
    # The kernel is no application of its own; its few words stand with those of the house.
    folders = [home, SOURCE / "kernel"] if home == SOURCE / "config" else [home]
    found: set[Message] = set()
    for file in sorted(file for folder in folders for file in folder.rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not any(other in file.parents for other in inner):
            found.update(_messages_in(file))
    return found


def _messages_in(file: Path) -> Iterator[Message]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        if "templates" not in file.parts and "components" not in file.parts:
            return
        text = templatize(text, origin=str(file))
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=_KEYWORDS):
        if message and message != ("",):
            yield (tuple(message) if isinstance(message, list | tuple) else message), context


def catalogue_file(home: Path) -> Path:
    return home / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def _empty() -> Catalog:
    # Fixed dates and no persons: a catalogue changes only when words change.
    since = datetime(2026, 11, 22, tzinfo=UTC)
    return Catalog(
        locale="vi",
        domain="django",
        fuzzy=False,
        project="dinh",
        version="1",
        header_comment="# The Vietnamese words of this module.",
        msgid_bugs_address="",
        last_translator="",
        language_team="vi",
        creation_date=since,
        revision_date=since,
    )


def read(home: Path) -> Catalog:
    file = catalogue_file(home)
    if not file.exists():
        return _empty()
    with file.open("rb") as stream:
        return read_po(stream, locale="vi", domain="django")


def gaps() -> list[Gap]:
    """Return every message that has no Vietnamese, over all modules."""
    missing = []
    for home in homes():
        catalog = read(home)
        for message, context in messages_of(home):
            key = message if isinstance(message, str) else message[0]
            entry = catalog.get(key, context)
            if entry is None or not entry.string or entry.fuzzy or not all(_strings(entry.string)):
                missing.append(Gap(module=str(home.relative_to(SOURCE)), message=key))
    return sorted(missing, key=lambda gap: (gap.module, gap.message))


def contradictions() -> list[str]:
    """Return every message that two modules put into different Vietnamese: on screen only one of them would win."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for home in homes():
        for entry in read(home):
            if entry.id:
                key = entry.id if isinstance(entry.id, str) else entry.id[0]
                where = said.setdefault((key, entry.context or ""), {})
                where["|".join(_strings(entry.string))] = str(home.relative_to(SOURCE))
    return sorted(f"{key!r}: {words}" for (key, _context), words in said.items() if len(words) > 1)


def _strings(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def update(home: Path) -> int:
    """Add the messages that the catalogue of `home` lacks, drop those nobody says; return how many were added."""
    known, fresh = read(home), _empty()
    added = 0
    for message, context in sorted(messages_of(home), key=str):
        key = message if isinstance(message, str) else message[0]
        old = known.get(key, context)
        added += old is None
        fresh.add(message, string=old.string if old is not None else "", context=context)
    if len(fresh):
        file = catalogue_file(home)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, fresh, omit_header=False, width=120, sort_output=True, no_location=True)
    return added


def compile_all() -> None:
    """Write the compiled catalogue beside each source that is newer."""
    for home in homes():
        source = catalogue_file(home)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            fresh = target.with_suffix(".mo.new")
            with fresh.open("wb") as stream:
                write_mo(stream, read(home))
            fresh.replace(target)
