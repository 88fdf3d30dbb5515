"""The synthetic province: every row must be one the operations could have written."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from dinh.config import loading
from dinh.config.demo.synthetic import history
from dinh.config.demo.synthetic.chronicle import Told
from dinh.config.demo.synthetic.joint import make_joint, publish_tables
from dinh.config.demo.synthetic.officials import make_officials
from dinh.config.demo.synthetic.scenes import make_scenes
from dinh.directory import api as directory
from dinh.directory.identity.api import demo_citizens
from dinh.directory.identity.models import Person
from dinh.documents import api as documents
from dinh.dossiers import api as dossiers
from dinh.dossiers.models import Act, ClockEntry, CodeCounter, Dossier, Part, Submission, Subtask, Supplement
from dinh.dossiers.operations.receiving import search_words
from dinh.dossiers.queries.clock import entries_of, state_of
from dinh.dossiers.queries.offices import competent, receiving
from dinh.dossiers.registry import references
from dinh.dossiers.workflow import OPEN, Move, Status, move
from dinh.indicators import api as indicators
from dinh.indicators.figures.models import DailyCell, DossierFact, OrderFact
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger
from dinh.ledger.models import Follower, Sealed
from dinh.payments.models import Order, OrderLine, Receipt
from dinh.processes import api as processes

COUNT = 300
MOVES = {
    "dossiers.dossier.processing_started": Move.START,
    "dossiers.dossier.supplement_requested": Move.REQUEST_SUPPLEMENT,
    "dossiers.dossier.supplement_provided": Move.PROVIDE_SUPPLEMENT,
    "dossiers.dossier.obligation_requested": Move.REQUEST_OBLIGATION,
    "dossiers.dossier.obligation_met": Move.MEET_OBLIGATION,
    "dossiers.dossier.withdrawn": Move.WITHDRAW,
    "dossiers.dossier.stopped": Move.STOP,
    "dossiers.dossier.decided": Move.DECIDE,
    "dossiers.dossier.handed_over": Move.HAND_OVER,
}


@pytest.fixture(scope="module")
def made(country: None, django_db_blocker: Any) -> Told:
    """Make a small history once, by one writer in this process."""
    del country
    with django_db_blocker.unblock():
        now = clock.now()
        indicators.forget()
        references.forget()
        directory.load_agencies(by=SYSTEM, at=now, province="68")
        loading.procedures(at=now)
        directory.create_demo_accounts(at=now)
        make_officials(at=now)
        return history.make_history(dossiers=COUNT, at=now, say=print, writers=1)


@pytest.fixture
def told(made: Told, db: None) -> Iterator[Told]:
    del db
    indicators.forget()
    yield made
    indicators.forget()


def test_dossiers_are_as_many_as_asked(told: Told) -> None:
    assert Dossier.objects.count() == told.dossiers == COUNT
    assert Submission.objects.count() == told.submissions


def test_every_row_is_marked_synthetic(told: Told) -> None:
    del told
    assert not Dossier.objects.filter(is_synthetic=False).exists()
    assert not Submission.objects.filter(is_synthetic=False).exists()
    assert not Person.objects.filter(is_synthetic=False).exists()


def test_due_date_recomputed_from_the_clock(told: Told) -> None:
    del told
    for row in Dossier.objects.all():
        state = state_of(entries_of(row), rule_version=row.rule_version, calendar_version=row.calendar_version)
        assert (row.code, state.due) == (row.code, row.due_at)


def test_codes_without_gaps_in_the_order_of_receipt(told: Told) -> None:
    del told
    found: dict[tuple[str, Any], list[tuple[datetime, int]]] = defaultdict(list)
    for row in Dossier.objects.all():
        number = int(row.code.rsplit("-", 1)[1])
        found[row.receiving_agency_id, clock.local(row.received_at).date()].append((row.received_at, number))
    for arrived in found.values():
        assert [number for _, number in sorted(arrived)] == list(range(1, len(arrived) + 1))
    counters = {(one.agency_id, one.day): one.last for one in CodeCounter.objects.all()}
    assert counters == {key: len(arrived) for key, arrived in found.items()}


def test_agencies_stood_on_the_day_of_receipt(told: Told) -> None:
    del told
    agencies = {one.agency_id: one for one in directory.agencies()}
    for row in Dossier.objects.all():
        on = clock.local(row.received_at).date()
        for one in (agencies[row.receiving_agency_id], agencies[row.competent_agency_id]):
            assert one.valid_from <= on
            assert one.valid_to is None or on < one.valid_to


def test_every_status_reached_by_legal_moves(told: Told) -> None:
    del told
    for row in Dossier.objects.all():
        status = Status.ACCEPTED
        for entry in ledger.entries_of(row.public_id):
            if entry.kind in MOVES:
                status = move(status, MOVES[entry.kind]).after
        assert (row.code, status) == (row.code, row.status)
        assert (row.closed_at is None) == (status in OPEN)


def test_search_words_are_those_of_the_desk(told: Told) -> None:
    del told
    assert [row.search_text for row in Dossier.objects.all()] == [search_words(row) for row in Dossier.objects.all()]


def test_offices_are_those_the_rules_name(told: Told) -> None:
    del told
    for row in Submission.objects.filter(channel="online")[:40]:
        on = clock.local(row.filed_at or row.created_at).date()
        office = competent(references.version(row.version_id), row.residence_unit_id, on)
        assert office is not None
        assert row.competent_agency_id == office.agency_id
        if row.state != dossiers.SubmissionState.RECEIVED:
            assert row.receiving_agency_id == receiving(None, office, on).agency_id


def test_entries_are_in_the_order_of_time_and_verify(told: Told) -> None:
    report = ledger.verify(public_keys=ledger.public_keys())
    assert list(report.faults) == []
    sealed = Sealed.objects.order_by("position").values_list("recorded_at", flat=True)
    past = [at for at in sealed if at < clock.now() - timedelta(days=1)]
    assert past == sorted(past)
    # The one entry of the people stands at the end of the history, at the beginning of the present day.
    assert len(past) == told.entries - 1


def test_story_lines_name_their_entries(told: Told) -> None:
    del told
    first = Submission.objects.filter(state="received").first()
    assert first is not None
    acts = list(Act.objects.filter(submission=first).order_by("at", "id"))
    assert acts
    assert all(ledger.entry(act.entry_id).said.occurred_at == act.at for act in acts)
    assert all(before.at <= after.at for before, after in pairwise(acts))


def test_cells_equal_the_recount(told: Told) -> None:
    del told
    assert indicators.differences() == []
    assert indicators.month_differences() == 0


def _facts() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    facts = [{**row, "id": 0} for row in DossierFact.objects.order_by("dossier_id").values()]
    orders = [{**row, "id": 0} for row in OrderFact.objects.order_by("order_id").values()]
    cells: list[Any] = list(DailyCell.objects.order_by("unit_id", "day", "procedure_id").values())
    return facts, orders, cells


def test_facts_equal_those_of_live_delivery(told: Told) -> None:
    del told
    before = _facts()
    for model in (DailyCell, DossierFact, OrderFact):
        model.objects.all().delete()
    Follower.objects.filter(name="indicators.facts").update(position=0)
    ledger.deliver()
    assert _facts() == before


def test_money_adds_up(told: Told) -> None:
    del told
    for order in Order.objects.all():
        lines = list(OrderLine.objects.filter(order=order))
        assert order.total_vnd == sum(line.amount_vnd for line in lines)
        kinds = {line.kind for line in lines} if order.settled_at else set()
        assert set(Receipt.objects.filter(order=order).values_list("kind", flat=True)) == kinds


def test_counts_of_papers_are_those_of_the_parts(told: Told) -> None:
    del told
    for row in Submission.objects.all():
        parts = list(Part.objects.filter(submission=row))
        assert row.components_total == len(parts)
        assert row.components_reused == sum(part.source == "provincial_store" for part in parts)


def test_pauses_have_their_requests(told: Told) -> None:
    del told
    paused = ClockEntry.objects.filter(kind="PAUSE", cause="supplement").count()
    assert paused == Supplement.objects.count()


def test_second_history_is_refused(told: Told) -> None:
    del told
    with pytest.raises(history.HistoryExists):
        history.make_history(dossiers=1, at=clock.now(), say=print, writers=1)


def test_scenes_of_the_citizen_are_real(told: Told) -> None:
    del told
    assert make_scenes(at=clock.now()) == 3
    assert make_scenes(at=clock.now()) == 0
    mine = Dossier.objects.filter(applicant__cccd=demo_citizens()[0].cccd)
    assert sorted(mine.values_list("status", flat=True)) == [Status.SUPPLEMENT, Status.HANDED_OVER]
    done = mine.get(status=Status.HANDED_OVER)
    paper = documents.paper(paper_id=done.result_paper_id)
    assert documents.verification_of(code=paper.verify_code).signatures[0].intact
    assert [one.title for one in documents.items_of(by=SYSTEM, person_id=done.applicant_id)] != []
    unpaid = Submission.objects.get(applicant__public_id=done.applicant_id, state="filed")
    assert Order.objects.get(public_id=unpaid.order_id).state == "open"
    assert list(ledger.dead_letters()) == []


def test_joint_dossiers_wait_for_other_offices(told: Told) -> None:
    del told
    loading.processes(at=clock.now())
    assert (make_joint(at=clock.now()), make_joint(at=clock.now())) == (4, 0)
    assert (publish_tables(at=clock.now()), publish_tables(at=clock.now())) == (3, 0)
    told_apart = {(one.edited_by, one.published_by) for one in processes.tables() if one.published_by}
    assert [writer != publisher for writer, publisher in told_apart] == [True]
    waiting = sorted(Subtask.objects.filter(closed_at__isnull=True).values_list("step_id", "state"))
    assert waiting == [
        ("certificate", "sent"), ("department", "sent"), ("department", "sent"), ("fire", "laid"), ("fire", "sent"),
        ("insurance", "sent"), ("residence", "received"), ("site", "sent"), ("site", "sent"),
    ]  # fmt: skip
    assert list(ledger.dead_letters()) == []
