"""Papers are found by words of their kind, title, number and file, and only through what the officer may open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dinh.dossiers import api
from dinh.dossiers.models import PART_WORDS, Part
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.kernel.search import bare_words
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def given_to(by: Actor, text: str) -> list[str]:
    return [one.dossier_id for one in api.given_papers(by=by, text=text, at=w.AT).papers]


def issued_to(by: Actor, text: str) -> list[str]:
    return [one.dossier_id for one in api.issued_papers(by=by, text=text, at=w.AT).papers]


def received(world: w.World) -> str:
    dossier_id = w.received(world)
    api.ensure_receipt(by=world.desk, at=w.AT, dossier_id=dossier_id)
    Part.objects.filter(submission__dossier__public_id=dossier_id, seq=2).update(file_name="Giay_KS-mẹ.2025.pdf")
    return dossier_id


@pytest.mark.parametrize("text", ["Giấy khai sinh của mẹ", "me giay kha", "ks 2025", "GIAY KS-ME.2025.pdf"])
def test_a_paper_handed_in_is_found(world: w.World, text: str) -> None:
    made = received(world)
    for officer in (world.desk, world.far_desk, world.specialist, world.head):
        assert given_to(officer, text) == [made]
    assert given_to(world.builder, text) == []


@pytest.mark.parametrize("text", ["tiếp nhận hồ sơ", "hen tra", "h36.41.01.001-260213", "260213 tiep nhan"])
def test_an_issued_paper_is_found_by_title_and_number(world: w.World, text: str) -> None:
    made = received(world)
    for officer in (world.desk, world.far_desk, world.specialist):
        assert issued_to(officer, text) == [made]
    assert issued_to(world.builder, text) == []


@pytest.mark.parametrize("text", ["giay ket hon", "khai tu", "inh cua", "'|'!&:*()", "giay & khac"])
def test_other_words_find_no_paper(world: w.World, text: str) -> None:
    received(world)
    if bare_words(text):
        assert given_to(world.desk, text) == issued_to(world.desk, text) == []
        return
    with pytest.raises(Invalid, match="HS44"):
        given_to(world.desk, text)
    with pytest.raises(Invalid, match="DC14"):
        issued_to(world.desk, text)


def test_what_was_not_given_is_no_paper(world: w.World) -> None:
    dossier_id = w.received(world)
    seq = Part.objects.get(submission__dossier__public_id=dossier_id, seq=2).seq
    sent = w.row(dossier_id).submission.public_id
    assert given_to(world.desk, "giay khai sinh") == [dossier_id]
    api.mark_part(by=world.desk, at=w.AT, submission_id=sent, seq=seq, source="missing", reason="Chưa thấy")
    assert given_to(world.desk, "giay khai sinh") == []


def test_drafts_and_posts_without_the_right_see_nothing(world: w.World) -> None:
    w.draft(world)
    assert given_to(world.desk, "giay khai sinh") == []
    sent = w.filed(world)
    found = api.given_papers(by=world.specialist, text="giay khai sinh", at=w.AT).papers
    assert [(one.submission_id, one.dossier_id, one.seq) for one in found] == [(sent, "", 2)]
    for actor in (world.hoa, w.official(world.province, "operator")):
        for find in (api.given_papers, api.issued_papers):
            with pytest.raises(NotAllowed, match="HS43"):
                find(by=actor, text="giay khai sinh", at=w.AT)


def test_a_post_for_some_procedures_finds_theirs(world: w.World) -> None:
    made = received(world)
    births = w.official(world.committee, "specialist", procedures=(w.BIRTH,))
    houses = w.official(world.committee, "specialist", procedures=(w.HOUSE,))
    for text, find in (("hoa khai", lambda by, text: [one.dossier_id for one in api.search(by=by, text=text, at=w.AT)]),
                       ("giay khai sinh", given_to), ("tiep nhan", issued_to)):  # fmt: skip
        assert (find(births, text), find(houses, text)) == ([made], [])
    assert len(api.look_up_people(by=births, at=w.AT, text="hoa").people) == 1
    assert api.look_up_people(by=houses, at=w.AT, text="hoa").people == ()
    assert api.did_you_mean(by=births, text="hoa khia sinh", at=w.AT) in {"", "hoa khai sinh"}
    assert api.search(by=houses, text=w.row(made).code, at=w.AT) == ()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_papers_have_no_gap_and_no_repeat(world: w.World, size: int) -> None:
    made = [received(world) for _number in range(3)]
    for find, text in ((api.given_papers, "giay khai sinh"), (api.issued_papers, "tiep nhan")):
        seen: list[str] = []
        cursor = ""
        while True:
            page = find(by=world.specialist, text=text, cursor=cursor, size=size, at=w.AT)
            seen += [one.dossier_id for one in page.papers]
            cursor = page.next_cursor
            if not cursor:
                break
        assert seen == made[::-1]
        with pytest.raises(Invalid, match=r"HS42|DC15"):
            find(by=world.desk, text=text, cursor="x", at=w.AT)


def test_papers_ask_as_much_for_three_as_for_one(world: w.World) -> None:
    def ask() -> list[int]:
        made = []
        for find, text in ((api.given_papers, "giay khai sinh"), (api.issued_papers, "tiep nhan")):
            with CaptureQueriesContext(connection) as seen:
                find(by=world.specialist, text=text, at=w.AT)
            made.append(len(seen))
        return made

    received(world)
    ask()
    one = ask()
    received(world)
    received(world)
    assert ask() == one == [2, 3]


_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯÁàảãạẾềỐộỪỷjwzZ0123456789 .,-_/()&\u0300\u0301\u0323"


@given(st.text(_LETTERS, max_size=40))
def test_the_database_folds_as_python_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tsvector_to_array({PART_WORDS.extra['template'] % {'expressions': '%s::text'}})", [text]
        )
        assert cursor.fetchone()[0] == sorted(set(bare_words(text)))
