"""Keeping what decision tables said of a case, so that a later version changes nothing that was sent."""

from datetime import datetime

from dinh.dossiers.models import Submission
from dinh.dossiers.policies.deciding import inputs_of
from dinh.dossiers.queries.deciding import facts_of, kept_as
from dinh.dossiers.registry import references
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid
from dinh.payments import api as payments
from dinh.processes import api as processes

__all__ = ["keep_fee", "keep_papers", "keep_way"]

_P = processes.TablePurpose


def keep_fee(row: Submission, quote: payments.Quote) -> None:
    """Keep the version and the rules a fee comes from, also when the table had no answer; the caller saves the row."""
    if quote.decision is not None:
        said = quote.decision
        _put(row, kept_as(_P.FEE, references.table(said.table_id), said.rules, said.inputs))


def keep_papers(row: Submission, at: datetime) -> None:
    """Keep by which version the papers of this case were chosen; the caller saves the row."""
    on = local(at).date()
    table = references.tables_of(row.procedure_code, on).get(_P.PAPERS)
    if table is None:
        return
    inputs = inputs_of(table.table.inputs, facts_of(row), on)
    decision = _asked(table, inputs)
    if decision is not None and decision.is_answered:
        _put(row, kept_as(_P.PAPERS, table, decision.hits, inputs))


def keep_way(row: Submission, received_at: datetime, hours: int | None) -> processes.Decision | None:
    """Ask which way the case takes and keep the answer; None where no table says. The caller saves the row.

    `hours` are the working hours the case has, None where it has no appointment.
    """
    on = local(received_at).date()
    table = references.tables_of(row.procedure_code, on).get(_P.ROUTE)
    if table is None:
        return None
    inputs = inputs_of(table.table.inputs, facts_of(row), on, hours=hours)
    decision = _asked(table, inputs)
    if decision is None or not decision.is_answered:
        return None
    _put(row, kept_as(_P.ROUTE, table, decision.hits, inputs))
    return decision


def _asked(table: processes.TableView, inputs: dict[str, object]) -> processes.Decision | None:
    try:
        return processes.decide_by(table_id=table.table_id, inputs=inputs)
    except Invalid:
        return None


def _put(row: Submission, kept: dict[str, object]) -> None:
    row.decisions = [*(one for one in row.decisions if one["purpose"] != kept["purpose"]), kept]
