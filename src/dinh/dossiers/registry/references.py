"""Reads of other modules kept for a while in this process: they change by the day and are asked for by the second.

A version of a procedure never changes, so it is kept by its id; what depends on the day is kept for a minute.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from django.utils.translation import get_language

from dinh.directory import api as directory
from dinh.dossiers.registry import province
from dinh.kernel.errors import NotFound
from dinh.kernel.worktime import Calendar
from dinh.payments import api as payments
from dinh.procedures import api as procedures
from dinh.processes import api as processes

T = TypeVar("T")
_SECONDS = 60.0
_MOST = 20_000
_kept: dict[Hashable, tuple[float, Any]] = {}


def forget() -> None:
    """Drop everything kept: after a load of the catalogue or of agencies, and between tests."""
    _kept.clear()


def _remember(key: Hashable, make: Callable[[], T], seconds: float = _SECONDS) -> T:
    found = _kept.get(key)
    now = time.monotonic()
    if found is not None and found[0] > now:
        return cast("T", found[1])
    made = make()
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[key] = (now + seconds, made)
    return made


def version(version_id: str) -> procedures.ProcedureView:
    return _remember(("version", version_id), lambda: procedures.version(version_id=version_id), float("inf"))


def version_on(code: str, on: date) -> procedures.ProcedureView:
    return _remember(("version_on", code, on), lambda: procedures.version_on(code=code, on=on))


def agency(agency_id: str) -> directory.AgencyView:
    return _remember(("agency", agency_id), lambda: directory.agency(agency_id=agency_id))


def agency_today(agency_id: str, on: date) -> directory.AgencyView:
    """The agency that does this one's work on the day."""
    return _remember(("today", agency_id, on), lambda: directory.successor_agency(agency_id=agency_id, on=on))


def agency_for(unit_id: int, kind: str, on: date) -> directory.AgencyView | None:
    def find() -> directory.AgencyView | None:
        try:
            return directory.agency_for(unit_id=unit_id, kind=kind, on=on)
        except NotFound:
            return None

    return _remember(("agency_for", unit_id, kind, on), find)


def agency_by_code(code: str, on: date) -> directory.AgencyView | None:
    def find() -> directory.AgencyView | None:
        try:
            return directory.agency_by_code(code=code, on=on)
        except NotFound:
            return None

    return _remember(("agency_by_code", code, on), find)


def only_province_committee(on: date) -> directory.AgencyView | None:
    """Return the provincial committee where there is one alone, so that nobody need be asked which."""

    def find() -> directory.AgencyView | None:
        found = directory.agencies(kind=directory.AgencyKind.PROVINCE_COMMITTEE, on=on)
        return found[0] if len(found) == 1 else None

    return _remember(("province_committee", on), find)


def with_forerunners(agency_id: str) -> tuple[str, ...]:
    """Return the agency and every earlier one whose work it took over, for queues of dossiers older than it."""
    heirs = _remember("heirs", _heirs)
    found = [agency_id]
    for here in found:
        found += [before for before in heirs.get(here, ()) if before not in found]
    return tuple(found)


def _heirs() -> dict[str, list[str]]:
    """Who handed their work on to whom, by the agency that has it now."""
    made: dict[str, list[str]] = {}
    for one in directory.agencies():
        if one.successor_id:
            made.setdefault(one.successor_id, []).append(one.agency_id)
    return made


def calendar_of(agency_id: str) -> Calendar:
    return province.routing().calendar(agency(agency_id).code_new)


def tables_of(code: str, on: date) -> Mapping[processes.TablePurpose, processes.TableView]:
    return _remember(("tables", code, on), lambda: processes.tables_of(procedure_code=code, on=on))


def table(table_id: str) -> processes.TableView:
    """One published version: it never changes."""
    return _remember(("table", table_id), lambda: processes.table(table_id=table_id), float("inf"))


def quote(
    *,
    version_id: str,
    case: str,
    channel: str,
    on: date,
    unit_id: int,
    table: processes.TableView | None = None,
    inputs: Mapping[str, object] | None = None,
) -> payments.Quote:
    asked = (table.table_id, get_language(), tuple(sorted((inputs or {}).items()))) if table else ()
    return _remember(
        ("quote", version_id, case, channel, on, unit_id, asked),
        lambda: payments.quote(
            version_id=version_id, case=case, channel=channel, on=on, unit_id=unit_id, table=table, inputs=inputs
        ),
    )
