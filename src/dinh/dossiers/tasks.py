"""Work of the queue: sealing receipts, seeing limits pass, forgetting look-ups, reminding of second signatures."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dinh.directory import api as directory
from dinh.dossiers.operations.correcting import run_correction
from dinh.dossiers.operations.cosigning import remind_of_cosigns
from dinh.dossiers.operations.papers import issue_due_receipts
from dinh.dossiers.operations.reminding import bring_all_home, remind
from dinh.dossiers.operations.subtasks import pass_limit
from dinh.dossiers.operations.tracking import forget_tries
from dinh.dossiers.queries.subtasks import past_limit
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM

__all__ = [
    "ask_for_receipts",
    "forget_lookups",
    "pass_limits",
    "remind_cosigners",
    "return_lent",
    "seal_receipts",
    "sweep_receipts",
    "tell_of_limits",
]

_NAME = "dossiers.seal_receipts"
_ANEW = "dossiers.count_anew"
_BATCH = 50


@app.task(name=_NAME, queueing_lock=_NAME, lock=_NAME)
def seal_receipts() -> int:
    """Seal receipts until none is due; each is its own transaction, so a worker that dies loses none."""
    done, failed = 0, frozenset[str]()
    while True:
        made = issue_due_receipts(by=SYSTEM, at=clock.now(), limit=_BATCH, without=failed)
        done, failed = done + made.count, failed | made.failed
        if not made.count and not made.failed:
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


@app.task(name=_ANEW, queueing_lock=_ANEW, lock=_ANEW)
def count_anew() -> int:
    """Count what a corrected calendar moves until nothing is left; each date is its own transaction."""
    done = 0
    while made := run_correction(by=SYSTEM, at=clock.now()):
        done += made
    return done


def ask_to_count_anew() -> None:
    """Wake the queue after a correction was ordered."""
    try:
        with transaction.atomic():
            count_anew.defer()
    except AlreadyEnqueued:
        return


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.sweep_corrections", queueing_lock="dossiers.sweep_corrections", lock=_ANEW)
def sweep_corrections(timestamp: int) -> int:
    """Go on with a correction whose worker died."""
    del timestamp
    return count_anew()


@app.periodic(cron="*/10 * * * *")
@app.task(name="dossiers.pass_limits", queueing_lock="dossiers.pass_limits")
def pass_limits(timestamp: int) -> int:
    """Write down which offices let a limit pass; each is its own transaction, so one that fails keeps none back."""
    del timestamp
    at = clock.now()
    return sum(pass_limit(by=SYSTEM, at=at, subtask_id=one) for one in past_limit(at))


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


@app.periodic(cron="*/15 * * * *")
@app.task(name="dossiers.tell_of_limits", queueing_lock="dossiers.tell_of_limits", lock="dossiers.tell_of_limits")
def tell_of_limits(timestamp: int) -> int:
    """Remind officers and tell heads, agency by agency: what a job that died left is done by the next."""
    del timestamp
    at = clock.now()
    open_now = directory.agencies(on=at.date())
    return sum(remind(at=at, agency_id=one.agency_id) for one in open_now)


@app.periodic(cron="3,33 * * * *")
@app.task(name="dossiers.return_lent", queueing_lock="dossiers.return_lent", lock="dossiers.return_lent")
def return_lent(timestamp: int) -> int:
    """Bring home what was handed to a colleague up to yesterday."""
    del timestamp
    at, done = clock.now(), 0
    while made := bring_all_home(at=at, limit=_BATCH):
        done += made
    return done
