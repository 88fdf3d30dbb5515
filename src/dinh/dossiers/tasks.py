"""Work of the queue: sealing receipts, forgetting look-ups, reminding of second signatures."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dinh.dossiers.operations.cosigning import remind_of_cosigns
from dinh.dossiers.operations.papers import issue_due_receipts
from dinh.dossiers.operations.tracking import forget_tries
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM

__all__ = ["ask_for_receipts", "forget_lookups", "remind_cosigners", "seal_receipts", "sweep_receipts"]

_NAME = "dossiers.seal_receipts"
_BATCH = 50


@app.task(name=_NAME, queueing_lock=_NAME, lock=_NAME)
def seal_receipts() -> int:
    """Seal receipts until none is due; each is its own transaction, so a worker that dies loses none."""
    done = 0
    while made := issue_due_receipts(by=SYSTEM, at=clock.now(), limit=_BATCH):
        done += made
    return done


def ask_for_receipts() -> None:
    """Wake the queue; one waiting job is enough for any number of receipts."""
    try:
        with transaction.atomic():
            seal_receipts.defer()
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.sweep_receipts", queueing_lock="dossiers.sweep_receipts", lock=_NAME)
def sweep_receipts(timestamp: int) -> int:
    """Seal what a job that died left behind."""
    del timestamp
    return seal_receipts()


@app.periodic(cron="7 * * * *")
@app.task(name="dossiers.forget_lookups", queueing_lock="dossiers.forget_lookups")
def forget_lookups(timestamp: int) -> int:
    del timestamp
    return forget_tries(at=clock.now())


@app.periodic(cron="23 * * * *")
@app.task(name="dossiers.remind_cosigners", queueing_lock="dossiers.remind_cosigners")
def remind_cosigners(timestamp: int) -> int:
    del timestamp
    return remind_of_cosigns(by=SYSTEM, at=clock.now())
