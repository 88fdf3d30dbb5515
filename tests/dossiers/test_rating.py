"""Rating of a settled dossier: by the citizen alone, after the result, once; and what the nine criteria say of it."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.models import Rating
from dinh.dossiers.policies.ratings import class_of, criteria, pace_of, sheet_of
from dinh.dossiers.types.ratings import Criterion, Facts, Pace, Scale
from dinh.kernel import law
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger.models import Entry
from tests.dossiers import world as w

_SCALE = Scale({"shorter": 2, "equal": 1, "longer": 0}, (2, 1, 0), (), {"shorter": 2, "equal": 1})
_FACTS = Facts(is_settled=True, total=Pace.SHORTER, agencies=(Pace.SHORTER,), supplement_requests=0, attitude="good")
_CLASSES = [(api.Standing(one["code"]), one["from"]) for one in law.value("rating.classes", w.AT.date())]


def _done(world: w.World) -> str:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    return dossier_id


def _rate(by: Actor, dossier_id: str, level: str = "satisfied", *, days: int = 0, **more: object) -> api.RatingView:
    at = w.AT + timedelta(days=days)
    return api.rate(by=by, at=at, dossier_id=dossier_id, level=level, **more)  # type: ignore[arg-type]


def _entries() -> int:
    return Entry.objects.filter(kind="dossiers.dossier.rated").count()


@pytest.mark.django_db
def test_citizen_rates_a_settled_dossier_and_the_record_has_no_words(world: w.World) -> None:
    dossier_id = _done(world)
    given = _rate(
        world.hoa, dossier_id,
        comment="Cán bộ rất nhiệt ti\u0300nh\r\n\x00", answers={"attitude": "good", "contacts": ""}
    )  # fmt: skip
    assert (given.level, given.comment, given.answers) == (
        "satisfied", "Cán bộ rất nhiệt tình", {"attitude": "good"},
    )  # fmt: skip
    kept = Rating.objects.get()
    assert (kept.person_id, kept.created_at) == (world.hoa.person_id, w.AT)
    entry = Entry.objects.get(kind="dossiers.dossier.rated")
    written = bytes(entry.body).decode()
    assert "very" not in written
    assert "satisfied" in written
    assert "nhiệt" not in written


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["desk", "far_desk", "specialist", "head", "builder_head", "nam"])
def test_nobody_else_rates(world: w.World, who: str) -> None:
    dossier_id = _done(world)
    for by in (getattr(world, who), SYSTEM):
        with pytest.raises(NotAllowed, match="HS80"):
            _rate(by, dossier_id)
        with pytest.raises(NotAllowed, match="HS40"):
            api.rating_offer(by=by, at=w.AT, dossier_id=dossier_id)
    assert not Rating.objects.exists()


@pytest.mark.django_db
def test_officer_does_not_rate_even_a_dossier_of_their_own_from_the_post(world: w.World) -> None:
    """The post of the person whose dossier it is: the same person, but not a session of their own."""
    dossier_id = _done(world)
    with pytest.raises(NotAllowed, match="HS80"):
        _rate(replace(world.desk, person_id=world.hoa.person_id), dossier_id)


@pytest.mark.django_db
def test_mandate_lets_somebody_follow_but_not_rate(world: w.World) -> None:
    dossier_id = _done(world)
    day = w.AT.date()
    directory.give_citizen_mandate(
        by=world.hoa, at=w.AT, receiver_person_id=world.nam.person_id, actions=[directory.Action.DOSSIER_READ],
        paper=directory.MandatePaper("1/UQ", day, day, day + timedelta(days=90)),
    )  # fmt: skip
    assert api.dossier(by=world.nam, dossier_id=dossier_id, at=w.AT).code
    with pytest.raises(NotAllowed, match="HS80"):
        _rate(world.nam, dossier_id)


@pytest.mark.django_db
def test_nothing_is_rated_before_the_result(world: w.World) -> None:
    dossier_id = w.started(world)
    assert not api.rating_offer(by=world.hoa, at=w.AT, dossier_id=dossier_id).is_open
    with pytest.raises(Conflict, match="HS81"):
        _rate(world.hoa, dossier_id)
    assert api.rating_sheet(api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT), w.AT) is None
    w.decided(world, dossier_id)
    assert api.rating_offer(by=world.hoa, at=w.AT, dossier_id=dossier_id).is_open
    assert _rate(world.hoa, dossier_id).level == "satisfied"


@pytest.mark.django_db
def test_delivery_asks_for_no_rating(world: w.World) -> None:
    dossier_id = _done(world)
    assert api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id, way="desk").status == api.Status.HANDED_OVER
    assert not Rating.objects.exists()


@pytest.mark.django_db
def test_rating_changes_for_thirty_days_and_each_change_is_on_record(world: w.World) -> None:
    dossier_id = _done(world)
    _rate(world.hoa, dossier_id)
    _rate(world.hoa, dossier_id)
    assert _entries() == 1
    changed = _rate(world.hoa, dossier_id, "not_satisfied", days=30)
    assert (changed.level, _entries(), Rating.objects.count()) == ("not_satisfied", 2, 1)
    with pytest.raises(Conflict, match="HS82"):
        _rate(world.hoa, dossier_id, "satisfied", days=31)
    late = api.rating_offer(by=world.hoa, at=w.AT + timedelta(days=31), dossier_id=dossier_id)
    assert (late.is_open, late.given and late.given.level) == (False, "not_satisfied")


@pytest.mark.django_db
def test_rating_takes_only_what_is_asked(world: w.World) -> None:
    dossier_id = _done(world)
    for wrong, field in (
        ({"level": "delighted"}, "level"),
        ({"comment": "x" * 1001}, "comment"),
        ({"answers": {"attitude": "superb"}}, "attitude"),
        ({"answers": {"weather": "good"}}, "weather"),
    ):
        with pytest.raises(Invalid, match="HS84") as refused:
            _rate(world.hoa, dossier_id, **wrong)
        assert list(refused.value.fields) == [field]
    assert len(_rate(world.hoa, dossier_id, comment="x" * 1000).comment) == 1000


@pytest.mark.django_db
def test_sheet_of_a_dossier_tells_what_it_knows_and_why_not_the_rest(world: w.World) -> None:
    dossier_id = w.started(world)
    w.asked(world, dossier_id)
    api.provide_supplement(by=world.desk, at=w.AT, dossier_id=dossier_id)
    w.decided(world, dossier_id)
    found = api.rating_sheet(api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT), w.AT)
    assert found is not None
    sheet, rating = found
    assert (rating, sheet.standing) == (None, None)
    told = {one.number: (one.points, one.why) for one in sheet.criteria}
    assert (told[1], told[3]) == ((2, "shorter"), (1, "counted"))
    assert (told[4], told[7], told[9]) == ((None, "no_scale"), (None, "not_told"), (None, "of_the_agency"))
    _rate(world.hoa, dossier_id, answers={"attitude": "good", "contacts": "2"})
    sheet = (api.rating_sheet(api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT), w.AT) or found)[0]
    assert {one.number: one.points for one in sheet.criteria if one.number in {3, 7}} == {3: 0, 7: 2}


@pytest.mark.django_db
def test_apology_moves_the_appointment_but_not_the_time_of_the_law(world: w.World) -> None:
    dossier_id = w.started(world)
    due = w.row(dossier_id).due_at
    assert due is not None
    api.extend(
        by=world.specialist, at=w.AT, dossier_id=dossier_id, new_due_at=due + timedelta(days=7), reason="Chờ xác minh"
    )
    w.decided(world, dossier_id, when=due + timedelta(days=1))
    view = api.dossier(by=world.head, dossier_id=dossier_id, at=due + timedelta(days=1))
    found = api.rating_sheet(view, due + timedelta(days=1))
    assert found is not None
    assert (found[0].criteria[0].points, found[0].criteria[0].why) == (0, "longer")


@pytest.mark.django_db
def test_dossier_taken_back_is_not_judged_by_its_time(world: w.World) -> None:
    dossier_id = w.started(world)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id, reason="Không cần nữa")
    found = api.rating_sheet(api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT), w.AT)
    assert found is not None
    assert [(one.points, one.why) for one in found[0].criteria[:2]] == [(None, "taken_back")] * 2


@pytest.mark.parametrize(
    ("facts", "number", "points", "why"),
    [
        (_FACTS, 1, 2, "shorter"),
        (replace(_FACTS, total=Pace.EQUAL), 1, 1, "equal"),
        (replace(_FACTS, total=Pace.LONGER), 1, 0, "longer"),
        (replace(_FACTS, total=None), 1, None, "no_limit"),
        (replace(_FACTS, agencies=(Pace.SHORTER, Pace.LONGER)), 2, 0, "longer"),
        (replace(_FACTS, agencies=(Pace.SHORTER, Pace.EQUAL)), 2, 1, "equal"),
        (replace(_FACTS, agencies=()), 2, None, "no_steps"),
        (_FACTS, 3, 2, "counted"),
        (replace(_FACTS, supplement_requests=1), 3, 1, "counted"),
        (replace(_FACTS, supplement_requests=5), 3, 0, "counted"),
        (replace(_FACTS, contacts_told=1), 3, 1, "counted"),
        (_FACTS, 7, 2, "no_complaint"),
        (replace(_FACTS, total=Pace.EQUAL), 7, 1, "no_complaint"),
        (replace(_FACTS, total=Pace.LONGER), 7, None, "late_and_quiet"),
        (replace(_FACTS, attitude="bad"), 7, None, "complaint"),
        (replace(_FACTS, attitude=""), 7, None, "not_told"),
    ],
)
def test_criterion_has_points_or_a_reason(facts: Facts, number: int, points: int | None, why: str) -> None:
    one = criteria(facts, _SCALE)[number - 1]
    assert (one.number, one.points, one.why) == (number, points, why)


def test_agencies_contacted_count_only_with_a_scale_in_the_law() -> None:
    facts, scale = replace(_FACTS, agencies_told=1), replace(_SCALE, agencies=(2, 1, 0))
    assert [criteria(facts, one)[3].points for one in (_SCALE, scale)] == [None, 1]
    assert criteria(_FACTS, scale)[3].why == "not_told"


def test_pace_is_told_by_the_day() -> None:
    due = w.at("2026-02-13 17:00")
    at = (due - timedelta(days=1), due - timedelta(hours=9), due, due + timedelta(seconds=1))
    assert [pace_of(one, due) for one in at] == ["shorter", "equal", "equal", "longer"]
    assert local(due).date() == due.date()


@pytest.mark.parametrize(
    ("points", "standing"),
    [
        (18, "excellent"), (15, "excellent"), (Fraction(1499, 100), "good"), (14, "good"), (12, "good"),
        (Fraction(1199, 100), "fair"), (9, "fair"), (8, "average"), (6, "average"), (5, "weak"), (0, "weak"),
    ],
)  # fmt: skip
def test_class_holds_its_lower_edge(points: int | Fraction, standing: str) -> None:
    assert class_of(points, _CLASSES) == standing


@given(st.fractions(min_value=0, max_value=18))
def test_every_sum_has_exactly_one_class(points: Fraction) -> None:
    edges = dict(_CLASSES)
    found = class_of(points, _CLASSES)
    above = [edge for edge in edges.values() if edge > edges[found]]
    assert edges[found] <= points
    assert all(points < edge for edge in above)


@pytest.mark.parametrize("points", [-1, 19])
def test_sum_out_of_range_has_no_class(points: int) -> None:
    with pytest.raises(ValueError, match="18"):
        class_of(points, _CLASSES)


def test_class_needs_all_nine() -> None:
    nine = tuple(Criterion(number, 2 if number < 8 else 0, api.Why.COUNTED) for number in range(1, 10))
    assert sheet_of(nine, _CLASSES).standing == "good"
    assert sheet_of((*nine[:8], replace(nine[8], points=1)), _CLASSES).standing == "excellent"
    eight = sheet_of((*nine[:8], replace(nine[8], points=None)), _CLASSES)
    assert (eight.known, eight.possible, eight.standing) == (14, 16, None)
