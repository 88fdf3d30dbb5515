from datetime import date

import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.papers import exclusions, hand_overs, receipt_words
from dinh.dossiers.queries.wording import due_on_paper
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def test_receipt_is_issued_once_whoever_asks_first(world: w.World) -> None:
    dossier_id = w.received(world)
    first = api.ensure_receipt(by=world.desk, at=w.AT, dossier_id=dossier_id)
    assert api.issue_due_receipts(by=SYSTEM, at=w.AT).count == 0
    assert api.ensure_receipt(by=world.hoa, at=w.AT, dossier_id=dossier_id) == first
    assert (first.template, first.number, first.signed_by) == (
        "receipt_01",
        w.row(dossier_id).code,
        world.center.name,
    )
    assert api.dossier(by=world.hoa, dossier_id=dossier_id, at=w.AT).receipt_paper_id == first.paper_id


def test_queue_seals_what_is_due(world: w.World) -> None:
    one, other = w.received(world), w.received(world, code=w.HOUSE, delivery_way="post", applicant_address="12 Hoa")
    assert api.issue_due_receipts(by=SYSTEM, at=w.AT, limit=1).count == 1
    assert api.issue_due_receipts(by=SYSTEM, at=w.AT).count == 1
    papers = documents.papers_of(subject_ids=[one, other])
    assert [paper.template for paper in papers] == ["receipt_01", "receipt_01"]


def test_receipt_tells_the_counted_papers_and_the_desk(world: w.World) -> None:
    moved = api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.NO_LIMIT, applicant_person_id=world.hoa.person_id,
        idempotency_key="k", appointment=api.Appointment("Tự hẹn", until=w.at("2026-02-24 10:00")),
        papers=[api.PaperCount(1, originals=1)],
    )  # fmt: skip
    assert api.ensure_receipt(by=world.far_desk, at=w.AT, dossier_id=moved.dossier_id).template == "receipt_01"


def test_receipt_sealed_after_an_extension_tells_the_first_appointment(world: w.World) -> None:
    dossier_id = w.started(world)
    first = due_on_paper(w.row(dossier_id).due_at)
    later = w.at("2026-03-02 10:00")
    api.extend(
        by=world.specialist, at=w.at("2026-02-23 16:00"), dossier_id=dossier_id, new_due_at=later, reason="Chờ"
    )  # fmt: skip
    moved = w.row(dossier_id)
    assert moved.due_at == later
    assert receipt_words(moved)["due_text"] == first
    assert api.ensure_receipt(by=world.desk, at=w.AT, dossier_id=dossier_id).template == "receipt_01"


def test_receipt_is_not_for_strangers(world: w.World) -> None:
    dossier_id = w.received(world)
    for actor in (world.nam, world.foreign_desk):
        with pytest.raises(NotAllowed):
            api.ensure_receipt(by=actor, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(NotFound):
        api.ensure_receipt(by=world.desk, at=w.AT, dossier_id="dos_nobody")


def test_receipt_handler_asks_the_queue_once(world: w.World) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    for _number in range(2):
        w.received(world)
        ledger.seal()
        ledger.deliver()
    assert ProcrastinateJob.objects.filter(task_name="dossiers.seal_receipts").count() == 1


def test_queue_jobs_do_their_work(world: w.World) -> None:
    from dinh.dossiers import tasks

    w.received(world)
    assert tasks.sweep_receipts(timestamp=0) == 1
    assert tasks.forget_lookups(timestamp=0) == 0


def test_receipt_that_cannot_be_issued_keeps_no_other_waiting(world: w.World) -> None:
    from dinh.dossiers import tasks

    broken = Dossier.objects.filter(public_id=w.received(world))
    post_id = broken.get().received_by_post
    broken.update(received_by_post="pst_nobody")
    w.received(world)
    assert [tasks.seal_receipts(), tasks.seal_receipts()] == [1, 0]
    assert broken.get().is_receipt_due
    broken.update(received_by_post=post_id)
    assert tasks.seal_receipts() == 1


@pytest.mark.parametrize("ended", ["2026-02-13 16:00", "2026-02-24 16:00", "2026-02-25 16:00"])
def test_control_slip_tells_who_had_it(world: w.World, ended: str) -> None:
    dossier_id = w.started(world)
    assert api.control_slip(by=world.specialist, at=w.AT, dossier_id=dossier_id).template == "control_06"
    w.decided(world, dossier_id, w.at(ended))
    assert api.control_slip(by=world.desk, at=w.at(ended), dossier_id=dossier_id).signed_at is not None
    with pytest.raises(NotAllowed):
        api.control_slip(by=world.builder, at=w.AT, dossier_id=dossier_id)


def test_control_slip_goes_from_hand_to_hand(world: w.World) -> None:
    dossier_id = w.started(world)
    w.asked(world, dossier_id)
    api.provide_supplement(by=world.desk, at=w.AT, dossier_id=dossier_id)
    row = w.row(dossier_id)
    citizen, desk, officer = row.applicant_name, world.desk.display_name, world.specialist.display_name
    hands = [(one["given_by"], one["received_by"]) for one in hand_overs(row)]
    assert hands == [(citizen, desk), (desk, officer), (officer, citizen), (citizen, officer)]


def test_control_slip_judges_the_decision_though_it_was_corrected(world: w.World) -> None:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    before = [one["standing"] for one in hand_overs(w.row(dossier_id))]
    content = api.ResultContent(summary="Kết quả", reason="Đã xem xét")
    api.correct_result(by=world.head, at=w.at("2026-03-09 09:00"), dossier_id=dossier_id, content=content, reason="Sai")
    after = [one["standing"] for one in hand_overs(w.row(dossier_id))]
    assert before[-1] != ""
    assert after == [*before, ""]


def test_receipt_lists_what_the_limit_does_not_count() -> None:
    listed = exclusions("Đất đai", date(2026, 2, 13))
    assert "thời gian trưng cầu giám định" in listed
    assert exclusions("Hộ tịch", date(2026, 2, 13)) == []
    assert exclusions("Đất đai", date(2025, 6, 30)) == []
