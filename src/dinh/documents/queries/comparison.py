"""What differs between two states of one PDF: pages, notes on pages, form fields."""

import difflib
import hashlib
import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from dinh.documents.types import Change

# What moves without changing what a reader sees.
_SKIPPED = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs", "/P", "/Metadata", "/LastModified"})
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class _Shape:
    pages: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]
    fields: tuple[tuple[str, str], ...]


def compare(before: bytes, after: bytes) -> tuple[Change, ...]:
    """Return what `after` has otherwise than `before`; signatures aside. ValueError for an unreadable one."""
    old, new = _shape(before), _shape(after)
    changes = _page_changes(old.pages, new.pages)
    if old.pages == new.pages:
        changed = tuple(i + 1 for i, pair in enumerate(zip(old.notes, new.notes, strict=True)) if pair[0] != pair[1])
        changes += [Change("notes", changed)] if changed else []
    if old.fields != new.fields:
        names = sorted({name for name, _value in set(old.fields) ^ set(new.fields)})
        changes.append(Change("fields", detail=", ".join(names)))
    return tuple(changes)


def _page_changes(old: tuple[str, ...], new: tuple[str, ...]) -> list[Change]:
    if len(old) == len(new):
        changed = tuple(number + 1 for number, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1])
        return [Change("pages_changed", changed)] if changed else []
    changes = []
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        same = min(old_to - old_from, new_to - new_from)
        if kind == "replace":
            changes.append(Change("pages_changed", tuple(range(new_from + 1, new_from + same + 1))))
        if kind in {"insert", "replace"} and new_to - new_from > same:
            changes.append(Change("pages_added", tuple(range(new_from + same + 1, new_to + 1))))
        if kind in {"delete", "replace"} and old_to - old_from > same:
            changes.append(Change("pages_removed", tuple(range(old_from + same + 1, old_to + 1))))
    return changes


def _shape(data: bytes) -> _Shape:
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as opened:
            pages = tuple(_digest(page.obj) for page in opened.pages)
            notes = tuple(tuple(_notes(page.obj)) for page in opened.pages)
            return _Shape(pages, notes, tuple(_fields(opened)))
    except (pikepdf.PdfError, RuntimeError, TypeError, KeyError) as fault:
        raise ValueError("not a readable PDF") from fault


def _digest(thing: Any) -> str:
    out = hashlib.sha256()
    _feed(out, thing, 0)
    return out.hexdigest()


def _feed(out: Any, thing: Any, depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(thing, pikepdf.Stream):
        out.update(thing.read_raw_bytes())
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        for key in sorted(set(thing.keys()) - _SKIPPED):
            out.update(key.encode())
            _feed(out, thing[key], depth + 1)
    elif isinstance(thing, pikepdf.Array):
        out.update(b"[")
        for inner in list(thing):
            _feed(out, inner, depth + 1)
    else:
        out.update(repr(thing).encode())


def _notes(page: Any) -> list[str]:
    found = [note for note in list(page.get("/Annots", [])) if str(note.get("/FT", "")) != "/Sig"]
    return sorted(_digest(note) for note in found if "/Parent" not in note or str(note.get("/Subtype")) != "/Widget")


def _fields(opened: pikepdf.Pdf) -> list[tuple[str, str]]:
    form = opened.Root.get("/AcroForm")
    if form is None:
        return []
    fields = [field for field in list(form.get("/Fields", [])) if str(field.get("/FT", "")) != "/Sig"]
    return sorted((str(field.get("/T", "")), repr(field.get("/V", ""))) for field in fields)
