"""The source as procedures: the tables put together, and a half file noticed where they contradict each other."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dinh.kernel.money import check_vnd
from dinh.kernel.worktime import LimitUnreadable, parse_limit
from dinh.procedures.operations.files import Row, by_code, read_steps, read_table, refuse
from dinh.procedures.types import (
    CHANNEL_OF_SOURCE,
    FIELDS,
    ChannelKind,
    FeeKind,
    ProvinceEntry,
    SourceChannel,
    SourceComponent,
    SourceProcedure,
    SourceResult,
)

_CODE = re.compile(r"^\d\.\d{6}$")
_SHORT = re.compile(r"^\d{0,4}$")
MARKS = frozenset({"read", "assumed"})


def read_catalogue(folder: Path, province_file: Path | None, on: date) -> list[SourceProcedure]:
    """Return every procedure of the folder in order of code, with the province's entries in force `on` that day.

    Raises Invalid for the whole when a file is missing, broken, cut off, too large, repeats a code or contradicts
    another file.
    """
    rows = read_table(folder, "procedures.csv")
    _check_codes(rows)
    known = {row["code"] for row in rows}
    tables = {
        name: by_code(read_table(folder, f"procedure_{name}.csv")) for name in ("channels", "components", "results")
    }
    steps = read_steps(folder)
    for name, told in (*((name, set(table)) for name, table in tables.items()), ("steps", set(steps))):
        strange = sorted(told - known)
        if strange:
            raise _half(_("procedures.csv does not know %(code)s of %(table)s") % {"code": strange[0], "table": name})
    province = read_province(province_file, on) if province_file else {}
    tables["coded_by"] = {row["source"]: [] for row in rows if row["code"] in tables["results"]}
    found = [_procedure(row, tables, steps.get(row["code"], ("", "")), province.get(row["code"], ())) for row in rows]
    return sorted(found, key=lambda one: one.code)


def _check_codes(rows: Sequence[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        code = row["code"]
        if not _CODE.match(code):
            raise refuse("PR03", _("procedures.csv: “%(code)s” is no procedure code.") % {"code": code[:40]})
        if code in seen:
            raise refuse("PR04", _("%(file)s names %(code)s twice.") % {"file": "procedures.csv", "code": code})
        if not row["name"].strip():
            raise refuse("PR03", _("procedures.csv: %(code)s has no name.") % {"code": code})
        seen.add(code)


def _half(what: str) -> Exception:
    return refuse("PR05", _("The files do not belong together, perhaps one is cut off: %(what)s.") % {"what": what})


def _procedure(
    row: Row, tables: Mapping[str, dict[str, list[Row]]], steps: tuple[str, str], province: tuple[ProvinceEntry, ...]
) -> SourceProcedure:
    code = row["code"]
    channels = tables["channels"].get(code, [])
    components = tables["components"].get(code, [])
    results = tables["results"].get(code, [])
    if {one["channel"] for one in channels} != set(row["channels"].split("|")):
        raise _half(_("the channels of %(code)s") % {"code": code})
    if str(len(components)) != row["components"]:
        raise _half(_("the papers of %(code)s") % {"code": code})
    if row["first_result"] and not results:
        results = [_uncoded(row, tables)]
    return SourceProcedure(
        code=code,
        fields={name: row[name].strip() for name in FIELDS},
        channels=tuple(_channel(one) for one in channels),
        components=tuple(_component(one) for one in components),
        results=tuple(SourceResult(one["result_code"], one["result_name"].strip()) for one in results),
        steps=steps[0].strip(),
        conditions=steps[1].strip(),
        province=province,
    )


def _uncoded(row: Row, tables: Mapping[str, dict[str, list[Row]]]) -> Row:
    """Return the result named beside the procedure: one of the two publishers gives its results no codes."""
    if row["source"] in tables["coded_by"]:
        raise _half(_("the results of %(code)s") % {"code": row["code"]})
    return {"result_code": "", "result_name": row["first_result"]}


def _channel(row: Row) -> SourceChannel:
    if row["channel"] not in CHANNEL_OF_SOURCE:
        raise refuse("PR03", _("%(code)s: unknown channel “%(name)s”.") % {"code": row["code"], "name": row["channel"]})
    words = (row[name].strip() for name in ("channel", "time_raw", "fee_raw", "note", "parse_flag"))
    return SourceChannel(*words)


def _component(row: Row) -> SourceComponent:
    if not (_SHORT.match(row["seq"]) and _SHORT.match(row["originals"]) and _SHORT.match(row["copies"])):
        raise refuse("PR03", _("%(code)s: a paper is counted in letters.") % {"code": row["code"]})
    words = (row[name].strip() for name in ("case", "name", "form_file", "originals", "copies", "parse_flag"))
    return SourceComponent(int(row["seq"] or 0), *words)


def read_province(file: Path, on: date) -> dict[str, tuple[ProvinceEntry, ...]]:
    """Return the province's entries in force that day by procedure code; raise Invalid for one that cannot be read."""
    found: dict[str, tuple[ProvinceEntry, ...]] = {}
    try:
        rows: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8")).get("entry", [])
        for row in rows:
            entry = _entry(row)
            if row["valid_from"] <= on <= row.get("valid_to", date.max):
                found[row["code"]] = (*found.get(row["code"], ()), entry)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, LimitUnreadable) as error:
        raise refuse("PR11", _("%(file)s cannot be read: %(why)s.") % {"file": file.name, "why": error}) from error
    return found


def _entry(row: Mapping[str, Any]) -> ProvinceEntry:
    if row["mark"] not in MARKS or not row["source"]:
        raise ValueError(f"{row['code']} needs a source and a mark: {', '.join(sorted(MARKS))}")
    if row.get("limit"):
        parse_limit(row["limit"])
    return ProvinceEntry(
        channels=tuple(ChannelKind(name).value for name in row["channels"]),
        limit=row.get("limit", ""),
        fees=tuple(
            (FeeKind(one["kind"]).value, check_vnd(one["amount_vnd"]), one["note"]) for one in row.get("fees", [])
        ),
        source=row["source"],
        mark=row["mark"],
    )
