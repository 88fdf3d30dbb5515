"""Work of the queue: facts made by older rules are made anew from the ledger, once, without being asked."""

import logging

from procrastinate.contrib.django import app

from dinh.indicators.figures.operations.anew import is_due, make_anew

__all__ = ["recount_facts"]

_NAME = "indicators.recount_facts"
_log = logging.getLogger("dinh.indicators")


@app.periodic(cron="* * * * *")
@app.task(name=_NAME, queueing_lock=_NAME, lock=_NAME)
def recount_facts(timestamp: int) -> int:
    """Go on with the recount from the ledger when one is due; a worker that dies leaves it to the next minute."""
    del timestamp
    return make_anew(say=_log.info) if is_due() else 0
