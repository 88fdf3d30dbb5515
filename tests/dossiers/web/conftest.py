"""The small province with names on its map, and browsers signed in as its people."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from dinh.directory.units.models import MapLoad, UnitVersion
from dinh.directory.units.queries import atlas
from dinh.kernel.actor import Actor
from dinh.kernel.ids import new_id
from tests.dossiers import world as w
from tests.dossiers.web import browsers

_NAMES = {w.PROVINCE: "Tỉnh Lâm Đồng", w.COMMUNE: "Xã Đạ Tẻh", w.NEIGHBOR: "Phường B'Lao"}


@pytest.fixture
def mapped(world: w.World) -> Iterator[w.World]:
    """The same province, its units with names: pages let people choose among them."""
    for unit_id, name in _NAMES.items():
        is_top = unit_id == w.PROVINCE
        UnitVersion.objects.create(
            unit_id=unit_id,
            code=settings.DINH_PROVINCE if is_top else f"{unit_id:05d}",
            name=name,
            short_name=name.split(" ", 1)[1],
            kind="tinh" if is_top else "xa",
            level="province" if is_top else "commune",
            parent_id=None if is_top else w.PROVINCE,
            province_id=w.PROVINCE,
            valid_from=date(2020, 1, 1),
            recorded_at=w.AT,
        )
    MapLoad.objects.create(public_id=new_id("map"), at=w.AT, digest="0" * 64, added={}, superseded={})
    atlas.forget_atlas()
    yield world
    atlas.forget_atlas()


@pytest.fixture
def sign_in(db: None) -> Callable[[Actor], Client]:
    del db
    known: dict[str, Any] = {}

    def browser(who: Actor) -> Client:
        if who.person_id not in known:
            known[who.person_id] = browsers.account(who)
        return browsers.signed_in(known[who.person_id])

    return browser
