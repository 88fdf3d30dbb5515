"""What follows from the record: papers are issued, results land in the store, money moves clocks, orders are closed."""

from collections.abc import Sequence
from datetime import timedelta

from dinh.dossiers import tasks
from dinh.dossiers.events import (
    DossierDecided,
    DossierReceived,
    DossierStopped,
    DossierWithdrawn,
    SubmissionDeclined,
    SubmissionWithdrawn,
    SubtaskMoved,
)
from dinh.dossiers.operations.aftermath import cancel_open_orders, deliver_online, meet_if_waited_for
from dinh.dossiers.operations.announcing import Heard, announce_all
from dinh.dossiers.operations.steps import begin_steps
from dinh.dossiers.operations.telling_offices import tell_cancelled
from dinh.dossiers.queries.steps import still_open
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.ledger.api import Delivered, handler
from dinh.notices import api as telling
from dinh.payments.events import OrderSettled


@handler("dossiers.receipts", kinds=["dossiers.dossier.received"])
def receipts(entries: Sequence[Delivered]) -> None:
    """Ask the queue for the papers: sealing takes a quarter of a second each and must not hold up the record."""
    if any(isinstance(entry.event, DossierReceived) for entry in entries):
        tasks.ask_for_receipts()


@handler("dossiers.steps", kinds=["dossiers.dossier.received"])
def steps(entries: Sequence[Delivered]) -> None:
    """Start internal processes after the receipt, so that nobody at a counter waits for them.

    Made-up cases that were loaded in bulk walk through no office.
    """
    told = [one.event for one in entries if one.evidence.get("made") != "synthetic"]
    received = [event.dossier_id for event in told if isinstance(event, DossierReceived)]
    for dossier_id in still_open(received):
        begin_steps(dossier_id=dossier_id)


@handler("dossiers.results", kinds=["dossiers.dossier.decided"])
def results(entries: Sequence[Delivered]) -> None:
    for entry in entries:
        if isinstance(entry.event, DossierDecided) and entry.event.result_paper_id:
            deliver_online(by=SYSTEM, at=entry.occurred_at, dossier_id=entry.event.dossier_id)


@handler("dossiers.obligations", kinds=["payments.order.settled"])
def obligations(entries: Sequence[Delivered]) -> None:
    for entry in entries:
        event = entry.event
        if isinstance(event, OrderSettled) and event.dossier_id.startswith("dos_"):
            meet_if_waited_for(at=entry.occurred_at, dossier_id=event.dossier_id, order_id=event.order_id)


@handler(
    "dossiers.orders",
    kinds=[
        "dossiers.submission.declined",
        "dossiers.submission.withdrawn",
        "dossiers.dossier.withdrawn",
        "dossiers.dossier.stopped",
    ],
)
def orders(entries: Sequence[Delivered]) -> None:
    """Close what is still to pay for a case that ended; what was paid is given back by the cashier."""
    for entry in entries:
        if isinstance(entry.event, SubmissionDeclined | SubmissionWithdrawn | DossierWithdrawn | DossierStopped):
            cancel_open_orders(by=SYSTEM, at=entry.occurred_at, subject_ids=entry.subjects)


@handler("dossiers.notices", kinds=["dossiers.submission.*", "dossiers.dossier.*", "forms.cosignature.answered"])
def notices(entries: Sequence[Delivered]) -> None:
    """Tell the people of each case; what was recorded long ago is no news when this handler begins late."""
    now = clock.now()
    oldest = now - timedelta(days=telling.news_days(now.date()))
    heard = [Heard(one.entry_id, one.event, one.subjects[0]) for one in entries if one.recorded_at >= oldest]
    announce_all(by=SYSTEM, at=now, entries=heard)


@handler("dossiers.task_notices", kinds=["dossiers.subtask.moved"])
def task_notices(entries: Sequence[Delivered]) -> None:
    """Tell an office that its task was cancelled; what was recorded long ago is no news."""
    now = clock.now()
    oldest = now - timedelta(days=telling.news_days(now.date()))
    events = [one.event for one in entries if one.recorded_at >= oldest]
    tell_cancelled(by=SYSTEM, at=now, events=[one for one in events if isinstance(one, SubtaskMoved)])
