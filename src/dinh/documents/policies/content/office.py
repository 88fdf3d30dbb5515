"""A Word or Excel file that may be kept: really one, of a reasonable size, with no program inside."""

import zipfile
from typing import BinaryIO

from dinh.documents.policies.content.refusals import refuse

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 8 * 1024 * 1024
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "oleobject", ".exe", ".dll", ".js", ".vbs")


def check(stream: BinaryIO) -> str:
    """Return the media type; raises Invalid FL03, FL30-FL32."""
    try:
        with zipfile.ZipFile(stream) as packed:
            entries = packed.infolist()
            _check_sizes(entries)
            names = {entry.filename for entry in entries}
            kind = _kind(names)
            _check_names(names, entries)
            _unpack(packed, entries)
            return kind
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, EOFError) as fault:
        raise refuse("FL30") from fault


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked // packed > MAX_RATIO):
        raise refuse("FL31")


def _kind(names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        raise refuse("FL03")
    if "word/document.xml" in names:
        return _WORD
    if "xl/workbook.xml" in names:
        return _SHEET
    raise refuse("FL03")


def _check_names(names: set[str], entries: list[zipfile.ZipInfo]) -> None:
    if any(part in name.lower() for name in names for part in _PROGRAMS):
        raise refuse("FL32")
    if any(name.startswith("/") or ".." in name.split("/") for name in names) or len(names) != len(entries):
        raise refuse("FL30")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse("FL06")


def _unpack(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack into nothing: the sizes written in the archive may lie, and the sums of the parts show damage."""
    left = MAX_UNPACKED
    for entry in entries:
        with packed.open(entry) as part:
            while chunk := part.read(1 << 20):
                left -= len(chunk)
                if left < 0:
                    raise refuse("FL31")
