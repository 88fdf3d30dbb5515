import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.models import ClockEntry, Part, Supplement
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
LATER = w.at("2026-02-25 10:00")


def _provide(world: w.World, dossier_id: str, by: str = "desk") -> api.Moved:
    return api.provide_supplement(by=getattr(world, by), at=LATER, dossier_id=dossier_id)


def test_request_pauses_and_gives_every_paper_its_place(world: w.World) -> None:
    dossier_id = w.started(world)
    moved = w.asked(world, dossier_id)
    assert (moved.status, documents.paper(paper_id=moved.paper_id).template) == (5, "supplement_02")
    view = api.dossier(by=world.hoa, dossier_id=dossier_id, at=LATER)
    assert [part.name for part in view.parts] == ["Tờ khai", "Giấy khai sinh của mẹ", "Giấy chứng sinh"]
    assert (view.due.state, view.supplements[0].items) == ("paused", (("Giấy chứng sinh", "Bản đã nộp bị mờ"),))


def test_due_date_moves_by_what_was_waited(world: w.World) -> None:
    dossier_id = w.started(world)  # due 24/02; paused on the 13th, resumed on 25/02: 3 working days waited
    code = w.row(dossier_id).code
    w.asked(world, dossier_id)
    moved = _provide(world, dossier_id)
    assert (moved.status, moved.due_at, moved.code) == (4, w.at("2026-02-27 17:00"), code)
    assert Part.objects.get(seq=3).source == "paper"
    assert Supplement.objects.get().provided_at == LATER


def test_return_after_appraisal_starts_the_limit_anew(world: w.World) -> None:
    dossier_id = w.started(world)
    w.asked(world, dossier_id, is_returned=True)
    moved = _provide(world, dossier_id)
    assert moved.due_at == w.at("2026-02-27 17:00")  # two working days after 25/02
    assert list(ClockEntry.objects.order_by("seq").values_list("kind", flat=True)) == ["START", "PAUSE", "RESTART"]


def test_return_of_an_appointment_without_limit_goes_on(world: w.World) -> None:
    moved = api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.NO_LIMIT, applicant_person_id=world.hoa.person_id,
        idempotency_key="k", appointment=api.Appointment("Tự hẹn", until=w.at("2026-02-24 10:00")),
        papers=[api.PaperCount(1, originals=1)],
    )  # fmt: skip
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=moved.dossier_id)
    w.asked(world, moved.dossier_id, is_returned=True)
    assert _provide(world, moved.dossier_id).due_at == w.at("2026-02-27 17:00")


def test_citizen_must_have_added_every_paper(world: w.World) -> None:
    dossier_id = w.started(world)
    submission_id = w.row(dossier_id).submission.public_id
    w.asked(world, dossier_id)
    with pytest.raises(Invalid, match="HS26") as caught:
        _provide(world, dossier_id, "hoa")
    assert list(caught.value.fields) == ["part_3"]
    api.attach(by=world.hoa, at=LATER, submission_id=submission_id, seq=3, name="a.pdf", stream=w.pdf())
    with pytest.raises(NotAllowed):
        _provide(world, dossier_id, "nam")
    assert _provide(world, dossier_id, "hoa").status == 4
    with pytest.raises(Conflict, match="HS09"):
        _provide(world, dossier_id, "specialist")


def test_paper_to_be_mended_must_be_newer_than_the_request(world: w.World) -> None:
    dossier_id = w.started(world)
    api.request_supplement(
        by=world.specialist, at=w.AT, dossier_id=dossier_id, items=[api.SupplementItem("Tờ khai", "Mờ", seq=1)],
        reason="Mờ",
    )  # fmt: skip
    with pytest.raises(Invalid, match="HS26"):
        _provide(world, dossier_id, "hoa")


def test_second_request_needs_its_reason_and_is_flagged(world: w.World) -> None:
    dossier_id = w.started(world)
    w.asked(world, dossier_id)
    _provide(world, dossier_id)
    with pytest.raises(Invalid, match="HS20"):
        w.asked(world, dossier_id, LATER)
    moved = w.asked(world, dossier_id, LATER, extra_reason="Giấy mới nộp hết hạn")
    assert moved.status == 5
    assert "asked_more_than_once" in api.dossier(by=world.desk, dossier_id=dossier_id, at=LATER).flags


def test_request_names_papers_that_exist_and_a_reason(world: w.World) -> None:
    dossier_id = w.started(world)

    def ask(items: list[api.SupplementItem], reason: str = "Thiếu") -> None:
        api.request_supplement(by=world.specialist, at=w.AT, dossier_id=dossier_id, items=items, reason=reason)

    for items in ([], [api.SupplementItem("Lạ", "x", seq=77)]):
        with pytest.raises(Invalid, match="HS21"):
            ask(items)
    with pytest.raises(Invalid, match="HS20"):
        ask([api.SupplementItem("A", "b")], reason="x" * 4001)
    assert w.row(dossier_id).status == 4


def _oblige(world: w.World, dossier_id: str, amount: int = 500_000) -> api.Moved:
    fee = payments.Fee(kind=payments.FeeKind.PHI, name="Tiền sử dụng đất", amount_vnd=amount, basis="Thông báo thuế")
    return api.request_obligation(
        by=world.specialist, at=w.AT, dossier_id=dossier_id, fees=[fee], reason="Theo thông báo thuế"
    )


def test_obligation_pauses_until_the_ledger_tells_of_the_money(world: w.World) -> None:
    dossier_id = w.started(world)
    assert _oblige(world, dossier_id).status == 6
    order_id = w.row(dossier_id).obligation_order_id
    with pytest.raises(Conflict, match="HS34"):
        api.meet_obligation(by=SYSTEM, at=LATER, dossier_id=dossier_id, order_id=order_id)
    with pytest.raises(NotAllowed, match="HS35"):
        api.meet_obligation(by=world.specialist, at=LATER, dossier_id=dossier_id, order_id=order_id)
    cashier = w.official(world.committee, "cashier")
    payments.settle_cash(by=cashier, at=LATER, order_id=order_id, received_vnd=500_000)
    ledger.seal()
    ledger.deliver()
    row = w.row(dossier_id)
    assert (row.status, row.due_at) == (4, w.at("2026-02-27 17:00"))
    assert api.meet_obligation(by=SYSTEM, at=LATER, dossier_id=dossier_id, order_id=order_id).status == 4


def test_obligation_of_nothing_does_not_stop_the_clock(world: w.World) -> None:
    dossier_id = w.started(world)
    with pytest.raises(Invalid, match="HS28"):
        _oblige(world, dossier_id, amount=0)
    assert w.row(dossier_id).status == 4
