"""The head's page of who is overloaded, its lists, and giving out the chosen."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of
from tests.dossiers.web.test_mine import queries

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
PAGE = "/ban-lam-viec/khoi-luong/"


def test_the_page_asks_a_fixed_number_of_queries(mapped: w.World, sign_in: SignIn) -> None:
    head = sign_in(mapped.head)
    w.started(mapped)
    one = queries(head, PAGE)
    for _time in range(3):
        w.started(mapped)
    assert queries(head, PAGE) == one
    page = text_of(head.get(PAGE))
    assert f"{mapped.specialist.display_name} có nhiều hồ sơ quá hạn nhất: 4 trên 4 hồ sơ đang mở." in page


def test_only_heads_open_it(mapped: w.World, sign_in: SignIn) -> None:
    assert sign_in(mapped.specialist).get(PAGE).status_code == 403
    assert sign_in(mapped.hoa).get(PAGE).status_code == 403


def test_chosen_dossiers_change_hands(mapped: w.World, sign_in: SignIn) -> None:
    head, dossier_id = sign_in(mapped.head), w.received(mapped)
    ended = w.received(mapped)
    path = f"{PAGE}chua-giao/"
    assert w.row(dossier_id).code in text_of(head.get(path))
    api.withdraw(by=mapped.hoa, at=w.AT, dossier_id=ended)
    answers = {"dossier": [dossier_id, ended], "post_id": mapped.colleague.post_id}
    page = text_of(head.post(f"{path}giao/?loai=dang-mo", answers, follow=True))
    assert "Đã giao 1 hồ sơ." in page
    assert w.row(ended).code in page
    assert w.row(dossier_id).assignee_post == mapped.colleague.post_id


@pytest.mark.parametrize("slug", ["dang-mo", "sap-den-han", "qua-han", "da-xong", "khong-co"])
def test_each_list_opens(mapped: w.World, sign_in: SignIn, slug: str) -> None:
    w.started(mapped)
    path = f"{PAGE}{mapped.specialist.post_id}/?loai={slug}"
    assert mapped.specialist.display_name in text_of(sign_in(mapped.head).get(path))


def test_nothing_chosen_is_said(mapped: w.World, sign_in: SignIn) -> None:
    head = sign_in(mapped.head)
    w.received(mapped)
    page = text_of(head.post(f"{PAGE}chua-giao/giao/", {"post_id": mapped.colleague.post_id}, follow=True))
    assert "Anh/chị cần chọn từ 1 đến 100 hồ sơ." in page


def test_the_queue_of_what_nobody_has_leads_a_head_to_choosing(mapped: w.World, sign_in: SignIn) -> None:
    w.received(mapped)
    path = "/ban-lam-viec/?hang=chua-giao"
    assert "Giao các hồ sơ đã chọn cho" in text_of(sign_in(mapped.head).get(path))
    assert "Giao các hồ sơ đã chọn cho" not in text_of(sign_in(mapped.specialist).get(path))
