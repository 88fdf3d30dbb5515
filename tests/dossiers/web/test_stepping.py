"""Steps of one office, tasks awaited, papers found and marked, as officers press them."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.kernel.actor import Actor
from dinh.ledger import api as ledger
from dinh.processes.policies.building import from_rows
from tests.dossiers import joint as j
from tests.dossiers import world as w
from tests.dossiers.test_stepping import three
from tests.dossiers.web.browsers import text_of
from tests.processes import make

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def begun(world: w.World) -> str:
    made = w.received(world)
    ledger.seal()
    ledger.deliver()
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=made)
    return made


def test_a_step_is_finished_and_handed_on_by_its_button(mapped: w.World, sign_in: SignIn) -> None:
    make.published(from_rows("Process_three", "Ba bước", three()), code=w.BIRTH, at=w.at("2026-01-05 09:00"))
    page = f"/ban-lam-viec/ho-so/{begun(mapped)}/"
    specialist = sign_in(mapped.specialist)
    text = text_of(specialist.get(page))
    assert "Đang ở bước: Bước appraise" in text
    assert "Tiếp theo: Bước legal" in text
    assert "Trình lãnh đạo ký" not in text
    said = {"step_id": "appraise", "post_id": mapped.colleague.post_id, "note": "Đủ"}
    answer = specialist.post(f"{page}xong-buoc/", said, follow=True)
    assert "Đã xong bước này; bước tiếp theo đã bắt đầu." in text_of(answer)
    assert "Xong “Bước appraise”, sang “Bước legal”" in text_of(answer)
    again = specialist.post(f"{page}xong-buoc/", said, follow=True)
    assert "Hồ sơ này đang do một cán bộ khác trong cơ quan xử lý." in text_of(again)
    colleague = sign_in(mapped.colleague)
    colleague.post(f"{page}xong-buoc/", {"step_id": "legal", "post_id": mapped.colleague.post_id})
    assert "Trình lãnh đạo ký" in text_of(colleague.get(page))


def test_what_is_awaited_stands_in_place_of_the_button(mapped: w.World, sign_in: SignIn) -> None:
    j.publish(j.opinions())
    j.make_joint(mapped)
    dossier_id = j.opened(mapped)
    text = text_of(sign_in(mapped.specialist).get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    assert "Chưa trình lãnh đạo ký được. Còn chờ: Cơ quan H36.35: Bước fire" in text
    assert "Trình lãnh đạo ký " not in text
    assert "Trình lãnh đạo từ chối hồ sơ" in text
    head = text_of(sign_in(mapped.head).get(f"/ban-lam-viec/ho-so/{dossier_id}/"))
    assert "Từ chối giải quyết hồ sơ" in head
    assert "Ký duyệt" not in head


def test_a_paper_is_found_and_leads_to_its_place(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id, desk = w.received(mapped), sign_in(mapped.desk)
    api.ensure_receipt(by=mapped.desk, at=w.AT, dossier_id=dossier_id)
    page = desk.get("/ban-lam-viec/tim/giay-to/", {"q": "giay"}).content.decode()
    place = f"/ban-lam-viec/giay-to/{dossier_id}/?giay=2#giay-2"
    assert f'href="{place}"' in page
    assert 'id="giay-2"' in desk.get(place).content.decode()
    receipt = w.row(dossier_id).receipt_paper_id
    assert f'href="/ban-lam-viec/ho-so/{dossier_id}/#giay-{receipt}"' in page
    assert f'id="giay-{receipt}"' in desk.get(f"/ban-lam-viec/ho-so/{dossier_id}/").content.decode()
    assert "/ban-lam-viec/tim/giay-to/?q=hoa" in desk.get("/ban-lam-viec/tim/?q=hoa").content.decode()
    assert "ít nhất ba" in text_of(desk.get("/ban-lam-viec/tim/giay-to/", {"q": "a"}))
    assert "Giấy khai sinh của mẹ" not in text_of(
        sign_in(mapped.builder).get("/ban-lam-viec/tim/giay-to/", {"q": "giay"})
    )
    assert sign_in(mapped.hoa).get("/ban-lam-viec/tim/giay-to/").status_code == 403


def test_a_paper_is_marked_with_its_reason(mapped: w.World, sign_in: SignIn) -> None:
    dossier_id, desk = w.received(mapped), sign_in(mapped.desk)
    page = f"/ban-lam-viec/ho-so/{dossier_id}/"
    assert "Báo thiếu hoặc không áp dụng" in text_of(desk.get(page))
    where = f"/ban-lam-viec/giay-to/{dossier_id}/2/"
    answer = desk.post(where, {"source": "missing", "reason": "Chưa thấy bản chính"}, follow=True)
    assert "Đã ghi vào giấy tờ, kèm lý do." in text_of(answer)
    for reader, place in ((desk, page), (sign_in(mapped.hoa), f"/ho-so/{dossier_id}/")):
        assert "Chưa thấy bản chính" in text_of(reader.get(place))
    assert "người dân" in text_of(desk.post(where, {"source": "missing", "reason": " "}, follow=True))
    assert "Báo thiếu" not in text_of(sign_in(mapped.specialist).get(page))
    assert sign_in(mapped.specialist).post(where, {"source": "missing", "reason": "x"}).status_code == 403
