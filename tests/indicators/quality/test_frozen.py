"""Copies as published: two people, one hash, no change; what is reported stays apart."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from dinh.directory.api import UnitView
from dinh.indicators.figures import api as figures
from dinh.indicators.quality import api as quality
from dinh.indicators.quality.models import FrozenPoints, ReportedValue
from dinh.indicators.quality.web import showing
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from tests.indicators.chain import received, record
from tests.indicators.quality.conftest import MARCH, NOW, official, scores

pytestmark = pytest.mark.integration
PREPARES = official("binh", Role.DATA_OFFICER)
PUBLISHES = official("chi", Role.LEADER)


def prepared(unit: UnitView, by: Actor = PREPARES) -> quality.FrozenView:
    return quality.prepare(by=by, at=NOW, unit_id=unit.unit_id, period=MARCH)


def test_a_copy_keeps_every_number_and_its_hash(commune: UnitView) -> None:
    one = prepared(commune)
    kept = {item["item"]: item for item in json.loads(one.content)["items"]}
    assert one.is_intact
    assert {code: None if found.points is None else str(found.points) for code, found in scores(commune).items()} == {
        code: item["points"] for code, item in kept.items()
    }
    assert kept["2.1"]["figure"]["numerator"], kept["2.1"]["figure"]["denominator"] == (2, 3)
    assert prepared(commune).hash == one.hash


def test_another_person_publishes(commune: UnitView) -> None:
    one = prepared(commune)
    with pytest.raises(NotAllowed, match="CT21"):
        quality.publish(by=PREPARES, at=NOW, frozen_id=one.frozen_id)
    done = quality.publish(by=PUBLISHES, at=NOW, frozen_id=one.frozen_id)
    assert (done.published_name, done.hash) == ("chi", one.hash)
    with pytest.raises(Conflict, match="CT23"):
        quality.publish(by=PUBLISHES, at=NOW, frozen_id=one.frozen_id)
    assert [entry.kind for entry in ledger.entries_of(one.frozen_id)] == [
        "indicators.points.prepared",
        "indicators.points.published",
    ]


@pytest.mark.parametrize("by", [PUBLISHES, official("dung", Role.SPECIALIST)])
def test_only_a_data_officer_prepares(commune: UnitView, by: Actor) -> None:
    with pytest.raises(NotAllowed, match="CT20"):
        prepared(commune, by)


def test_a_copy_stays_when_the_count_goes_on_and_a_later_one_corrects_it(commune: UnitView) -> None:
    first = quality.publish(by=PUBLISHES, at=NOW, frozen_id=prepared(commune).frozen_id)
    record([received(5, unit_id=commune.unit_id)])
    assert scores(commune)["4.2"].points != Fraction("2.5")
    second = quality.publish(by=PUBLISHES, at=NOW, frozen_id=prepared(commune).frozen_id)
    assert second.corrects == first.frozen_id
    assert quality.frozen(first.frozen_id) == first
    assert [one.frozen_id for one in quality.frozen_of(unit_id=commune.unit_id, period=MARCH)] == [
        second.frozen_id,
        first.frozen_id,
    ]


@pytest.mark.parametrize("change", ["content", "published_name"])
def test_the_database_refuses_to_change_a_published_copy(commune: UnitView, change: str) -> None:
    one = quality.publish(by=PUBLISHES, at=NOW, frozen_id=prepared(commune).frozen_id)
    row = FrozenPoints.objects.filter(public_id=one.frozen_id)
    for refused in (lambda: row.update(**{change: "x"}), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()


def test_the_database_refuses_to_change_what_a_prepared_copy_says(commune: UnitView) -> None:
    row = FrozenPoints.objects.filter(public_id=prepared(commune).frozen_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(hash="0" * 64)


def _report(unit: UnitView, **changes: object) -> str:
    said: dict[str, object] = {"item": "1.4", "numerator": 9, "denominator": 10, "source": "BC 12/BC-UBND"}
    return quality.report(by=PREPARES, at=NOW, unit_id=unit.unit_id, period=MARCH, **{**said, **changes})  # type: ignore[arg-type]


def test_a_reported_item_counts_apart_and_the_newest_holds(commune: UnitView) -> None:
    _report(commune, numerator=5)
    _report(commune)
    now = quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=NOW)
    assert now.by_code["1.4"].points == Fraction("5.4")
    # 3.3 is multiplied by it, so it is no longer measured either.
    assert now.points - now.measured == now.by_code["1.4"].points + now.by_code["3.3"].points
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportedValue.objects.update(numerator=1)


@pytest.mark.parametrize(
    "changes", [{"numerator": 11}, {"denominator": 0, "numerator": 0}, {"source": " "}, {"item": "9.9"}]
)
def test_a_report_that_makes_no_share_is_refused(commune: UnitView, changes: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="CT24"):
        _report(commune, **changes)
    assert not ReportedValue.objects.exists()


def test_a_figure_that_cannot_be_holds_publication_with_a_sentence(commune: UnitView) -> None:
    sound = scores(commune)["4.1"].figure
    assert sound is not None
    figures.check_publishable([sound])
    wrong = replace(sound, numerator=9, denominator=8)
    assert [check.blocks for check in figures.blocking_checks(wrong)] == [True]
    with pytest.raises(Conflict, match=r"CT15.*Cấp kết quả điện tử.*100 %"):
        figures.check_publishable([sound, wrong])
    (sentence,) = showing.blocked(
        replace(
            quality.scores_of(unit_id=commune.unit_id, period=MARCH, at=NOW),
            items=(replace(scores(commune)["4.1"], figure=wrong),),
        )
    )
    assert "4.1 Cấp kết quả điện tử" in sentence


def test_a_check_that_only_warns_holds_nothing(commune: UnitView) -> None:
    late = scores(commune)["2.1"].figure
    assert late is not None
    figures.check_publishable([replace(late, numerator=9, denominator=8)])


def test_proof_of_a_report_is_kept_with_it_and_told_in_the_record(commune: UnitView) -> None:
    reported = quality.report(
        by=PREPARES, at=NOW, item="1.4", unit_id=commune.unit_id, period=MARCH, numerator=1, denominator=2,
        source="BC 12", files=["fil_1"],
    )  # fmt: skip
    assert ReportedValue.objects.get(public_id=reported).files == ["fil_1"]
    told = scores(commune)["1.4"].reported
    assert told is not None
    assert (told.files, told.entered_name) == (("fil_1",), "binh")
    entry = ledger.entries_of(reported, limit=1)[0].said.event
    assert getattr(entry, "files", None) == ("fil_1",)
