from collections.abc import Sequence

import pytest
from django.db import transaction

from dinh.kernel.actor import SYSTEM
from dinh.ledger.api import Delivered, deliver, head, record, seal
from tests.ledger.events import AT, Happened, following, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_recording_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(event=Happened(thing_id="a_1"), by=SYSTEM, at=AT, subjects=["a_1"])


def test_sealed_entries_reach_the_handler_once_and_in_order() -> None:
    seen: list[tuple[int, str]] = []

    def handle(entries: Sequence[Delivered]) -> None:
        seen.extend((one.position, one.event.thing_id) for one in entries)

    for name in ("a_1", "a_2", "a_3"):
        say(name)
    with following("tests.seen", handle):
        assert deliver() == 0
        assert seal() is not None
        assert deliver() == 3
        assert deliver() == 0
    assert seen == [(1, "a_1"), (2, "a_2"), (3, "a_3")]
    newest = head()
    assert newest is not None
    assert newest.size == 3
    assert seal() is None
