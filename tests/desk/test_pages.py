"""The counter's pages: who may open them, what refuses, what a second press does, how much they ask."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client

from dinh.desk import api
from dinh.desk.models import Shift, Slip, Ticket
from dinh.documents import api as documents
from dinh.dossiers import api as dossiers
from dinh.dossiers.models import Dossier
from dinh.kernel import clock
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of
from tests.dossiers.web.test_mine import queries

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
COUNTER, TILL, SLIPS, REGISTER = "/quay/", "/quay/ca/", "/quay/ban-giao/", "/quay/so-theo-doi/"


@pytest.fixture
def desk(mapped: w.World, sign_in: SignIn) -> Client:
    return sign_in(mapped.desk)


@pytest.fixture
def token(mapped: w.World) -> str:
    return api.open_place(by=mapped.desk, at=clock.now()).token


def take(client: Client, token: str, key: str = "k1", **more: str) -> Any:
    return client.post(f"/xep-hang/{token}/lay-so/", {"topic": "file", "key": key, **more})


def opened(by: Actor, answer: Any) -> bytes:
    """Read the file a press led to."""
    file_id = answer.headers["Location"].split("/")[2]
    with documents.open_file(by=by, file_id=file_id) as stream:
        return stream.read()


def on_paper(world: w.World, key: str) -> str:
    return dossiers.receive_at_desk(
        by=world.desk, at=clock.now(), procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id,
        idempotency_key=key, papers=[dossiers.PaperCount(1, originals=1), dossiers.PaperCount(2, originals=1)],
    ).dossier_id  # fmt: skip


@pytest.mark.parametrize(
    ("path", "desk_sees", "specialist_sees"),
    [(COUNTER, 200, 403), (TILL, 200, 403), (SLIPS, 200, 200), (REGISTER, 200, 403), (f"{REGISTER}so.csv", 200, 403)],
)
def test_pages_open_to_their_roles(
    mapped: w.World, sign_in: SignIn, client: Client, path: str, desk_sees: int, specialist_sees: int
) -> None:
    assert client.get(path).status_code == 302
    assert sign_in(mapped.hoa).get(path).status_code == 403
    assert sign_in(mapped.desk).get(path).status_code == desk_sees
    assert sign_in(mapped.specialist).get(path).status_code == specialist_sees


def test_presses_are_refused_to_others(mapped: w.World, sign_in: SignIn, token: str) -> None:
    take(Client(), token)
    ticket = Ticket.objects.get()
    paths = ["cua/", "goi/", f"so/{ticket.public_id}/vang/", "ban-giao/lap/", "so-theo-doi/mau-07/"]
    for who in (mapped.specialist, mapped.hoa):
        client = sign_in(who)
        assert [client.post(f"{COUNTER}{path}").status_code for path in paths] == [403] * len(paths)
    far = sign_in(mapped.far_desk)
    assert far.post(f"{COUNTER}so/{ticket.public_id}/vang/").status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_window_calls_by_number_and_tells_a_wrong_one(desk: Client, token: str) -> None:
    take(desk, token)
    assert "ngồi ở cửa số mấy" in text_of(desk.post(f"{COUNTER}goi/", follow=True))
    assert "từ 1 đến 99" in text_of(desk.post(f"{COUNTER}cua/", {"window": "100"}, follow=True))
    desk.post(f"{COUNTER}cua/", {"window": "3"})
    page = desk.post(f"{COUNTER}goi/", follow=True)
    assert '<p class="k-number">A001</p>' in page.content.decode()
    assert all(f'data-d-key="{key}"' in page.content.decode() for key in "clxv")


def test_second_press_at_the_window_does_no_harm(desk: Client, token: str) -> None:
    take(desk, token)
    desk.post(f"{COUNTER}cua/", {"window": "3"})
    for _press in range(2):
        desk.post(f"{COUNTER}goi/")
    row = Ticket.objects.get()
    assert (row.state, row.calls) == ("called", 1)
    first, second = (desk.post(f"{COUNTER}so/{row.public_id}/xong/", follow=True) for _press in range(2))
    assert "đã có người khác xử lý" not in text_of(first)
    assert "đã có người khác xử lý" in text_of(second)
    assert desk.post(f"{COUNTER}so/{row.public_id}/khac/").status_code == 404


def test_door_gives_one_number_per_page_and_asks_what_for(client: Client, token: str) -> None:
    wrong = client.post(f"/xep-hang/{token}/lay-so/", {"key": "k1"})
    assert wrong.status_code == 422
    assert "Anh/chị chọn việc cần làm" in text_of(wrong)
    first, second = take(client, token), take(client, token)
    assert first.headers["Location"] == second.headers["Location"]
    assert Ticket.objects.count() == 1
    for path in ("", "lay-so/"):
        assert client.get(f"/xep-hang/khong-co/{path}").status_code == 404


def test_ticket_tells_its_place_and_then_the_window(client: Client, desk: Client, token: str) -> None:
    places = [take(client, token, key, topic=topic).headers["Location"] for key, topic in (("a", "ask"), ("b", "file"))]
    assert "Sắp đến lượt" in text_of(client.get(places[0]))
    assert "Còn 1 người trước" in text_of(client.get(places[1]))
    desk.post(f"{COUNTER}cua/", {"window": "3"})
    desk.post(f"{COUNTER}goi/")
    assert "cửa 3" in text_of(client.get(places[0]))
    part = client.get(places[0], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 10s"' in part
    desk.post(f"{COUNTER}so/{Ticket.objects.earliest('id').public_id}/xong/")
    assert "hx-get" not in client.get(places[0]).content.decode()


def test_board_renews_itself_with_and_without_scripts(client: Client, desk: Client, token: str) -> None:
    take(client, token)
    desk.post(f"{COUNTER}cua/", {"window": "7"})
    desk.post(f"{COUNTER}goi/")
    page = client.get(f"/xep-hang/{token}/").content.decode()
    assert '<noscript><p><a href="">Xem lại</a></p></noscript>' in page
    assert "htmx" in page.rpartition("<script")[2]
    part = client.get(f"/xep-hang/{token}/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "A001 cửa 7" in text_of(part)


def test_queue_pages_ask_a_fixed_number_of_queries(client: Client, desk: Client, token: str) -> None:
    board = f"/xep-hang/{token}/"
    take(client, token, "a")
    before = (queries(desk, COUNTER), queries(client, board))
    for key in ("b", "c"):
        take(client, token, key)
    assert (queries(desk, COUNTER), queries(client, board)) == before


def test_till_opens_once_and_closes_with_a_reason(desk: Client) -> None:
    wrong = desk.post(TILL, {"float_vnd": ""})
    assert wrong.status_code == 422
    assert "Có 1 chỗ cần sửa" in text_of(wrong)
    for _press in range(2):
        desk.post(TILL, {"float_vnd": "200.000"})
    assert [row.float_vnd for row in Shift.objects.all()] == [200_000]
    refused = desk.post(TILL, {"counted_vnd": "190.000", "note": ""})
    assert refused.status_code == 422
    assert "ghi rõ lý do" in text_of(refused)
    closed = desk.post(TILL, {"counted_vnd": "190.000", "note": "Thối nhầm tiền lẻ"}, follow=True)
    assert "Thối nhầm tiền lẻ" in text_of(closed)
    assert "data-d-print" in closed.content.decode()


def test_shift_of_others_is_closed(mapped: w.World, desk: Client, sign_in: SignIn) -> None:
    desk.post(TILL, {"float_vnd": "0"})
    path = f"{TILL}{Shift.objects.get().public_id}/"
    assert desk.get(path).status_code == 200
    assert sign_in(mapped.far_desk).get(path).status_code == 404
    assert sign_in(mapped.specialist).get(path).status_code == 403


def test_slip_is_written_once_and_signed_for_by_whom_it_goes_to(mapped: w.World, desk: Client, sign_in: SignIn) -> None:
    dossier_id = on_paper(mapped, "k")
    chosen = {"agency": mapped.committee.public_id, "dossier": [dossier_id]}
    assert "ít nhất một hồ sơ" in text_of(desk.post(f"{SLIPS}lap/", {"agency": "x"}, follow=True))
    pages = [desk.post(f"{SLIPS}lap/", chosen, follow=True) for _press in range(2)]
    assert w.row(dossier_id).code in text_of(pages[0])
    assert Slip.objects.count() == 1
    path = f"{SLIPS}{Slip.objects.get().public_id}/"
    assert "Ký nhận" not in text_of(desk.get(path))
    specialist = sign_in(mapped.specialist)
    for _press in range(2):
        assert mapped.specialist.display_name in text_of(specialist.post(f"{path}ky-nhan/", follow=True))
    assert sign_in(mapped.builder).get(path).status_code == 403


def test_control_slip_opens_for_those_who_handle_it(mapped: w.World, desk: Client, sign_in: SignIn) -> None:
    path = f"/quay/phieu-kiem-soat/{on_paper(mapped, 'k')}/"
    assert opened(mapped.desk, desk.post(path)).startswith(b"%PDF")
    assert opened(mapped.specialist, sign_in(mapped.specialist).post(path)).startswith(b"%PDF")
    assert sign_in(mapped.builder).post(path).status_code == 403


def test_slips_and_register_ask_a_fixed_number_of_queries(mapped: w.World, desk: Client) -> None:
    on_paper(mapped, "a")
    before = (queries(desk, SLIPS), queries(desk, REGISTER))
    for key in ("b", "c"):
        on_paper(mapped, key)
    assert (queries(desk, SLIPS), queries(desk, REGISTER)) == before


def test_slips_that_were_written_cost_the_same_for_one_as_for_three(mapped: w.World, desk: Client) -> None:
    def written(key: str) -> int:
        to = mapped.committee.public_id
        api.make_slip(by=mapped.desk, at=clock.now(), to_agency_id=to, dossier_ids=[on_paper(mapped, key)])
        return queries(desk, SLIPS)

    assert written("a") == [written(key) for key in ("b", "c")][-1]


def test_register_tells_wrong_days_and_numbers(mapped: w.World, desk: Client) -> None:
    on_paper(mapped, "k")
    for days in ({"since": "2026-02-14", "until": "2026-02-13"}, {"since": "rac", "until": "2026-02-13"}):
        wrong = desk.get(REGISTER, days)
        assert wrong.status_code == 422
        assert "Có 1 chỗ cần sửa" in text_of(wrong)
        assert desk.get(f"{REGISTER}so.csv", days).status_code == 422
        assert desk.post(f"{REGISTER}mau-07/", days).status_code in {302, 422}
    today = clock.now().date().isoformat()
    assert desk.get(REGISTER, {"since": today, "until": today, "sau": "999999"}).status_code == 200


@pytest.mark.parametrize("name", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "Nguyễn Thị Hòa"])
def test_csv_never_runs_what_somebody_wrote_as_their_name(mapped: w.World, desk: Client, name: str) -> None:
    Dossier.objects.filter(public_id=on_paper(mapped, "k")).update(applicant_name=name)
    text = desk.get(f"{REGISTER}so.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["nguoi_nop"] == (name if name.startswith("N") else f"'{name}")


def test_form_07_is_a_signed_pdf_of_the_days(mapped: w.World, desk: Client) -> None:
    on_paper(mapped, "k")
    today = clock.now().date().isoformat()
    paper = opened(mapped.desk, desk.post(f"{REGISTER}mau-07/", {"since": today, "until": today}))
    with pikepdf.open(io.BytesIO(paper)) as made:
        assert [round(float(one)) for one in made.pages[0].mediabox][2:] == [842, 595]
        assert made.Root.AcroForm.Fields[0].FT == "/Sig"


def test_one_person_has_one_list_and_one_print(mapped: w.World, desk: Client, sign_in: SignIn) -> None:
    ids = [on_paper(mapped, key) for key in ("a", "b")]
    path = f"/quay/nguoi/{mapped.hoa.person_id}/"
    page = desk.get(path)
    assert all(w.row(one).code in text_of(page) for one in ids)
    assert f"?nguoi={mapped.hoa.person_id}" in page.content.decode()
    printed = desk.get(f"{path}giay-hen.pdf")
    with pikepdf.open(io.BytesIO(printed.content)) as joined:
        assert len(joined.pages) == 2
    far = sign_in(mapped.far_desk)
    assert "chưa nhận hồ sơ nào" in text_of(far.get(path))
    assert far.get(f"{path}giay-hen.pdf").status_code == 404
    assert sign_in(mapped.specialist).get(path).status_code == 403


def test_person_of_yesterday_is_not_of_today(mapped: w.World, desk: Client) -> None:
    Dossier.objects.filter(public_id=on_paper(mapped, "a")).update(received_at=clock.now() - timedelta(days=1))
    assert "chưa nhận hồ sơ nào" in text_of(desk.get(f"/quay/nguoi/{mapped.hoa.person_id}/"))
