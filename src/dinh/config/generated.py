"""The pages of docs/ that are made from the code, so that they cannot say anything else."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dinh.config.home import ROOT
from dinh.dossiers.api import workflow_diagram
from dinh.indicators import api as indicators
from dinh.kernel import law
from dinh.ledger import events

_DOCS = ROOT / "docs"
_NOTE = "Made by `python3 run.py docs`; change the code, not this page.\n"


def pages() -> dict[Path, str]:
    """Return every generated page by its file."""
    return {
        _DOCS / "workflow-dossier.md": _workflow(),
        _DOCS / "events.md": _events(),
        _DOCS / "indicators.md": _indicators(),
        _DOCS / "law.md": _law(),
    }


def stale() -> list[str]:
    """Return the pages that no longer say what the code says."""
    return [
        str(file.relative_to(ROOT))
        for file, text in pages().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]


def write() -> list[str]:
    """Write the stale pages and return their names."""
    names = stale()
    for file, text in pages().items():
        if str(file.relative_to(ROOT)) in names:
            file.write_text(text, encoding="utf-8")
    return names


def _workflow() -> str:
    kept = (_DOCS / "workflow-dossier.md").read_text(encoding="utf-8")
    drawing = f"```mermaid\n{workflow_diagram()}```\n"
    return re.sub(r"```mermaid\n.*?```\n", lambda _: drawing, kept, flags=re.DOTALL)


def _events() -> str:
    lines = ["# Events of the ledger", "", _NOTE, "| kind | version | fields |", "|---|---|---|"]
    for (kind, version), schema in events.schemas().items():
        if events.known(kind, version).__module__.startswith("dinh."):
            lines.append(f"| `{kind}` | {version} | {_fields(schema)} |")
    return "\n".join([*lines, ""])


def _fields(schema: Mapping[str, Any]) -> str:
    return ", ".join(f"`{name}`" for name in schema.get("properties", {}))


def _indicators() -> str:
    lines = ["# Indicators", "", _NOTE]
    for code in indicators.codes():
        for one in indicators.versions(code):
            formula = f"{one.numerator} / {one.denominator}" if one.denominator else one.numerator
            lines += [
                f"## {one.name_vi} (`{one.code}`, version {one.version})",
                "",
                f"- English: {one.name_en}",
                f"- Formula: `{formula}`, counted by `{one.attribution}`, {one.source_kind}",
                f"- Base: {one.base_vi}",
                f"- Legal basis: {one.legal_basis}; valid from {one.valid_from:%Y-%m-%d}",
                *(f"- {note}" for note in one.notes_vi),
                "",
            ]
    return "\n".join(lines)


def _law() -> str:
    lines = [
        "# Values fixed by law",
        "",
        _NOTE,
        "Mark: read = in the instrument itself; read2 = in a secondary source; memory = to be checked before use.",
        "",
        "| key | value | act and article | from | to | mark |",
        "|---|---|---|---|---|---|",
    ]
    for key, values in sorted(law.book().values.items()):
        for one in values:
            until = f"{one.valid_to:%Y-%m-%d}" if one.valid_to else ""
            lines.append(
                f"| `{key}` | {_plain(one.value)} | {one.basis} | {one.valid_from:%Y-%m-%d} | {until} | {one.mark} |"
            )
    return "\n".join([*lines, ""])


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_plain(inner) for inner in value)
    return str(value).replace("|", "/")
