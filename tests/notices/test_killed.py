"""Workers killed while a mail is on its way: every message counts once, and a second copy carries the same number."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.notices import api
from dinh.notices.models import Message
from dinh.notices.plugins.smtp.mailer import Mailer
from dinh.notices.registry.providers import set_providers
from tests.fakes.mail_server import MailServer, serving
from tests.notices import make
from tests.nursery import Nursery, opened

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]
MAILS, DEATHS = 40, 8


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as house:
        yield house


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    with opened("tests.notices.killed") as found:
        yield found


def test_killed_while_sending_counts_each_message_once(nursery: Nursery, server: MailServer) -> None:
    dice = random.Random(11)  # noqa: S311
    for number in range(MAILS):
        make.told(key=f"k{number}", to=make.recipient(make.person(), phone=""))
    for _death in range(DEATHS):
        before, wanted = len(server.mails), dice.randrange(1, 4)
        child, patience = nursery.born(server.port), time.monotonic() + 20
        while len(server.mails) < before + wanted and time.monotonic() < patience:
            time.sleep(0.001)
        time.sleep(dice.random() * 0.004)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    set_providers(api.Way.EMAIL, (Mailer("thu", "127.0.0.1", server.port, "a@b.vn", "A", security="none"),))
    patience = time.monotonic() + 20
    # The database lets go of a dead worker's message as soon as it notices the death.
    while api.waiting(at=make.AT) and time.monotonic() < patience:
        api.deliver_due(by=SYSTEM, at=make.AT)
    arrived = Counter(str(mail["Message-ID"]) for mail in server.mails)
    sent = Message.objects.filter(way="email", state="sent").values_list("public_id", flat=True)
    ids = {f"<{key}@b.vn>" for key in sent}
    assert len(ids) == MAILS
    assert set(arrived) == ids
    assert sum(arrived.values()) <= MAILS + DEATHS
    ledger.seal()
    for row in Message.objects.filter(way="email").select_related("notice"):
        kinds = [one.kind for one in ledger.entries_of(row.notice.public_id)]
        assert kinds.count("notices.message.sent") == 1
