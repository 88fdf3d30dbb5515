"""Finding tables and deciding by them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotFound
from dinh.procedures import api as procedures
from dinh.processes.models import TableVersion
from dinh.processes.policies.access import can_approve
from dinh.processes.policies.tables.compiled import Compiled, checked, compile_table, evaluate
from dinh.processes.policies.tables.stored import from_json
from dinh.processes.types.tables import Column, Decision, TablePurpose, TableState, TableView, Value

_OUT = (TableState.PUBLISHED, TableState.RETIRED)
_ACTING = (TablePurpose.FEE, TablePurpose.PAPERS, TablePurpose.ROUTE)


def view_of(row: TableVersion) -> TableView:
    return TableView(
        table_id=row.public_id,
        code=row.code,
        number=row.number,
        name=row.name,
        purpose=TablePurpose(row.purpose),
        procedure_code=row.procedure_code,
        group=row.group,
        state=TableState(row.state),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        edited_by=row.edited_name,
        edited_at=row.edited_at,
        published_by=row.published_name,
        published_at=row.published_at,
        digest=row.digest,
        revision=row.revision,
        table=from_json(row.definition),
    )


def _missing() -> NotFound:
    return NotFound("TB13", _("There is no such decision table."))


def table(*, table_id: str) -> TableView:
    """Return one version, whatever its state. Raises NotFound TB13."""
    row = TableVersion.objects.filter(public_id=table_id).first()
    if row is None:
        raise _missing()
    return view_of(row)


def table_for(
    *, on: date, code: str = "", purpose: TablePurpose | None = None, procedure_code: str = "", group: str = ""
) -> TableView:
    """Return the version in force that day: by `code`, or by `purpose` and what it is for.

    A table of the procedure itself goes before one of its group, that before one for all. Raises NotFound TB13 where
    nothing is in force.
    """
    rows = _in_force(on)
    if code:
        rows = rows.filter(code=code)
    elif purpose is not None:
        own = Q(procedure_code=procedure_code) if procedure_code else Q(pk=None)
        rows = rows.filter(own | Q(procedure_code="", group__in=[group, ""]), purpose=purpose)
    else:
        raise _missing()
    found = rows.order_by("-procedure_code", "-group", "code").first()
    if found is None:
        raise _missing()
    return view_of(found)


def tables_of(*, procedure_code: str, on: date) -> Mapping[TablePurpose, TableView]:
    """Return the tables that act on cases of a procedure filed that day, by purpose; one query.

    Fees and papers only by a table of the procedure itself; ways through the offices also by one for all procedures.
    """
    own = Q(procedure_code=procedures.national_code(procedure_code), purpose__in=_ACTING)
    rows = _in_force(on).filter(own | Q(procedure_code="", group="", purpose=TablePurpose.ROUTE))
    found: dict[TablePurpose, TableView] = {}
    for row in rows.order_by("-procedure_code", "code"):
        found.setdefault(TablePurpose(row.purpose), view_of(row))
    return found


def _in_force(on: date) -> QuerySet[TableVersion]:
    begun = TableVersion.objects.filter(state__in=_OUT, valid_from__lte=on)
    return begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


@lru_cache(maxsize=256)
def _compiled(table_id: str, digest: str) -> Compiled:
    # What was published never changes, so it is made ready once per process; the digest tells drafts apart.
    row = TableVersion.objects.get(public_id=table_id, digest=digest)
    return compile_table(from_json(row.definition))


def decide(
    *,
    inputs: Mapping[str, object],
    on: date,
    code: str = "",
    purpose: TablePurpose | None = None,
    procedure_code: str = "",
    group: str = "",
) -> Decision:
    """Decide by the table in force that day (as in `table_for`); the answer names the version it came from.

    `inputs` maps input names to str, int, Decimal, date or bool; floats are refused. Raises NotFound TB13 where no
    table is in force, Invalid TB20-TB23 for inputs the table cannot take.
    """
    found = table_for(on=on, code=code, purpose=purpose, procedure_code=procedure_code, group=group)
    return decide_by(table_id=found.table_id, inputs=inputs)


def decide_by(*, table_id: str, inputs: Mapping[str, object]) -> Decision:
    """Decide by one version, for a case that keeps the version it was received under. Raises as `decide` does."""
    row = TableVersion.objects.filter(public_id=table_id).values_list("digest", flat=True).first()
    if row is None:
        raise _missing()
    return replace(evaluate(_compiled(table_id, row), inputs), table_id=table_id)


def read_input(*, column: Column, given: object) -> Value:
    """Return what somebody gave as a value of an input. Raises Invalid TB20 for nothing, TB21 for what does not fit."""
    return checked(column, given)


def tables() -> tuple[TableView, ...]:
    """Return every version of every table, by code, newest first."""
    return tuple(view_of(row) for row in TableVersion.objects.order_by("code", "-number"))


def table_versions(*, code: str) -> tuple[TableView, ...]:
    """Return every version of one table, newest first."""
    return tuple(view_of(row) for row in TableVersion.objects.filter(code=code).order_by("-number"))


def dmn_of(*, table_id: str) -> str:
    """Return the file a version came from, or nothing. Raises NotFound TB13."""
    found = TableVersion.objects.filter(public_id=table_id).values_list("dmn", flat=True).first()
    if found is None:
        raise _missing()
    return found


def may_publish_table(*, table_id: str, by: Actor) -> bool:
    """Say whether `by` may publish or end this version: entitled, and no hand in writing it."""
    editors = TableVersion.objects.filter(public_id=table_id).values_list("editors", flat=True).first()
    return editors is not None and can_approve(by, editors)
