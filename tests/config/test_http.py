"""The HTTP interface: what anyone may read, how errors are told, entity tags."""

import pytest
from django.db import transaction
from django.test import Client

from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from tests.indicators.chain import START, received

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.mark.usefixtures("country")
def test_a_unit_is_found_without_tones(client: Client) -> None:
    found = client.get("/api/units", {"q": "phu quy lam dong", "on": "2026-01-01"}).json()
    assert [one["name"] for one in found] == ["Đặc khu Phú Quý"]


@pytest.mark.usefixtures("country")
def test_successors_tell_shares_as_exact_fractions(client: Client) -> None:
    (old,) = client.get("/api/units", {"q": "huyện Phú Quý", "on": "2025-06-30"}).json()[:1]
    answer = client.get(f"/api/units/{old['unit_id']}/successors")
    assert answer.status_code == 200
    assert all(one["people_share"] is None or "." not in one["people_share"] for one in answer.json())


def test_an_unknown_procedure_is_a_problem_with_its_code(client: Client) -> None:
    answer = client.get("/api/procedures/9.999999")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"].startswith("PR")


def test_what_cannot_be_read_is_named(client: Client) -> None:
    answer = client.get("/api/procedures", {"page": "many"})
    assert answer.status_code == 422
    assert answer.json()["fields"].keys() == {"query.page"}


def test_definitions_are_for_anyone(client: Client) -> None:
    codes = [one["code"] for one in client.get("/api/indicators").json()]
    assert codes[:2] == ["dossiers.received", "dossiers.online_share"]
    assert "dossiers.e_result_share" in codes


@pytest.mark.usefixtures("country")
def test_figures_are_not_for_anyone(client: Client) -> None:
    answer = client.get("/api/indicators/dossiers.received/figure")
    assert answer.status_code == 403


def test_an_unchanged_answer_is_not_sent_twice(client: Client) -> None:
    first = client.get("/api/indicators")
    again = client.get("/api/indicators", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_proof_shows_no_content(client: Client) -> None:
    with transaction.atomic():
        event = received(1, unit_id=1)
        made = ledger.record(event=event, by=SYSTEM, at=START, subjects=[event.dossier_id])
    ledger.seal()
    proof = client.get(f"/api/ledger/entries/{made.entry_id}/proof").json()
    assert (proof["entry_id"], proof["body"]) == (made.entry_id, None)


def test_the_description_is_published(client: Client) -> None:
    assert "/api/procedures/{code}" in client.get("/api/openapi.json").json()["paths"]
