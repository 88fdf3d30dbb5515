import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.events import DossierDecided, DossierStopped, DossierWithdrawn
from dinh.dossiers.models import Dossier
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, Unavailable
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _last(dossier_id: str) -> object:
    told = [one.said for one in ledger.entries_of(dossier_id) if one.kind.startswith("dossiers.")]
    return max(told, key=lambda one: one.recorded_at).event


def test_decision_and_signed_result_come_together(world: w.World) -> None:
    dossier_id = w.started(world)
    moved = w.decided(world, dossier_id)
    paper = documents.paper(paper_id=moved.paper_id)
    assert (paper.template, paper.signed_by) == ("result_generic", world.committee.name)
    event = _last(dossier_id)
    assert isinstance(event, DossierDecided)
    assert (event.is_on_time, event.has_e_result, event.result_paper_id) == (True, True, paper.paper_id)
    assert w.decided(world, dossier_id).paper_id == paper.paper_id
    assert len(documents.papers_of(subject_ids=[dossier_id])) == 1


def test_on_time_is_judged_to_the_second(world: w.World) -> None:
    in_time, late = w.started(world), w.started(world)
    w.decided(world, in_time, w.at("2026-02-24 17:00"))
    w.decided(world, late, w.at("2026-02-24 17:00:01"))
    assert _last(in_time).is_on_time  # type: ignore[attr-defined]
    assert not _last(late).is_on_time  # type: ignore[attr-defined]
    states = [api.dossier(by=world.desk, dossier_id=one, at=w.AT).due.state for one in (in_time, late)]
    assert states == ["on_time", "was_late"]


@pytest.mark.parametrize("who", ["specialist", "desk", "builder_head", "hoa"])
def test_only_the_head_of_the_agency_decides(world: w.World, who: str) -> None:
    dossier_id = w.started(world)
    with pytest.raises(NotAllowed):
        api.decide(by=getattr(world, who), at=w.AT, dossier_id=dossier_id, outcome="approved")


def test_refusal_needs_its_reason_and_is_told_to_the_citizen(world: w.World) -> None:
    dossier_id = w.started(world)
    with pytest.raises(Invalid, match="HS20"):
        api.decide(by=world.head, at=w.AT, dossier_id=dossier_id, outcome="rejected")
    api.propose(
        by=world.specialist, at=w.AT, dossier_id=dossier_id, outcome="rejected",
        content=api.ResultContent(reason="Không đủ điều kiện"),
    )  # fmt: skip
    api.decide(by=world.head, at=w.AT, dossier_id=dossier_id, outcome="rejected", result_number="12/TB-UBND")
    view = api.dossier(by=world.hoa, dossier_id=dossier_id, at=w.AT)
    assert (view.outcome, view.result_number, view.story[-1].note) == ("rejected", "12/TB-UBND", "Không đủ điều kiện")
    with pytest.raises(Conflict, match="HS09"):
        w.decided(world, dossier_id)


def test_decision_before_the_work_began_is_refused(world: w.World) -> None:
    with pytest.raises(Conflict, match="HS09"):
        w.decided(world, w.received(world))


def test_trouble_while_signing_decides_nothing(world: w.World, monkeypatch: pytest.MonkeyPatch) -> None:
    from dinh.documents.registry import house as registry

    dossier_id = w.started(world)
    blocked = registry.house().store.__class__
    monkeypatch.setattr(blocked, "put", _no_room)
    with pytest.raises(Unavailable):
        w.decided(world, dossier_id)
    assert (w.row(dossier_id).status, documents.papers_of(subject_ids=[dossier_id])) == (4, ())


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_online_result_lands_in_the_store_and_is_handed_over(world: w.World) -> None:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    for _round in range(2):
        ledger.seal()
        ledger.deliver()
    row = w.row(dossier_id)
    items = documents.items_of(by=world.hoa, person_id=world.hoa.person_id)
    assert [(item.number, item.kind_code) for item in items] == [(f"{row.code}-KQ1", "KQ.G15.000031")]
    assert row.status == 10
    assert api.deposit_result(by=SYSTEM, at=w.AT, dossier_id=dossier_id) == items[0].item_id


def test_paper_result_waits_for_the_citizen_at_the_desk(world: w.World) -> None:
    dossier_id = w.started(world, delivery_way="desk")
    w.decided(world, dossier_id)
    ledger.seal()
    ledger.deliver()
    assert w.row(dossier_id).status == 9
    for actor in (world.specialist, world.hoa, world.foreign_desk):
        with pytest.raises(NotAllowed):
            api.hand_over(by=actor, at=w.AT, dossier_id=dossier_id)
    api.hand_over(by=world.far_desk, at=w.AT, dossier_id=dossier_id)
    assert w.row(dossier_id).status == 10
    with pytest.raises(Conflict, match="HS09"):
        api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id)


def test_result_that_is_not_signed_is_not_handed_over(world: w.World) -> None:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    Dossier.objects.filter(public_id=dossier_id).update(result_paper_id="")
    with pytest.raises(Conflict, match="HS36"):
        api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id)
    assert api.deposit_result(by=SYSTEM, at=w.AT, dossier_id=dossier_id) == ""


def test_citizen_takes_it_back_until_it_is_decided(world: w.World) -> None:
    dossier_id, other = w.received(world), w.started(world)
    with pytest.raises(NotAllowed):
        api.withdraw(by=world.nam, at=w.AT, dossier_id=dossier_id)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id, reason="Không cần nữa")
    event = _last(dossier_id)
    assert isinstance(event, DossierWithdrawn)
    assert (w.row(dossier_id).status, event.is_on_time) == (7, True)
    w.decided(world, other)
    with pytest.raises(Conflict, match="HS09"):
        api.withdraw(by=world.desk, at=w.AT, dossier_id=other)


def test_desk_takes_back_for_the_citizen_and_late_is_late(world: w.World) -> None:
    dossier_id = w.received(world)
    api.withdraw(by=world.desk, at=w.at("2026-03-10 08:00"), dossier_id=dossier_id)
    assert _last(dossier_id).is_on_time is False  # type: ignore[attr-defined]


def test_stopping_writes_form_05_and_waiting_is_not_lateness(world: w.World) -> None:
    dossier_id = w.started(world)
    with pytest.raises(Invalid, match="HS20"):
        api.stop(by=world.specialist, at=w.AT, dossier_id=dossier_id, reason="")
    w.asked(world, dossier_id)
    late = w.at("2026-03-10 08:00")
    moved = api.stop(by=world.specialist, at=late, dossier_id=dossier_id, reason="Quá hạn bổ sung", basis="NĐ 118")
    event = _last(dossier_id)
    assert isinstance(event, DossierStopped)
    assert (moved.status, event.is_on_time, event.ended_at) == (8, True, late)
    assert documents.paper(paper_id=moved.paper_id).template == "stop_05"


def test_handlers_pass_over_what_is_not_theirs(world: w.World) -> None:
    from dinh.payments import api as payments

    submission_id = w.filed(world, code=w.HOUSE)
    order_id = w.sent(submission_id).order_id
    payments.settle_cash(by=w.official(world.department, "cashier"), at=w.AT, order_id=order_id, received_vnd=75_000)
    api.decline(by=world.desk, at=w.AT, submission_id=submission_id, reason="Sai thẩm quyền")
    ledger.seal()
    ledger.deliver()
    assert payments.order(order_id=order_id).state == "settled"
    assert ledger.count_dead_letters() == 0


def test_result_from_elsewhere_is_not_looked_for(world: w.World) -> None:
    from dinh.dossiers.operations.aftermath import deliver_online, meet_if_waited_for

    deliver_online(by=SYSTEM, at=w.AT, dossier_id="dos_elsewhere")
    meet_if_waited_for(at=w.AT, dossier_id="dos_elsewhere", order_id="ord_x")
    dossier_id = w.received(world)
    assert api.deposit_result(by=SYSTEM, at=w.AT, dossier_id=dossier_id) == ""
