"""The files of the source, read whole or refused whole."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dinh.kernel.errors import Invalid
from dinh.kernel.text import nfc

LARGEST_BYTES = 64 * 1024 * 1024
LONGEST_FIELD = 200_000
HEADERS = {
    "procedures.csv": (
        "code",
        "name",
        "field",
        "ministry",
        "levels",
        "level_commune",
        "level_province",
        "level_ministry",
        "decision_no",
        "type",
        "subjects",
        "implementing_agency",
        "competent_agency",
        "time_raw",
        "time_value",
        "time_unit",
        "fee_raw",
        "channels",
        "online_channel",
        "components",
        "first_result",
        "legal_docs",
        "source_url",
        "source",
    ),
    "procedure_channels.csv": (
        "code",
        "channel",
        "time_raw",
        "time_value",
        "time_unit",
        "fee_raw",
        "note",
        "parse_flag",
    ),
    "procedure_components.csv": ("code", "seq", "case", "name", "form_file", "originals", "copies", "parse_flag"),
    "procedure_results.csv": ("code", "result_code", "result_name"),
}
STEPS = "procedure_steps.jsonl"
_STEP_KEYS = {"code", "steps", "conditions"}
Row = dict[str, str]


def refuse(code: str, sentence: str) -> Invalid:
    """Return the refusal of a whole load; nothing was written."""
    return Invalid(code, sentence, _("Nothing was loaded. Mend the file and load again."))


def read_text(folder: Path, name: str) -> str:
    """Return a file of the folder, plain or gzipped, as NFC text; refuse one that is missing, too large or no UTF-8."""
    plain, zipped = folder / name, folder / f"{name}.gz"
    chosen = plain if plain.exists() else zipped
    if not chosen.exists():
        raise refuse("PR01", _("%(file)s is missing.") % {"file": name})
    try:
        with gzip.open(chosen, "rb") if chosen == zipped else chosen.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            limit = LARGEST_BYTES // (1024 * 1024)
            raise refuse("PR06", _("%(file)s is larger than %(limit)d MB.") % {"file": name, "limit": limit})
        text = content.decode("utf-8-sig")
    except (EOFError, gzip.BadGzipFile) as error:
        raise refuse("PR05", _("%(file)s breaks off before its end.") % {"file": name}) from error
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise refuse("PR05", _("%(file)s breaks off before its end.") % {"file": name}) from error
        raise refuse("PR07", _("%(file)s is no UTF-8 text.") % {"file": name}) from error
    if "\0" in text:
        raise refuse("PR07", _("%(file)s is no UTF-8 text.") % {"file": name})
    return nfc(text)


def read_table(folder: Path, name: str) -> list[Row]:
    """Return the rows of one table by column name; refuse a header that is not ours and any row of another width."""
    header = HEADERS[name]
    text = read_text(folder, name)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        found = tuple(next(reader, ()))
        if found != header:
            expected = ", ".join(header)
            raise refuse(
                "PR02", _("%(file)s: the first line must read %(header)s.") % {"file": name, "header": expected}
            )
        for cells in reader:
            if len(cells) != len(header):
                raise _broken(name, reader.line_num)
            rows.append(dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise _broken(name, reader.line_num) from error
    if not rows:
        raise refuse("PR05", _("%(file)s has no rows.") % {"file": name})
    return rows


def read_steps(folder: Path) -> dict[str, tuple[str, str]]:
    """Return steps and conditions by code; refuse a line that is not exactly one record."""
    found: dict[str, tuple[str, str]] = {}
    for number, line in _lines(read_text(folder, STEPS)):
        record = _record(line)
        if record is None:
            raise _broken(STEPS, number)
        if record["code"] in found:
            raise refuse("PR04", _("%(file)s names %(code)s twice.") % {"file": STEPS, "code": record["code"]})
        found[record["code"]] = (record["steps"], record["conditions"])
    return found


def _record(line: str) -> dict[str, str] | None:
    try:
        record: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(record, dict) or set(record) != _STEP_KEYS:
        return None
    return record if all(isinstance(value, str) for value in record.values()) else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _broken(name: str, line: int) -> Invalid:
    return refuse("PR03", _("%(file)s: line %(line)d is broken.") % {"file": name, "line": line})


def by_code(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["code"], []).append(row)
    return grouped
