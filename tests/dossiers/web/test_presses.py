"""How many questions a press on "send" and a press on "receive" ask over the whole way from the browser."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.kernel.actor import Actor
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def _count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.post(path, {"is_true": "on"}).status_code == 302
    return len([one for one in seen if "SAVEPOINT" not in one["sql"]])


def test_sending_asks_few_questions(mapped: w.World, sign_in: SignIn) -> None:
    hoa = sign_in(mapped.hoa)
    paths = [f"/nop-ho-so/{w.HOUSE}/{w.draft(mapped, code=w.HOUSE)}/kiem-tra/" for _time in range(2)]
    hoa.post(paths[0], {"is_true": "on"})
    # Session and account, the draft and its papers, then what is written: the order, its line, the draft, a line of
    # the story, and one entry of the ledger for each of the two acts.
    assert _count(hoa, paths[1]) == 10


def test_receiving_asks_few_questions(mapped: w.World, sign_in: SignIn) -> None:
    desk = sign_in(mapped.desk)
    paths = [f"/ban-lam-viec/ho-so-moi/{w.filed(mapped)}/tiep-nhan/" for _time in range(2)]
    desk.post(paths[0])
    # Session and account, the submission, the right, then what is written: the submission, the number, the dossier,
    # its clock, the entry of the ledger and a line of the story.
    assert _count(desk, paths[1]) == 10
