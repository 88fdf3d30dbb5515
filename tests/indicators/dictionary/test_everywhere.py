"""What is published is in force on every surface and every engine, at once and in every process."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.models import Version
from dinh.indicators.dictionary.operations.proposals import new_edition
from dinh.indicators.figures import api as figures
from dinh.indicators.figures import registry
from dinh.indicators.figures.registry import shelf
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.text import date_vi
from tests.indicators.dictionary.conftest import CODE, published, row

pytestmark = pytest.mark.integration
Told = Callable[[date], figures.Figure]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def figure(province: directory.UnitView, dossiers: None) -> Told:
    del dossiers

    def told(day: date) -> figures.Figure:
        return figures.figure(code=CODE, unit_id=province.unit_id, period=figures.month(day), on=clock.now().date())

    return told


def test_every_page_and_the_interface_know_it(
    leader: Client, figure: Told, month: datetime, writer: Actor, chief: Actor
) -> None:
    before = figures.state()
    published(writer, chief)
    assert figures.state() != before
    one = figure(month.date())
    assert (one.numerator, one.denominator, one.definition_version) == (4, 8, 1)
    when = f"thang={month:%Y-%m}"
    assert "= 4 / 8" in text(leader, f"/dieu-hanh/chi-tieu/{CODE}/?{when}")
    assert "Hồ sơ đã số hóa" in text(leader, "/chi-tieu/")
    assert "4 / 8" in text(leader, f"/dieu-hanh/phan-tich/?ct={CODE}&hang=thang&tu={month:%Y-%m}&den={month:%Y-%m}")
    assert CODE in {one["code"] for one in leader.get("/api/indicators").json()}
    told = leader.get(f"/api/indicators/{CODE}/figure?month={month:%Y-%m}-01").json()
    assert (told["numerator"], told["hash"]) == (4, one.hash)
    opened = figures.explain(code=CODE, unit_id=one.unit_id, period=one.period, on=clock.now())
    assert sum(fact.adds for fact in opened.rows) == one.numerator


@pytest.mark.parametrize("names", [["postgres", "duckdb"], ["spark"]])
def test_all_engines_agree_on_it(
    figure: Told, month: datetime, writer: Actor, chief: Actor, tmp_path: Path, names: list[str]
) -> None:
    published(writer, chief)
    if lacks := [why for name in names if (why := registry.engine(name).lacks())]:
        pytest.skip(lacks[0])
    found = figures.reconcile(by=SYSTEM, at=clock.now(), engines=names, folder=tmp_path)
    assert (found.is_equal, found.differences) == (True, [])
    assert found.boards[shelf.OWN].keys() == {"recount", *names}
    assert len(set(found.boards[shelf.OWN].values())) == 1
    assert figure(month.date()).numerator == 4


def test_another_process_sees_it_by_the_mark_alone(
    figure: Told, month: datetime, writer: Actor, chief: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(writer, chief)
    assert figure(month.date()).numerator == 4
    # As somebody else's process does: the rows and the mark, and no word to this one.
    Version.objects.create(
        code="tinh.khac", number=1, state=api.State.PUBLISHED, row=_kept(), digest="x", editors=["per_A"],
        edited_by="per_A", edited_at=clock.now(), proposed_by="per_A", proposed_at=clock.now(),
        approved_by="per_B", approved_at=clock.now(),
    )  # fmt: skip
    new_edition()
    assert "tinh.khac" not in figures.codes()
    monkeypatch.setattr(shelf, "_RECHECK_SECONDS", 0.0)
    assert "tinh.khac" in figures.codes()


def _kept() -> dict[str, object]:
    said = {name: value for name, value in row().items() if name != "code"}
    return {**said, "valid_from": "2022-01-01"}


def test_a_period_in_which_the_definition_changes_says_so_and_lines_are_cut(
    leader: Client, figure: Told, month: datetime, writer: Actor, chief: Actor
) -> None:
    published(writer, chief)
    first = month.date().replace(day=1)
    begins = first + timedelta(days=14)
    published(writer, chief, at=month.replace(day=2), numerator="digitised", valid_from=begins, **{"break": True})
    one = figure(first)
    assert (one.numerator, one.definition_version) == (6, 2)
    page = text(leader, f"/dieu-hanh/chi-tieu/{CODE}/?thang={first:%Y-%m}")
    assert f"phiên bản 2 có hiệu lực từ {date_vi(begins)}" in page
    assert "d-plot__break" in page
    before = figure(first - timedelta(days=1))
    assert before.definition_version == 1
    line = figures.series(
        code=CODE, unit_id=one.unit_id, periods=figures.months_before(first, 3), on=clock.now().date()
    )
    assert [(place, new.version) for place, new in figures.version_breaks(line)] == [(2, 2)]


def test_after_its_end_it_is_no_longer_counted_and_before_it_stays(
    leader: Client, figure: Told, month: datetime, writer: Actor, chief: Actor, today: date
) -> None:
    made = published(writer, chief)
    last = month.date()
    said = {"at": month, "version_id": made.version_id}
    api.propose_end(by=writer, last_day=last, reason="Hết nhiệm vụ", **said)  # type: ignore[arg-type]
    api.approve_end(by=chief, **said)  # type: ignore[arg-type]
    figures.forget_published()
    assert figure(last).numerator == 4
    assert figure(today).missing is figures.Missing.ENDED
    assert f"có hiệu lực đến hết {date_vi(last)}" in text(leader, f"/dieu-hanh/chi-tieu/{CODE}/")
    assert CODE not in {one["code"] for one in leader.get("/api/indicators").json()}


@pytest.mark.django_db
def test_what_an_upgrade_contradicts_is_left_out_and_named(
    writer: Actor, chief: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(writer, chief)
    published(writer, chief, code="tinh.dem", numerator="received", denominator=None)
    house = registry.shipped()
    without = {code: one for code, one in house.measures.items() if code != "received_online"}
    smaller = [one for one in house.stated if "received_online" not in one.one.measures]
    upgraded = shelf.Books(
        house.facts, without, house.nodes, {one.one.code: (one.one,) for one in smaller}, {}, tuple(smaller)
    )
    monkeypatch.setattr(shelf, "shipped", lambda: upgraded)
    figures.forget_published()
    assert CODE not in figures.codes()
    assert "tinh.dem" in figures.codes()
    assert list(figures.left_out()) == [CODE]
    monkeypatch.undo()
    figures.forget_published()
    assert CODE in figures.codes()


@pytest.mark.django_db
def test_a_version_that_would_change_another_one_in_force_is_refused(writer: Actor, chief: Actor, today: date) -> None:
    later = today + timedelta(days=10)
    published(writer, chief, code="tinh.dem", numerator="received", denominator=None, unit="hồ sơ")
    published(writer, chief, valid_from=later, denominator="tinh.dem")
    words = {"code": "tinh.dem", "numerator": "digitised", "denominator": None, "unit": "hồ sơ", "break": True}
    draft = api.begin_draft(by=writer, at=clock.now(), row=row(**{**words, "valid_from": today + timedelta(days=5)}))
    fault = api.compiled(api.version(version_id=draft.version_id)).fault
    assert fault is not None
    assert (fault.part, CODE in fault.said) == ("valid_from", True)
    free = row(**{**words, "valid_from": later + timedelta(days=1)})
    api.save_draft(by=writer, at=clock.now(), version_id=draft.version_id, row=free, revision=1)
    assert api.compiled(api.version(version_id=draft.version_id)).fault is None
