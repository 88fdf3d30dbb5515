"""Today's province on the real map, its people, and what the ministry published."""

import pytest
from django.conf import settings

from dinh.indicators.scores import api
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from tests.portal.conftest import leader, province, signed_in, staffed

__all__ = ["leader", "province", "published", "signed_in", "staffed"]


@pytest.fixture
def published(province: object) -> api.Loaded:
    """Take over the published values of the house."""
    del province
    return api.load_published(by=SYSTEM, at=clock.now(), folder=settings.DINH_DATA / "stats")
