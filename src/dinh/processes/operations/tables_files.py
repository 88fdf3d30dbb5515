"""Tables from files: DMN of outside modellers, rows pasted from a sheet, and the tables this house brings along."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.kernel.text import slug
from dinh.processes.models import TableVersion
from dinh.processes.operations.tables import LONGEST_CODE, save_table_draft
from dinh.processes.policies.tables.dmn_in import read_dmn
from dinh.processes.policies.tables.shipped import read_shipped
from dinh.processes.policies.xml import parse, write
from dinh.processes.types.tables import DmnReading, Table, TablePurpose, TableState, TableView

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

    With one table `code` names it, else the names of the decisions do; a table that exists gets its next version.
    Raises Conflict TB34 rather than overwrite a draft, Invalid TB33 for one code over several tables, else as
    `read_dmn` and `save_table_draft` do.
    """
    reading = read_dmn(data)
    kept = write(parse(data)).decode()
    if code and len(reading.tables) > 1:
        raise Invalid("TB33", _("This file holds several tables, so one code cannot name them; leave it blank."))
    codes = [code] if code else _codes(reading.tables)
    if TableVersion.objects.filter(code__in=codes, state=TableState.DRAFT).exists():
        words = _("A table of this name has a draft already: publish it or throw it away first.")
        raise Conflict("TB34", words)
    with transaction.atomic():
        saved = tuple(
            save_table_draft(code=own, table=table, by=by, at=at, purpose=purpose, source=source, dmn=kept)
            for own, table in zip(codes, reading.tables, strict=True)
        )
    return saved, reading


def _codes(tables: Sequence[Table]) -> list[str]:
    """Return a code for each table, made of its name; tables of one name get a number behind it."""
    codes: list[str] = []
    for table in tables:
        base = slug(table.name)[: LONGEST_CODE - 4].strip("-") or "bang"
        taken = sum(one == base or one.startswith(f"{base}-") for one in codes)
        codes.append(f"{base}-{taken + 1}" if base in codes else base)
    return codes


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
