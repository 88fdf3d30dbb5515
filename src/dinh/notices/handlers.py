"""What follows from telling: the queue is woken, so that nobody waits for the next minute."""

from collections.abc import Sequence

from dinh.ledger.api import Delivered, handler
from dinh.notices import tasks
from dinh.notices.events import NoticeTold
from dinh.notices.types import OUTSIDE


@handler("notices.delivery", kinds=["notices.notice.told"])
def delivery(entries: Sequence[Delivered]) -> None:
    """Ask once for any number of notices that go out of the house."""
    if any(isinstance(entry.event, NoticeTold) and set(entry.event.ways) & set(OUTSIDE) for entry in entries):
        tasks.ask_to_deliver()
