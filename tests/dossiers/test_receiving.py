import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.events import DossierReceived
from dinh.dossiers.models import CodeCounter, Dossier, Submission
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.kernel.worktime import Limit, Unit
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _event(dossier_id: str) -> DossierReceived:
    event = ledger.entries_of(dossier_id)[0].said.event
    assert isinstance(event, DossierReceived)
    return event


def test_receipt_keeps_the_versions_it_was_made_under(world: w.World) -> None:
    row = w.row(w.received(world))
    assert row.rule_version == "118/2025/NĐ-CP:RESUME"
    assert row.calendar_version.split(".")[1] == "default"
    assert row.version_id == row.submission.version_id
    assert row.status == api.Status.ACCEPTED


def test_receiving_unit_competent_agency_and_residence_are_three_things(world: w.World) -> None:
    submission_id = w.filed(world, code=w.HOUSE)
    moved = api.receive(by=world.far_desk, at=w.AT, submission_id=submission_id)
    event = _event(moved.dossier_id)
    assert event.receiving_agency_id == world.far_desk.agency_id
    assert event.competent_agency_id == world.department.public_id
    assert (event.receiving_unit_id, event.competent_unit_id, event.residence_unit_id) == (
        w.NEIGHBOR,
        w.PROVINCE,
        w.COMMUNE,
    )
    assert moved.code.startswith("H36.41.02.001-260213-")


@pytest.mark.parametrize("who", ["foreign_desk", "specialist", "head", "hoa"])
def test_only_a_desk_of_the_province_receives(world: w.World, who: str) -> None:
    submission_id = w.filed(world)
    with pytest.raises(NotAllowed):
        api.receive(by=getattr(world, who), at=w.AT, submission_id=submission_id)
    assert not CodeCounter.objects.exists()


def test_second_receipt_is_a_conflict_and_takes_no_number(world: w.World) -> None:
    submission_id = w.filed(world)
    api.receive(by=world.desk, at=w.AT, submission_id=submission_id)
    with pytest.raises(Conflict, match="HS04"):
        api.receive(by=world.far_desk, at=w.AT, submission_id=submission_id)
    assert list(CodeCounter.objects.values_list("last", flat=True)) == [1]


def test_codes_run_per_agency_and_day(world: w.World) -> None:
    codes = []
    for actor, day in ((world.desk, 13), (world.desk, 13), (world.far_desk, 13), (world.desk, 23)):
        when = w.at(f"2026-02-{day} 09:00")
        submission_id = w.filed(world, when=when)
        codes.append(api.receive(by=actor, at=when, submission_id=submission_id).code)
    assert [code.rsplit("-", 2)[1:] for code in codes] == [
        ["260213", "0001"],
        ["260213", "0002"],
        ["260213", "0001"],
        ["260223", "0001"],
    ]


def test_answer_after_eight_hours_is_taken_and_marked(world: w.World) -> None:
    in_time = api.receive(by=world.desk, at=w.at("2026-02-23 09:00"), submission_id=w.filed(world))
    late = api.receive(by=world.desk, at=w.at("2026-02-23 09:01"), submission_id=w.filed(world))
    assert not _event(in_time.dossier_id).is_late_answer
    assert _event(late.dossier_id).is_late_answer
    view = api.dossier(by=world.desk, dossier_id=late.dossier_id, at=w.AT)
    assert view.flags == ("late_answer",)


def _no_limit(world: w.World, **more: object) -> api.Moved:
    return api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.NO_LIMIT, applicant_person_id=world.hoa.person_id,
        idempotency_key="k", papers=[api.PaperCount(1, originals=1)], **more,
    )  # fmt: skip


def test_unknown_limit_asks_the_officer_for_the_appointment(world: w.World) -> None:
    with pytest.raises(Invalid, match="HS19"):
        _no_limit(world)
    with pytest.raises(Invalid, match="HS20"):
        _no_limit(world, appointment=api.Appointment(" ", until=w.at("2026-02-25 10:00")))
    with pytest.raises(Invalid, match="HS27"):
        _no_limit(world, appointment=api.Appointment("Theo thông lệ", until=w.at("2026-02-17 10:00")))
    with pytest.raises(Invalid, match="HS19"):
        _no_limit(world, appointment=api.Appointment("Theo thông lệ"))
    moved = _no_limit(world, appointment=api.Appointment("Theo thông lệ", until=w.at("2026-02-25 10:00")))
    row = w.row(moved.dossier_id)
    assert (row.due_at, row.due_reason) == (w.at("2026-02-25 10:00"), "Theo thông lệ")


def test_limit_against_the_catalogue_needs_its_reason(world: w.World) -> None:
    limit = Limit(5, Unit.WORK_DAY)
    submission_id = w.filed(world)
    moved = api.receive(
        by=world.desk, at=w.AT, submission_id=submission_id, appointment=api.Appointment("Phải xác minh", limit=limit)
    )
    assert moved.due_at == w.at("2026-02-27 17:00")


def test_limit_beyond_every_calendar_is_refused(world: w.World) -> None:
    with pytest.raises(Invalid, match="HS27"):
        _no_limit(world, appointment=api.Appointment("Xa", limit=Limit(99_999, Unit.DAY)))


def test_desk_counts_more_days_than_online(world: w.World) -> None:
    moved = api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id, idempotency_key="k",
        papers=[api.PaperCount(1, originals=1), api.PaperCount(2, copies=2)], channel="online",
    )  # fmt: skip
    assert moved.due_at == w.at("2026-02-25 17:00")
    event = _event(moved.dossier_id)
    assert (event.channel, event.components_total, event.components_with_file) == ("desk", 2, 0)
    assert event.requires_paper_result
    assert [one.kind for one in ledger.entries_of(moved.dossier_id)] == ["dossiers.dossier.received"]


def test_desk_intake_twice_with_one_key_is_one_dossier(world: w.World) -> None:
    appointment = api.Appointment("Theo thông lệ", until=w.at("2026-02-25 10:00"))
    assert _no_limit(world, appointment=appointment).code == _no_limit(world, appointment=appointment).code
    assert Dossier.objects.count() == 1


def test_desk_intake_refuses_what_it_cannot_place(world: w.World) -> None:
    def intake(**more: object) -> api.Moved:
        return api.receive_at_desk(
            by=world.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id,
            idempotency_key="k", **more,
        )  # fmt: skip

    with pytest.raises(Invalid, match="HS29"):
        intake(values={"competent_unit_id": "99", "residence_unit_id": ""})
    with pytest.raises(Invalid, match="HS16"):
        intake(papers=[api.PaperCount(9, originals=1)])
    with pytest.raises(Invalid, match="HS16"):
        intake(papers=[api.PaperCount(1, originals=-1)])
    assert not Submission.objects.exists()


def test_post_stays_post_and_the_sender_may_be_another(world: w.World) -> None:
    moved = api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id, idempotency_key="k",
        channel="post", submitter_person_id=world.nam.person_id, papers=[api.PaperCount(1, originals=1)],
    )  # fmt: skip
    row = w.row(moved.dossier_id)
    assert (row.channel, row.submission.submitter_id) == ("post", world.nam.person_id)
    assert api.dossier(by=world.nam, dossier_id=moved.dossier_id, at=w.AT).code == moved.code


def test_entered_fees_are_opened_at_receipt(world: w.World) -> None:
    fee = payments.Fee(kind=payments.FeeKind.LE_PHI, name="Lệ phí", amount_vnd=8_000, basis="NQ 1/2026")
    submission_id = w.filed(world)
    row = Submission.objects.get(public_id=submission_id)
    quote = payments.entered_quote(
        version_id=row.version_id, channel="online", on=w.AT.date(), unit_id=w.COMMUNE, fees=[fee]
    )
    moved = api.receive(by=world.desk, at=w.AT, submission_id=submission_id, entered=quote)
    assert (_event(moved.dossier_id).fee_total_vnd, _event(moved.dossier_id).has_fee) == (8_000, True)


def test_declining_writes_form_03_and_cancels_the_order(world: w.World) -> None:
    submission_id = w.filed(world, code=w.HOUSE)
    with pytest.raises(Invalid, match="HS20"):
        api.decline(by=world.desk, at=w.AT, submission_id=submission_id, reason=" ")
    paper_id = api.decline(by=world.desk, at=w.AT, submission_id=submission_id, reason="Sai thẩm quyền")
    paper = documents.paper(paper_id=paper_id)
    assert (paper.template, paper.signed_at is not None) == ("refusal_03", True)
    row = Submission.objects.get(public_id=submission_id)
    assert (row.state, row.answer_reason) == ("declined", "Sai thẩm quyền")
    with pytest.raises(Conflict, match="HS04"):
        api.decline(by=world.desk, at=w.AT, submission_id=submission_id, reason="Lại nữa")
    ledger.seal()
    ledger.deliver()
    assert payments.order(order_id=row.order_id).state == "cancelled"


def test_case_can_be_corrected_at_receipt(world: w.World) -> None:
    submission_id = w.filed(world)
    moved = api.receive(by=world.desk, at=w.AT, submission_id=submission_id, case="Trường hợp khác")
    assert w.row(moved.dossier_id).submission.case_name == "Trường hợp khác"


def test_day_without_numbers_left_grows_and_tells_the_operator(
    world: w.World, caplog: pytest.LogCaptureFixture
) -> None:
    CodeCounter.objects.create(agency_id=world.center.public_id, day=w.AT.date(), last=9_999)
    with caplog.at_level("WARNING", logger="dinh.dossiers"):
        moved = api.receive(by=world.desk, at=w.AT, submission_id=w.filed(world))
    assert moved.code == "H36.41.01.001-260213-10000"
    assert "longer than 4 digits" in caplog.text


def test_tables_say_what_they_are(world: w.World) -> None:
    dossier_id = w.started(world)
    w.asked(world, dossier_id)
    row = w.row(dossier_id)
    told = [str(one) for one in (row, row.submission, row.clock.first(), row.supplements.first())]
    told += [str(row.submission.parts.first()), str(row.submission.acts.first()), str(CodeCounter.objects.get())]
    assert all(told)
    assert row.code in told[0]
