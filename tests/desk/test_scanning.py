"""A scanner types a code and presses Enter: the dossier opens; and the next dossier of the same person at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.documents import api as documents
from dinh.dossiers import api as dossiers
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
SEARCH, INTAKE = "/ban-lam-viec/tim/", "/ban-lam-viec/tiep-nhan/"


def test_code_of_a_dossier_opens_it(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.received(mapped)
    code = w.row(dossier_id).code
    desk = sign_in(mapped.desk)
    for typed in (code, f" {code.lower()} ", code.replace("-", "–")):
        assert desk.get(SEARCH, {"q": typed}).headers["Location"] == f"/ban-lam-viec/ho-so/{dossier_id}/"
    assert desk.get(SEARCH, {"q": code[:-1]}).status_code == 200
    assert desk.get(SEARCH, {"q": f"{code[:-4]}9999"}).status_code == 200


def test_square_code_of_the_receipt_opens_the_dossier(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.received(mapped)
    receipt = dossiers.ensure_receipt(by=mapped.desk, at=w.AT, dossier_id=dossier_id)
    desk = sign_in(mapped.desk)
    for typed in (receipt.verify_url, f"/xac-minh/{receipt.verify_code}/", f"x/xac-minh/{receipt.verify_code.lower()}"):
        assert desk.get(SEARCH, {"q": typed}).headers["Location"] == f"/ban-lam-viec/ho-so/{dossier_id}/"
    assert desk.get(SEARCH, {"q": "https://x/xac-minh/BCDFGHJKLMNP/"}).status_code == 200


def test_paper_about_something_else_opens_nothing(mapped: w.World, sign_in: SignIn) -> None:
    paper_id = dossiers.decline(by=mapped.desk, at=w.AT, submission_id=w.filed(mapped), reason="Không thuộc thẩm quyền")
    link = documents.paper(paper_id=paper_id).verify_url
    assert sign_in(mapped.desk).get(SEARCH, {"q": link}).status_code == 200


def test_scanned_dossier_of_another_agency_stays_shut(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id = w.received(mapped)
    receipt = dossiers.ensure_receipt(by=mapped.desk, at=w.AT, dossier_id=dossier_id)
    builder = sign_in(mapped.builder)
    for typed in (w.row(dossier_id).code, receipt.verify_url):
        answer = builder.get(SEARCH, {"q": typed})
        assert answer.status_code == 200
        assert "Nguyễn Thị Hòa" not in text_of(answer)


def test_next_intake_keeps_the_person(mapped: w.World, sign_in: SignIn) -> None:
    desk, person_id = sign_in(mapped.desk), mapped.hoa.person_id
    page = desk.get(INTAKE, {"nguoi": person_id, "q": "khai sinh"})
    assert "Nguyễn Thị Hòa" in text_of(page)
    assert f"?tt={w.BIRTH}&amp;nguoi={person_id}" in page.content.decode()
    assert f'name="nguoi" value="{person_id}"' in page.content.decode()
    assert 'name="nguoi"' not in desk.get(INTAKE, {"q": "khai sinh"}).content.decode()
    assert desk.get(INTAKE, {"nguoi": "per_none"}).status_code == 404


def test_received_dossier_offers_the_next_one_of_the_person(mapped: w.World, sign_in: SignIn) -> None:
    path = f"/ban-lam-viec/ho-so/{w.received(mapped)}/"
    desk, person_id = sign_in(mapped.desk), mapped.hoa.person_id
    fresh = desk.get(f"{path}?moi=1").content.decode()
    assert f'href="{INTAKE}?nguoi={person_id}"' in fresh
    assert f'href="/quay/nguoi/{person_id}/"' in fresh
    assert "/quay/nguoi/" not in desk.get(path).content.decode()
