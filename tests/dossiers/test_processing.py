import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _assign(world: w.World, dossier_id: str, by: str, post: str) -> api.Moved:
    who, to = getattr(world, by), getattr(world, post)
    return api.assign(by=who, at=w.AT, dossier_id=dossier_id, post_id=to.post_id)


def test_head_assigns_and_specialist_takes_what_nobody_has(world: w.World) -> None:
    dossier_id = w.received(world)
    _assign(world, dossier_id, "specialist", "specialist")
    _assign(world, dossier_id, "specialist", "specialist")
    assert w.row(dossier_id).assignee_name == world.specialist.display_name
    with pytest.raises(NotAllowed):
        _assign(world, dossier_id, "colleague", "colleague")
    _assign(world, dossier_id, "head", "colleague")
    assert w.row(dossier_id).assignee_post == world.colleague.post_id
    kinds = [one.kind for one in ledger.entries_of(dossier_id)]
    assert kinds.count("dossiers.dossier.assigned") == 2


@pytest.mark.parametrize("post", ["desk", "builder"])
def test_only_an_officer_of_the_agency_can_have_it(world: w.World, post: str) -> None:
    dossier_id = w.received(world)
    with pytest.raises(Invalid, match="HS32"):
        _assign(world, dossier_id, "head", post)


def test_post_limited_to_other_procedures_cannot_have_it(world: w.World) -> None:
    narrow = w.official(world.committee, "specialist", procedures=("9.999999",))
    with pytest.raises(Invalid, match="HS32"):
        api.assign(by=world.head, at=w.AT, dossier_id=w.received(world), post_id=narrow.post_id)


def test_closed_dossier_is_not_assigned(world: w.World) -> None:
    dossier_id = w.received(world)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Conflict, match="HS09"):
        _assign(world, dossier_id, "head", "specialist")
    with pytest.raises(NotFound, match="HS02"):
        api.assign(by=world.head, at=w.AT, dossier_id="dos_nobody", post_id=world.specialist.post_id)


def test_whoever_begins_has_it_and_others_are_told(world: w.World) -> None:
    dossier_id = w.started(world)
    assert w.row(dossier_id).assignee_post == world.specialist.post_id
    with pytest.raises(Conflict, match="HS33"):
        api.request_supplement(
            by=world.colleague, at=w.AT, dossier_id=dossier_id, items=[api.SupplementItem("A", "b")], reason="c"
        )
    with pytest.raises(Conflict, match="HS09"):
        api.start_processing(by=world.head, at=w.AT, dossier_id=dossier_id)


@pytest.mark.parametrize("who", ["desk", "builder", "hoa"])
def test_only_the_handling_agency_works_on_it(world: w.World, who: str) -> None:
    with pytest.raises(NotAllowed):
        api.start_processing(by=getattr(world, who), at=w.AT, dossier_id=w.received(world))


def _extend(world: w.World, dossier_id: str, at: str, until: str, reason: str = "Chờ xác minh") -> api.Moved:
    return api.extend(by=world.specialist, at=w.at(at), dossier_id=dossier_id, new_due_at=w.at(until), reason=reason)


def test_apology_gives_one_new_appointment_on_form_04(world: w.World) -> None:
    dossier_id = w.started(world)  # due Tuesday 24/02 17:00
    moved = _extend(world, dossier_id, "2026-02-23 16:00", "2026-03-02 10:00")
    assert moved.due_at == w.at("2026-03-02 10:00")
    assert documents.paper(paper_id=moved.paper_id).template == "apology_04"
    with pytest.raises(Conflict, match="HS23"):
        _extend(world, dossier_id, "2026-02-24 08:00", "2026-03-05 10:00")


def test_apology_on_the_last_day_is_too_late(world: w.World) -> None:
    with pytest.raises(Conflict, match="HS24"):
        _extend(world, w.started(world), "2026-02-24 08:00", "2026-03-02 10:00")


def test_apology_needs_reason_a_later_date_and_an_office_day(world: w.World) -> None:
    dossier_id = w.started(world)
    with pytest.raises(Invalid, match="HS20"):
        _extend(world, dossier_id, "2026-02-13 10:00", "2026-03-02 10:00", reason="")
    with pytest.raises(Invalid, match="HS25"):
        _extend(world, dossier_id, "2026-02-13 10:00", "2026-02-24 17:00")
    with pytest.raises(Invalid, match="HS27"):
        _extend(world, dossier_id, "2026-02-13 10:00", "2026-03-01 10:00")
    assert w.row(dossier_id).extensions == 0


def test_apology_while_paused_or_without_a_date_is_refused(world: w.World) -> None:
    dossier_id = w.started(world)
    w.asked(world, dossier_id)
    with pytest.raises(Conflict, match="HS09"):
        _extend(world, dossier_id, "2026-02-13 10:00", "2026-03-02 10:00")
    other = w.started(world)
    w.row(other).__class__.objects.filter(public_id=other).update(due_at=None)
    with pytest.raises(Conflict, match="HS22"):
        _extend(world, other, "2026-02-13 10:00", "2026-03-02 10:00")


def test_proposal_stands_before_the_head_until_papers_are_asked_for(world: w.World) -> None:
    dossier_id = w.started(world)
    content = api.ResultContent(summary="Cấp giấy", articles=("Cấp.",), grounds=("Luật Hộ tịch",))
    api.propose(by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="approved", content=content)
    view = api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT)
    assert view.proposal is not None
    assert (view.proposal.summary, view.proposal.by_name) == ("Cấp giấy", world.specialist.display_name)
    assert api.dossier(by=world.hoa, dossier_id=dossier_id, at=w.AT).proposal is None
    assert api.queue(by=world.head, name="to_sign", at=w.AT).counts[api.QueueName.TO_SIGN] == 1
    w.asked(world, dossier_id)
    assert w.row(dossier_id).proposal is None


def test_proposal_of_a_refusal_needs_its_reason_and_work_begun(world: w.World) -> None:
    dossier_id = w.received(world)
    with pytest.raises(Conflict, match="HS09"):
        api.propose(by=world.head, at=w.AT, dossier_id=dossier_id, outcome="approved", content=api.ResultContent())
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Invalid, match="HS20"):
        api.propose(
            by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="rejected", content=api.ResultContent()
        )
