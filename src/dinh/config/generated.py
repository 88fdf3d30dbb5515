"""The pages of docs/ that are made from the code, so that they cannot say anything else."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dinh.config.home import ROOT
from dinh.dossiers.api import workflow_diagram
from dinh.indicators import api as indicators
from dinh.kernel import law
from dinh.ledger import events

_DOCS = ROOT / "docs"
_RULES = ROOT / "src/dinh/dossiers/definitions/rules.toml"
_NOTE = "Made by `python3 run.py docs`; change the code, not this page.\n"


def pages() -> dict[Path, str]:
    """Return every generated page by its file."""
    return {
        _DOCS / "workflow-dossier.md": _workflow(),
        _DOCS / "events.md": _events(),
        _DOCS / "indicators.md": _indicators(),
        _DOCS / "law.md": _law(),
        _DOCS / "rules.md": _rules(),
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
    for versions in indicators.shipped_versions().values():
        for one in versions:
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


def rules() -> list[dict[str, Any]]:
    """Return every rule of the life cycle as `dossiers/definitions/rules.toml` declares it."""
    return list(tomllib.loads(_RULES.read_text(encoding="utf-8"))["rule"])


def _rules() -> str:
    lines = [
        "# Rules of the life cycle",
        "",
        _NOTE,
        "Each rule: its article, its place in `law/`, the code that applies it",
    ]
    lines += ["and the tests that hold it on both sides.", ""]
    for one in rules():
        values = [f"`{key}` ({', '.join(_marks(key))})" for key in one.get("law", ())]
        lines += [
            f"## `{one['code']}`",
            "",
            one["vi"],
            "",
            f"- Article: {'; '.join(one['acts'])}",
            *([f"- Law values: {', '.join(values)}"] if values else []),
            f"- Code: {', '.join(f'`dinh.{place}`' for place in one['code_at'])}",
            *(f"- Test: `tests/{test}`" for test in one["tests"]),
            "",
        ]
    return "\n".join(lines)


def _marks(key: str) -> list[str]:
    return [
        f"{one.valid_from:%Y-%m-%d}…{f'{one.valid_to:%Y-%m-%d}' if one.valid_to else ''} {one.mark}"
        for one in law.book().values[key]
    ]


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_plain(inner) for inner in value)
    return str(value).replace("|", "/")
