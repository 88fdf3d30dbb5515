from collections.abc import Sequence

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from dinh.kernel.actor import ANONYMOUS, SYSTEM, Actor, ActorKind
from dinh.kernel.errors import NotAllowed, NotFound
from dinh.ledger import api
from dinh.ledger.events import Replayed
from dinh.ledger.models import DeadLetter, Follower
from dinh.ledger.operations import deliver as delivery
from dinh.ledger.registry import Handler, handler, register, unregister
from tests.ledger.events import AT, Happened, following, say

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
OPERATOR = Actor(kind=ActorKind.OFFICIAL, roles=frozenset({"operator"}))


def fail_after(made: api.Recorded) -> None:
    raise IntegrityError(f"rolled back {made.entry_id}")


class Notebook:
    """A handler that writes down what it gets and fails for the subjects in `poison`."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, str, int]] = []
        self.calls: list[int] = []
        self.poison: set[str] = set()

    def __call__(self, entries: Sequence[api.Delivered]) -> None:
        said = [(one.position, one.subjects[0], one.event) for one in entries]
        bad = self.poison.intersection(one[1] for one in said)
        if bad:
            raise ValueError(f"cannot take {sorted(bad)}")
        self.calls.append(len(entries))
        self.seen += [(at, subject, event.number) for at, subject, event in said if isinstance(event, Happened)]


def test_sealed_entries_reach_the_handler_once_and_in_order() -> None:
    notebook = Notebook()
    for number, name in enumerate(("a_1", "a_2", "a_3")):
        say(name, number)
    with following("tests.seen", notebook):
        assert api.deliver() == 0
        assert api.seal() is not None
        assert api.deliver() == 3
        assert api.deliver() == 0
    assert notebook.seen == [(1, "a_1", 0), (2, "a_2", 1), (3, "a_3", 2)]
    assert api.seal() is None


def test_what_is_delivered_says_all_of_the_entry() -> None:
    got: list[api.Delivered] = []
    with transaction.atomic():
        made = api.record(
            event=Happened(thing_id="a_1", number=4), by=OPERATOR, at=AT, subjects=["a_1", "b_2"], channel="desk",
            rules={"clock": "2"}, evidence={"session": "ff"},
        )  # fmt: skip
    api.seal()
    with following("tests.seen", got.extend):
        api.deliver()
    one = got[0]
    assert (one.position, one.entry_id, one.kind, one.version) == (1, made.entry_id, "tests.thing.happened", 1)
    assert (one.event, one.occurred_at, one.subjects) == (Happened(thing_id="a_1", number=4), AT, ("a_1", "b_2"))
    assert (one.actor.kind, one.channel, one.rules, one.evidence) == (
        "official", "desk", {"clock": "2"}, {"session": "ff"},
    )  # fmt: skip


def test_a_handler_gets_only_its_kinds_and_passes_over_the_rest() -> None:
    mine, others = Notebook(), Notebook()
    say("a_1")
    api.seal()
    with following("tests.mine", mine, "tests.thing.*"), following("tests.others", others, "tests.thing_.*", "x.y.z"):
        assert api.deliver() == 1
    assert (len(mine.seen), len(others.seen)) == (1, 0)
    assert set(Follower.objects.values_list("position", flat=True)) == {1}


def test_batches_are_at_most_five_hundred() -> None:
    notebook = Notebook()
    api.bulk_record(
        api.BulkRow(event=Happened(thing_id="a", number=n), by=SYSTEM, at=AT, recorded_at=AT, subjects=[f"a_{n}"])
        for n in range(1100)
    )
    api.seal()
    with following("tests.seen", notebook):
        assert api.deliver(limit=600) == 600
        assert api.deliver() == 500
    assert notebook.calls == [500, 100, 500]
    assert [number for _, _, number in notebook.seen] == list(range(1100))


def test_a_poisoned_subject_is_parked_and_the_others_go_on() -> None:
    notebook = Notebook()
    notebook.poison = {"bad_1"}
    for number, name in enumerate(("a_1", "bad_1", "a_2", "bad_1", "a_1")):
        say(name, number)
    api.seal()
    with following("tests.seen", notebook):
        assert api.deliver() == 3
        say("bad_1", 5)
        say("a_3", 6)
        api.seal()
        notebook.poison = set()
        assert api.deliver() == 1
    assert [number for _, _, number in notebook.seen] == [0, 2, 4, 6]
    (letter,) = api.dead_letters()
    assert (letter.subject, letter.position, letter.waiting) == ("bad_1", 2, 2)
    assert letter.fault == "ValueError: cannot take ['bad_1']"
    assert api.count_dead_letters() == 1


def test_a_replay_delivers_all_that_waited_in_order_and_is_recorded() -> None:
    notebook = Notebook()
    notebook.poison = {"bad_1"}
    for number in range(3):
        say("bad_1", number)
    api.seal()
    with following("tests.seen", notebook):
        api.deliver()
        (letter,) = api.dead_letters()
        again = api.replay(dead_letter_id=letter.dead_letter_id, by=OPERATOR, at=AT)
        assert (again.delivered, again.fault) == (0, "ValueError: cannot take ['bad_1']")
        assert api.dead_letters()[0].attempts == 2
        notebook.poison = set()
        assert api.replay(dead_letter_id=letter.dead_letter_id, by=OPERATOR, at=AT).delivered == 3
        with pytest.raises(NotFound):
            api.replay(dead_letter_id=letter.dead_letter_id, by=OPERATOR, at=AT)
        say("bad_1", 3)
        api.seal()
        assert api.deliver() == 1
    assert [number for _, _, number in notebook.seen] == [0, 1, 2, 3]
    assert api.dead_letters() == ()
    last = api.entries_of(letter.dead_letter_id)[-1].said.event
    assert last == Replayed(handler="tests.seen", subject="bad_1", position=1, delivered=3)


def test_only_operators_replay() -> None:
    for by in (ANONYMOUS, Actor(kind=ActorKind.OFFICIAL, roles=frozenset({"head"}))):
        with pytest.raises(NotAllowed):
            api.replay(dead_letter_id="dead_1", by=by, at=AT)


def test_a_dead_letter_of_a_vanished_handler_says_so() -> None:
    notebook = Notebook()
    notebook.poison = {"bad_1"}
    say("bad_1")
    api.seal()
    with following("tests.seen", notebook):
        api.deliver()
    with pytest.raises(NotFound):
        api.replay(dead_letter_id=api.dead_letters()[0].dead_letter_id, by=SYSTEM, at=AT)


def test_what_a_failed_handler_wrote_is_taken_back() -> None:
    def half(entries: Sequence[api.Delivered]) -> None:
        Follower.objects.create(name=f"written {entries[0].position}")
        if any(one.subjects[0] == "bad_1" for one in entries):
            raise IntegrityError("half done")

    say("bad_1")
    say("a_1")
    api.seal()
    with following("tests.half", half):
        assert api.deliver() == 1
    assert sorted(Follower.objects.values_list("name", flat=True)) == ["tests.half", "written 2"]


def test_a_handler_broken_for_all_stands_still_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "TOO_MANY", 2)
    broken, good = Notebook(), Notebook()
    broken.poison = {f"a_{n}" for n in range(5)}
    for name in sorted(broken.poison):
        say(name)
    api.seal()
    with following("tests.broken", broken), following("tests.good", good):
        assert api.deliver() == 5
        standing = {one.name: (one.position, bool(one.fault)) for one in api.followers()}
        assert standing == {"tests.broken": (0, True), "tests.good": (5, False)}
        assert DeadLetter.objects.count() == 0
        broken.poison = set()
        assert api.deliver() == 5
    assert [one.fault for one in api.followers()] == ["", ""]


def test_trouble_of_the_database_is_nobodys_poison() -> None:
    def cut(entries: Sequence[api.Delivered]) -> None:
        raise OperationalError(f"connection lost before {len(entries)}")

    say("a_1")
    api.seal()
    with following("tests.cut", cut), pytest.raises(OperationalError):
        api.deliver()
    assert (DeadLetter.objects.count(), Follower.objects.get().position) == (0, 0)


def test_an_entry_of_an_unknown_schema_is_parked_not_lost() -> None:
    say("a_1")
    api.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE ledger_entry SET body = replace(body::text, '76657273696f6e223a31', '76657273696f6e223a39')::bytea"
        )
    with following("tests.seen", Notebook()):
        assert api.deliver() == 0
    assert api.dead_letters()[0].fault == "SchemaError: no schema for tests.thing.happened version 9"


def test_names_of_handlers_are_their_own() -> None:
    @handler("tests.named", kinds=["tests.*"])
    def named(entries: Sequence[api.Delivered]) -> None:
        del entries

    class Module:
        first = named
        number = 5

    api.register_handlers(Module)  # type: ignore[arg-type]
    api.register_handlers(Module)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"tests\.named"):
        register(Handler("tests.named", ("tests.*",), Notebook().__call__))
    unregister("tests.named")
    with pytest.raises(ValueError, match="a list"):
        handler("tests.named", kinds="tests.*")


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        api.record(event=Happened(thing_id="a_1"), by=SYSTEM, at=AT, subjects=["a_1"])


@pytest.mark.django_db(transaction=True)
def test_a_refusal_outlives_the_failed_transaction() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        fail_after(say("a_1"))
    made = api.record_refused(
        kind="tests.thing.refused", by=SYSTEM, at=AT, subjects=["a_1"], reason_code="PM01", detail="forged"
    )
    assert [one.entry_id for one in api.entries_of("a_1")] == [made.entry_id]
    for kind in ("tests.thing.happened", "tests.thing.taken"):
        with pytest.raises(ValueError, match="refused"):
            api.record_refused(kind=kind, by=SYSTEM, at=AT, subjects=["a_1"], reason_code="x")
