"""The desk sees what the citizen was told, whether it arrived, and no address it could misuse."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger
from dinh.notices.models import Message
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of
from tests.dossiers.web.test_mine import queries

pytestmark = pytest.mark.django_db
CASE = "/ban-lam-viec/ho-so/"


def test_the_desk_reads_what_was_told_and_what_never_arrived(
    mapped: w.World, sign_in: Callable[[Actor], Client]
) -> None:
    dossier_id = w.received(mapped, applicant_email="hoa@example.vn")
    desk = sign_in(mapped.desk)
    assert "Đã báo cho người dân" not in text_of(desk.get(f"{CASE}{dossier_id}/"))
    ledger.seal()
    ledger.deliver()
    before = queries(desk, f"{CASE}{dossier_id}/")
    page = text_of(desk.get(f"{CASE}{dossier_id}/"))
    assert "Đã báo cho người dân (2 lần)" in page
    assert "h***@example.vn Chờ gửi" in page
    Message.objects.filter(way="email").update(state="failed", next_at=None, ended_at=w.AT, last_error="550 no")
    page = text_of(desk.get(f"{CASE}{dossier_id}/"))
    assert "có tin không tới" in page
    assert "550 no" in page
    assert queries(desk, f"{CASE}{dossier_id}/") == before
