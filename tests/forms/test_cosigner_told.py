"""A second person is told, not only handed a code: the link asks for their sign-in and their number."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dinh.directory.identity.models import Person
from dinh.dossiers import api as dossiers
from dinh.forms import api
from dinh.forms.models import Cosignature
from dinh.forms.policies.cosigning import MOST_TOLD_A_DAY
from dinh.kernel import clock
from dinh.kernel.actor import ANONYMOUS, Actor
from dinh.kernel.errors import NotAllowed
from dinh.ledger import api as ledger
from dinh.notices.models import Message, Notice
from dinh.notices.plugins.assembly import simulated
from dinh.notices.registry.providers import providers, set_providers
from dinh.notices.types import OUTSIDE
from tests.dossiers import world as w
from tests.forms.test_cosigning import ANSWERS, gaps, save
from tests.forms.test_filing import in_force, nothing_kept

NAM, STRANGER = "900000000002", "900000000077"
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
                {"kind": "person", "name": "him", "label": "Chồng", "parts": ["name", "cccd"], "required": False,
                 "optional_parts": ["name", "cccd"]},
                {"kind": "co_signature", "name": "spouse", "label": "Vợ hoặc chồng", "label_en": "Spouse",
                 "show_when": "is_married", "signer": "him"},
            ],
        }
    ],
}  # fmt: skip
__all__ = ["nothing_kept"]


@pytest.fixture(autouse=True)
def carriers() -> Iterator[None]:
    before = {way: providers(way) for way in OUTSIDE}
    for way, made in simulated(public_url="http://nha.example", secret_key="k").items():
        set_providers(way, tuple(made))
    yield
    for way, kept in before.items():
        set_providers(way, kept)


@pytest.fixture
def begun(mapped: w.World) -> str:
    in_force(FORM)
    submission_id = w.draft(mapped)
    save(mapped, submission_id, **ANSWERS)
    return submission_id


def asked(
    world: w.World, submission_id: str, number: str = NAM, at: datetime = w.AT, **more: str
) -> dossiers.AskedSigner:
    return dossiers.ask_cosigner(
        by=world.hoa, at=at, submission_id=submission_id, name="spouse", signer_name="Trần Văn Nam",
        signer_number=number, **more,
    )  # fmt: skip


def test_known_person_is_told_in_the_portal_and_signs_there(
    mapped: w.World, begun: str, sign_in: Callable[[Actor], Client]
) -> None:
    made = asked(mapped, begun, at=clock.now())
    notice = Notice.objects.get(template="submission.cosign_asked")
    assert (notice.person_id, notice.href) == (mapped.nam.person_id, f"/cung-ky/{made.view.cosign_id}/")
    assert made.code not in notice.body
    nam = sign_in(mapped.nam)
    assert "Vợ hoặc chồng" not in nam.get(notice.href).content.decode()
    assert nam.post(notice.href, {"number": STRANGER}).status_code == 404
    read = nam.post(notice.href, {"number": "900 000 000 002"}).content.decode()
    assert ("Nguyễn An" in read, "Vợ hoặc chồng" in read) == (True, True)
    kept = {"number": NAM, "digest": made.view.digest, "do": "agree"}
    assert "Đã ký" in nam.post(notice.href, kept).content.decode()
    assert gaps(mapped, begun) == []
    row = Cosignature.objects.get()
    assert (row.signer_id, row.is_signed_in) == (mapped.nam.person_id, True)
    said: Any = ledger.entries_of(begun)[-1].said.event
    assert said.way == "account"


def test_link_is_nothing_to_anybody_else_and_closes_nothing(
    mapped: w.World, begun: str, sign_in: Callable[[Actor], Client], client: Client
) -> None:
    made = asked(mapped, begun, at=clock.now())
    door = reverse("dossiers:cosign_own", args=[made.view.cosign_id])
    assert client.get(door).status_code == 302
    hoa = sign_in(mapped.hoa)
    assert [hoa.post(door, {"number": NAM}).status_code for _time in range(7)] == [403] * 7
    with pytest.raises(NotAllowed, match="BM26"):
        api.open_cosign(by=ANONYMOUS, at=w.AT, cosign_id=made.view.cosign_id, number=NAM)
    assert api.open_cosign(at=clock.now(), code=made.code, number=NAM).state is api.CosignState.INVITED


def test_code_by_hand_still_signs_what_was_told(mapped: w.World, begun: str) -> None:
    made = asked(mapped, begun)
    api.answer_cosign(
        by=ANONYMOUS, at=w.AT, code=made.code, number=NAM, digest=made.view.digest, is_agreed=True
    )  # fmt: skip
    assert (gaps(mapped, begun), Cosignature.objects.get().is_signed_in) == ([], False)


def test_unknown_person_is_reached_under_what_was_given_and_it_never_becomes_theirs(
    mapped: w.World, begun: str
) -> None:
    assert asked(mapped, begun, STRANGER).is_told is False
    assert not Person.objects.filter(cccd=STRANGER).exists()
    assert asked(mapped, begun, STRANGER, phone="0912000111", email="nam@example.vn").is_told is True
    person = Person.objects.get(cccd=STRANGER)
    assert (person.phone, person.email) == ("", "")
    sent = dict(Message.objects.filter(notice__person=person).values_list("way", "address"))
    assert sent == {"portal": "", "email": "nam@example.vn", "sms": "0912000111"}
    text = Message.objects.get(notice__person=person, way="sms")
    assert ("http" in text.text, text.parts) == (False, 1)


def test_nobody_is_plagued_with_messages(mapped: w.World, begun: str) -> None:
    for _time in range(MOST_TOLD_A_DAY):
        assert asked(mapped, begun, phone="0912000111").is_told is True
    last = asked(mapped, begun, phone="0912000111")
    assert (last.is_told, Notice.objects.filter(template="submission.cosign_asked").count()) == (False, MOST_TOLD_A_DAY)
    assert api.open_cosign(at=w.AT, code=last.code, number=NAM).state is api.CosignState.INVITED


def test_what_waits_is_listed_for_whoever_is_signed_in(
    mapped: w.World, begun: str, sign_in: Callable[[Actor], Client], client: Client
) -> None:
    made = asked(mapped, begun, at=clock.now())
    door, link = reverse("dossiers:cosign"), reverse("dossiers:cosign_own", args=[made.view.cosign_id])
    assert [link in one.get(door).content.decode() for one in (sign_in(mapped.nam), sign_in(mapped.hoa), client)] == [
        True, False, False,
    ]  # fmt: skip
    found = dossiers.cosigns_asked(by=mapped.nam, at=clock.now())
    assert [(one.applicant_name, one.view.answers) for one in found] == [("Nguyễn Thị Hòa", {})]


def test_who_is_named_in_the_form_is_not_asked_for_again(
    mapped: w.World, begun: str, sign_in: Callable[[Actor], Client]
) -> None:
    save(mapped, begun, **ANSWERS, him={"name": "Trần Văn Nam", "cccd": NAM})
    page = sign_in(mapped.hoa).get(reverse("dossiers:step", args=[w.BIRTH, begun, "cung-ky"])).content.decode()
    assert ('value="Trần Văn Nam"' in page, f'value="{NAM}"' in page) == (True, True)
    intake = {"by": mapped.desk, "at": w.AT, "procedure_code": w.BIRTH, "applicant_person_id": mapped.hoa.person_id}
    named = {**ANSWERS, "him": {"name": "Trần Văn Nam", "cccd": NAM}}
    moved = dossiers.receive_at_desk(**intake, idempotency_key="n", declared=dossiers.Declared(named))  # type: ignore[arg-type]
    signed = api.cosigns_of(subject_id=w.row(moved.dossier_id).submission.public_id, at=w.AT)["spouse"]
    assert (signed.signer_name, signed.is_at_desk) == ("Trần Văn Nam", True)


def test_wrong_telephone_is_told_at_its_box(mapped: w.World, begun: str, sign_in: Callable[[Actor], Client]) -> None:
    door = reverse("dossiers:step", args=[w.BIRTH, begun, "cung-ky"])
    sent = {"do": "spouse", "signer_name": "Nam", "signer_number": NAM}
    hoa = sign_in(mapped.hoa)
    wrong = hoa.post(door, {**sent, "phone": "12 34"})
    assert (wrong.status_code, Cosignature.objects.count()) == (422, 0)
    told = hoa.post(door, {**sent, "phone": "0912.000.111"}).content.decode()
    assert "Lời mời đang được gửi tới" in told


@pytest.mark.usefixtures("mapped")
def test_signer_must_be_asked_about_before() -> None:
    blocks = [{**one, "signer": "nobody"} if one["name"] == "spouse" else one for one in FORM["pages"][0]["blocks"]]
    wrong = {**FORM, "pages": [{**FORM["pages"][0], "blocks": blocks}]}
    assert any(one.is_blocking and "nobody" in one.message for one in api.check(definition=api.definition_of(wrong)))
