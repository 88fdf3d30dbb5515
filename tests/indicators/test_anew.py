"""Made anew from the ledger alone, the figures are what they were, whatever happens meanwhile."""

from pathlib import Path

import pytest

from dinh.indicators import api as indicators
from dinh.indicators.figures import registry
from dinh.indicators.figures.models import (
    DailyCell,
    DossierFact,
    MonthCell,
    OrderFact,
    Recount,
    RecountedFact,
    RecountedOrder,
    Watermark,
)
from dinh.indicators.figures.operations import anew
from dinh.indicators.figures.queries.cells import standing
from dinh.indicators.figures.tasks import recount_facts
from dinh.kernel.errors import Conflict
from tests.indicators.chain import decided, received, record, settled
from tests.indicators.test_publishing import reconcile, tell

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("_fresh_keys")]


class Died(Exception):
    """What stands for a process that ends between two steps."""


def rows() -> list[list[tuple[object, ...]]]:
    """Return all facts and cells, without the surrogate keys that nobody sees."""
    facts = [field.attname for field in DossierFact._meta.concrete_fields if field.attname != "id"]
    orders = [field.attname for field in OrderFact._meta.concrete_fields if field.attname != "id"]
    kept = [DossierFact.objects.values_list(*facts), OrderFact.objects.values_list(*orders)]
    cells = [
        DailyCell.objects.values_list("unit_id", "day", "procedure_id", "counts"),
        MonthCell.objects.values_list("unit_id", "month", "counts"),
    ]
    return [sorted(table, key=str) for table in (*kept, *cells)]


def spoil() -> None:
    """Leave the facts as an older house made them: columns empty, one missing, one that no entry tells."""
    DossierFact.objects.update(rating=None, outcome=None, handled_minutes=None, waited_minutes=None, is_vneid=None)
    DossierFact.objects.filter(dossier_id="dos_3").delete()
    DossierFact.objects.filter(dossier_id="dos_2").update(dossier_id="dos_of_nobody")
    OrderFact.objects.update(amount_vnd=1)
    old = {code: one for code, one in registry.formulas().items() if code in {"received", "closed"}}
    Watermark.objects.update(told=1, counted=old)


def dies_at(step: int) -> None:
    said: list[str] = []

    def say(words: str) -> None:
        said.append(words)
        if len(said) == step:
            raise Died

    with pytest.raises(Died):
        anew.make_anew(say=say)


def test_the_ledger_alone_gives_the_same_facts_and_cells(tmp_path: Path) -> None:
    tell()
    before = rows()
    spoil()
    assert rows() != before
    assert anew.make_anew() == DailyCell.objects.count()
    assert rows() == before
    assert [model.objects.count() for model in (Recount, RecountedFact, RecountedOrder)] == [0, 0, 0]
    assert reconcile(tmp_path).is_equal
    anew.make_anew()
    assert rows() == before


def test_readers_see_the_old_figures_until_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tell()
    spoil()
    old, state = rows(), indicators.state()
    monkeypatch.setattr(anew, "STEP", 2)
    dies_at(2)
    assert (rows(), indicators.state()) == (old, state)
    assert anew.is_due()
    anew.make_anew()
    assert indicators.state() != state


def test_a_recount_that_died_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    tell()
    before = rows()
    spoil()
    monkeypatch.setattr(anew, "STEP", 2)
    dies_at(2)
    said: list[str] = []
    anew.make_anew(say=said.append)
    reached = [int(words.split()[0]) for words in said]
    assert reached[0] == 2 * 3 - 1
    assert reached[-1] == indicators.watermark()
    assert rows() == before


def test_entries_that_arrive_meanwhile_are_neither_lost_nor_doubled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell()
    monkeypatch.setattr(anew, "STEP", 2)
    dies_at(3)
    record([received(4, unit_id=9), decided(3), settled(4, method="cash"), received(5, unit_id=7)])
    dies_at(2)
    record([decided(5), decided(4)])
    live = rows()
    anew.make_anew()
    assert rows() == live
    assert reconcile(tmp_path).is_equal


def test_other_rules_begin_the_recount_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tell()
    before = rows()
    monkeypatch.setattr(anew, "STEP", 2)
    dies_at(2)
    Recount.objects.update(told=1)
    RecountedFact.objects.update(has_file=False, unit_id=1)
    anew.make_anew()
    assert rows() == before


def test_an_upgraded_home_is_recounted_by_itself(tmp_path: Path) -> None:
    tell()
    spoil()
    stale = standing().stale
    assert "received" not in stale
    assert stale >= registry.formulas().keys() - {"received", "closed"}
    record([received(6, unit_id=7)])
    assert standing().stale == stale
    with pytest.raises(Conflict):
        reconcile(tmp_path, columns=False)
    assert indicators.publication() is None
    assert recount_facts(0) == DailyCell.objects.count()
    assert standing().stale == frozenset()
    assert reconcile(tmp_path).is_equal
    assert recount_facts(0) == 0


def test_a_home_without_entries_has_nothing_to_recount() -> None:
    assert not anew.is_due()
    assert anew.make_anew() == 0
    assert not anew.is_due()
