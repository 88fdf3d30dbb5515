"""Processes for the tests to kill: one tells what happens to dossiers without end, one rolls it up.

`python -m tests.indicators.killed`, with the database in DINH_TEST_DATABASE_URL, forks one for each line `verb seed`.
"""

import os
from random import Random

from tests import nursery

DOSSIERS, UNITS = 400, 5


def tell(chance: Random, name: str) -> None:
    """Record acts in any order, late and twice as well: decisions before receipts, money for what nobody knows yet."""
    while True:
        number = chance.randrange(DOSSIERS)
        at = START + timedelta(days=chance.randrange(60), minutes=chance.randrange(600))
        fee = chance.choice([0, 50_000])
        events: list[Event] = [
            received(number, unit_id=1 + number % UNITS, at=at, has_fee=fee > 0, fee_total_vnd=fee),
            decided(number, at=at, is_on_time=chance.choice([True, False, None])),
            settled(number, method=chance.choice(["online", "cash"])),
            dossiers.SupplementRequested(dossier_id=f"dos_{number}", request_no=1, document_id=name),
            dossiers.SupplementProvided(dossier_id=f"dos_{number}", request_no=1, due_at=None),
            dossiers.DossierWithdrawn(dossier_id=f"dos_{number}", ended_at=at, is_on_time=True, supplement_requests=0),
            dossiers.DossierRated(dossier_id=f"dos_{number}", level="satisfied", criteria=(), is_change=False),
        ]
        event = chance.choice([events[0], *events])
        with transaction.atomic():
            ledger.record(event=event, by=SYSTEM, at=at, subjects=subjects_of(event))


def roll_up() -> None:
    while True:
        ledger.seal(batch=50)
        ledger.deliver(limit=20)


def make_anew() -> None:
    anew.STEP = 20
    while True:
        anew.make_anew()


def only_figures() -> None:
    """Leave the handlers of other modules out: they follow things that do not exist here."""
    for name in [one.name for one in registry.handlers() if one.name != "indicators.facts"]:
        registry._handlers.pop(name)


def work(verb: str, seed: str) -> None:
    if verb == "tell":
        tell(Random(seed), f"pap_{os.getpid()}")  # noqa: S311 - no secret
    if verb == "anew":
        make_anew()
    roll_up()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
    django.setup()
    from datetime import timedelta

    from django.db import transaction

    from dinh.dossiers import events as dossiers
    from dinh.indicators.figures.operations import anew
    from dinh.kernel.actor import SYSTEM
    from dinh.ledger import api as ledger
    from dinh.ledger import registry
    from dinh.ledger.events import Event
    from tests.indicators.chain import START, decided, received, settled, subjects_of

    only_figures()
    nursery.serve(work)
