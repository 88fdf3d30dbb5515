"""Work of the queue: handing over what waits, every minute and as soon as somebody was told something."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.notices.operations.delivering import deliver_due

__all__ = ["ask_to_deliver", "deliver_messages", "sweep_messages"]

_NAME = "notices.deliver"


@app.task(name=_NAME, queueing_lock=_NAME, lock=_NAME)
def deliver_messages() -> int:
    """Send until nothing is due; a worker that dies leaves the rest to the next minute's sweep."""
    total = 0
    while (done := deliver_due(by=SYSTEM, at=clock.now())).sent:
        total += done.sent
    return total


def ask_to_deliver() -> None:
    """Wake the queue; one waiting job is enough for any number of messages."""
    try:
        with transaction.atomic():
            deliver_messages.defer()
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queueing_lock="notices.sweep", lock=_NAME)
def sweep_messages(timestamp: int) -> int:
    """Send what was put off, and what a job that died left behind."""
    del timestamp
    return deliver_messages()
