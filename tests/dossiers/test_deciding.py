"""Decision tables act on cases: the fee, the papers and the way of a case, kept with the version that decided."""

from datetime import date

import pytest

from dinh.dossiers import api
from dinh.dossiers.registry import references
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Invalid
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from dinh.processes import api as processes
from tests.dossiers import tables
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
HOUSE = {"code": w.HOUSE, "q_loai_nha": "riêng lẻ"}


def view(world: w.World, submission_id: str) -> api.SubmissionView:
    return api.submission(by=world.hoa, submission_id=submission_id, at=w.AT)


def order_of(submission_id: str) -> payments.OrderView:
    return payments.order(order_id=w.sent(submission_id).order_id)


def test_the_fee_comes_from_the_table_and_says_why(world: w.World) -> None:
    made = tables.fee()
    submission_id = w.filed(world, **HOUSE)
    order = order_of(submission_id)
    assert (order.total_vnd, order.lines[0].name) == (50_000, "Lệ phí cấp phép")
    assert "phiên bản 1, dòng 1" in order.lines[0].basis
    decided = view(world, submission_id).decided[0]
    assert (decided.table_id, decided.number, decided.rules, decided.is_answered) == (made.table_id, 1, (1,), True)
    assert "riêng lẻ" in decided.why[0]


def test_without_a_table_the_catalogue_holds(world: w.World) -> None:
    submission_id = w.filed(world, code=w.HOUSE)
    assert order_of(submission_id).total_vnd == 75_000
    assert view(world, submission_id).decided == ()


def test_what_the_table_cannot_decide_is_no_zero(world: w.World) -> None:
    tables.fee()
    submission_id = w.filed(world, code=w.HOUSE, q_loai_nha="khác")
    assert w.sent(submission_id).order_id == ""
    quote = api.quote_for(api.case_facts(view(world, submission_id)), on=date(2026, 2, 13), unit_id=w.PROVINCE)
    assert quote.decision is not None
    assert (quote.is_known, quote.decision.is_answered) == (False, False)
    assert quote.decision.why
    entered = payments.entered_quote(
        version_id=w.sent(submission_id).version_id, channel="online", on=w.AT.date(), unit_id=w.PROVINCE,
        fees=[payments.Fee(payments.FeeKind.LE_PHI, "Lệ phí", 90_000, "12/2026/QĐ-UBND")],
    )  # fmt: skip
    api.receive(by=world.province_desk, at=w.AT, submission_id=submission_id, entered=entered)
    assert order_of(submission_id).total_vnd == 90_000


def test_a_question_without_an_answer_stops_the_filing(world: w.World) -> None:
    tables.fee()
    submission_id = w.draft(world, code=w.HOUSE)
    asked = view(world, submission_id)
    assert [one.key for one in asked.questions] == ["q_loai_nha"]
    with pytest.raises(Invalid, match="HS17") as refused:
        api.file_submission(by=world.hoa, at=w.AT, submission_id=submission_id, idempotency_key="k")
    assert "q_loai_nha" in refused.value.fields


def test_a_later_version_changes_nothing_that_was_sent(world: w.World) -> None:
    tables.fee()
    submission_id = w.filed(world, **HOUSE)
    tables.fee(60_000, on=date(2026, 2, 14))
    references.forget()
    dossier_id = api.receive(
        by=world.province_desk, at=w.at("2026-02-23 09:00"), submission_id=submission_id
    ).dossier_id
    read = api.dossier(by=world.builder, dossier_id=dossier_id)
    assert (order_of(submission_id).total_vnd, read.decided[0].number) == (50_000, 1)


def test_a_draft_takes_the_version_of_the_day_it_is_sent(world: w.World) -> None:
    tables.fee()
    submission_id = w.draft(world, **HOUSE)
    tables.fee(60_000, on=date(2026, 2, 14))
    references.forget()
    later = w.at("2026-02-23 09:00")
    api.file_submission(by=world.hoa, at=later, submission_id=submission_id, idempotency_key="k")
    assert order_of(submission_id).total_vnd == 60_000


def test_the_table_chooses_the_papers_and_says_why(world: w.World) -> None:
    tables.papers()
    has = view(world, w.draft(world, q_co_giay_cua_me="có"))
    lacks = view(world, w.draft(world, q_co_giay_cua_me="không"))
    assert [one.is_in_case for one in has.parts] == [True, False]
    assert [one.is_required and one.is_in_case for one in lacks.parts] == [True, True]
    assert lacks.parts[1].why
    assert not has.parts[1].why


def test_the_papers_chosen_stay_when_the_table_changes(world: w.World) -> None:
    tables.papers()
    submission_id = w.filed(world, q_co_giay_cua_me="có")
    dossier_id = api.receive(by=world.desk, at=w.AT, submission_id=submission_id).dossier_id
    references.forget()
    read = api.dossier(by=world.specialist, dossier_id=dossier_id)
    assert [one.is_in_case for one in read.parts] == [True, False]
    assert read.decided[0].purpose == "papers"


def test_the_desk_follows_the_table_of_papers(world: w.World) -> None:
    tables.papers()
    moved = api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id, idempotency_key="d",
        values={"competent_unit_id": str(w.COMMUNE), "q_co_giay_cua_me": "có"},
        papers=[api.PaperCount(1, 1, 0), api.PaperCount(2, 1, 0)],
    )  # fmt: skip
    read = api.dossier(by=world.specialist, dossier_id=moved.dossier_id)
    assert [one.is_in_case for one in read.parts] == [True, False]
    assert w.row(moved.dossier_id).submission.components_total == 1


def test_the_table_of_ways_chooses_the_process(world: w.World) -> None:
    processes.load_shipped(by=SYSTEM, at=w.AT)
    tables.way()
    dossier_id = w.received(world)
    ledger.seal()
    ledger.deliver()
    found = api.dossier(by=world.specialist, dossier_id=dossier_id)
    assert [one.purpose for one in found.decided] == ["route"]
    assert [one.step_id for one in processes.steps_of(dossier_id)] == ["receive", "process"]
