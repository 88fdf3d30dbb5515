"""The builder in the browser: every act is one press, and another person publishes."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from dinh.forms import api
from dinh.forms.models import FormVersion
from dinh.forms.queries import versions
from dinh.kernel.actor import Actor
from tests.dossiers import world as w

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    versions.forget()
    yield
    versions.forget()


@pytest.fixture
def officers(mapped: w.World, sign_in: SignIn) -> tuple[Client, Client]:
    first = w.official(mapped.department, "data_officer")
    second = w.official(mapped.committee, "data_officer")
    return sign_in(first), sign_in(second)


def begun(who: Client) -> FormVersion:
    who.post(reverse("forms:index"), {"title": "Đơn xin xác nhận"})
    return FormVersion.objects.get(state="draft")


def press(who: Client, row: FormVersion, do: str, **more: str) -> FormVersion:
    who.post(reverse("forms:act", args=[row.public_id]), {"do": do, "edit": str(row.edit), **more})
    row.refresh_from_db()
    return row


def names(row: FormVersion) -> list[str]:
    return [block["name"] for page in row.definition["pages"] for block in page.get("blocks", [])]


def test_a_form_is_written_press_by_press(officers: tuple[Client, Client]) -> None:
    who = officers[0]
    row = press(who, begun(who), "new", page="0", kind="yes_no")
    row = press(who, row, "new", page="0", kind="text")
    row = press(who, row, "copy", page="0", way="1")
    assert names(row) == ["yes_no", "text", "text_2"]
    row = press(who, row, "up", page="0", way="2")
    row = press(who, row, "out", page="0", way="2")
    assert names(row) == ["yes_no", "text_2"]
    data = {"label": "Ghi rõ", "name": "detail", "required": "on", "show_when": "yes_no", "edit": str(row.edit)}
    answer = who.post(reverse("forms:block", args=[row.public_id, 0, "1"]), data)
    row.refresh_from_db()
    assert answer.status_code == 302
    assert row.definition["pages"][0]["blocks"][1]["show_when"] == "yes_no"


def test_who_wrote_a_form_does_not_publish_it(officers: tuple[Client, Client]) -> None:
    writer, other = officers
    row = press(writer, begun(writer), "new", page="0", kind="text")
    assert press(writer, row, "publish").state == "draft"
    assert press(other, row, "publish").state == "published"
    page = writer.get(reverse("forms:one", args=[row.public_id])).content.decode()
    assert 'value="begin"' in page


def test_a_form_with_findings_is_not_published(officers: tuple[Client, Client]) -> None:
    writer, other = officers
    row = press(writer, begun(writer), "page-new", title="Trống")
    assert press(other, row, "publish").state == "draft"


def test_an_older_window_changes_nothing(officers: tuple[Client, Client]) -> None:
    who = officers[0]
    row = press(who, begun(who), "new", page="0", kind="text")
    who.post(reverse("forms:act", args=[row.public_id]), {"do": "out", "edit": "1", "page": "0", "way": "0"})
    row.refresh_from_db()
    assert names(row) == ["text"]


def test_an_export_comes_in_again_as_the_same_form(officers: tuple[Client, Client]) -> None:
    who = officers[0]
    row = press(who, begun(who), "new", page="0", kind="person")
    text = who.get(reverse("forms:export", args=[row.public_id])).content.decode()
    digest = row.digest
    press_data = {"do": "discard"}
    who.post(reverse("forms:act", args=[row.public_id]), press_data)
    who.post(reverse("forms:index"), {"do": "import", "json": text})
    assert FormVersion.objects.get().digest == digest


@pytest.mark.parametrize("text", ["", "[]", "{", json.dumps({"code": "x"}), '{"code":"x","title":"y","evil":1}'])
def test_what_is_no_form_is_refused_with_a_reason(officers: tuple[Client, Client], text: str) -> None:
    answer = officers[0].post(reverse("forms:index"), {"do": "import", "json": text}, follow=True)
    assert answer.status_code == 200
    assert not FormVersion.objects.exists()


def test_pages_of_the_builder_open(officers: tuple[Client, Client]) -> None:
    writer, other = officers
    row = press(writer, begun(writer), "new", page="0", kind="household")
    press(other, row, "publish")
    press(writer, row, "begin")
    draft = FormVersion.objects.get(state="draft")
    draft = press(writer, draft, "new", page="0", kind="choice")
    first = draft.definition["pages"][0]["name"]
    for name, args in (("one", []), ("compare", []), ("head", []), ("page", [0]), ("preview", [first])):
        assert writer.get(reverse(f"forms:{name}", args=[draft.public_id, *args])).status_code == 200
    for kind in api.Kind:
        draft = press(writer, draft, "new", page="0", kind=kind.value)
    for number in range(len(draft.definition["pages"][0]["blocks"])):
        assert writer.get(reverse("forms:block", args=[draft.public_id, 0, str(number)])).status_code == 200
    assert writer.get(reverse("forms:preview", args=[draft.public_id, first])).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_forms(
    officers: tuple[Client, Client], django_assert_num_queries: Callable[[int], object], count: int
) -> None:
    who = officers[0]
    for number in range(count):
        who.post(reverse("forms:index"), {"title": f"Đơn {number}"})
    who.get(reverse("forms:index"))
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        who.get(reverse("forms:index"))


def test_a_stranger_does_not_enter_the_builder(mapped: w.World, sign_in: SignIn) -> None:
    assert sign_in(mapped.desk).get(reverse("forms:index")).status_code == 403


def test_changes_are_taken_back_one_by_one(officers: tuple[Client, Client]) -> None:
    who = officers[0]
    row = press(who, begun(who), "new", page="0", kind="yes_no")
    row = press(who, row, "copy", page="0", way="0")
    assert 'value="undo"' in who.get(reverse("forms:one", args=[row.public_id])).content.decode()
    row = press(who, row, "undo")
    assert names(row) == ["yes_no"]
    row = press(who, row, "undo")
    assert names(row) == []
    assert 'value="undo"' not in who.get(reverse("forms:one", args=[row.public_id])).content.decode()
    assert names(press(who, row, "undo")) == []


def test_a_change_from_another_window_is_not_taken_back_unseen(officers: tuple[Client, Client]) -> None:
    who = officers[0]
    row = press(who, begun(who), "new", page="0", kind="yes_no")
    stale = str(row.edit)
    row = press(who, row, "copy", page="0", way="0")
    who.post(reverse("forms:act", args=[row.public_id]), {"do": "undo", "edit": stale})
    row.refresh_from_db()
    assert names(row) == ["yes_no", "yes_no_2"]


def test_a_question_moved_by_the_keyboard_keeps_its_place_on_the_page(officers: tuple[Client, Client]) -> None:
    who = officers[0]
    row = press(who, begun(who), "new", page="0", kind="yes_no")
    row = press(who, row, "new", page="0", kind="text")
    data = {"do": "up", "edit": str(row.edit), "page": "0", "way": "1"}
    moved = who.post(reverse("forms:act", args=[row.public_id]), data)
    assert moved.headers["Location"].endswith("#khoi-0-0")
    assert 'id="khoi-0-0"' in who.get(moved.headers["Location"].split("#")[0]).content.decode()
