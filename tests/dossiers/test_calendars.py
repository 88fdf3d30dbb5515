"""A corrected calendar: what stood on the old one is counted anew, listed and recorded."""

import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.kernel import calendars
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, NotAllowed
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def saturdays() -> str:
    return calendars.for_hours("saturday_morning").version


def test_due_date_moves_and_the_change_is_recorded(world: w.World) -> None:
    dossier_id = w.received(world)
    due = w.row(dossier_id).due_at
    Dossier.objects.filter(public_id=dossier_id).update(due_at=w.at("2026-02-20 17:00"))
    version = calendars.load().version
    change = api.recompute_due(by=SYSTEM, at=w.AT, dossier_id=dossier_id, calendar_version=version)
    assert (change.old_due_at, change.new_due_at, change.is_recorded) == (w.at("2026-02-20 17:00"), due, True)
    assert "dossiers.dossier.due_recomputed" in [one.kind for one in ledger.entries_of(dossier_id)]
    again = api.recompute_due(by=SYSTEM, at=w.AT, dossier_id=dossier_id, calendar_version=version)
    assert not again.is_recorded


def test_only_the_operator_counts_anew_and_only_open_dossiers(world: w.World, saturdays: str) -> None:
    dossier_id = w.received(world)
    operator = w.official(world.province, "operator")
    for actor in (world.desk, world.hoa):
        with pytest.raises(NotAllowed, match="HS37"):
            api.recompute_due(by=actor, at=w.AT, dossier_id=dossier_id, calendar_version=saturdays)
    api.recompute_due(by=operator, at=w.AT, dossier_id=dossier_id, calendar_version=saturdays)
    assert w.row(dossier_id).calendar_version == saturdays
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Conflict, match="HS38"):
        api.recompute_due(by=operator, at=w.AT, dossier_id=dossier_id, calendar_version=saturdays)


def test_all_open_dossiers_of_the_older_edition_are_found_once(world: w.World, request: pytest.FixtureRequest) -> None:
    moving, staying, closed = (w.received(world, when=w.at(f"2026-02-{day} 09:00")) for day in (25, 13, 25))
    api.withdraw(by=world.hoa, at=w.at("2026-02-25 10:00"), dossier_id=closed)
    with pytest.raises(NotAllowed, match="HS37"):
        api.recompute_open(by=world.desk, at=w.AT)
    assert api.recompute_open(by=SYSTEM, at=w.AT) == ()
    request.getfixturevalue("corrected")
    changes = api.recompute_open(by=SYSTEM, at=w.at("2026-02-25 11:00"))
    assert [(one.dossier_id, one.is_recorded) for one in changes] == [(moving, True), (staying, False)]
    assert w.row(moving).due_at == w.at("2026-03-02 17:00")
    assert api.recompute_open(by=SYSTEM, at=w.AT) == ()
