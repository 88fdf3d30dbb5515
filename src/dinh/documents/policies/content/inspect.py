from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from dinh.documents.policies.content import office
from dinh.documents.policies.content.refusals import refuse

_OFFICE_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif")
_MARKS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


@dataclass(frozen=True, slots=True)
class Content:
    """`media_type` by the bytes; `pages` of a PDF or TIFF, 1 for another picture, 0 for Office files."""

    media_type: str
    pages: int


def inspect(stream: BinaryIO, *, accepted: Collection[str]) -> Content:
    """Return what the bytes are; raises Invalid with one of the FL codes. The stream is left at its start."""
    try:
        found = _look(stream, _head(stream))
    finally:
        stream.seek(0)
    if found.media_type not in accepted:
        raise refuse("FL03")
    return found


def pages_of(own: bytes) -> int:
    """Return the number of pages of a PDF that was set or signed here: nothing of a stranger's is in it unchecked."""
    from dinh.documents.policies.content import pdf

    return pdf.pages(own)


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    if not head:
        raise refuse("FL01")
    return head


def _look(stream: BinaryIO, head: bytes) -> Content:
    # What reads PDF and pictures is loaded with the first of them, not with every command.
    from dinh.documents.policies.content import images, pdf

    if head.startswith(b"%PDF-"):
        return Content("application/pdf", pdf.check(stream))
    for mark, media_type in _MARKS.items():
        if head.startswith(mark):
            return Content(media_type, images.check(stream))
    if head.startswith(b"PK\x03\x04"):
        return Content(office.check(stream), 0)
    raise refuse(_stranger(head))


def _stranger(head: bytes) -> str:
    if head.startswith(_PROGRAMS):
        return "FL04"
    if head.startswith(_OFFICE_OLD):
        return "FL06"
    if head[4:12] in _HEIC:
        return "FL05"
    import puremagic

    try:
        kinds = {guess.extension for guess in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        kinds = set()
    return "FL04" if kinds & {".exe", ".dll", ".apk", ".jar", ".msi", ".class"} else "FL03"
