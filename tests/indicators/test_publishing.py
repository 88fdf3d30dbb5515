"""A figure that is counted twice and comes out different is not published until both agree."""

from datetime import timedelta
from pathlib import Path

import pytest

from dinh.dossiers import events as dossiers
from dinh.indicators import api as indicators
from dinh.indicators.figures import registry
from dinh.indicators.figures.models import DailyCell, DossierFact, Watermark
from dinh.indicators.figures.operations import snapshots
from dinh.indicators.figures.queries.cells import standing
from dinh.kernel.actor import ANONYMOUS, SYSTEM
from dinh.kernel.errors import Conflict, NotAllowed
from dinh.ledger import api as ledger
from tests.indicators.chain import START, decided, received, record, settled

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("_fresh_keys")]
LATER = START + timedelta(days=2)


def tell() -> None:
    """Tell three dossiers: decided after a wait, paid and taken back, still open."""
    asked = dossiers.SupplementRequested(dossier_id="dos_1", request_no=1, document_id="pap_1")
    given = dossiers.SupplementProvided(dossier_id="dos_1", request_no=1, due_at=None)
    left = dossiers.DossierWithdrawn(dossier_id="dos_2", ended_at=LATER, is_on_time=True, supplement_requests=0)
    rated = dossiers.DossierRated(dossier_id="dos_1", level="not_satisfied", criteria=(), is_change=False)
    fee = received(2, unit_id=8, has_fee=True, fee_total_vnd=50_000)
    record([received(1, unit_id=7), asked, fee, received(3, unit_id=7, channel="desk")])
    record([given, decided(1), rated, settled(2), left], at=START + timedelta(hours=6))


def reconcile(folder: Path, *, columns: bool = True) -> indicators.Reconciliation:
    names = ["postgres", "duckdb"] if columns and not registry.engine("duckdb").lacks() else ["postgres"]
    return indicators.reconcile(by=SYSTEM, at=LATER, engines=names, folder=folder)


def test_what_agrees_is_published(tmp_path: Path) -> None:
    tell()
    found = reconcile(tmp_path)
    assert (found.differences, found.is_equal) == ([], True)
    told = indicators.publication()
    assert told is not None
    assert (told.is_held, told.position, told.cells) == (False, indicators.watermark(), found.cells)
    indicators.check_publishable()


def test_the_recount_is_recorded(tmp_path: Path) -> None:
    tell()
    reconcile(tmp_path, columns=False)
    before = indicators.watermark()
    ledger.seal()
    ledger.deliver()
    assert ledger.head() is not None
    assert indicators.watermark() == before


@pytest.mark.parametrize("wrong", ["cell", "fact"])
def test_one_wrong_number_holds_publication(tmp_path: Path, wrong: str) -> None:
    tell()
    if wrong == "cell":
        cell = DailyCell.objects.filter(unit_id=7).order_by("day").first()
        assert cell is not None
        cell.counts[0] += 1
        cell.save()
    else:
        DossierFact.objects.filter(dossier_id="dos_3").update(channel=2)
    found = reconcile(tmp_path)
    assert not found.is_equal
    assert all("unit_id 7" in one for one in found.differences)
    with pytest.raises(Conflict):
        indicators.check_publishable()


def test_publication_goes_on_when_the_numbers_agree_again(tmp_path: Path) -> None:
    tell()
    DailyCell.objects.update(counts=[9])
    assert not reconcile(tmp_path, columns=False).is_equal
    indicators.rebuild()
    assert reconcile(tmp_path, columns=False).is_equal
    indicators.check_publishable()


def test_nobody_else_may_recount(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        indicators.reconcile(by=ANONYMOUS, at=LATER, engines=["postgres"], folder=tmp_path)


def test_waiting_for_the_citizen_is_no_handling() -> None:
    tell()
    fact = DossierFact.objects.get(dossier_id="dos_1")
    assert (fact.waited_minutes, fact.handled_minutes) == (6 * 60, 24 * 60 - 6 * 60)
    assert (fact.rating, fact.outcome, fact.is_synced) == (1, 1, None)


def test_a_snapshot_is_whole_and_knows_its_place(tmp_path: Path) -> None:
    if lacks := snapshots.lacks_columns():
        pytest.skip(lacks)
    assert snapshots.current(tmp_path) is None
    tell()
    first = indicators.snapshot(tmp_path)
    assert (first.rows, first.position) == (3, indicators.watermark())
    assert snapshots.verify(first) == []
    again = indicators.snapshot(tmp_path)
    assert again.digest == first.digest
    record([received(4, unit_id=9)])
    second = indicators.snapshot(tmp_path)
    assert (second.rows, snapshots.current(tmp_path)) == (4, second)
    next(second.folder.glob("*.parquet")).write_bytes(b"x")
    assert len(snapshots.verify(second)) == 1


def test_a_new_measure_is_counted_by_itself() -> None:
    tell()
    live = sorted(DailyCell.objects.values_list("unit_id", "day", "counts"))
    DailyCell.objects.all().delete()
    Watermark.objects.update(counted={"received": "another formula"})
    assert "received" in standing().stale
    record([settled(9)])
    assert sorted(DailyCell.objects.values_list("unit_id", "day", "counts")) == live
    assert standing().stale == frozenset()
