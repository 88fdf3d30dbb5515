"""Why a fee is what it is stands beside the money, for the citizen and for the officer, by the version that decided."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.kernel.actor import Actor
from tests.dossiers import tables
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
WHY, BY, PAY = "Số tiền này được tính thế nào", "Theo bảng", "Cần trả"


def received(world: w.World, kind: str = "riêng lẻ") -> tuple[str, str]:
    submission_id = w.filed(world, code=w.HOUSE, q_loai_nha=kind)
    moved = api.receive(by=world.province_desk, at=w.AT, submission_id=submission_id)
    return submission_id, moved.dossier_id


def test_why_an_amount_stands_beside_it_before_and_after_receipt(mapped: w.World, sign_in: SignIn) -> None:
    tables.fee()
    submission_id = w.filed(mapped, code=w.HOUSE, q_loai_nha="riêng lẻ")
    hoa = sign_in(mapped.hoa)
    before = text_of(hoa.get(f"/ho-so/{submission_id}/"))
    assert before.index(PAY) < before.index(WHY) < before.index(BY)
    moved = api.receive(by=mapped.province_desk, at=w.AT, submission_id=submission_id)
    after = text_of(hoa.get(f"/ho-so/{moved.dossier_id}/"))
    assert after.index(PAY) < after.index(WHY) < after.index(BY)
    assert after.count(WHY) == 1


def test_officer_reads_why_beside_the_order_once(mapped: w.World, sign_in: SignIn) -> None:
    tables.fee()
    dossier_id = received(mapped)[1]
    text = text_of(sign_in(mapped.province_desk).get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    assert text.count(WHY) == 1
    assert text.index("Chưa thanh toán") < text.index(WHY)


def test_without_a_table_or_its_answer_no_amount_is_explained(mapped: w.World, sign_in: SignIn) -> None:
    hoa = sign_in(mapped.hoa)
    plain = w.filed(mapped, code=w.HOUSE)
    text = text_of(hoa.get(f"/ho-so/{plain}/"))
    assert PAY in text
    assert WHY not in text
    tables.fee()
    unknown = w.filed(mapped, code=w.HOUSE, q_loai_nha="khác")
    assert WHY not in text_of(hoa.get(f"/ho-so/{unknown}/"))
