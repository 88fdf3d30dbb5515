"""The queue of jobs: worked through beside the ledger, and taken up again where a worker died."""

import logging
import threading

from django.db import Error, IntegrityError, connection, transaction

log = logging.getLogger(__name__)
# A living worker says so every other second; one that is silent five times as long is dead.
_BEAT_SECONDS, _DEAD_SECONDS = 2.0, 10.0
_STALLED = """
SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""
_AGAIN = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
_END = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"


def work() -> None:
    """Work through the queue until the process ends or the database does."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the queue lives in Django's own database")
    # Django's connector only puts jobs in; whoever does them needs connections of its own.
    app.with_connector(connector.get_worker_connector()).run_worker(
        install_signal_handlers=False,
        wait=True,
        listen_notify=False,
        fetch_job_polling_interval=1.0,
        update_heartbeat_interval=_BEAT_SECONDS,
        stalled_worker_timeout=_DEAD_SECONDS,
        delete_jobs="successful",
    )


@transaction.atomic
def take_up() -> int:
    """Put the jobs of dead workers back into the queue, so that their locks hold nobody up; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_STALLED, [_DEAD_SECONDS])
        stalled: list[int] = [job_id for (job_id,) in cursor.fetchall()]
        for job_id in stalled:
            try:
                with transaction.atomic():
                    cursor.execute(_AGAIN, [job_id])
            except IntegrityError:
                # The same work waits in the queue already and may be there only once.
                cursor.execute(_END, [job_id])
    return len(stalled)


def watch(stop: threading.Event) -> None:
    """Take up the jobs of dead workers every few seconds until `stop` is set."""
    while not stop.wait(_DEAD_SECONDS / 2):
        try:
            if found := take_up():
                log.warning("%s jobs of a worker that died were taken up again", found)
        except Error as fault:
            log.warning("the queue cannot be looked at now: %s", fault)
        finally:
            connection.close_if_unusable_or_obsolete()
