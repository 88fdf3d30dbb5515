"""Work done by the clock: closing orders whose time ran out."""

from procrastinate.contrib.django import app

from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.payments.operations.orders import expire_due

__all__ = ["close_expired"]


@app.periodic(cron="*/10 * * * *")
@app.task(name="payments.close_expired", queueing_lock="payments.close_expired")
def close_expired(timestamp: int) -> int:
    del timestamp
    return expire_due(by=SYSTEM, at=clock.now())
