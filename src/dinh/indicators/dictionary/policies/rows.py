"""A definition as a table of the files says it: kept as JSON, written as TOML, read with the line of a fault."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dinh.kernel.text import nfc

# The order in which a definition file says things.
ORDER = (
    "code", "version", "name_vi", "name_en", "unit", "numerator", "denominator", "direction", "source_kind",
    "legal_basis", "law_key", "base_vi", "base_en", "notes_vi", "notes_en", "valid_from", "valid_to", "break", "checks",
)  # fmt: skip
_DAYS = ("valid_from", "valid_to")
_LONGEST = 4_000
_MOST_LINES = 40
_CODE = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
Row = Mapping[str, Any]


class FileFault(ValueError):
    """A file that is no definition; the sentence says in which line and why."""


def is_code(text: str) -> bool:
    """Tell whether formulas could name an indicator so."""
    return _CODE.fullmatch(text) is not None


def to_json(row: Row) -> dict[str, Any]:
    """Return a row as JSON keeps it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def from_json(kept: Row) -> dict[str, Any]:
    """Return a row as a file would say it."""
    return {name: date.fromisoformat(value) if name in _DAYS else value for name, value in kept.items()}


def digest(row: Row) -> str:
    """Return a digest over what is written, whatever its order."""
    return hashlib.sha256(json.dumps(to_json(row), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def to_toml(row: Row) -> str:
    """Return a row as a file of the definitions."""
    lines = [f"{name} = {_value(row[name])}" for name in ORDER if name in row]
    return "\n".join(["[[indicator]]", *lines, ""])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{"".join(map(_sign, value))}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_value(one)}' for name, one in value.items())} }}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _sign(sign: str) -> str:
    control = ord(sign) < ord(" ") or sign == "\x7f"
    return _ESCAPED.get(sign) or (f"\\u{ord(sign):04x}" if control else sign)


def from_toml(data: bytes) -> dict[str, Any]:
    """Return the one indicator of a file. Raises FileFault with the line and what is wrong there."""
    try:
        text = nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        said = _("Line %(line)s holds signs that are not UTF-8. Please save the file as UTF-8.")
        raise FileFault(said % {"line": line}) from error
    told = _parsed(text)
    rows = told.get("indicator")
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], dict):
        raise FileFault(_("The file must hold exactly one [[indicator]]; please bring in one definition at a time."))
    for name in told.keys() - {"indicator"}:
        raise FileFault(_said(text, name, _("'%(name)s' does not belong into a definition") % {"name": name}))
    row = rows[0]
    if too_long := [name for name, value in row.items() if len(str(value)) > _LONGEST * _MOST_LINES]:
        raise FileFault(_said(text, too_long[0], _("'%(name)s' is too long") % {"name": too_long[0]}))
    return row


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = found[1] if found and found[1] else str(text.count("\n") + 1)
        near = text.splitlines()[int(line) - 1].strip()[:60] if text.strip() else ""
        said = _("Line %(line)s is not written as TOML: “%(near)s”. Words stand in quotes, days as 2026-01-31.")
        raise FileFault(said % {"line": line, "near": near}) from error


def line_of(text: str, name: str) -> int:
    """Return the line in which a word of the definition is said, 0 where it is not."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
            return number
    return 0


def _said(text: str, name: str, said: str) -> str:
    line = line_of(text, name)
    return _("Line %(line)s: %(said)s.") % {"line": line, "said": said} if line else f"{said}."


def at_line(data: bytes, part: str, said: str) -> str:
    """Return the sentence of the compiler with the line of the file it is about."""
    return _said(nfc(data.decode("utf-8-sig")), part, said)
