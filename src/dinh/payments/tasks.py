"""Work of the queue: sealing the papers of receipts, and closing orders whose time ran out."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.payments.operations.orders import expire_due
from dinh.payments.operations.papers import print_due_receipts

__all__ = ["ask_for_papers", "close_expired", "seal_papers", "sweep_papers"]

_NAME = "payments.seal_papers"


@app.periodic(cron="*/10 * * * *")
@app.task(name="payments.close_expired", queueing_lock="payments.close_expired")
def close_expired(timestamp: int) -> int:
    del timestamp
    return expire_due(by=SYSTEM, at=clock.now())


@app.task(name=_NAME, queueing_lock=_NAME, lock=_NAME)
def seal_papers() -> int:
    """Seal the papers of receipts until none is due; each is its own transaction, so a worker that dies loses none."""
    done, failed = 0, frozenset[str]()
    while True:
        made = print_due_receipts(by=SYSTEM, at=clock.now(), without=failed)
        done, failed = done + made.count, failed | made.failed
        if not made.count and not made.failed:
            return done


def ask_for_papers() -> None:
    """Wake the queue; one waiting job is enough for any number of papers."""
    try:
        with transaction.atomic():
            seal_papers.defer()
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *")
@app.task(name="payments.sweep_papers", queueing_lock="payments.sweep_papers", lock=_NAME)
def sweep_papers(timestamp: int) -> int:
    """Seal what a job that died left behind."""
    del timestamp
    return seal_papers()
