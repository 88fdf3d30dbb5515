"""Filters of queues: what each term keeps, words and back, and filters kept under a name."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.dossiers.policies.filters import read, written
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.dossiers import world as w

NOW = w.at("2026-02-24 08:00")
database = pytest.mark.django_db
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60).map(str.strip)
FILTERS = st.builds(
    api.Filter, procedure_code=WORDS, unit_id=st.none() | st.integers(0, 2**31 - 1),
    due=st.none() | st.sampled_from(api.DueSpan), channel=st.sampled_from(["", *api.Channel]),
    is_with_citizen=st.booleans(), officer=WORDS, status=st.none() | st.sampled_from([one.value for one in api.Status]),
    received_from=st.none() | st.dates(), received_to=st.none() | st.dates(), is_money_due=st.booleans(),
    order=st.sampled_from(api.QueueOrder),
)  # fmt: skip


@given(FILTERS)
def test_a_filter_is_read_as_it_was_written(wanted: api.Filter) -> None:
    assert read(written(wanted)) == wanted


@given(st.dictionaries(st.sampled_from(sorted(api.Filter.__slots__)), st.text(max_size=80)))
def test_torn_words_ask_nothing_and_break_nothing(words: dict[str, str]) -> None:
    assert read(written(read(words))) == read(words)


def found(world: w.World, wanted: api.Filter, queue: str = "open") -> list[str]:
    return [one.dossier_id for one in api.queue(by=world.head, name=queue, at=NOW, wanted=wanted).rows]


@database
def test_each_term_keeps_what_it_names(world: w.World) -> None:
    today, late = w.received(world), w.started(world, when=w.at("2026-02-09 09:00"))
    paused = w.started(world)
    w.asked(world, paused)
    fresh = w.received(world, when=w.at("2026-02-24 07:30"))
    Dossier.objects.filter(public_id=fresh).update(procedure_code=w.CASES)
    every = [late, today, paused, fresh]
    assert found(world, api.Filter()) == every
    assert found(world, api.Filter(procedure_code=w.CASES)) == [fresh]
    assert found(world, api.Filter(due=api.DueSpan.LATE)) == [late]
    assert found(world, api.Filter(due=api.DueSpan.TODAY)) == [today]
    assert found(world, api.Filter(due=api.DueSpan.WEEK)) == [today, fresh]
    assert found(world, api.Filter(is_with_citizen=True)) == [paused]
    assert found(world, api.Filter(is_money_due=True)) == []
    assert found(world, api.Filter(officer=world.specialist.post_id)) == [late, paused]
    assert found(world, api.Filter(status=2)) == [today, fresh]
    assert found(world, api.Filter(channel="online")) == every
    assert found(world, api.Filter(channel="desk")) == []
    assert found(world, api.Filter(unit_id=w.COMMUNE)) == every
    assert found(world, api.Filter(unit_id=w.NEIGHBOR)) == []
    assert found(world, api.Filter(received_from=date(2026, 2, 24))) == [fresh]
    assert found(world, api.Filter(received_to=date(2026, 2, 12))) == [late]
    assert found(world, api.Filter(order=api.QueueOrder.NEWEST))[0] == fresh
    assert found(world, api.Filter(order=api.QueueOrder.OLDEST))[0] == late
    assert found(world, api.Filter(due=api.DueSpan.THREE_DAYS, officer=world.specialist.post_id)) == []


@database
def test_a_filter_is_kept_renamed_shared_removed_and_brought_back(world: w.World) -> None:
    who = {"by": world.specialist, "at": w.AT}
    wanted = api.Filter(due=api.DueSpan.LATE)
    kept = api.save_filter(**who, name="  Quá   hạn ", queue="open", wanted=wanted)  # type: ignore[arg-type]
    assert (kept.name, kept.wanted, kept.is_pinned, kept.is_own) == ("Quá hạn", wanted, True, True)
    assert api.saved_filters(by=world.colleague) == ()
    terms = {"name": "Gấp", "is_shared": True, "is_pinned": False}
    api.change_filter(**who, filter_id=kept.filter_id, **terms)  # type: ignore[arg-type]
    seen = api.saved_filter(by=world.colleague, filter_id=kept.filter_id)
    assert (seen.name, seen.is_own, seen.owner_name) == ("Gấp", False, world.specialist.display_name)
    api.remove_filter(**who, filter_id=kept.filter_id)  # type: ignore[arg-type]
    assert api.saved_filters(by=world.specialist) == ()
    api.restore_filter(**who, filter_id=kept.filter_id)  # type: ignore[arg-type]
    assert [one.name for one in api.saved_filters(by=world.specialist)] == ["Gấp"]


@database
def test_filters_of_others_and_of_other_agencies_are_not_one_s_own(world: w.World) -> None:
    kept = api.save_filter(by=world.head, at=w.AT, name="A", queue="open", wanted=api.Filter(), is_shared=True)
    with pytest.raises(NotFound, match="HS105"):
        api.remove_filter(by=world.colleague, at=w.AT, filter_id=kept.filter_id)
    assert api.saved_filters(by=world.builder) == ()
    with pytest.raises(NotFound, match="HS105"):
        api.saved_filter(by=world.builder, filter_id=kept.filter_id)
    with pytest.raises(NotAllowed, match="HS106"):
        api.save_filter(by=world.hoa, at=w.AT, name="A", queue="open", wanted=api.Filter())
    assert api.saved_filters(by=world.hoa) == ()


@database
def test_names_are_given_once_and_have_a_length(world: w.World) -> None:
    who = {"by": world.head, "at": w.AT, "queue": "open", "wanted": api.Filter()}
    api.save_filter(**who, name="Gấp")  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="HS109"):
        api.save_filter(**who, name="gấp")  # type: ignore[arg-type]
    for name in (" ", "x" * 61):
        with pytest.raises(Invalid, match="HS107"):
            api.save_filter(**who, name=name)  # type: ignore[arg-type]
    for number in range(19):
        api.save_filter(**who, name=f"Lọc {number}")  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="HS108"):
        api.save_filter(**who, name="Một nữa")  # type: ignore[arg-type]


@database
def test_tabs_count_all_filters_in_one_question_and_end_at_a_hundred(world: w.World) -> None:
    for _time in range(3):
        w.received(world)
    who = {"by": world.head, "at": w.AT, "queue": "open"}
    api.save_filter(**who, name="Mọi", wanted=api.Filter())  # type: ignore[arg-type]
    api.save_filter(**who, name="Chờ dân", wanted=api.Filter(is_with_citizen=True))  # type: ignore[arg-type]
    kept = api.saved_filters(by=world.head)
    api.filter_counts(by=world.head, filters=kept, at=NOW)
    with CaptureQueriesContext(connection) as seen:
        counts = api.filter_counts(by=world.head, filters=kept, at=NOW)
    assert (len(seen), [counts[one.filter_id].many for one in kept]) == (1, [0, 3])
    assert all(one.is_whole for one in counts.values())
    assert api.filter_counts(by=world.head, filters=()) == {}


@database
def test_a_kept_filter_that_finds_little_looks_at_no_more_than_its_bound(
    world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dinh.dossiers.models import SavedFilter as Filters
    from dinh.dossiers.queries import filters

    for _number in range(3):
        w.received(world)
    who = {"by": world.head, "at": w.AT, "queue": "open"}
    api.save_filter(**who, name="Mọi", wanted=api.Filter())  # type: ignore[arg-type]
    api.save_filter(**who, name="Bổ sung", wanted=api.Filter(is_with_citizen=True))  # type: ignore[arg-type]
    api.save_filter(**who, name="Khác", wanted=api.Filter(procedure_code=w.CASES))  # type: ignore[arg-type]
    api.save_filter(**who, name="Tháng hai", wanted=api.Filter(received_from=date(2026, 2, 1)))  # type: ignore[arg-type]
    kept = {one.filter_id: one.name for one in api.saved_filters(by=world.head)}

    def counts() -> dict[str, tuple[int, bool]]:
        found = api.filter_counts(by=world.head, filters=api.saved_filters(by=world.head), at=NOW)
        return {kept[name]: (one.many, one.is_whole) for name, one in found.items()}

    assert counts() == {"Mọi": (3, True), "Bổ sung": (0, True), "Khác": (0, True), "Tháng hai": (3, True)}
    every = api.Filter(
        procedure_code=w.BIRTH, unit_id=w.COMMUNE, due=api.DueSpan.WEEK, channel="online", officer="x", status=2,
        received_from=date(2026, 2, 1), received_to=date(2026, 3, 1), is_money_due=True, is_with_citizen=True,
    )  # fmt: skip
    api.save_filter(**who, name="Tất cả", wanted=every)  # type: ignore[arg-type]
    kept |= {one.filter_id: one.name for one in api.saved_filters(by=world.head)}
    assert counts().pop("Tất cả") == (0, True)
    Filters.objects.filter(name="Tất cả").delete()
    monkeypatch.setattr(filters, "_LOOKED_AT", 2)
    assert counts() == {"Mọi": (2, False), "Bổ sung": (0, True), "Khác": (0, False), "Tháng hai": (2, False)}
    monkeypatch.setattr(filters, "TABS", 2)
    assert counts() == {"Mọi": (2, True), "Bổ sung": (0, True), "Khác": (0, False), "Tháng hai": (2, True)}


@database
def test_a_queue_asks_the_same_whatever_is_in_it_and_counts_to_its_bound(
    world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dinh.dossiers.queries import paging

    def count(**more: object) -> int:
        with CaptureQueriesContext(connection) as seen:
            api.queue(by=world.head, name="open", at=NOW, size=2, **more)  # type: ignore[arg-type]
        return len(seen)

    w.received(world)
    count()
    alone = count()
    made = [w.received(world) for _time in range(4)]
    assert count() == alone == 2
    further = api.queue(by=world.head, name="open", at=NOW, size=2).next_cursor
    assert count(cursor=further) == 3
    Dossier.objects.filter(public_id=made[0]).update(assignee_post="post_gone", assignee_name="X")
    monkeypatch.setattr(paging.bounded, "__defaults__", (3,))
    counts = api.queue(by=world.head, name="open", at=NOW).counts
    assert (counts[api.QueueName.OPEN], counts[api.QueueName.UNASSIGNED]) == (3, 3)
