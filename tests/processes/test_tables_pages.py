"""Pages of decision tables: the list, one table, trying it, editing it without a script, publishing, files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.kernel.actor import SYSTEM
from dinh.processes import api
from tests.payments.make import official_browser
from tests.processes.tables_make import table
from tests.processes.test_tables import AT, BAD, BINH, FROM, GOOD, draft, published

pytestmark = pytest.mark.django_db
HOME = "/cau-hinh/bang-quyet-dinh/"


@pytest.fixture
def officer() -> Client:
    return official_browser(None, "data_officer")


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_stranger_and_clerk_are_kept_out(client: Client) -> None:
    assert client.get(HOME).status_code == 302
    assert official_browser(None, "clerk").get(HOME).status_code == 403


def test_list_costs_the_same_for_one_and_three(officer: Client) -> None:
    text(officer, HOME)
    counts = []
    for codes in (["a"], ["b", "c"]):
        for code in codes:
            draft(code=code)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text(officer, HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_table_shows_findings_beside_their_rules(officer: Client) -> None:
    page = text(officer, f"{HOME}{draft(BAD).table_id}/")
    assert page.count("Hàng 1 và hàng 2 cùng khớp, ví dụ khi N = 4.") == 2
    assert "Cần sửa 1 lỗi trước khi ban hành" in page


def test_trying_shows_the_rule_and_the_reason(officer: Client) -> None:
    page = text(officer, f"{HOME}{draft().table_id}/?thu=1&v0=7")
    assert 'id="r2" class="is-hit"' in page
    assert "Hàng 2 khớp: N: từ 5 trở lên." in page


def test_trying_with_nonsense_says_what_is_wrong(officer: Client) -> None:
    assert "không nhận giá trị “abc”" in text(officer, f"{HOME}{draft().table_id}/?thu=1&v0=abc")
    assert "Cần có “N” để tra bảng" in text(officer, f"{HOME}{draft().table_id}/?thu=1")


def test_broken_cells_do_not_break_the_page(officer: Client) -> None:
    broken = draft(
        table(
            [
                (
                    [
                        "[1..",
                    ],
                    ["x"],
                )
            ]
        )
    )
    page = text(officer, f"{HOME}{broken.table_id}/?thu=1&v0=1")
    assert "Chưa thử được vì còn ô chưa đọc được." in page


def press(client: Client, view: api.TableView, do: str, **cells: str) -> api.Table:
    sent = {"do": do, "revision": str(api.table(table_id=view.table_id).revision), **cells}
    assert client.post(f"{HOME}{view.table_id}/sua/", sent).status_code == 302
    return api.table(table_id=view.table_id).table


def test_cells_are_typed_as_people_write_them(officer: Client) -> None:
    view = draft()
    made = press(officer, view, "save", r0i0="[1..1.000]", r1o0="20", r1n="Điều 5")
    assert [rule.tests for rule in made.rules] == [("[1..1000]",), (">= 5",)]
    assert (made.rules[1].outputs, made.rules[1].note) == (("20",), "Điều 5")


def test_rows_are_added_copied_moved_and_dropped(officer: Client) -> None:
    view = draft()
    assert len(press(officer, view, "row-add:0").rules) == 3
    assert press(officer, view, "row-copy:2").rules[3].tests == (">= 5",)
    assert press(officer, view, "row-up:3").rules[2].id == "rule_4"
    assert [rule.tests for rule in press(officer, view, "row-drop:1").rules] == [("< 5",), (">= 5",), (">= 5",)]


def test_columns_are_added_typed_moved_and_dropped(officer: Client) -> None:
    view = draft()
    assert [one.label for one in press(officer, view, "col-add:inputs").inputs] == ["N", "Điều kiện mới"]
    typed = {"i1-label": "Kênh nộp", "i1-type": "enum", "i1-values": "trực tuyến\ntrực tiếp", "r0i1": "trực tuyến"}
    made = press(officer, view, "save", **typed)
    assert (made.inputs[1].values, made.rules[0].tests) == (("trực tuyến", "trực tiếp"), ("< 5", '"trực tuyến"'))
    assert press(officer, view, "col-left:inputs:1").rules[0].tests == ('"trực tuyến"', "< 5")
    assert [one.name for one in press(officer, view, "col-drop:inputs:0").inputs] == ["n"]


def test_editor_refuses_to_overwrite_somebody_else(officer: Client) -> None:
    view = draft()
    draft(BAD, by=BINH)
    response = officer.post(f"{HOME}{view.table_id}/sua/", {"do": "save", "revision": "1", "r0i0": "< 9"})
    assert response.status_code == 409
    assert "Có người khác vừa sửa bản nháp này." in response.content.decode()


@pytest.mark.parametrize(
    "do", ["row-up:99", "row-drop:-5", "col-drop:rules:0", "col-left:inputs:x", "x:y:z", "row-copy:٣"]
)
def test_hostile_buttons_change_nothing(officer: Client, do: str) -> None:
    assert press(officer, draft(), do) == GOOD


def test_author_does_not_see_publish_and_other_eyes_do(officer: Client) -> None:
    view = draft()
    press(officer, view, "save", r0n="x")
    assert "Người soạn bản nháp không tự ban hành." in text(officer, f"{HOME}{view.table_id}/")
    leader = official_browser(None, "leader")
    assert "Ban hành phiên bản này" in text(leader, f"{HOME}{view.table_id}/")
    assert leader.post(f"{HOME}{view.table_id}/ban-hanh/", {"valid_from": FROM}).status_code == 302
    assert api.table(table_id=view.table_id).valid_from == FROM


def test_publishing_what_overlaps_tells_why(officer: Client) -> None:
    view = draft(BAD)
    response = officer.post(f"{HOME}{view.table_id}/ban-hanh/", {"valid_from": FROM})
    assert response.status_code == 422
    assert "Chưa ban hành bảng được" in response.content.decode()


def test_new_version_is_compared_with_the_one_before(officer: Client) -> None:
    first = published()
    assert officer.post(f"{HOME}{first.table_id}/ban-nhap/").status_code == 302
    second = api.table_versions(code="bang-thu")[0]
    assert "Không có gì thay đổi" in text(officer, f"{HOME}{second.table_id}/so-sanh/")
    press(officer, second, "save", r0o0="9")
    assert "<del>1</del> <ins>9</ins>" in text(officer, f"{HOME}{second.table_id}/so-sanh/")
    assert officer.post(f"{HOME}{second.table_id}/bo/").status_code == 302


def test_new_tables_come_blank_pasted_and_from_files(officer: Client) -> None:
    officer.post(f"{HOME}moi/", {"name": "Bảng trống", "purpose": "other"})
    pasted = "Số ngày\tKênh\t→ Mức thu\tCăn cứ\n<= 5\ttrực tuyến\t20.000\tĐiều 1\n> 5\t-\t50.000\tĐiều 2"
    officer.post(f"{HOME}moi/", {"name": "Bảng dán", "purpose": "fee", "pasted": pasted})
    made = api.table_versions(code="bang-dan")[0].table
    assert [rule.outputs for rule in made.rules] == [("20000",), ("50000",)]
    assert api.check_table(made) != ()
    file = SimpleUploadedFile("x.dmn", api.export_dmn(table_id=draft().table_id))
    page = officer.post(f"{HOME}moi/", {"name": "Bảng tệp", "purpose": "other", "file": file}).content.decode()
    assert "Giữ lại nhưng không chạy" in page
    assert api.table_versions(code="bang-tep")[0].table == GOOD
    assert officer.post(f"{HOME}moi/", {"name": "Bảng dán", "purpose": "fee"}).status_code == 422


def test_files_are_sent_with_their_names(officer: Client) -> None:
    view = draft()
    for end, sign in (("dmn", b"decisionTable"), ("csv", "→ O".encode())):
        response = officer.get(f"{HOME}{view.table_id}/bang.{end}")
        assert response["Content-Disposition"] == f'attachment; filename="bang-thu-v1.{end}"'
        assert sign in response.content


def test_tables_of_the_house_come_as_drafts(officer: Client) -> None:
    assert officer.post(f"{HOME}kem-theo/").status_code == 302
    page = text(officer, HOME)
    assert "Giấy tờ cần nộp khi đăng ký tạm trú" in page
    view = api.table_versions(code="giay-to-dang-ky-tam-tru")[0]
    press(officer, view, "save")
    assert api.table(table_id=view.table_id).digest == view.digest


def test_ended_table_decides_no_more() -> None:
    first = published()
    leader = official_browser(None, "leader")
    assert leader.post(f"{HOME}{first.table_id}/cham-dut/", {"valid_to": "2026-08-01"}).status_code == 302
    assert api.table(table_id=first.table_id).valid_to == date(2026, 8, 1)
    assert leader.post(f"{HOME}{first.table_id}/cham-dut/", {"valid_to": ""}).status_code == 422
    assert api.save_shipped_tables(by=SYSTEM, at=AT) != ()


def test_help_page_shows_examples(officer: Client) -> None:
    assert "[01/07/2025..31/12/2025]" in text(officer, f"{HOME}cach-viet/")


def test_long_table_is_edited_a_stretch_at_a_time(officer: Client) -> None:
    view = draft(table([([f"{at}"], ["1"]) for at in range(150)]))
    page = text(officer, f"{HOME}{view.table_id}/sua/?tu=60")
    assert ('name="r60i0"' in page, 'name="r59i0"' in page, 'name="r120i0"' in page) == (True, False, False)
    assert 'href="?tu=120"' in page
    sent = {"do": "save", "revision": "1", "r60i0": "> 900", "r5i0": "> 500"}
    assert officer.post(f"{HOME}{view.table_id}/sua/?tu=60", sent).status_code == 302
    rules = api.table(table_id=view.table_id).table.rules
    assert [rules[at].tests for at in (5, 60, 149)] == [("5",), ("> 900",), ("149",)]


def test_editor_of_a_published_version_is_closed(officer: Client) -> None:
    assert officer.get(f"{HOME}{published().table_id}/sua/").status_code == 409


def test_rows_are_pasted_over_a_draft(officer: Client) -> None:
    view = draft()
    pasted = "N\t→ O\tCăn cứ\n< 7\t1\tĐiều 1\n>= 7\t2\t"
    assert [rule.tests for rule in press(officer, view, "paste", pasted=pasted).rules] == [("< 7",), (">= 7",)]
    wrong = {"do": "paste", "revision": "2", "pasted": "M\t→ O\n1\t2"}
    response = officer.post(f"{HOME}{view.table_id}/sua/", wrong)
    assert (response.status_code, "Các tiêu đề phải là: N | O." in response.content.decode()) == (422, True)
