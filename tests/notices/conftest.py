from collections.abc import Iterator

import pytest

from dinh.notices.registry.providers import providers, set_providers
from dinh.notices.registry.settings import public_url, set_public_url
from dinh.notices.types import OUTSIDE, Way
from tests.notices import make


@pytest.fixture(autouse=True)
def carriers() -> Iterator[dict[Way, make.Scripted]]:
    """Give each way one provider of the test's own, and leave the process as it was."""
    before, address = {way: providers(way) for way in OUTSIDE}, public_url()
    found = {Way.EMAIL: make.Scripted("thu"), Way.SMS: make.Scripted("tin")}
    for way, one in found.items():
        set_providers(way, (one,))
    yield found
    set_public_url(address)
    for way, kept in before.items():
        set_providers(way, kept)


@pytest.fixture
def mail(carriers: dict[Way, make.Scripted]) -> make.Scripted:
    return carriers[Way.EMAIL]


@pytest.fixture
def sms(carriers: dict[Way, make.Scripted]) -> make.Scripted:
    return carriers[Way.SMS]
