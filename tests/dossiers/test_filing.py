import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Dossier, Submission
from dinh.dossiers.registry import references
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from dinh.payments import api as payments
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _file(world: w.World, submission_id: str, key: str = "k") -> api.Filed:
    return api.file_submission(by=world.hoa, at=w.AT, submission_id=submission_id, idempotency_key=key)


def test_filing_gives_the_office_eight_working_hours(world: w.World) -> None:
    filed = _file(world, w.draft(world))
    # Friday 09:00: 2.5 + 3.5 hours that day; the last 2 after Tết, on Monday 23/02 from 07:00.
    assert filed.answer_due_at == w.at("2026-02-23 09:00")


def test_filing_twice_with_one_key_is_one_submission(world: w.World) -> None:
    submission_id = w.draft(world)
    assert _file(world, submission_id) == _file(world, submission_id)
    assert [one.kind for one in ledger.entries_of(submission_id)] == ["dossiers.submission.filed"]
    with pytest.raises(Conflict, match="HS05"):
        _file(world, submission_id, key="another")


def test_filing_answers_the_same_after_receipt(world: w.World) -> None:
    submission_id = w.draft(world)
    first = _file(world, submission_id)
    api.receive(by=world.desk, at=w.AT, submission_id=submission_id)
    assert _file(world, submission_id) == first


def test_key_of_another_submission_is_refused(world: w.World) -> None:
    one, other = w.draft(world), w.draft(world)
    _file(world, one)
    with pytest.raises(Conflict, match="HS13"):
        _file(world, other)
    assert Submission.objects.get(public_id=other).state == "draft"


def test_empty_key_is_refused(world: w.World) -> None:
    with pytest.raises(Invalid, match="HS18"):
        _file(world, w.draft(world), key="")


def test_stranger_cannot_file(world: w.World) -> None:
    submission_id = w.draft(world)
    with pytest.raises(NotAllowed):
        api.file_submission(by=world.nam, at=w.AT, submission_id=submission_id, idempotency_key="k")


def test_commune_procedure_goes_to_its_committee_and_center(world: w.World) -> None:
    row = Submission.objects.get(public_id=w.filed(world))
    assert (row.competent_agency_id, row.receiving_agency_id) == (
        world.committee.public_id,
        world.center.public_id,
    )
    assert (row.residence_unit_id, row.competent_unit_id) == (w.COMMUNE, w.COMMUNE)


def test_any_center_of_the_province_can_be_chosen(world: w.World) -> None:
    row = Submission.objects.get(public_id=w.filed(world, receiving_unit_id=str(w.NEIGHBOR)))
    assert row.competent_agency_id == world.committee.public_id
    assert row.receiving_agency_id == world.far_desk.agency_id


def test_provincial_procedure_goes_to_the_department_of_its_ministry(world: w.World) -> None:
    row = Submission.objects.get(public_id=w.filed(world, code=w.HOUSE))
    assert (row.competent_agency_id, row.receiving_agency_id) == (
        world.department.public_id,
        world.province_desk.agency_id,
    )


def test_known_fee_opens_an_order_at_filing(world: w.World) -> None:
    submission_id = w.filed(world, code=w.HOUSE)
    order = payments.order(order_id=Submission.objects.get(public_id=submission_id).order_id)
    assert (order.total_vnd, order.state, order.subject_id) == (75_000, "open", submission_id)


def test_unknown_fee_opens_none(world: w.World) -> None:
    assert Submission.objects.get(public_id=w.filed(world)).order_id == ""


def test_submission_can_be_taken_back_until_it_is_answered(world: w.World) -> None:
    submission_id = w.filed(world)
    with pytest.raises(NotAllowed):
        api.withdraw_submission(by=world.nam, at=w.AT, submission_id=submission_id)
    api.withdraw_submission(by=world.hoa, at=w.AT, submission_id=submission_id, reason=" Nhầm ")
    row = Submission.objects.get(public_id=submission_id)
    assert (row.state, row.answer_reason) == ("withdrawn", "Nhầm")
    for act in (
        lambda: api.withdraw_submission(by=world.hoa, at=w.AT, submission_id=submission_id),
        lambda: api.receive(by=world.desk, at=w.AT, submission_id=submission_id),
    ):
        with pytest.raises(Conflict):
            act()
    assert not Dossier.objects.exists()


def test_officer_who_types_for_a_citizen_gives_the_desk(world: w.World) -> None:
    saved = api.open_draft(
        by=world.desk, at=w.AT, procedure_code=w.BIRTH, channel="online",
        applicant_person_id=world.hoa.person_id,
    )  # fmt: skip
    row = Submission.objects.get(public_id=saved.submission_id)
    assert (row.channel, row.is_vneid) == ("desk", False)


def test_only_a_session_of_vneid_counts_as_such(world: w.World) -> None:
    from dataclasses import replace

    by = replace(world.hoa, channel_evidence={"way": "password"})
    saved = api.open_draft(by=by, at=w.AT, procedure_code=w.BIRTH, channel="desk")
    row = Submission.objects.get(public_id=saved.submission_id)
    assert (row.channel, row.is_vneid) == ("online", False)


def test_provincial_procedure_needs_no_unit_where_there_is_one_province(world: w.World) -> None:
    saved = api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.HOUSE, values={"residence_unit_id": ""})
    gaps = api.check_complete(by=world.hoa, at=w.AT, submission_id=saved.submission_id)
    assert "competent_unit_id" not in [gap.field for gap in gaps]
    w.agency("H99", "province_committee", w.OTHER_PROVINCE, province_id=w.OTHER_PROVINCE)
    references.forget()
    gaps = api.check_complete(by=world.hoa, at=w.AT, submission_id=saved.submission_id)
    assert "competent_unit_id" in [gap.field for gap in gaps]


def test_provincial_procedure_of_a_province_without_a_committee_leaves_a_gap(world: w.World) -> None:
    saved = api.open_draft(
        by=world.hoa, at=w.AT, procedure_code=w.HOUSE, values={"competent_unit_id": str(w.OTHER_PROVINCE)}
    )
    gaps = api.check_complete(by=world.hoa, at=w.AT, submission_id=saved.submission_id)
    assert "competent_unit_id" in [gap.field for gap in gaps]


def test_desk_of_an_agency_without_a_center_is_the_agency_itself(world: w.World) -> None:
    w.agency("H36.41.03", "commune_committee", 13)
    row = Submission.objects.get(public_id=w.filed(world, competent_unit_id="13"))
    assert row.receiving_agency_id == row.competent_agency_id
