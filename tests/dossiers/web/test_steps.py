"""The page of a dossier shows its internal process, and names the step and the office that were late."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.kernel.actor import SYSTEM, Actor
from dinh.ledger import api as ledger
from dinh.processes import api as processes
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db


def test_the_page_names_the_late_step_and_its_office(mapped: w.World, sign_in: Callable[[Actor], Client]) -> None:
    processes.load_shipped(by=SYSTEM, at=w.at("2026-02-13 08:00"))
    dossier_id, head = w.received(mapped), sign_in(mapped.head)
    path = f"/ban-lam-viec/ho-so/{dossier_id}/"
    assert "Các bước của quy trình nội bộ" not in text_of(head.get(path))
    ledger.seal()
    ledger.deliver()
    late = w.at("2026-03-13 09:00")
    api.assign(by=mapped.head, at=late, dossier_id=dossier_id, post_id=mapped.specialist.post_id)
    page = text_of(head.get(path))
    assert "Các bước của quy trình nội bộ" in page
    assert "Đã trễ ở bước “" in page
    assert f"của {mapped.committee.short_name}." in page
