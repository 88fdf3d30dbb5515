"""A PDF that may be kept: whole, open, and with nothing in it that acts."""

import io
from typing import Any, BinaryIO

import pikepdf

from dinh.documents.policies.content.refusals import refuse

MAX_PAGES = 2_000
MAX_OBJECTS = 200_000
_SCRIPT = frozenset({"/JavaScript", "/Rendition"})
_ACTING = frozenset({"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Movie", "/Sound", "/RichMedia"})
_MEDIA = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"})


def check(stream: BinaryIO) -> int:
    """Return the number of pages; raises Invalid FL10-FL16."""
    try:
        with pikepdf.open(stream, attempt_recovery=False, suppress_warnings=True) as opened:
            _check_whole(opened)
            for thing in opened.objects:
                _check_thing(thing)
            return len(opened.pages)
    except pikepdf.PasswordError as fault:
        raise refuse("FL11") from fault
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, RecursionError) as fault:
        raise refuse("FL10") from fault


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as opened:
        return len(opened.pages)


def _check_whole(opened: pikepdf.Pdf) -> None:
    if opened.is_encrypted:
        raise refuse("FL11")
    if len(opened.objects) > MAX_OBJECTS or len(opened.pages) > MAX_PAGES:
        raise refuse("FL16")
    if len(opened.pages) == 0:
        raise refuse("FL10")


def _check_thing(thing: Any, depth: int = 0) -> None:
    """Look into one object and what stands directly in it; what it refers to comes by itself in the list of objects."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _check_keys(thing)
        inner = [value for _key, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    if depth > 40:  # noqa: PLR2004 - deeper nesting than any writer makes
        raise refuse("FL16")
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _check_thing(value, depth + 1)


def _check_keys(thing: Any) -> None:
    keys = set(thing.keys())
    kind = str(thing.get("/S", ""))
    if kind in _SCRIPT or keys & {"/JS", "/JavaScript"}:
        raise refuse("FL12")
    if kind in _ACTING or "/Launch" in keys:
        raise refuse("FL13")
    if "/XFA" in keys:
        raise refuse("FL15")
    is_note = str(thing.get("/Type", "")) == "/Annot" or "/Rect" in keys
    if keys & {"/EmbeddedFiles", "/EF"} or (is_note and str(thing.get("/Subtype", "")) in _MEDIA):
        raise refuse("FL14")
