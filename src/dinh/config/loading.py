"""Loaders of reference data as the `load` command calls them: each takes the moment and returns lines to print."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from dinh.directory import api as directory
from dinh.forms import api as own_forms
from dinh.indicators import api as indicators
from dinh.kernel.actor import SYSTEM, Actor, ActorKind, Role
from dinh.procedures import api as catalogue
from dinh.processes import api as own_processes


def units(*, at: datetime) -> list[str]:
    """Load the map of the country."""
    report = directory.load_units(by=SYSTEM, at=at, folder=settings.DINH_DATA)
    if report.is_unchanged:
        return ["nothing has changed"]
    return [
        f"{table}: {report.added[table]} added, {report.superseded[table]} superseded"
        for table in report.added
        if report.added[table] or report.superseded[table]
    ]


def agencies(*, at: datetime) -> list[str]:
    """Load the agencies of the province."""
    done = directory.load_agencies(by=SYSTEM, at=at, province=settings.DINH_PROVINCE)
    return [f"{done.created} added, {done.kept} known before"] if done.created else ["nothing has changed"]


def procedures(
    *, at: datetime, folder: Path | None = None, valid_from: date | None = None, may_shrink: bool = False
) -> list[str]:
    """Load the catalogue of procedures with what the province entered."""
    own = settings.DINH_PROVINCES / settings.DINH_PROVINCE / "procedures.toml"
    done = catalogue.import_catalogue(
        by=SYSTEM,
        at=at,
        folder=folder or settings.DINH_DATA / "procedures",
        valid_from=valid_from,
        province_file=own if own.exists() else None,
        may_shrink=may_shrink,
    )
    if not done.import_id:
        return [f"{done.procedures} read, nothing has changed"]
    counts = f"{done.added} added, {done.changed} changed, {done.closed} closed, {done.unchanged} unchanged"
    since = f"{done.faults} faults of the source, valid from {done.valid_from:%d/%m/%Y}"
    lines = [f"{done.procedures} read, {counts}, {since}"]
    for change in done.changes:
        fields = ", ".join(field[:60] for field, _old, _new in change.differences)
        lines += [f"{change.code} {change.name[:60]}: {fields[:300]}"] if fields else []
    return lines


def forms(*, at: datetime) -> list[str]:
    """Publish the forms that ship with the house; what an official has published since is left alone."""
    loaded, kept = own_forms.load_shipped(by=SYSTEM, at=at)
    return [f"{loaded} published, {kept} known before"] if loaded else ["nothing has changed"]


def processes(*, at: datetime) -> list[str]:
    """Put the processes that ship with the house in force, new or changed since; what a province drew stays.

    The decision tables of the house come as drafts: only officials of the province make them binding.
    """
    loaded = own_processes.load_shipped(by=SYSTEM, at=at)
    drafts = len(own_processes.save_shipped_tables(by=SYSTEM, at=at))
    return (
        [f"{loaded} put in force, {drafts} decision tables as drafts"] if loaded or drafts else ["nothing has changed"]
    )


def scores(*, at: datetime) -> list[str]:
    """Take over what the ministry published of composite indices; rows that fit nothing are named."""
    done = indicators.load_published(by=SYSTEM, at=at, folder=settings.DINH_DATA / "stats")
    said = f"{done.added} added, {done.known} known before" if done.added else "nothing has changed"
    return [said, *(f"left out: {row}" for row in done.left_out)]


def demo_scores(*, at: datetime) -> int:
    """Invent a self-assessment for the demonstration: entered by the system, approved by an invented second person."""
    code, level = settings.DINH_PROVINCE, directory.Level.PROVINCE
    province = directory.unit_by_code(code=code, level=level, on=at.date())
    approver = Actor(
        kind=ActorKind.OFFICIAL,
        person_id="synthetic",
        roles=frozenset({Role.LEADER.value}),
        display_name="Người duyệt giả lập",
    )
    return indicators.load_demo_scores(by=SYSTEM, at=at, province_unit_id=province.unit_id, approver=approver)
