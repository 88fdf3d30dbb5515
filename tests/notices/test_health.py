"""What the doctor says of those who carry messages."""

import pytest

from dinh.config import doctor
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.notices import api
from dinh.notices.registry.providers import ProviderDown, set_providers
from tests.notices import make

pytestmark = pytest.mark.django_db


def test_all_well_names_who_carries_what() -> None:
    found = doctor._notices()
    assert found.is_well
    assert found.seen == "email: thu, sms: tin; 0 messages due"


def test_a_provider_that_rests_is_named_with_its_fault(mail: make.Scripted) -> None:
    mail.answer = make.raising(ProviderDown("ConnectionRefusedError for hoa@example.vn"))
    for number in range(3):
        make.told(key=f"k{number}", when=clock.now(), to=make.recipient(make.person(), phone=""))
    api.deliver_due(by=SYSTEM, at=clock.now())
    found = doctor._notices()
    assert not found.is_well
    assert "not answering: thu (ConnectionRefusedError for h***@example.vn)" in found.seen


def test_nobody_to_carry_is_said_and_is_no_fault() -> None:
    for way in (api.Way.EMAIL, api.Way.SMS):
        set_providers(way, ())
    found = doctor._notices()
    assert found.is_well
    assert found.seen == "the portal alone; 0 messages due; nobody carries email and sms"
