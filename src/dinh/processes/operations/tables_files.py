"""Tables from files: DMN of outside modellers, rows pasted from a sheet, and the tables this house brings along."""

import tomllib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from dinh.kernel.text import slug
from dinh.processes.models import TableVersion
from dinh.processes.operations.tables import LONGEST_CODE, save_table_draft
from dinh.processes.policies.tables.dmn_in import read_dmn
from dinh.processes.policies.tables.shipped import read_shipped
from dinh.processes.policies.xml import parse, write
from dinh.processes.types.tables import DmnReading, Table, TablePurpose, TableView

SHIPPED = Path(__file__).resolve().parents[1] / "definitions" / "tables"


def import_dmn(
    *,
    data: bytes,
    by: Actor,
    at: datetime,
    code: str = "",
    purpose: TablePurpose = TablePurpose.OTHER,
    source: str = "",
) -> tuple[tuple[TableView, ...], DmnReading]:
    """Save every decision table of a DMN file as a draft; return the drafts and the reading that names what was kept.

    With one table `code` names it, else the ids of the decisions do. Raises as `read_dmn` and `save_table_draft` do.
    """
    reading = read_dmn(data)
    kept = write(parse(data)).decode()
    if code and len(reading.tables) > 1:
        raise Invalid("TB33", _("This file holds several tables, so one code cannot name them; leave it blank."))
    with transaction.atomic():
        saved = tuple(
            save_table_draft(
                code=code or code_of(table), table=table, by=by, at=at, purpose=purpose, source=source, dmn=kept
            )
            for table in reading.tables
        )
    return saved, reading


def code_of(table: Table) -> str:
    """Return a code made of the table's name."""
    return slug(table.name)[:LONGEST_CODE].strip("-") or slug(table.decision_id)[:LONGEST_CODE].strip("-") or "bang"


def save_shipped_tables(*, by: Actor, at: datetime) -> tuple[TableView, ...]:
    """Save the tables this house brings along as drafts, each unless its code is in use, and return the new ones.

    They become binding only when a data officer or leader of the province publishes them.
    """
    files = [read_shipped(tomllib.loads(file.read_text(encoding="utf-8"))) for file in sorted(SHIPPED.glob("*.toml"))]
    with transaction.atomic():
        known = set(TableVersion.objects.values_list("code", flat=True))
        return tuple(
            save_table_draft(
                code=one.code,
                table=one.table,
                by=by,
                at=at,
                purpose=one.purpose,
                procedure_code=one.procedure_code,
                group=one.group,
                source=one.source,
            )
            for one in files
            if one.code not in known
        )
