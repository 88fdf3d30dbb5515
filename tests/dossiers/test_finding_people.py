"""People are found by name, telephone and the end of their number, and only through what the officer may open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api
from dinh.dossiers.models import Submission
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, NotAllowed, NotFound
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def found(by: Actor, text: str) -> list[str]:
    return [one.person_id for one in api.look_up_people(by=by, text=text, at=w.AT).people]


def same_name(world: w.World, *, numbers: int) -> list[str]:
    """So many more people of the same name, each with a dossier."""
    made = []
    for number in range(numbers):
        who = w.person("Nguyễn Thị Hòa", f"90000000{number + 10:04d}", f"09000000{number + 10}")
        kept = Submission.objects.get(public_id=w.row(w.received(world)).submission.public_id)
        Submission.objects.filter(pk=kept.pk).update(applicant=who.person_id)
        made.append(who.person_id)
    return made


@pytest.mark.parametrize(
    "text", ["Nguyễn Thị Hoà", "nguyen thi ho", "hòa", "NTH", "0001", "900000000001", "0912345678", "0912.345.678"]
)
def test_a_person_with_a_dossier_is_found(world: w.World, text: str) -> None:
    w.received(world)
    for officer in (world.desk, world.far_desk, world.specialist, world.head):
        assert found(officer, text) == [world.hoa.person_id]


@pytest.mark.parametrize("text", ["oa hoa", "thi hoang", "nthx", "1000", "0912345679", "%%%", "hoa .*", "9000"])
def test_other_words_find_nobody(world: w.World, text: str) -> None:
    w.received(world)
    assert found(world.desk, text) == []


@pytest.mark.parametrize("text", ["ho", "001", "", "a b c"])
def test_too_little_is_told(world: w.World, text: str) -> None:
    with pytest.raises(Invalid, match="ID61"):
        api.look_up_people(by=world.desk, text=text, at=w.AT)


def test_nobody_is_found_but_through_what_the_officer_may_open(world: w.World) -> None:
    w.draft(world)
    assert found(world.desk, "hoa") == []
    w.filed(world)
    assert found(world.desk, "hoa") == found(world.specialist, "hoa") == [world.hoa.person_id]
    dossier_id = w.received(world)
    for text in ("hoa", "0001", "0912345678", "nth"):
        assert found(world.builder, text) == []
    with pytest.raises(NotFound, match="HS136"):
        api.person_dossiers(by=world.builder, person_id=world.hoa.person_id, at=w.AT)
    for actor in (world.hoa, w.official(world.province, "operator")):
        with pytest.raises(NotAllowed, match="HS43"):
            api.look_up_people(by=actor, text="hoa", at=w.AT)
    who, page = api.person_dossiers(by=world.specialist, person_id=world.hoa.person_id, at=w.AT)
    assert (who.full_name, [one.dossier_id for one in page.rows]) == ("Nguyễn Thị Hòa", [dossier_id])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_people_have_no_gap_and_no_repeat(world: w.World, size: int) -> None:
    w.received(world)
    sought = {world.hoa.person_id, *same_name(world, numbers=3)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.look_up_people(by=world.desk, text="thi hoa", cursor=cursor, size=size, at=w.AT)
        seen += [one.person_id for one in page.people]
        cursor = page.next_cursor
        if not cursor:
            break
    assert (len(seen), set(seen)) == (4, sought)


def test_pages_of_one_persons_dossiers_have_no_gap(world: w.World) -> None:
    made = [w.received(world) for _number in range(3)]
    hoa = world.hoa.person_id
    _who, first = api.person_dossiers(by=world.desk, person_id=hoa, size=2, at=w.AT)
    _who, last = api.person_dossiers(by=world.desk, person_id=hoa, cursor=first.next_cursor, size=2, at=w.AT)
    assert [one.dossier_id for one in (*first.rows, *last.rows)] == made[::-1]
    assert last.next_cursor == ""


def test_people_ask_as_much_for_three_as_for_one(world: w.World) -> None:
    def ask() -> list[int]:
        made = []
        for act in (
            lambda: api.look_up_people(by=world.specialist, text="thi hoa", at=w.AT),
            lambda: api.person_dossiers(by=world.specialist, person_id=world.hoa.person_id, at=w.AT),
        ):
            with CaptureQueriesContext(connection) as seen:
                act()
            made.append(len(seen))
        return made

    w.received(world)
    ask()
    one = ask()
    same_name(world, numbers=2)
    w.received(world)
    w.received(world)
    assert ask() == one == [4, 3]
