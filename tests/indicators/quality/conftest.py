"""The province on the real map with its agencies and people, and dossiers as the other modules record them."""

from datetime import datetime, timedelta

import pytest

from dinh.directory import api as directory
from dinh.indicators import api as indicators
from dinh.indicators.quality import api as quality
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.clock import VN
from tests.indicators.chain import decided, received, record, settled
from tests.portal.conftest import leader, province, signed_in, staffed

__all__ = ["leader", "province", "signed_in", "staffed"]
NOW = datetime(2026, 3, 31, 10, 0, tzinfo=VN)
TODAY = NOW.date()
MARCH = indicators.month(TODAY)


def official(name: str, *roles: Role) -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL, person_id=f"per_{name}", display_name=name, roles=frozenset(one.value for one in roles)
    )


@pytest.fixture
def commune(province: directory.UnitView) -> directory.UnitView:
    """Return a commune with four dossiers in March 2026: one of each kind of trouble, one without any."""
    unit = directory.children(unit_id=province.unit_id, on=TODAY)[0]
    told = {"unit_id": unit.unit_id}
    record([
        received(1, **told, components_reused=1, has_fee=True, fee_total_vnd=50_000),
        settled(1),
        decided(1),
        received(2, **told, channel="desk", is_vneid=False, has_fee=True, fee_total_vnd=50_000),
        decided(2, is_on_time=False, has_e_result=False, decided_at=NOW - timedelta(days=1)),
        received(3, **told, components_with_file=0),
        received(4, **told, requires_paper_result=False),
        decided(4, has_e_result=False),
    ])  # fmt: skip
    return unit


def scores(unit: directory.UnitView) -> dict[str, quality.Scored]:
    found = quality.scores_of(unit_id=unit.unit_id, period=MARCH, at=NOW)
    return {one.item.code: one for one in found.items}
