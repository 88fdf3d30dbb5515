"""An officer's search: whole pages in both ways it is answered, and never a row beyond one's rights."""

from datetime import date

import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.dossiers.policies.names import initials
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def found(by: Actor, text: str, **narrowed: object) -> list[str]:
    return [one.dossier_id for one in api.search_page(by=by, text=text, at=w.AT, **narrowed).rows]  # type: ignore[arg-type]


def pages(by: Actor, text: str, size: int) -> list[str]:
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.search_page(by=by, text=text, cursor=cursor, size=size, at=w.AT)
        assert len(page.rows) <= size
        seen += [one.dossier_id for one in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return seen


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_pages_have_no_gap_and_no_repeat(world: w.World, size: int) -> None:
    made = [w.received(world) for _number in range(5)]
    for who in (world.desk, world.far_desk, world.specialist):
        assert pages(who, "hoa khai", size) == made[::-1]


@pytest.mark.parametrize("cursor", ["x", "bnVsbA==", "WzEsMl0="])
def test_broken_cursor_of_a_search_is_told(world: w.World, cursor: str) -> None:
    with pytest.raises(Invalid, match="HS42"):
        api.search_page(by=world.desk, text="hoa", cursor=cursor, at=w.AT)


@pytest.mark.parametrize(
    "text",
    ["nth", "NGUYỄN THỊ HOÀ", "nguyen thi hòa", "hoà khai si", "khai sinh nt", "0912345", "h36.41.01.001-260213-00"],
)
def test_words_find_without_tones_and_unfinished(world: w.World, text: str) -> None:
    made = w.received(world)
    assert found(world.desk, text) == found(world.specialist, text) == [made]


@pytest.mark.parametrize("text", ["nvh", "hoa khai xi", "oan", "h36.41.01.001-260213-01", "guyen"])
def test_other_words_find_nothing(world: w.World, text: str) -> None:
    w.received(world)
    assert found(world.desk, text) == found(world.specialist, text) == []


def test_search_is_narrowed_before_it_is_cut_to_pages(world: w.World) -> None:
    started, fresh = w.started(world), w.received(world)
    online = Dossier.objects.get(public_id=fresh).channel
    assert found(world.desk, "hoa", status=4, size=1) == [started]
    assert found(world.specialist, "hoa", status=2, size=1) == [fresh]
    assert found(world.desk, "hoa", status=10) == []
    assert found(world.desk, "hoa", channel=online) == [fresh, started]
    assert found(world.specialist, "hoa", channel="post") == []
    assert found(world.desk, Dossier.objects.get(public_id=fresh).code, status=4) == []


def test_short_last_word_is_unfinished_among_the_newest_and_of_a_code(world: w.World) -> None:
    made = [w.received(world), w.received(world)]
    for text in ("hoa si", "hoa khai 0", "260213-00", "h36.41.01.001-260213-0"):
        assert pages(world.desk, text, 1) == pages(world.specialist, text, 1) == made[::-1]


def test_no_word_widens_what_a_handler_finds(world: w.World) -> None:
    w.received(world)
    agency = Dossier.objects.get().handling_agency_id
    for text in ("hoa", f"=a{agency}", f"hoa =a{agency}", f"hoa' | '=a{agency}", "hoa | khai", "'hoa':* | 'khai'"):
        assert found(world.builder, text) == []
    assert found(world.desk, f"=a{agency}") == []


def test_dossiers_of_a_forerunner_are_found_in_order(world: w.World) -> None:
    old = w.agency("H16.01", "commune_committee", 31, successor=world.committee, valid_to=date(2026, 2, 13))
    made = [w.received(world, when=w.at(f"2026-02-{day} 09:00")) for day in ("10", "11", "13")]
    Dossier.objects.filter(public_id__in=made[:2]).update(
        handling_agency=old.public_id, received_at=w.at("2026-02-12 08:00")
    )
    for size in (1, 2, 4):
        assert pages(world.specialist, "hoa", size) == made[::-1]


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nguyễn Văn Thành", "nvt"), ("Đỗ Ánh", "da"), ("Lê Thị Hoa (giả lập)", "lth"), ("", ""), ("H'Bia Niê", "hn")],
)
def test_initials_are_the_first_letters_without_tones(name: str, short: str) -> None:
    assert initials(name) == short
