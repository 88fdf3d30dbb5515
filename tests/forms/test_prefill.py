"""What is known is not asked again, says where it comes from, and is never another person's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dinh.documents import api as documents
from dinh.dossiers import api as dossiers
from dinh.forms import api
from dinh.kernel.actor import SYSTEM, Actor
from tests.dossiers import world as w
from tests.forms.test_filing import in_force, nothing_kept, url

__all__ = ["nothing_kept"]
KIND = "KQ.G15.000031"
FORM: dict[str, Any] = {
    "code": "khai-sinh",
    "title": "Tờ khai",
    "procedures": [w.BIRTH],
    "pages": [
        {
            "name": "be",
            "title": "Người khai",
            "blocks": [
                {"kind": "person", "name": "me", "label": "Người khai", "prefill": "person",
                 "parts": ["name", "cccd", "ethnicity", "hometown"]},
                {"kind": "text", "name": "number", "label": "Số giấy khai sinh", "prefill": f"store.{KIND}",
                 "required": False},
            ],
        }
    ],
}  # fmt: skip
ME = {"name": "Nguyễn Thị Hòa", "cccd": "900000000001", "ethnicity": "K'Ho", "hometown": "Đạ Tẻh"}


def begun(world: w.World) -> str:
    return dossiers.open_draft(
        by=world.hoa, at=w.AT, procedure_code=w.BIRTH, values={"competent_unit_id": str(w.COMMUNE)}
    ).submission_id


def sent(world: w.World, submission_id: str, **me: str) -> None:
    dossiers.save_answers(
        by=world.hoa, at=w.AT, submission_id=submission_id, page="be", answers={"me": {**ME, **me}}, draft_version=99
    )
    for seq in (1, 2):
        dossiers.mark_part(by=world.hoa, at=w.AT, submission_id=submission_id, seq=seq, source="paper")
    dossiers.file_submission(by=world.hoa, at=w.AT, submission_id=submission_id, idempotency_key=submission_id)


@pytest.fixture(autouse=True)
def form(mapped: w.World) -> None:
    del mapped
    in_force(FORM)


def kept(owner: str, number: str) -> None:
    file = documents.store_file(
        by=SYSTEM, at=w.AT, name="a.pdf", stream=w.pdf(), purpose="result", owner_person_id=owner
    )
    documents.deposit(
        by=SYSTEM, at=w.AT, owner_person_id=owner, kind_code=KIND, title="Giấy khai sinh", file_id=file.file_id,
        source_subject_id="", number=number,
    )  # fmt: skip


def test_the_directory_and_the_store_of_the_person_fill_in_with_their_day(mapped: w.World) -> None:
    kept(mapped.nam.person_id, "99/NAM")
    kept(mapped.hoa.person_id, "12/HOA")
    submission_id = begun(mapped)
    assert w.sent(submission_id).answers == {"me": {"name": ME["name"], "cccd": ME["cccd"]}, "number": "12/HOA"}
    facts = api.facts_of(subject_id=submission_id)
    assert (facts["me.name"].source, facts["me.name"].day) == (api.Origin.PERSON, date(2026, 2, 13))
    assert (facts["number"].source, facts["number"].value) == (api.Origin.STORE, "12/HOA")


def test_what_somebody_said_of_themselves_before_is_not_asked_again(mapped: w.World) -> None:
    sent(mapped, begun(mapped))
    again = begun(mapped)
    assert w.sent(again).answers["me"] == ME
    assert api.facts_of(subject_id=again)["me.ethnicity"].source is api.Origin.EARLIER


def test_what_was_said_of_somebody_else_is_no_source(mapped: w.World) -> None:
    sent(mapped, begun(mapped), name="Trần Văn Nam", cccd="900000000002", ethnicity="Kinh")
    assert w.sent(begun(mapped)).answers["me"] == {"name": ME["name"], "cccd": ME["cccd"]}


def test_another_person_gets_nothing_of_it(mapped: w.World) -> None:
    sent(mapped, begun(mapped))
    other = dossiers.open_draft(by=mapped.nam, at=w.AT, procedure_code=w.BIRTH).submission_id
    assert w.sent(other).answers["me"] == {"name": "Trần Văn Nam", "cccd": "900000000002"}


def test_source_and_change_are_seen_by_the_person_and_by_the_desk(
    mapped: w.World, sign_in: Callable[[Actor], Client]
) -> None:
    submission_id, hoa = begun(mapped), sign_in(mapped.hoa)
    page = hoa.get(url(submission_id, "to-khai-be")).content.decode()
    assert "Lấy từ dữ liệu của tỉnh, ngày 13/02/2026" in page
    sent(mapped, submission_id, name="Nguyễn Thị Hoà")
    desk = sign_in(mapped.desk).get(f"/ban-lam-viec/ho-so-moi/{submission_id}/").content.decode()
    assert "người khai đã sửa; dữ liệu có sẵn: Nguyễn Thị Hòa" in desk
    dossier_id = dossiers.receive(by=mapped.desk, at=w.AT, submission_id=submission_id).dossier_id
    desk = sign_in(mapped.desk).get(f"/ban-lam-viec/ho-so/{dossier_id}/").content.decode()
    assert "người khai đã sửa; dữ liệu có sẵn: Nguyễn Thị Hòa" in desk


def test_a_source_nobody_knows_is_found_before_publishing() -> None:
    blocks = [{"kind": "text", "name": "a", "label": "A", "prefill": wanted} for wanted in ("store.KQ.G1", "neighbor")]
    found = [
        api.check(definition=api.definition_of({**FORM, "pages": [{"name": "be", "title": "Bé", "blocks": [one]}]}))
        for one in blocks
    ]
    assert [any("neighbor" in each.message for each in each_form) for each_form in found] == [False, True]
