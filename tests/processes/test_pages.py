"""Pages of processes: the list, one version, the table of steps without a script, four eyes, files."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.kernel.worktime import parse_limit
from dinh.processes import api
from dinh.processes.models import ProcessVersion
from dinh.processes.policies import editing
from tests.payments.make import official_browser
from tests.processes import make

pytestmark = pytest.mark.django_db
HOME = "/cau-hinh/quy-trinh/"
CAMUNDA = Path(__file__).parent / "samples" / "camunda_modeler.bpmn"


@pytest.fixture
def officer() -> Client:
    return official_browser(None, "data_officer")


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def draft(flows: str = "start>a a>b b>end", **more: Any) -> api.VersionView:
    said: dict[str, Any] = {"by": make.officer(), "at": make.AT, "model": make.model(flows), **more}
    return api.save_draft(**said)


def typed(view: api.VersionView, **more: str) -> dict[str, str]:
    """Say what the form says when nothing was typed."""
    said = {"revision": str(view.revision), "name": view.name, "do": "save"}
    for node in view.model.steps:
        said |= {f"name:{node.id}": node.name, f"role:{node.id}": node.role, f"time:{node.id}": str(node.limit or "")}
        said |= {f"agency:{node.id}": node.agency, f"act:{node.id}": node.act.value if node.act else ""}
    return said | more


def send(client: Client, view: api.VersionView, **more: str) -> Any:
    said = {key.replace("__", ":"): value for key, value in more.items()}
    return client.post(f"{HOME}{view.version_id}/sua/", typed(view, **said))


def now(view: api.VersionView) -> api.VersionView:
    return api.version(version_id=view.version_id)


def test_strangers_and_clerks_are_kept_out(client: Client) -> None:
    assert client.get(HOME).status_code == 302
    assert official_browser(None, "clerk").get(HOME).status_code == 403


def test_the_list_costs_the_same_for_one_and_three(officer: Client) -> None:
    text(officer, HOME)
    counts = []
    for codes in (["1.000001"], ["1.000002", "1.000003"]):
        for code in codes:
            draft(procedure_code=code)
        with CaptureQueriesContext(connection) as asked:
            text(officer, HOME)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_processes_are_found_without_tones_and_by_code(officer: Client) -> None:
    api.load_shipped(by=SYSTEM, at=clock.now())
    assert "Cấp giấy phép xây dựng mới" in text(officer, f"{HOME}?q=cap+giay+phep")
    assert "Cấp giấy phép xây dựng mới" in text(officer, f"{HOME}?q=1.013225")
    assert "Không tìm thấy quy trình nào" in text(officer, f"{HOME}?q=khong-co")
    assert "Không tìm thấy quy trình nào" in text(officer, f"{HOME}?trang-thai=draft")


def test_a_version_shows_drawing_steps_and_findings(officer: Client) -> None:
    page = text(officer, f"{HOME}{draft('start>a a>b b>end c>end').version_id}/")
    for said in ("<svg", 'href="#buoc-a"', 'id="buoc-a"', "Không có đường nào từ điểm bắt đầu tới “C”"):
        assert said in page
    assert "style=" not in page
    assert "onclick" not in page


def test_shipped_processes_can_all_be_shown(officer: Client) -> None:
    api.load_shipped(by=SYSTEM, at=clock.now())
    for row in ProcessVersion.objects.all():
        assert row.name in text(officer, f"{HOME}{row.public_id}/")
    assert officer.get(f"{HOME}pvn_none/").status_code == 404


def test_rows_are_typed_and_kept(officer: Client) -> None:
    view = draft()
    answer = send(officer, view, name__a="Tiếp nhận", role__a="mot_cua", time__a="4 giờ làm việc", time__b="30 %")
    assert answer.status_code == 302
    a, b = (now(view).model.by_id[one] for one in "ab")
    assert (a.name, a.role, a.limit) == ("Tiếp nhận", "mot_cua", parse_limit("4 giờ làm việc"))
    assert (b.limit, b.share) == (None, 30)
    assert b.role == "specialist"


def test_a_time_nobody_can_read_is_told_beside_it_and_keeps_what_was_typed(officer: Client) -> None:
    view = draft()
    answer = send(officer, view, time__a="vài hôm", name__b="Ký")
    page = answer.content.decode()
    assert (answer.status_code, now(view).revision) == (422, 1)
    for said in ('value="vài hôm"', 'aria-invalid="true"', 'value="Ký"', "Xin viết như"):
        assert said in page


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("add:a", ["a", "Step_1", "b"]),
        ("add:start", ["Step_1", "a", "b"]),
        ("up:b", ["b", "a"]),
        ("down:a", ["b", "a"]),
        ("remove:a", ["b"]),
        ("beside:b", ["a", "b"]),
        ("sometimes:b", ["a", "b"]),
        ("explode:b", ["a", "b"]),
        ("remove:nothing", ["a", "b"]),
    ],
)
def test_buttons_change_the_table_without_a_script(officer: Client, act: str, order: list[str]) -> None:
    view = draft()
    assert send(officer, view, do=act).status_code == 302
    assert [node.id for node, _group in editing.rows(now(view).model)] == order
    text(officer, f"{HOME}{view.version_id}/")


def test_a_step_done_only_in_some_cases_asks_for_its_condition(officer: Client) -> None:
    view = draft()
    send(officer, view, do="sometimes:b")
    changed = now(view)
    page = text(officer, f"{HOME}{view.version_id}/")
    assert "không có điều kiện" in page
    flow = changed.model.incoming["b"][0]
    officer.post(f"{HOME}{view.version_id}/sua/", typed(changed) | {f"when:{flow.id}": "thue > 0"})
    condition = now(view).model.flow_by_id[flow.id].condition
    assert condition is not None
    assert (condition.name, condition.value) == ("thue", 0)
    send(officer, now(view), do="always:b")
    assert len(now(view).model.nodes) == 4


def test_two_editors_at_once_do_not_overwrite_each_other(officer: Client) -> None:
    view = draft()
    send(officer, view, name__a="Một")
    answer = officer.post(f"{HOME}{view.version_id}/sua/", typed(view) | {"name:a": "Hai"}, follow=True)
    assert "Có người vừa lưu bản nháp này" in answer.content.decode()
    assert now(view).model.by_id["a"].name == "Một"


def test_whoever_edits_does_not_publish(officer: Client) -> None:
    view = draft(at=clock.now())
    send(officer, view, name__a="Một")
    assert "cán bộ dữ liệu khác hoặc lãnh đạo sẽ xem" in text(officer, f"{HOME}{view.version_id}/")
    today = clock.now().date().isoformat()
    assert officer.post(f"{HOME}{view.version_id}/ban-hanh/", {"valid_from": today}).status_code == 403
    leader = official_browser(None, "leader")
    assert leader.post(f"{HOME}{view.version_id}/ban-hanh/", {"valid_from": "2020-01-01"}).status_code == 422
    assert leader.post(f"{HOME}{view.version_id}/ban-hanh/", {"valid_from": ""}).status_code == 422
    assert leader.post(f"{HOME}{view.version_id}/ban-hanh/", {"valid_from": today}).status_code == 302
    assert now(view).state is api.VersionState.PUBLISHED
    assert officer.post(f"{HOME}{view.version_id}/sua/", typed(view) | {"name:a": "x"}).status_code == 302
    assert now(view).model.by_id["a"].name == "Một"


def test_faults_stop_publishing_and_a_leader_does_not_edit(officer: Client) -> None:
    view = draft("start>a a>end b>end")
    leader = official_browser(None, "leader")
    today = clock.now().date().isoformat()
    assert leader.post(f"{HOME}{view.version_id}/ban-hanh/", {"valid_from": today}).status_code == 422
    assert send(leader, view, name__a="x").status_code == 403
    assert officer.get(f"{HOME}{view.version_id}/").status_code == 200


def test_a_new_version_is_compared_with_the_one_before(officer: Client) -> None:
    old = make.published(make.model("start>a a>b b>end"), at=clock.now())
    answer = officer.post(f"{HOME}{old.version_id}/ban-nhap/")
    path = answer.headers["Location"]
    view = api.version(version_id=path.rstrip("/").rsplit("/", 1)[1])
    send(officer, view, do="add:a", name__b="Ký duyệt")
    page = text(officer, f"{path}so-sanh/")
    for said in ("Thêm bước", "Bước mới", "Ký duyệt", "<del>B</del>", "p-added", "p-changed"):
        assert said in page
    assert "<del>" not in text(officer, f"{HOME}{old.version_id}/so-sanh/")


def test_a_file_comes_in_and_goes_out(officer: Client) -> None:
    file = SimpleUploadedFile("thu.bpmn", CAMUNDA.read_bytes())
    answer = officer.post(f"{HOME}moi/", {"kind": "same_day", "begin": "empty", "file": file})
    path = answer.headers["Location"]
    page = text(officer, path)
    for said in ("Cấp phép xây dựng nhà ở", "được giữ lại nhưng không thực hiện", "Hẹn giờ", "Event_hen"):
        assert said in page
    out = officer.get(f"{path}quy-trinh.bpmn")
    assert b'id="Event_hen"' in out.content
    assert out.headers["Content-Disposition"].endswith('.bpmn"')
    again = SimpleUploadedFile("lai.bpmn", out.content)
    assert officer.post(f"{path}tep/", {"file": again}).status_code == 302
    bad = SimpleUploadedFile("xau.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "từ chối để bảo đảm an toàn" in officer.post(f"{path}tep/", {"file": bad}, follow=True).content.decode()
    assert "Xin chọn một tệp BPMN" in officer.post(f"{path}tep/", follow=True).content.decode()


def test_a_process_begins_from_the_one_in_force(officer: Client) -> None:
    api.load_shipped(by=SYSTEM, at=clock.now())
    assert officer.get(f"{HOME}moi/").status_code == 200
    said = {"kind": "one_stop", "begin": "default", "name": "Quy trình của tỉnh"}
    made = officer.post(f"{HOME}moi/", said)
    assert "Phân công xử lý" in text(officer, made.headers["Location"])
    empty = officer.post(f"{HOME}moi/", said | {"begin": "empty"})
    assert "Quy trình chưa có bước nào" in text(officer, empty.headers["Location"])
    assert officer.post(f"{HOME}moi/", said | {"procedure_code": "9.999999"}).status_code == 422
    bad = SimpleUploadedFile("xau.bpmn", b"<html/>")
    assert officer.post(f"{HOME}moi/", said | {"file": bad}).status_code == 422


def test_a_draft_is_thrown_away(officer: Client) -> None:
    view = draft()
    assert officer.post(f"{HOME}{view.version_id}/bo/").status_code == 302
    assert officer.get(f"{HOME}{view.version_id}/").status_code == 404
