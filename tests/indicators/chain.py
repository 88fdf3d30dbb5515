"""Entries of dossiers and orders as the other modules write them, without those modules: the figures see only these."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from dinh.dossiers import events as dossiers
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import VN
from dinh.ledger import api as ledger
from dinh.ledger.events import Event
from dinh.payments import events as payments

START = datetime(2026, 3, 2, 9, 0, tzinfo=VN)


def received(number: int, *, unit_id: int, at: datetime = START, **changes: object) -> dossiers.DossierReceived:
    said: dict[str, object] = {
        "dossier_id": f"dos_{number}",
        "submission_id": f"sub_{number}",
        "code": f"H36.1-260302-{number:04d}",
        "procedure_code": "1.001193",
        "version_id": "prv_1",
        "channel": "online",
        "receiving_agency_id": "agy_1",
        "receiving_unit_id": unit_id,
        "competent_agency_id": "agy_1",
        "competent_unit_id": unit_id,
        "residence_unit_id": None,
        "submitted_at": at - timedelta(hours=1),
        "received_at": at,
        "due_at": at + timedelta(days=3),
        "fee_total_vnd": 0,
        "has_fee": False,
        "components_total": 2,
        "components_with_file": 1,
        "components_reused": 0,
        "requires_paper_result": True,
        "is_late_answer": False,
        "is_vneid": True,
    }
    return dossiers.DossierReceived(**{**said, **changes})  # type: ignore[arg-type]


def decided(number: int, *, at: datetime = START, **changes: object) -> dossiers.DossierDecided:
    said: dict[str, object] = {
        "dossier_id": f"dos_{number}",
        "outcome": "approved",
        "decided_at": at + timedelta(days=1),
        "due_at": at + timedelta(days=3),
        "is_on_time": True,
        "supplement_requests": 0,
        "result_paper_id": "pap_1",
        "result_number": "1",
        "has_e_result": True,
    }
    return dossiers.DossierDecided(**{**said, **changes})  # type: ignore[arg-type]


def settled(number: int, *, method: str = "online", amount: int = 50_000) -> payments.OrderSettled:
    return payments.OrderSettled(
        order_id=f"ord_{number}",
        dossier_id=f"sub_{number}",
        amount_vnd=amount,
        method=method,
        is_zero=amount == 0,
        payee_agency_id="agy_1",
        transaction_no=f"t{number}",
    )


def subjects_of(event: Event) -> tuple[str, ...]:
    order, subject = getattr(event, "order_id", ""), getattr(event, "dossier_id", "")
    return tuple(filter(None, (order, subject, getattr(event, "submission_id", ""))))


def record(events: Sequence[Event], *, at: datetime = START) -> None:
    """Record each event in a transaction of its own, seal and deliver."""
    for event in events:
        with transaction.atomic():
            ledger.record(event=event, by=SYSTEM, at=at, subjects=subjects_of(event))
    ledger.seal()
    ledger.deliver()
