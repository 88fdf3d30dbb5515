"""From self-assessment to the frozen copy: four eyes, steps, corrections that point back, files taken in and back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dinh.indicators.scores import api, registry
from dinh.indicators.scores.models import Publication, Structure, Value
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.clock import VN
from dinh.kernel.errors import Conflict, DinhError, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.indicators.scores.make import F, ratio, share

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 9, 0, tzinfo=VN)
WHERE = {"index_code": "dti", "year": 2023, "unit_id": 7}
MAINS = tuple(one.code for one in registry.for_year("dti", 2023).mains if one.is_scored)


def official(person: str, *roles: str) -> Actor:
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id=f"acc_{person}",
        person_id=f"per_{person}",
        roles=frozenset(roles or {"data_officer"}),
        display_name=person,
    )


AN, BINH, CHI = official("an"), official("binh", "leader"), official("chi")


def enter(part: str = "1", entry: api.Entry | None = None, by: Actor = AN, **said: Any) -> api.ValueView:
    told = {"kind": api.ValueKind.SELF, "entry": entry or share("0.5")} | said
    return api.enter_value(by=by, at=AT, part=part, **WHERE, **told)


def move(to: api.Step, by: Actor = AN) -> None:
    api.move(by=by, at=AT, to=to, **WHERE)


def verified() -> None:
    for code in MAINS:
        enter(code)
    move(api.Step.VERIFICATION)
    for code in MAINS:
        enter(code, share("0.4"), BINH, kind=api.ValueKind.VERIFIED)


def now(kind: api.ValueKind, part: str = "1") -> api.ValueView | None:
    return api.standing(index_code="dti", year=2023).get(7, {}).get(kind, {}).get(part)


def test_value_is_entered_and_recorded() -> None:
    made = enter(note="theo báo cáo", source="Báo cáo 12/BC", files=["fil_1"])
    assert made.entry == share("0.5")
    assert (made.note, made.source, made.files, made.entered_name) == (
        "theo báo cáo",
        "Báo cáo 12/BC",
        ("fil_1",),
        "an",
    )
    entries = ledger.entries_of("score_dti:2023:7")
    assert [one.kind for one in entries] == ["indicators.score.entered"]


def test_correction_is_a_new_value_that_points_to_the_old() -> None:
    old, new = enter(), enter(entry=share("0.6"))
    assert new.corrects == old.value_id
    assert now(api.ValueKind.SELF) == new
    assert [one.value_id for one in api.history(part="1", **WHERE)] == [new.value_id, old.value_id]


def test_verifying_needs_somebody_else() -> None:
    enter()
    move(api.Step.VERIFICATION)
    with pytest.raises(NotAllowed, match="SC12"):
        enter(by=AN, kind=api.ValueKind.VERIFIED)
    assert enter(by=CHI, kind=api.ValueKind.VERIFIED).kind is api.ValueKind.VERIFIED


@pytest.mark.parametrize(
    ("said", "by", "code"),
    [
        ({"kind": api.ValueKind.VERIFIED}, BINH, "SC20"),
        ({"kind": api.ValueKind.EXPLAINED, "note": "vì"}, AN, "SC20"),
        ({"kind": api.ValueKind.PUBLISHED}, AN, "SC20"),
        ({}, BINH, "SC10"),
        ({"kind": api.ValueKind.VERIFIED}, official("d", "clerk"), "SC11"),
        ({"part": "99"}, AN, "SC21"),
        ({"entry": api.Entry()}, AN, "SC21"),
        ({"entry": share(2)}, AN, "SC21"),
        ({"entry": ratio(1, 2)}, AN, "SC21"),
    ],
)
def test_what_may_not_be_entered_is_refused(said: dict[str, Any], by: Actor, code: str) -> None:
    with pytest.raises(DinhError, match=code):
        enter(by=by, **said)
    assert not Value.objects.exists()


def test_numbers_finer_than_the_tables_are_refused() -> None:
    rows = [{"code": "1.1", "parent": "1", "name": "Mẫu", "points": 100, "shape": {"kind": "ratio"}}]
    made = api.enter_structure(by=AN, at=AT, index_code="dti", version="922-2022", rows=rows, source="thử")
    api.approve_structure(by=BINH, at=AT, structure_id=made.structure_id)
    assert enter("1.1", ratio(1, 3)).entry == ratio(1, 3)
    with pytest.raises(Invalid, match="SC21"):
        enter("1.1", api.Entry(a=F(1, 3), b=F(1)))


def test_steps_go_in_order() -> None:
    for wrong in (api.Step.EXPLANATION, api.Step.PUBLICATION, api.Step.SELF_ASSESSMENT):
        with pytest.raises(Conflict, match="SC23"):
            move(wrong)
    move(api.Step.VERIFICATION)
    move(api.Step.EXPLANATION)
    with pytest.raises(Invalid, match="SC22"):
        enter(kind=api.ValueKind.EXPLAINED)
    assert enter(kind=api.ValueKind.EXPLAINED, note="đã có văn bản").note == "đã có văn bản"
    move(api.Step.VERIFICATION)
    stands = api.assessment(**WHERE)
    assert (stands.step, stands.moved_name) == (api.Step.VERIFICATION, "an")
    with pytest.raises(NotAllowed, match="SC10"):
        move(api.Step.EXPLANATION, BINH)


def test_published_copy_is_frozen_and_its_correction_points_back() -> None:
    verified()
    first = api.publish(by=CHI, at=AT, **WHERE)
    assert (first.value, first.corrects, api.is_intact(first)) == (F("0.4"), "", True)
    with pytest.raises(Conflict, match="SC23"):
        api.publish(by=CHI, at=AT, **WHERE)
    move(api.Step.VERIFICATION)
    enter("1", share(1), BINH, kind=api.ValueKind.VERIFIED)
    second = api.publish(by=CHI, at=AT, **WHERE)
    assert (second.value, second.corrects) == (F("0.46"), first.publication_id)
    assert api.publications(**WHERE) == (second, first)
    assert api.publication(publication_id=first.publication_id) == first
    assert not api.is_intact(replace(first, content=second.content))
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(content="{}")


def test_publishing_needs_another_pair_of_eyes_and_all_values() -> None:
    enter()
    move(api.Step.VERIFICATION)
    enter(by=BINH, kind=api.ValueKind.VERIFIED)
    with pytest.raises(NotAllowed, match="SC12"):
        api.publish(by=BINH, at=AT, **WHERE)
    with pytest.raises(Invalid, match=r"SC24.*2 Thể chế số"):
        api.publish(by=CHI, at=AT, **WHERE)
    with pytest.raises(NotFound):
        api.publication(publication_id="scp_none")


def test_list_of_components_counts_once_somebody_else_approved_it() -> None:
    rows = [{"code": one.code, "name": one.name, "points": 125} for one in registry.for_year("dti", 2024).mains]
    said = {"index_code": "dti", "version": "405-2025", "rows": rows, "source": "Quyết định, Phụ lục I"}
    made = api.enter_structure(by=AN, at=AT, **said)
    assert api.index_of(code="dti", year=2024).mains[0].points is None
    with pytest.raises(NotAllowed, match="SC12"):
        api.approve_structure(by=AN, at=AT, structure_id=made.structure_id)
    api.approve_structure(by=BINH, at=AT, structure_id=made.structure_id)
    index = api.index_of(code="dti", year=2024)
    assert api.compute_one(index, {code: share("0.5") for code in MAINS}).value == F("0.5")
    with pytest.raises(Conflict, match="SC26"):
        api.approve_structure(by=BINH, at=AT, structure_id=made.structure_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Structure.objects.update(rows=[])
    assert api.structures(code="dti", version="405-2025")[0].approved_name == "binh"


def test_wrong_list_of_components_is_refused_by_row() -> None:
    said = {"index_code": "dti", "version": "922-2022", "source": "thử"}
    with pytest.raises(Invalid, match=r"SC25.*part 1 \(1\)"):
        api.enter_structure(by=AN, at=AT, rows=[{"code": "1", "name": "x", "points": 90}], **said)
    with pytest.raises(Invalid, match="SC25"):
        api.enter_structure(by=AN, at=AT, rows=[], **said)
    with pytest.raises(NotFound):
        api.approve_structure(by=BINH, at=AT, structure_id="scs_none")


def take_in(entries: dict[str, api.Entry], **said: Any) -> api.ImportView:
    told = {"notes": {"1": "ghi chú"}, "name": "tu-danh-gia.xlsx", "file_id": "fil_1", "sha256": "0" * 64} | said
    return api.take_in(by=AN, at=AT, entries=entries, **WHERE, **told)


def test_file_is_taken_in_whole_or_not_at_all() -> None:
    with pytest.raises(Invalid, match="SC21"):
        take_in({"1": share("0.5"), "99": share(1)})
    with pytest.raises(Invalid, match="SC28"):
        take_in({})
    assert not Value.objects.exists()
    made = take_in({"1": share("0.5"), "2": share(1)})
    stands = now(api.ValueKind.SELF)
    assert stands is not None
    assert (stands.note, stands.files, stands.import_id) == ("ghi chú", ("fil_1",), made.import_id)


def test_file_taken_back_lets_the_values_before_it_count() -> None:
    enter(entry=share("0.3"))
    made = take_in({"1": share("0.5"), "2": share(1)})
    api.undo_import(by=AN, at=AT, import_id=made.import_id)
    stands = now(api.ValueKind.SELF)
    assert stands is not None
    assert stands.entry == share("0.3")
    assert now(api.ValueKind.SELF, "2") is None
    assert len(api.history(part="1", **WHERE)) == 2
    assert api.imports(**WHERE)[0].undone_at == AT
    with pytest.raises(Conflict, match="SC29"):
        api.undo_import(by=AN, at=AT, import_id=made.import_id)
    with pytest.raises(NotFound):
        api.undo_import(by=AN, at=AT, import_id="sci_none")


def test_file_is_no_longer_taken_after_the_self_assessment() -> None:
    made = take_in({"1": share("0.5")})
    move(api.Step.VERIFICATION)
    with pytest.raises(Conflict, match="SC20"):
        take_in({"1": share("0.6")})
    with pytest.raises(Conflict, match="SC20"):
        api.undo_import(by=AN, at=AT, import_id=made.import_id)


def test_trial_is_kept_only_under_a_name() -> None:
    said = {"by": BINH, "at": AT, "query": "v.1=0.5", **WHERE}
    with pytest.raises(Invalid, match="SC27"):
        api.keep_trial(name=" ", **said)
    with pytest.raises(NotAllowed, match="SC13"):
        api.keep_trial(**(said | {"by": official("d", "clerk")}), name="thử")
    api.keep_trial(name="thêm nhận thức", **said)
    assert [(one.name, one.query) for one in api.trials(**WHERE)] == [("thêm nhận thức", "v.1=0.5")]
