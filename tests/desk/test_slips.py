"""Dossiers on paper go to who handles them on one slip, once, against a signature."""

import pytest

from dinh.desk import api
from dinh.dossiers import api as dossiers
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
DAY = w.AT.date()


def _on_paper(world: w.World, key: str) -> str:
    moved = dossiers.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id, idempotency_key=key,
        papers=[dossiers.PaperCount(1, originals=1), dossiers.PaperCount(2, originals=1)],
    )  # fmt: skip
    return moved.dossier_id


def test_only_paper_waits_to_be_handed_over(world: w.World) -> None:
    online, paper = w.received(world), _on_paper(world, "k")
    waiting = [one.dossier_id for one in api.to_hand_over(by=world.desk, on=DAY)]
    assert waiting == [paper]
    assert online not in waiting


def test_a_week_of_more_than_a_page_waits_whole(world: w.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dinh.desk.queries.slips._PAGE", 2)
    made = [one for key in "abc" for one in (w.received(world), _on_paper(world, key))][1::2]
    assert [one.dossier_id for one in api.to_hand_over(by=world.desk, on=DAY)] == made


def test_slip_takes_each_dossier_once_and_is_signed_for(world: w.World) -> None:
    ids = [_on_paper(world, key) for key in ("a", "b")]
    to = world.committee.public_id
    slip = api.make_slip(by=world.desk, at=w.AT, to_agency_id=to, dossier_ids=ids)
    assert [one.dossier_id for one in slip.lines] == ids
    assert api.to_hand_over(by=world.desk, on=DAY) == ()
    with pytest.raises(Conflict, match="DK21"):
        api.make_slip(by=world.desk, at=w.AT, to_agency_id=to, dossier_ids=ids[:1])
    with pytest.raises(NotAllowed):
        api.accept_slip(by=world.builder, at=w.AT, slip_id=slip.slip_id)
    taken = api.accept_slip(by=world.specialist, at=w.AT, slip_id=slip.slip_id)
    again = api.accept_slip(by=world.colleague, at=w.AT, slip_id=slip.slip_id)
    assert (taken.accepted_by_name, again.accepted_by_name) == (world.specialist.display_name,) * 2


def test_slip_needs_dossiers_of_that_agency(world: w.World) -> None:
    dossier_id = _on_paper(world, "a")
    with pytest.raises(Invalid, match="DK20"):
        api.make_slip(by=world.desk, at=w.AT, to_agency_id=world.committee.public_id, dossier_ids=[])
    with pytest.raises(Conflict, match="DK21"):
        api.make_slip(by=world.desk, at=w.AT, to_agency_id=world.department.public_id, dossier_ids=[dossier_id])
    with pytest.raises(NotFound, match="DK22"):
        api.accept_slip(by=world.specialist, at=w.AT, slip_id="slp_none")


def test_register_lists_by_days_and_pages(world: w.World) -> None:
    ids = [_on_paper(world, key) for key in ("a", "b", "c")]
    first = dossiers.register(by=world.desk, since=DAY, until=DAY, size=2)
    second = dossiers.register(by=world.desk, since=DAY, until=DAY, size=2, after=first.next_after)
    assert [one.dossier_id for one in (*first.rows, *second.rows)] == ids
    assert second.next_after == 0
    assert dossiers.register(by=world.far_desk, since=DAY, until=DAY).rows == ()
    with pytest.raises(Invalid, match="HS71"):
        dossiers.register(by=world.desk, since=DAY, until=DAY.replace(year=DAY.year - 1))
    with pytest.raises(NotAllowed):
        dossiers.register(by=world.hoa, since=DAY, until=DAY)
