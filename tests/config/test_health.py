import pytest
from django.test import Client


@pytest.mark.django_db
def test_ready_with_a_database(client: Client) -> None:
    assert client.get("/readyz").json() == {"database": "ok"}


def test_alive_without_a_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
