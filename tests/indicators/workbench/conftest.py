"""Today's province, its people, and a handful of dossiers of two communes by three channels."""

from datetime import datetime, timedelta

import pytest

from dinh.directory import api as directory
from dinh.kernel import clock
from tests.indicators.chain import decided, received, record
from tests.portal.conftest import leader, province, signed_in, staffed

__all__ = ["leader", "province", "signed_in", "staffed"]
CHANNELS = ("online", "online", "desk", "post")


@pytest.fixture
def month() -> datetime:
    """Return a moment of last month: whole, and never later than today."""
    return (clock.now().replace(day=1) - timedelta(days=9)).replace(hour=9)


@pytest.fixture
def communes(province: directory.UnitView) -> tuple[int, int]:
    found = directory.children(unit_id=province.unit_id, on=clock.now().date())
    return found[0].unit_id, found[1].unit_id


@pytest.fixture
def dossiers(communes: tuple[int, int], month: datetime) -> None:
    """Receive eight dossiers, four at each commune, and decide the first three of each; one of them late."""
    events = []
    for number in range(8):
        unit_id = communes[number // 4]
        channel = CHANNELS[number % 4]
        events.append(received(number, unit_id=unit_id, at=month, channel=channel))
        if number % 4 < 3:
            events.append(decided(number, at=month, is_on_time=number != 1))
    record(events, at=month)
