"""The day beside the bank: comparing, explaining differences, giving unmatched money back."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.clock import VN
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.kernel.text import nfc
from dinh.ledger import api as ledger
from dinh.payments.events import DayReconciled, DifferenceResolved, MoneyReturned
from dinh.payments.models import Difference, Money, Reconciliation
from dinh.payments.policies.access import check_can_reconcile, check_can_return
from dinh.payments.policies.reconciling import compare, doubled
from dinh.payments.policies.statement import write_statement
from dinh.payments.queries.daily import reconciliation_view
from dinh.payments.types import MoneyState, OurMoney, ReconciliationView, StatementRow

__all__ = ["reconcile", "resolve_difference", "return_money"]


def _ours(on: date) -> tuple[OurMoney, ...]:
    start = datetime.combine(on, time.min, tzinfo=VN)
    rows = Money.objects.filter(paid_at__gte=start, paid_at__lt=start + timedelta(days=1))
    return tuple(
        OurMoney(
            transaction_no=row.transaction_no,
            reference=row.reference,
            amount_vnd=row.amount_vnd,
            is_settling=row.state == MoneyState.SETTLING,
        )
        for row in rows
    )


@transaction.atomic
def reconcile(*, by: Actor, at: datetime, on: date, statement: Sequence[StatementRow]) -> ReconciliationView:
    """Compare the money of a day (Viet Nam's) with the bank's statement and keep the differences.

    Comparing again makes a new comparison; explanations of differences that still stand are carried over.
    Raises NotAllowed PA14, Invalid PA62 (a transaction stands twice). Basis: 45/2020/NĐ-CP, Điều 13.
    """
    check_can_reconcile(by)
    twice = doubled(statement)
    if twice:
        raise Invalid("PA62", _("Transaction %(number)s stands twice in the statement.") % {"number": twice[0]})
    ours = _ours(on)
    matched, found = compare(ours, statement)
    digest = hashlib.sha256(write_statement(statement).encode()).hexdigest()
    row = Reconciliation.objects.create(
        on=on,
        made_at=at,
        made_by_post=by.post_id,
        statement_digest=digest,
        statement_rows=len(statement),
        matched=matched,
        ours_vnd=sum(money.amount_vnd for money in ours),
        bank_vnd=sum(line.amount_vnd for line in statement),
    )
    Difference.objects.bulk_create(
        Difference(
            reconciliation=row,
            kind=one.kind,
            transaction_no=one.transaction_no,
            reference=one.reference,
            ours_vnd=one.ours_vnd,
            bank_vnd=one.bank_vnd,
        )
        for one in found
    )
    _carry_over(row)
    event = DayReconciled(
        reconciliation_id=row.public_id, on=on, matched=matched, differences=len(found), statement_digest=digest
    )
    ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
    return reconciliation_view(row)


def _carry_over(row: Reconciliation) -> None:
    before = Reconciliation.objects.filter(on=row.on).exclude(pk=row.pk).order_by("-made_at").first()
    if before is None:
        return
    explained = {(one.transaction_no, one.kind): one for one in before.differences.exclude(resolved_at=None)}
    for new in row.differences.all():
        old = explained.get((new.transaction_no, new.kind))
        if old is not None and (old.ours_vnd, old.bank_vnd) == (new.ours_vnd, new.bank_vnd):
            new.resolved_at, new.resolved_by_post, new.note = old.resolved_at, old.resolved_by_post, old.note
            new.save(update_fields=["resolved_at", "resolved_by_post", "note"])


def _check_note(note: str) -> str:
    if not note.strip():
        sentence = _("Please write what you found.")
        raise Invalid("PA63", sentence, fields={"note": sentence})
    return nfc(note.strip())


@transaction.atomic
def resolve_difference(*, by: Actor, at: datetime, difference_id: str, note: str) -> ReconciliationView:
    """Explain one difference, once. Raises NotAllowed PA14, Invalid PA63 (no note), NotFound PA64, Conflict PA65."""
    check_can_reconcile(by)
    words = _check_note(note)
    rows = Difference.objects.select_related("reconciliation").select_for_update(of=("self",), no_key=True)
    row = rows.filter(public_id=difference_id).first()
    if row is None:
        raise NotFound("PA64", _("There is no such difference."))
    if row.resolved_at is not None:
        raise Conflict("PA65", _("Someone has explained this difference already."))
    row.resolved_at, row.resolved_by_post, row.note = at, by.post_id, words
    row.save(update_fields=["resolved_at", "resolved_by_post", "note"])
    event = DifferenceResolved(
        reconciliation_id=row.reconciliation.public_id, difference_id=row.public_id, kind=row.kind
    )
    ledger.record(event=event, by=by, at=at, subjects=(row.reconciliation.public_id, row.public_id))
    return reconciliation_view(row.reconciliation)


@transaction.atomic
def return_money(*, by: Actor, at: datetime, money_id: str, note: str) -> None:
    """Note that unmatched money was given back. Raises NotAllowed PA16, Invalid PA63, NotFound PA66, Conflict PA67."""
    check_can_return(by)
    words = _check_note(note)
    # The order is joined on the nullable side, so only the money's own row is locked.
    rows = Money.objects.select_for_update(of=("self",), no_key=True).select_related("order")
    row = rows.filter(public_id=money_id).first()
    if row is None:
        raise NotFound("PA66", _("There is no such money."))
    if row.state != MoneyState.UNMATCHED:
        raise Conflict("PA67", _("This money is not waiting to be given back."))
    row.state, row.returned_at, row.returned_note = MoneyState.RETURNED, at, words
    row.save(update_fields=["state", "returned_at", "returned_note"])
    order_id = row.order.public_id if row.order else ""
    event = MoneyReturned(money_id=row.public_id, order_id=order_id, amount_vnd=row.amount_vnd)
    ledger.record(event=event, by=by, at=at, subjects=(row.public_id,))
