"""A second person signs what somebody else answered: invited by code, asked for the number, void after a change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dinh.dossiers import api as dossiers
from dinh.dossiers.operations.cosigning import remind_of_cosigns
from dinh.forms import api
from dinh.forms.models import Cosignature
from dinh.kernel.actor import ANONYMOUS, SYSTEM, Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w
from tests.forms.test_filing import in_force, nothing_kept

NUMBER = "068090001234"
FORM: dict[str, Any] = {
    "code": "khai-sinh",
    "title": "Tờ khai",
    "procedures": [w.BIRTH],
    "pages": [
        {
            "name": "be",
            "title": "Cháu bé",
            "blocks": [
                {"kind": "text", "name": "child_name", "label": "Tên cháu"},
                {"kind": "yes_no", "name": "is_married", "label": "Có chồng hoặc vợ?"},
                {"kind": "co_signature", "name": "spouse", "label": "Vợ hoặc chồng", "show_when": "is_married"},
            ],
        }
    ],
}
ANSWERS = {"child_name": "Nguyễn An", "is_married": True}
__all__ = ["nothing_kept"]


@pytest.fixture
def begun(mapped: w.World) -> str:
    in_force(FORM)
    submission_id = w.draft(mapped)
    save(mapped, submission_id, **ANSWERS)
    return submission_id


def save(world: w.World, submission_id: str, **answers: object) -> None:
    dossiers.save_answers(
        by=world.hoa, at=w.AT, submission_id=submission_id, page="be", answers=answers, draft_version=99
    )


def invited(world: w.World, submission_id: str, by: Actor | None = None) -> dossiers.AskedSigner:
    return dossiers.ask_cosigner(
        by=by or world.hoa, at=w.AT, submission_id=submission_id, name="spouse", signer_name="Trần Văn Nam",
        signer_number=NUMBER,
    )  # fmt: skip


def answered(made: dossiers.AskedSigner, *, is_agreed: bool = True, reason: str = "") -> api.CosignView:
    return api.answer_cosign(
        by=ANONYMOUS, at=w.AT, code=made.code, number=NUMBER, digest=made.view.digest, is_agreed=is_agreed,
        reason=reason,
    )  # fmt: skip


def gaps(world: w.World, submission_id: str) -> list[str]:
    return [gap.field for gap in dossiers.check_complete(by=world.hoa, at=w.AT, submission_id=submission_id)]


def test_filing_waits_for_the_second_signature_and_goes_on_after_it(mapped: w.World, begun: str) -> None:
    assert gaps(mapped, begun) == ["cosign_spouse"]
    with pytest.raises(Invalid, match="HS17"):
        dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    assert answered(invited(mapped, begun)).state is api.CosignState.AGREED
    assert gaps(mapped, begun) == []
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")


def test_who_needs_no_signature_is_not_asked_for_one(mapped: w.World, begun: str) -> None:
    save(mapped, begun, child_name="Nguyễn An", is_married=False)
    assert gaps(mapped, begun) == []
    with pytest.raises(Invalid, match="BM20"):
        invited(mapped, begun)


def test_a_change_after_signing_takes_its_force_and_the_same_words_again_do_not(mapped: w.World, begun: str) -> None:
    made = invited(mapped, begun)
    answered(made)
    save(mapped, begun, **ANSWERS)
    assert gaps(mapped, begun) == []
    save(mapped, begun, **{**ANSWERS, "child_name": "Nguyễn Bình"})
    assert gaps(mapped, begun) == ["cosign_spouse"]
    with pytest.raises(Conflict, match="BM23"):
        api.open_cosign(at=w.AT, code=made.code, number=NUMBER)


def test_the_second_person_sees_the_frozen_answers_and_signs_just_them(mapped: w.World, begun: str) -> None:
    made = invited(mapped, begun)
    paper = dossiers.cosign_paper(at=w.AT, code=made.code.lower(), number="068 090 001 234")
    assert (paper.view.answers, paper.applicant_name) == (ANSWERS, "Nguyễn Thị Hòa")
    other = replace(made, view=replace(made.view, digest="0" * 64))
    with pytest.raises(Conflict, match="BM24"):
        answered(other)
    assert gaps(mapped, begun) == ["cosign_spouse"]


def test_a_refusal_needs_its_reason_and_is_final(mapped: w.World, begun: str) -> None:
    made = invited(mapped, begun)
    with pytest.raises(Invalid, match="BM25"):
        answered(made, is_agreed=False)
    assert answered(made, is_agreed=False, reason="Sai ngày").reason == "Sai ngày"
    assert answered(made, is_agreed=False, reason="khác").reason == "Sai ngày"
    with pytest.raises(Conflict, match="BM24"):
        answered(made)
    assert gaps(mapped, begun) == ["cosign_spouse"]


def test_wrong_numbers_close_the_invitation_and_a_code_alone_opens_nothing(mapped: w.World, begun: str) -> None:
    made = invited(mapped, begun)
    for wrong in ("", "000000000000", "1", "2", "3"):
        with pytest.raises(NotFound, match="BM22"):
            api.open_cosign(at=w.AT, code=made.code, number=wrong)
    with pytest.raises(Conflict, match="BM23"):
        api.open_cosign(at=w.AT, code=made.code, number=NUMBER)
    with pytest.raises(NotFound, match="BM22"):
        api.open_cosign(at=w.AT, code="XXXXXXXXXXXX", number=NUMBER)


def test_invitations_end_and_a_new_one_takes_the_place_of_the_old(mapped: w.World, begun: str) -> None:
    first, second = invited(mapped, begun), invited(mapped, begun)
    with pytest.raises(Conflict, match="BM23"):
        api.open_cosign(at=w.AT, code=first.code, number=NUMBER)
    late = w.AT + timedelta(days=8)
    with pytest.raises(Conflict, match="BM23"):
        api.open_cosign(at=late, code=second.code, number=NUMBER)
    assert Cosignature.objects.get(public_id=second.view.cosign_id).state == "expired"


def test_only_who_files_invites_and_only_for_a_whole_form(mapped: w.World, begun: str) -> None:
    with pytest.raises(NotAllowed):
        invited(mapped, begun, by=mapped.nam)
    with pytest.raises(Invalid, match="BM21"):
        dossiers.ask_cosigner(
            by=mapped.hoa, at=w.AT, submission_id=begun, name="spouse", signer_name=" ", signer_number="12"
        )
    save(mapped, begun, is_married=True)
    with pytest.raises(Invalid, match="HS17"):
        invited(mapped, begun)


def test_the_record_has_digests_and_nobodys_name(mapped: w.World, begun: str) -> None:
    made = invited(mapped, begun)
    answered(made)
    entries = ledger.entries_of(begun)
    assert [one.kind for one in entries] == ["forms.cosignature.invited", "forms.cosignature.answered"]
    text = repr(entries)
    assert made.view.digest in text
    for kept_out in ("Nam", NUMBER, made.code, "Nguyễn An"):
        assert kept_out not in text


def test_who_files_is_reminded_once(mapped: w.World, begun: str) -> None:
    invited(mapped, begun)
    assert remind_of_cosigns(by=SYSTEM, at=w.AT + timedelta(days=1)) == 0
    assert remind_of_cosigns(by=SYSTEM, at=w.AT + timedelta(days=4)) == 1
    assert remind_of_cosigns(by=SYSTEM, at=w.AT + timedelta(days=5)) == 0


def test_inviting_and_signing_work_on_plain_pages(
    mapped: w.World, begun: str, sign_in: Callable[[Actor], Client], client: Client
) -> None:
    page = reverse("dossiers:step", args=[w.BIRTH, begun, "cung-ky"])
    hoa = sign_in(mapped.hoa)
    assert "Vợ hoặc chồng" in hoa.get(page).content.decode()
    assert hoa.post(page, {"do": "spouse", "signer_name": "Nam", "signer_number": "1"}).status_code == 422
    told = hoa.post(page, {"do": "spouse", "signer_name": "Nam", "signer_number": NUMBER})
    code = told.context["made"].code
    assert code in told.content.decode()
    door = reverse("dossiers:cosign")
    assert client.post(door, {"code": code, "number": "111111111111"}).status_code == 404
    read = client.post(door, {"code": code, "number": NUMBER})
    assert "Nguyễn An" in read.content.decode()
    kept = {"code": code, "number": NUMBER, "digest": told.context["made"].view.digest}
    assert client.post(door, {**kept, "do": "refuse"}).status_code == 422
    assert "Đã ký" in client.post(door, {**kept, "do": "agree"}).content.decode()
    assert hoa.post(page, {}).status_code == 302
    assert gaps(mapped, begun) == []


def test_both_sign_at_the_desk(mapped: w.World) -> None:
    in_force(FORM)
    intake = {"by": mapped.desk, "at": w.AT, "procedure_code": w.BIRTH, "idempotency_key": "k",
              "applicant_person_id": mapped.hoa.person_id}  # fmt: skip
    with pytest.raises(Invalid, match="BM21"):
        dossiers.receive_at_desk(**intake, declared=dossiers.Declared(ANSWERS))  # type: ignore[arg-type]
    signers = {"spouse": dossiers.Signer("Trần Văn Nam", NUMBER)}
    moved = dossiers.receive_at_desk(**intake, declared=dossiers.Declared(ANSWERS, signers))  # type: ignore[arg-type]
    row = w.row(moved.dossier_id).submission
    signed = api.cosigns_of(subject_id=row.public_id, at=w.AT)["spouse"]
    assert (row.channel, signed.state, signed.is_at_desk) == ("desk", api.CosignState.AGREED, True)
    paper = dossiers.ensure_declaration(by=mapped.desk, at=w.AT, submission_id=row.public_id)
    assert paper.template == "declaration"


def test_a_form_may_not_hide_a_second_signature_inside_of_a_question() -> None:
    inner = {"kind": "co_signature", "name": "other", "label": "Ai đó"}
    group = {
        "kind": "group",
        "name": "box",
        "label": "Nhóm",
        "blocks": [{"kind": "text", "name": "a", "label": "A"}, inner],
    }
    wrong = {**FORM, "pages": [{"name": "be", "title": "Bé", "blocks": [group]}]}
    assert any(one.is_blocking for one in api.check(definition=api.definition_of(wrong)))
