"""Today's province with its agencies and the accounts of the demonstration, loaded once for a module's tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.directory.identity.models import Account
from dinh.indicators import api as indicators
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.portal.web import wall

Browser = Callable[[str], Client]


@pytest.fixture(scope="module")
def staffed(country: None, django_db_blocker: Any) -> None:
    del country
    with django_db_blocker.unblock():
        directory.load_agencies(by=SYSTEM, at=clock.now(), province="68")
        directory.create_demo_accounts(at=clock.now())


@pytest.fixture
def province(staffed: None, db: None) -> Iterator[directory.UnitView]:
    del staffed, db
    indicators.forget()
    wall.forget()
    yield directory.unit_by_code(code="68", level="province", on=clock.now().date())
    indicators.forget()


@pytest.fixture
def signed_in(province: directory.UnitView) -> Browser:
    """Return a browser of an official of the demonstration, by the name of the account."""
    del province

    def browser(username: str) -> Client:
        client = Client()
        account = Account.objects.get(username=username)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def leader(signed_in: Browser) -> Client:
    return signed_in("lanhdao.tinh")
