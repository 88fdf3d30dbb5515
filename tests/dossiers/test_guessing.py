"""What was probably meant, and places under the names they once bore: never a row beyond one's rights."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dinh.directory.units.models import MapLoad, Unit, UnitEdge, UnitVersion
from dinh.directory.units.queries.atlas import forget_atlas
from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.dossiers.policies.spelling import meant, near
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.kernel.text import fold, same_name
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
KNOWN = {"nguyen": 90, "van": 50, "thanh": 20, "thah": 1, "hoa": 30, "khai": 40, "sinh": 40, "hoang": 5, "d": 1}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nguyn", "nguyen"), ("nguyeen", "nguyen"), ("nugyen", "nguyen"), ("nguyem", "nguyen"),
        ("nguyeenx", "nguyen"), ("nguye64n", "nguyen"), ("vawn", "van"), ("hoaf", "hoa"), ("thanhf", "thanh"),
        ("ngyyan", "nguyen"), ("hoagn", "hoang"),
    ],
)  # fmt: skip
def test_a_slip_leads_to_the_likeliest_word(typed: str, first: str) -> None:
    assert near(typed, KNOWN)[0] == first


@pytest.mark.parametrize("typed", ["qx", "xyzzy", "0912", "h36.41", "tfvvam", ""])
def test_what_is_near_nothing_leads_nowhere(typed: str) -> None:
    assert near(typed, KNOWN) == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789.", max_size=9))
def test_readings_hold_known_words_alone_and_never_the_one_typed(typed: str) -> None:
    found = near(typed, KNOWN)
    assert set(found) <= set(KNOWN) - {typed}
    assert len(found) <= 3
    for reading in meant([typed, "hoa"], KNOWN, 4):
        assert reading != (typed, "hoa")
        assert len(reading) == 2


def test_unknown_words_are_changed_before_known_ones() -> None:
    assert meant(["nguyn", "vn", "thanh"], KNOWN, 4)[0] == ("nguyen", "vn", "thanh")
    assert meant(["nguyn", "vamn"], KNOWN, 1) == (("nguyen", "van"),)
    assert meant(["khai", "xyzzy"], KNOWN, 4) == ()
    assert ("thanh",) in meant(["thah"], KNOWN, 4)
    assert meant(["nguyen", "si"], KNOWN, 9) == meant(["nguyen", "si"], KNOWN, 9)


# Placing the tone the old way or the new one is one word to the search, whatever the letters and their case.
_PLACEMENTS = [
    (f"{start}{mark(first)}{second}{end}", f"{start}{first}{mark(second)}{end}")
    for start in ("h", "kh", "t", "l", "")
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for end in ("",)
    for mark in (lambda letter: letter + "̀", lambda letter: letter + "́", lambda letter: letter + "̉")
]


@given(st.sampled_from(_PLACEMENTS), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_old_and_new_placement_of_the_tone_are_one(pair: tuple[str, str], form: str, upper: bool) -> None:  # noqa: FBT001
    new, old = (unicodedata.normalize(form, one.upper() if upper else one) for one in pair)  # type: ignore[arg-type]
    assert fold(new) == fold(old)
    assert same_name(new, old)


@pytest.mark.parametrize("typed", ["nguyen thi hao", "nguyn thi hoa", "nguyeenx thij hoaf", "hoa khia sinh", "hoâ"])
def test_a_misspelt_search_is_answered_with_what_was_meant(world: w.World, typed: str) -> None:
    made = w.received(world)
    for who in (world.desk, world.specialist):
        suggested = api.did_you_mean(by=who, text=typed, at=w.AT)
        found = api.search_page(by=who, text=suggested or typed, at=w.AT)
        assert [one.dossier_id for one in found.rows] == [made]


@pytest.mark.parametrize("typed", ["nguyen thi hoa", "zzzzzz", "h36.41.01.001-260213-0009", "0912345679", "ab", ""])
def test_nothing_is_suggested_without_a_reason(world: w.World, typed: str) -> None:
    w.received(world)
    suggested = api.did_you_mean(by=world.desk, text=typed, at=w.AT)
    assert suggested == ""


def test_a_suggestion_tells_nothing_of_what_one_may_not_find(world: w.World) -> None:
    w.received(world)
    assert api.did_you_mean(by=world.desk, text="nguyen thi hao", at=w.AT) == "nguyen thi hoa"
    assert api.did_you_mean(by=world.builder, text="nguyen thi hao", at=w.AT) == ""
    with pytest.raises(NotAllowed):
        api.did_you_mean(by=world.hoa, text="nguyen thi hao", at=w.AT)


def _version(
    unit: int, name: str, level: str, kind: str, parent: int | None, since: date | None, to: date | None
) -> None:
    Unit.objects.get_or_create(id=unit, defaults={"level": level})
    Unit.objects.get_or_create(id=w.PROVINCE, defaults={"level": "province"})
    UnitVersion.objects.create(
        unit_id=unit, code=f"{unit:05d}", name=name, short_name=name.partition(" ")[2], kind=kind, level=level,
        parent_id=parent, province_id=w.PROVINCE, valid_from=since, valid_to=to,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def merged(world: w.World) -> Iterator[w.World]:
    """Xã Lạc Xuân went into the commune of this world on the day of the reform; the neighbour stayed as it was."""
    reform = date(2025, 7, 1)
    MapLoad.objects.create(public_id="map_1", at=datetime(2026, 1, 1, tzinfo=UTC), digest="", added={}, superseded={})
    _version(w.PROVINCE, "Tỉnh Lâm Đồng", "province", "tinh", None, None, None)
    _version(w.COMMUNE, "Xã D’Ran", "commune", "xa", w.PROVINCE, reform, None)
    _version(w.NEIGHBOR, "Xã Ka Đô", "commune", "xa", w.PROVINCE, None, None)
    _version(91, "Xã Lạc Xuân", "commune", "xa", w.PROVINCE, None, reform)
    UnitEdge.objects.create(
        from_unit_id=91, to_unit_id=w.COMMUNE, effective_on=reform, kind="whole", people_num=1, people_den=1,
        area_num=1, area_den=1, is_presumed=False, recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    forget_atlas()
    yield world
    forget_atlas()


def _former(by: Actor, text: str, **more: object) -> list[str]:
    found = api.search_former(by=by, text=text, at=w.AT, **more)  # type: ignore[arg-type]
    return [row.dossier_id for one in found for row in one.rows]


def test_an_old_name_finds_the_dossiers_of_its_land(merged: w.World) -> None:
    made = [w.received(merged), w.received(merged)]
    (found,) = api.search_former(by=merged.desk, text="xã lạc xuân", at=w.AT)
    assert (found.place.unit.name, [one.name for one in found.place.now]) == ("Xã Lạc Xuân", ["Xã D’Ran"])
    assert [one.dossier_id for one in found.rows] == made[::-1]
    assert _former(merged.specialist, "Lac Xuan") == made[::-1]
    assert _former(merged.desk, "khai sinh xã Lạc Xuân") == made[::-1]
    assert _former(merged.desk, "xây dựng xã Lạc Xuân") == []
    assert _former(merged.builder, "xã Lạc Xuân") == []
    assert api.search_former(by=merged.desk, text="nguyen thi hoa", at=w.AT) == ()
    with pytest.raises(NotAllowed):
        _former(merged.hoa, "xã Lạc Xuân")
    with pytest.raises(Invalid):
        _former(merged.desk, "xã Lạc Xuân", cursor="x")


def test_who_lives_there_is_found_though_another_office_handles_it(merged: w.World) -> None:
    made = w.received(merged)
    Dossier.objects.update(residence_unit_id=91, handling_agency_id=merged.builder.agency_id)
    assert _former(merged.builder, "xã Lạc Xuân") == _former(merged.desk, "xã Lạc Xuân") == [made]
    Dossier.objects.update(residence_unit_id=w.NEIGHBOR)
    assert _former(merged.builder, "xã Lạc Xuân") == []


def test_pages_of_an_old_name_have_no_gap_and_a_fixed_price(merged: w.World) -> None:
    made = [w.received(merged) for _number in range(3)]
    _former(merged.desk, "xã Lạc Xuân")
    seen, cursor, costs = [], "", set()
    for _page in made:
        with CaptureQueriesContext(connection) as asked:
            (found,) = api.search_former(by=merged.desk, text="Lạc Xuân", cursor=cursor, size=1, at=w.AT)
        costs.add(len(asked))
        seen += [row.dossier_id for row in found.rows]
        cursor = found.next_cursor
    assert (seen, cursor) == (made[::-1], "")
    assert len(costs) == 1
