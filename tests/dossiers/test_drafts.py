import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Part, Submission
from dinh.dossiers.policies import drafts
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _open(world: w.World, **more: str) -> api.Saved:
    return api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.BIRTH, **more)


def _save(world: w.World, saved: api.Saved, **values: str) -> api.Saved:
    return api.save_draft(
        by=world.hoa, at=w.AT, submission_id=saved.submission_id, values=values, draft_version=saved.draft_version
    )


def test_draft_opens_with_what_is_known_of_the_person(world: w.World) -> None:
    view = api.submission(by=world.hoa, submission_id=_open(world).submission_id, at=w.AT)
    assert view.applicant.phone == "0912345678"
    assert (view.state, view.channel, view.is_vneid) == ("draft", "online", True)
    assert [part.source for part in view.parts] == ["missing", "missing"]
    assert view.allowed == (api.Doing.EDIT, api.Doing.FILE)


def test_draft_of_a_ministry_or_without_online_is_refused(world: w.World) -> None:
    with pytest.raises(Invalid, match="HS10"):
        api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.MINISTRY)
    with pytest.raises(Invalid, match="HS14"):
        api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.NO_LIMIT)


def test_draft_for_somebody_else_is_refused(world: w.World) -> None:
    with pytest.raises(NotAllowed):
        api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.nam.person_id)
    with pytest.raises(NotAllowed):
        api.open_draft(by=world.specialist, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id)


def test_draft_is_saved_in_parts_and_writes_nothing_on_the_ledger(world: w.World) -> None:
    saved = _open(world)
    second = _save(world, saved, detail="Cháu", applicant_phone="+84 912 000 111")
    third = _save(world, second, subject="Khai sinh")
    view = api.submission(by=world.hoa, submission_id=saved.submission_id, at=w.AT)
    assert dict(view.content) == {"detail": "Cháu", "subject": "Khai sinh"}
    assert (view.applicant.phone, view.draft_version) == ("0912000111", third.draft_version)
    assert ledger.entries_of(saved.submission_id) == ()


def test_two_windows_merge_other_fields_and_clash_on_the_same(world: w.World) -> None:
    first = _open(world)
    _save(world, first, detail="từ cửa sổ một")
    _save(world, first, subject="từ cửa sổ hai")
    with pytest.raises(Conflict, match="HS12"):
        _save(world, first, detail="từ cửa sổ hai")
    view = api.submission(by=world.hoa, submission_id=first.submission_id, at=w.AT)
    assert dict(view.content) == {"detail": "từ cửa sổ một", "subject": "từ cửa sổ hai"}


def test_same_words_again_are_no_clash(world: w.World) -> None:
    first = _open(world)
    second = _save(world, first, detail="như nhau")
    assert _save(world, first, detail="như nhau").draft_version == second.draft_version


@pytest.mark.parametrize(
    ("name", "value"),
    [("Bad Name", "x"), ("detail", "x" * 10_001), ("residence_unit_id", "abc"), ("residence_unit_id", "²"),
     ("delivery_way", "drone"), ("applicant_phone", "0" * 21)],
)  # fmt: skip
def test_values_that_cannot_be_kept_are_named(name: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        drafts.read_values({name: value})
    assert list(caught.value.fields) == [name]


def test_too_many_answers_are_refused() -> None:
    drafts.check_size({f"a{number}": "" for number in range(100)})
    with pytest.raises(Invalid, match="HS11"):
        drafts.check_size({f"a{number}": "" for number in range(101)})


def test_empty_unit_clears_the_choice_and_nul_bytes_go() -> None:
    read = drafts.read_values({"residence_unit_id": "", "detail": "a\x00b", "delivery_way": "post"})
    assert read.columns == {"residence_unit_id": None, "delivery_way": "post"}
    assert read.content == {"detail": "ab"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+84 912 345 678", "0912345678"), ("84912345678", "0912345678"), ("0912.345.678", "0912345678"),
     ("848888888", "848888888"), ("", "")],
)  # fmt: skip
def test_telephone_is_one_number_however_it_is_typed(typed: str, kept: str) -> None:
    assert drafts.digits_of(typed) == kept


def test_draft_of_a_citizen_is_closed_to_others_and_to_officers(world: w.World) -> None:
    saved = _open(world)
    for actor in (world.nam, world.desk, world.specialist):
        with pytest.raises(NotAllowed):
            api.submission(by=actor, submission_id=saved.submission_id, at=w.AT)
        with pytest.raises(NotAllowed):
            api.save_draft(
                by=actor, at=w.AT, submission_id=saved.submission_id, values={"detail": "x"}, draft_version=1
            )
    with pytest.raises(NotFound, match="HS01"):
        api.submission(by=world.hoa, submission_id="sub_nobody", at=w.AT)


def test_sent_draft_cannot_be_typed_into(world: w.World) -> None:
    submission_id = w.filed(world)
    with pytest.raises(Conflict, match="HS05"):
        api.save_draft(by=world.hoa, at=w.AT, submission_id=submission_id, values={"detail": "x"}, draft_version=9)


def test_gaps_name_what_is_missing_and_block(world: w.World) -> None:
    saved = _open(world, values={"applicant_phone": "12", "applicant_email": "a@b", "delivery_way": "post"})  # type: ignore[arg-type]
    gaps = api.check_complete(by=world.hoa, at=w.AT, submission_id=saved.submission_id)
    assert [gap.field for gap in gaps] == [
        "applicant_phone", "applicant_email", "applicant_address",
        "form_nguoi-de-nghi", "form_noi-dung-de-nghi", "form_cam-doan", "part_1", "part_2",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="HS17") as caught:
        api.file_submission(by=world.hoa, at=w.AT, submission_id=saved.submission_id, idempotency_key="k")
    assert set(caught.value.fields) == {gap.field for gap in gaps}


def test_case_must_be_chosen_and_papers_of_others_do_not_count(world: w.World) -> None:
    saved = api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.CASES)
    view = api.submission(by=world.hoa, submission_id=saved.submission_id, at=w.AT)
    assert len(view.cases) == 2
    assert [gap.field for gap in view.gaps if not gap.field.startswith("form_")] == ["case_name"]
    _save(world, saved, case_name=view.cases[0])
    asked = api.check_complete(by=world.hoa, at=w.AT, submission_id=saved.submission_id)
    assert [gap.seq for gap in asked if gap.seq] == [1]
    w.declare(saved.submission_id)
    api.mark_part(by=world.hoa, at=w.AT, submission_id=saved.submission_id, seq=1, source="paper")
    api.file_submission(by=world.hoa, at=w.AT, submission_id=saved.submission_id, idempotency_key="k")
    assert list(Part.objects.order_by("seq").values_list("source", flat=True)) == ["paper", "not_applicable"]
    assert Submission.objects.get().components_total == 1


def test_unit_without_a_committee_leaves_a_gap(world: w.World) -> None:
    submission_id = w.draft(world, competent_unit_id="", residence_unit_id="")
    gaps = api.check_complete(by=world.hoa, at=w.AT, submission_id=submission_id)
    assert [gap.field for gap in gaps] == ["competent_unit_id"]
    with pytest.raises(NotFound):
        api.check_complete(by=world.hoa, at=w.AT, submission_id="sub_nobody")
