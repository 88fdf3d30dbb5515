"""Pages over a small catalogue: search states, suggestions, the data officer's list."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed
from dinh.procedures import api
from dinh.procedures.web import officer
from tests.procedures.conftest import TODAY, Tables, load, small

pytestmark = pytest.mark.django_db
OFFICER = Actor(kind=ActorKind.OFFICIAL, roles=frozenset({Role.DATA_OFFICER.value}))
CLERK = Actor(kind=ActorKind.OFFICIAL, roles=frozenset({Role.CLERK.value}))


@pytest.fixture(autouse=True)
def loaded(write: Callable[[Tables], Path]) -> api.ImportReport:
    return load(write(small()))


def test_home_shows_search_and_life_events(client: Client) -> None:
    page = client.get("/thu-tuc/").content.decode()
    assert "Anh/chị cần làm việc gì?" in page
    assert all(one.name in page for one in api.life_events())


def test_english_chrome_keeps_vietnamese_names(client: Client) -> None:
    client.cookies["dinh_language"] = "en"
    page = client.get("/thu-tuc/1.000001/").content.decode()
    assert "What you need to bring" in page
    assert "Đăng ký khai sinh" in page


def test_empty_result_suggests_words(client: Client) -> None:
    assert "Anh/chị thử ít chữ hơn" in client.get("/thu-tuc/", {"q": "xyzzy"}).content.decode()


@pytest.mark.parametrize(
    "query", ["q=%00", "trang=999999999", "trang=-1", "cap=' OR 1=1", "viec=khong-co", "q=" + "a" * 9000]
)
def test_hostile_question_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/thu-tuc/?{query}").status_code == 200


def test_suggestions_are_links(client: Client) -> None:
    assert '<a href="/thu-tuc/1.000002/" lang="vi">' in client.get("/thu-tuc/goi-y/?q=ket hon").content.decode()


def test_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/so-lieu/thu-tuc/").status_code == 302


def test_clerk_may_not_see_the_faults(rf: RequestFactory) -> None:
    request = rf.get("/so-lieu/thu-tuc/")
    request.actor = CLERK  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed):
        officer.faults(request)


@pytest.mark.parametrize("kind", ["", "fee_not_entered", "khong-co"])
def test_officer_sees_faults_with_counts(rf: RequestFactory, kind: str) -> None:
    request = rf.get("/so-lieu/thu-tuc/", {"loai": kind})
    request.actor = OFFICER  # type: ignore[attr-defined]
    response = officer.faults(request)
    assert "chưa nhập mức phí" in response.content.decode()


def test_officer_takes_the_faults_as_csv(rf: RequestFactory) -> None:
    request = rf.get("/so-lieu/thu-tuc/loi.csv", {"loai": "fee_not_entered"})
    request.actor = OFFICER  # type: ignore[attr-defined]
    lines = b"".join(officer.faults_csv(request)).decode().splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("1.000001,Đăng ký khai sinh,fee_not_entered,Trực tiếp")


def test_officer_sees_what_a_load_changed(rf: RequestFactory, loaded: api.ImportReport) -> None:
    request = rf.get("/")
    request.actor = OFFICER  # type: ignore[attr-defined]
    page = officer.changes(request, import_id=loaded.import_id).content.decode()
    assert page.count("Thêm mới</div>") == 3


def test_fault_list_asks_the_same_number_of_questions_for_one_and_three() -> None:
    counts = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            assert len(api.faults(kind="fee_not_entered", size=size).items) == size
        counts.append(len(asked))
    assert counts == [2, 2]


def test_search_asks_the_same_number_of_questions_for_one_and_three() -> None:
    counts = []
    for text, hits in (("1.000001", 1), ("", 3)):
        with CaptureQueriesContext(connection) as asked:
            assert len(api.search(text=text, on=TODAY).items) == hits
        counts.append(len(asked))
    assert counts[0] == counts[1]
