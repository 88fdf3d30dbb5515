"""What the record sets off, each safe to be told twice."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.basics import lock_dossier
from dinh.dossiers.operations.decisions import hand_over_row, store_result
from dinh.dossiers.operations.obligations import meet_obligation
from dinh.dossiers.types import Channel, DeliveryWay
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.errors import NotFound
from dinh.payments import api as payments

__all__ = ["cancel_open_orders", "deliver_online", "meet_if_waited_for"]

_UNPAID = frozenset({payments.OrderState.OPEN, payments.OrderState.AWAITING})


@transaction.atomic
def deliver_online(*, by: Actor, at: datetime, dossier_id: str) -> None:
    """Put the result into the citizen's store; who filed online and wants it online has it with that, under one lock.

    Basis: 45/2020/NĐ-CP, Điều 14.
    """
    try:
        row = lock_dossier(dossier_id)
    except NotFound:
        # An entry of a case that is kept elsewhere (imported history).
        return
    store_result(row, by=by, at=at)
    is_online = row.channel == Channel.ONLINE and row.submission.delivery_way == DeliveryWay.ONLINE
    if is_online and row.status == Status.DECIDED and row.result_paper_id:
        hand_over_row(row, by=by, at=at, way=DeliveryWay.ONLINE)


def meet_if_waited_for(*, at: datetime, dossier_id: str, order_id: str) -> None:
    """Let a clock go on that waited for this order; orders of dossiers from elsewhere are passed over."""
    if Dossier.objects.filter(public_id=dossier_id, obligation_order_id=order_id).exists():
        meet_obligation(by=SYSTEM, at=at, dossier_id=dossier_id, order_id=order_id)


def cancel_open_orders(*, by: Actor, at: datetime, subject_ids: Sequence[str]) -> None:
    """Cancel what nobody paid yet."""
    for subject_id in subject_ids:
        for order in payments.orders_of(subject_id=subject_id):
            if order.state in _UNPAID:
                payments.cancel(by=by, at=at, order_id=order.order_id, reason="Hồ sơ đã kết thúc trước khi nộp tiền.")
