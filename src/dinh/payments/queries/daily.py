"""Reading comparisons with the bank, and the messages of the platform that went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dinh.payments.models import Callback, Reconciliation
from dinh.payments.types import DifferenceKind, DifferenceView, Outcome, ReconciliationView

__all__ = ["CallbackView", "latest_reconciliation", "reconciliation_view", "reconciliations", "troubled_callbacks"]


@dataclass(frozen=True, slots=True)
class CallbackView:
    reference: str
    outcome: Outcome
    first_at: datetime
    times: int


def reconciliation_view(row: Reconciliation) -> ReconciliationView:
    return ReconciliationView(
        reconciliation_id=row.public_id,
        on=row.on,
        made_at=row.made_at,
        statement_rows=row.statement_rows,
        matched=row.matched,
        ours_vnd=row.ours_vnd,
        bank_vnd=row.bank_vnd,
        differences=tuple(
            DifferenceView(
                difference_id=one.public_id,
                kind=DifferenceKind(one.kind),
                transaction_no=one.transaction_no,
                reference=one.reference,
                ours_vnd=one.ours_vnd,
                bank_vnd=one.bank_vnd,
                resolved_at=one.resolved_at,
                note=one.note,
            )
            for one in row.differences.all()
        ),
    )


def reconciliations(*, limit: int = 31) -> Sequence[ReconciliationView]:
    """Return the latest comparison of each of the last days, newest day first."""
    latest = Reconciliation.objects.order_by("-on", "-made_at").distinct("on").prefetch_related("differences")
    return [reconciliation_view(row) for row in latest[:limit]]


def latest_reconciliation(*, on: date) -> ReconciliationView | None:
    """Return the comparison that counts for a day, None when the day was not compared yet."""
    rows = Reconciliation.objects.filter(on=on).order_by("-made_at").prefetch_related("differences")
    return next((reconciliation_view(row) for row in rows[:1]), None)


def troubled_callbacks(*, limit: int = 50) -> Sequence[CallbackView]:
    """Return messages that were refused or came more than once, newest first."""
    wrong = [Outcome.FORGED, Outcome.MALFORMED, Outcome.CONTRADICTED, Outcome.FAILED]
    rows = Callback.objects.filter(outcome__in=wrong).order_by("-first_at")
    return [CallbackView(row.reference, Outcome(row.outcome), row.first_at, row.times) for row in rows[:limit]]
