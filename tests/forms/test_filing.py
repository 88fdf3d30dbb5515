"""A form inside a filing: asked page by page, kept when half right, checked, sent; replaced while it is filled in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dinh.dossiers import api as dossiers
from dinh.forms import api
from dinh.forms.queries import versions
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import Conflict, NotAllowed
from tests.dossiers import world as w

BORN = {"child_name": "Nguyễn An", "born_on": "01/02/2026", "is_twin": "no"}
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
                {"kind": "date", "name": "born_on", "label": "Ngày sinh", "when": "past"},
                {"kind": "yes_no", "name": "is_twin", "label": "Sinh đôi?"},
                {"kind": "text", "name": "twin_name", "label": "Tên cháu kia", "show_when": "is_twin"},
            ],
        },
        {
            "name": "nha",
            "title": "Gia đình",
            "blocks": [
                {"kind": "address", "name": "home", "label": "Nơi ở", "prefill": "person.address"},
                {"kind": "household", "name": "members", "label": "Người nhà", "parts": ["name"], "required": False},
            ],
        },
    ],
}
WRITER = Actor(kind=ActorKind.OFFICIAL, account_id="a1", person_id="p1", roles=frozenset({"data_officer"}))
OTHER = replace(WRITER, account_id="a2", person_id="p2")


def in_force(form: Mapping[str, Any] | None = None) -> api.FormView:
    drafted = api.save_draft(by=WRITER, at=w.AT, definition=api.definition_of(form or FORM))
    return api.publish(by=OTHER, at=w.AT, form_id=drafted.form_id, edit=drafted.edit)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    versions.forget()
    yield
    versions.forget()


@pytest.fixture
def hoa(mapped: w.World, sign_in: Callable[[Actor], Client]) -> Client:
    return sign_in(mapped.hoa)


@pytest.fixture
def begun(mapped: w.World) -> str:
    in_force()
    return w.draft(mapped)


def url(submission_id: str, slug: str) -> str:
    return reverse("dossiers:step", args=[w.BIRTH, submission_id, slug])


def test_a_procedure_with_a_form_asks_its_pages_in_place_of_one_free_text(begun: str, hoa: Client) -> None:
    assert hoa.get(url(begun, "noi-dung")).status_code == 404
    page = hoa.get(url(begun, "to-khai-be")).content.decode()
    assert "Tên cháu" in page
    sent = hoa.post(url(begun, "to-khai-be"), BORN)
    assert (sent.status_code, sent["Location"]) == (302, url(begun, "to-khai-nha"))
    assert w.sent(begun).answers == {
        "child_name": "Nguyễn An",
        "born_on": "2026-02-01",
        "is_twin": False,
        "home": {"unit": w.COMMUNE},
    }


def test_what_is_wrong_is_told_beside_its_field_and_kept(begun: str, hoa: Client) -> None:
    answer = hoa.post(url(begun, "to-khai-be"), {**BORN, "born_on": "31/02/2026", "is_twin": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-born_on"' in page
    assert 'href="#f-twin_name"' in page
    assert 'value="31/02/2026"' in page
    assert w.sent(begun).answers["child_name"] == "Nguyễn An"


def test_a_form_that_is_not_whole_stops_the_sending(begun: str, mapped: w.World) -> None:
    gaps = dossiers.submission(by=mapped.hoa, submission_id=begun, at=w.AT).gaps
    assert [(gap.field, gap.is_blocking) for gap in gaps] == [("form_be", True)]


def test_a_whole_form_is_filed_with_its_version(begun: str, hoa: Client, mapped: w.World) -> None:
    hoa.post(url(begun, "to-khai-be"), BORN)
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    kept = dossiers.submission(by=mapped.hoa, submission_id=begun, at=w.AT)
    rows = [
        row for part in api.summary(form_id=kept.form_id, answers=kept.answers, on=w.AT.date()) for row in part.rows
    ]
    assert [row.value for row in rows] == ["Nguyễn An", "01/02/2026", "Không", "Xã Đạ Tẻh, tỉnh Lâm Đồng"]


def test_rows_are_added_and_taken_out_without_javascript(begun: str, hoa: Client) -> None:
    place = {"home.unit": "Xã Đạ Tẻh, tỉnh Lâm Đồng", "home.unit.pick": str(w.COMMUNE)}
    page = hoa.post(url(begun, "to-khai-nha"), {**place, "members.rows": "0", "do": "add:members"})
    assert 'name="members.0.name"' in page.content.decode()
    two = {"members.rows": "2", "members.0.name": "Lan", "members.1.name": "Huệ"}
    hoa.post(url(begun, "to-khai-nha"), {**place, **two, "do": "out:members.0"})
    assert w.sent(begun).answers["members"] == [{"name": "Huệ"}]


def test_a_form_replaced_while_it_is_filled_in_goes_on_or_is_taken_over(begun: str, hoa: Client) -> None:
    hoa.post(url(begun, "to-khai-be"), BORN)
    before = w.sent(begun).form_id
    newer = {**FORM, "pages": [{**FORM["pages"][0], "blocks": [FORM["pages"][0]["blocks"][0]]}]}
    after = in_force(newer).form_id
    page = hoa.get(url(begun, "to-khai-be")).content.decode()
    assert 'value="move"' in page
    assert w.sent(begun).form_id == before
    hoa.post(url(begun, "to-khai-be"), {"do": "move"})
    row = w.sent(begun)
    assert (row.form_id, row.answers) == (after, {"child_name": "Nguyễn An"})


def test_typing_is_kept_while_it_is_typed(begun: str, hoa: Client) -> None:
    typed = {"form_page": "be", "child_name": "Nguy", "born_on": "3"}
    assert hoa.post(reverse("dossiers:save", args=[w.BIRTH, begun]), typed).status_code == 200
    assert w.sent(begun).answers["child_name"] == "Nguy"


def test_two_windows_do_not_overwrite_each_other(begun: str, hoa: Client) -> None:
    hoa.post(url(begun, "to-khai-be"), {**BORN, "draft_version": "1"})
    late = hoa.post(url(begun, "to-khai-be"), {**BORN, "child_name": "Khác", "draft_version": "1"})
    assert late.status_code == 409
    assert w.sent(begun).answers["child_name"] == "Nguyễn An"


def test_what_was_declared_is_one_sealed_paper(begun: str, hoa: Client, mapped: w.World) -> None:
    hoa.post(url(begun, "to-khai-be"), BORN)
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    first = dossiers.ensure_declaration(by=mapped.hoa, at=w.AT, submission_id=begun)
    again = dossiers.ensure_declaration(by=mapped.desk, at=w.AT, submission_id=begun)
    assert (first.paper_id, first.template) == (again.paper_id, "declaration")
    with pytest.raises(NotAllowed):
        dossiers.ensure_declaration(by=mapped.nam, at=w.AT, submission_id=begun)


def test_a_draft_has_no_declaration_yet(begun: str, mapped: w.World) -> None:
    with pytest.raises(Conflict):
        dossiers.ensure_declaration(by=mapped.hoa, at=w.AT, submission_id=begun)


def test_the_desk_reads_the_answers(
    begun: str, hoa: Client, mapped: w.World, sign_in: Callable[[Actor], Client]
) -> None:
    hoa.post(url(begun, "to-khai-be"), BORN)
    check = hoa.get(url(begun, "kiem-tra")).content.decode()
    assert "Nguyễn An" in check
    dossiers.file_submission(by=mapped.hoa, at=w.AT, submission_id=begun, idempotency_key="k")
    page = sign_in(mapped.desk).get(reverse("dossiers:desk_submission", args=[begun])).content.decode()
    assert "Nguyễn An" in page


def test_a_paper_the_form_stands_for_is_not_asked_again(mapped: w.World, hoa: Client) -> None:
    in_force({**FORM, "replaces": ["tờ khai"]})
    saved = dossiers.open_draft(by=mapped.hoa, at=w.AT, procedure_code=w.BIRTH)
    view = dossiers.submission(by=mapped.hoa, submission_id=saved.submission_id, at=w.AT)
    assert [str(part.source) for part in view.parts] == ["not_applicable", "missing"]
    walk = hoa.get(url(saved.submission_id, "kiem-tra")).content.decode()
    assert "Đã kê khai trên biểu mẫu điện tử" in walk
    assert "part_1" not in {gap.field for gap in view.gaps}
    assert hoa.get(url(saved.submission_id, "giay-to-1")).status_code == 200


def test_a_row_that_cannot_be_read_stays_where_it_was_and_says_so(begun: str) -> None:
    del begun
    days = {
        "kind": "table",
        "name": "days",
        "label": "Ngày",
        "blocks": [{"kind": "date", "name": "on", "label": "Ngày"}],
    }
    form_id = in_force({**FORM, "pages": [{"name": "be", "title": "Bé", "blocks": [days]}]}).form_id
    posted = {"days.rows": ["3"], "days.1.on": ["31/02/2026"], "days.2.on": ["01/02/2026"]}
    read = api.read(form_id=form_id, name="be", posted=posted, on=w.AT.date())
    assert read.answers == {"days": [{}, {"on": "2026-02-01"}]}
    assert list(read.faults) == ["days.0.on"]
    assert read.typed["days.0.on"] == "31/02/2026"
