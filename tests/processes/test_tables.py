"""Drafts, publishing under four eyes, what is in force on a day, and the tables the house brings along."""

import tomllib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from dinh.kernel import law
from dinh.kernel.actor import SYSTEM, Role
from dinh.kernel.clock import VN
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from dinh.processes import api
from dinh.processes.models import TableVersion
from dinh.processes.operations.tables import _kept
from tests.processes.tables_make import column, officer, table

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, 0, tzinfo=VN)
FROM = date(2026, 7, 1)
ANH, BINH = officer("per_a"), officer("per_b")
GOOD = table([(["< 5"], ["1"]), ([">= 5"], ["2"])])
BAD = table([(["< 5"], ["1"]), ([">= 4"], ["2"])])


def draft(made: api.Table = GOOD, **more: Any) -> api.TableView:
    return api.save_table_draft(**({"code": "bang-thu", "table": made, "by": ANH, "at": AT} | more))


def published(made: api.Table = GOOD, on: date = FROM, **more: Any) -> api.TableView:
    return api.publish_table(table_id=draft(made, **more).table_id, valid_from=on, by=BINH, at=AT)


def kinds_of(table_id: str) -> list[str]:
    return [one.kind for one in ledger.entries_of(table_id)]


def test_draft_is_kept_and_changed_in_place() -> None:
    first, second = draft(), draft(BAD)
    assert (first.table_id, first.number, first.revision) == (second.table_id, 1, 1)
    assert second.revision == 2
    assert api.table(table_id=first.table_id).table == BAD


def test_draft_seen_by_somebody_else_is_not_overwritten() -> None:
    draft()
    draft(BAD, by=BINH)
    with pytest.raises(Conflict, match="TB12"):
        draft(revision=1)


def test_only_a_data_officer_drafts() -> None:
    with pytest.raises(NotAllowed):
        draft(by=officer("per_c", Role.CLERK.value))


@pytest.mark.parametrize("code", ["", "Bảng", "a b", "x" * 61, "-x"])
def test_unusable_code_is_refused(code: str) -> None:
    with pytest.raises(Invalid, match="TB11"):
        draft(code=code)


def test_publishing_needs_other_eyes() -> None:
    made = draft()
    draft(BAD, by=BINH)
    draft(GOOD, by=ANH)
    for author in (ANH, BINH):
        with pytest.raises(NotAllowed, match="PR12"):
            api.publish_table(table_id=made.table_id, valid_from=FROM, by=author, at=AT)
    leader = officer("per_l", Role.LEADER.value)
    assert api.publish_table(table_id=made.table_id, valid_from=FROM, by=leader, at=AT).state == "published"


def test_table_with_overlapping_rows_is_not_published() -> None:
    made = draft(BAD)
    with pytest.raises(api.NotReady) as refused:
        api.publish_table(table_id=made.table_id, valid_from=FROM, by=BINH, at=AT)
    (finding,) = refused.value.findings
    assert (finding.rules, finding.witness) == ((1, 2), {"n": 4})
    assert api.table(table_id=made.table_id).state == "draft"


def test_published_version_ends_the_one_before() -> None:
    first = published()
    second = published(on=FROM + timedelta(days=31))
    assert api.table(table_id=first.table_id).valid_to == second.valid_from
    assert api.table_for(code="bang-thu", on=FROM + timedelta(days=30)).table_id == first.table_id
    assert api.table_for(code="bang-thu", on=FROM + timedelta(days=31)).table_id == second.table_id
    with pytest.raises(NotFound):
        api.table_for(code="bang-thu", on=FROM - timedelta(days=1))


def test_version_may_not_begin_before_one_already_published() -> None:
    published()
    with pytest.raises(Conflict, match="TB14"):
        published(on=FROM)


def test_every_step_stands_in_the_ledger() -> None:
    made = published()
    api.retire_table(table_id=made.table_id, valid_to=FROM + timedelta(days=3), by=BINH, at=AT)
    wanted = ["processes.table.saved", "processes.table.published", "processes.table.retired"]
    assert sorted(kinds_of(made.table_id)) == sorted(wanted)
    with pytest.raises(NotFound):
        api.table_for(code="bang-thu", on=FROM + timedelta(days=3))


def test_dropped_draft_is_gone_and_told() -> None:
    made = draft()
    api.drop_table_draft(table_id=made.table_id, by=ANH, at=AT)
    with pytest.raises(NotFound):
        api.table(table_id=made.table_id)
    assert sorted(kinds_of(made.table_id)) == ["processes.table.dropped", "processes.table.saved"]


def test_decision_names_its_version_and_says_why() -> None:
    made = published()
    found = api.decide(code="bang-thu", inputs={"n": 7}, on=FROM)
    assert (found.outputs, found.hits, found.table_id) == ({"o": 2}, (2,), made.table_id)
    assert found.why == ("Hàng 2 khớp: N: từ 5 trở lên.",)


def test_table_of_the_procedure_goes_before_that_for_all() -> None:
    papers = api.TablePurpose.PAPERS
    made = table([(["< 5"], ["1"])], outputs=[column("thanh_phan", api.ColumnType.NUMBER)])
    own = published(made, code="rieng", purpose=papers, procedure_code="1.004194")
    common = published(code="chung", purpose=papers)
    found = [
        api.table_for(purpose=papers, procedure_code=code, on=FROM).table_id for code in ("1.004194", "1.001193", "")
    ]
    assert found == [own.table_id, common.table_id, common.table_id]


def shipped() -> dict[str, api.TableView]:
    return {one.code: one for one in api.save_shipped_tables(by=SYSTEM, at=AT)}


def test_shipped_tables_are_drafts_without_blocking_findings() -> None:
    found = shipped()
    assert len(found) == 5
    assert shipped() == {}
    for one in found.values():
        assert [finding for finding in api.check_table(one.table) if finding.is_blocking] == []
        assert api.publish_table(table_id=one.table_id, valid_from=FROM, by=BINH, at=AT).state == "published"


def test_shipped_discounts_say_what_the_resolutions_say() -> None:
    made = shipped()["muc-thu-khi-nop-truc-tuyen"]
    rules = [rule for file in settings.DINH_PROVINCES.glob("*/fees.toml") for rule in _discounts(file.read_text())]
    assert len(rules) == len(made.table.rules)
    for rule in rules:
        for area in rule["areas"]:
            inputs = {"dia_ban": area, "kenh": "trực tuyến", "loai": "lệ phí", "cap_quy_dinh": "tỉnh"}
            inputs |= {"la_phi_tham_dinh": False, "trong_danh_muc": True, "ngay_nop": rule["valid_from"]}
            found = api.decide_by(table_id=made.table_id, inputs=inputs).outputs
            assert found["phan_tram_phai_nop"] == rule["pays_percent"]
            assert rule["instrument"].startswith(str(found["nghi_quyet"]))
            before = inputs | {"ngay_nop": rule["valid_from"] - timedelta(days=1)}
            assert api.decide_by(table_id=made.table_id, inputs=before).outputs["phan_tram_phai_nop"] == 100


def _discounts(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(text).get("discount", [])
    return found


def test_shipped_clock_says_what_law_says() -> None:
    made = shipped()["thoi-han-sau-khi-cho"]
    words = {"RESUME": "chạy tiếp", "RESTART": "tính lại từ đầu"}
    reasons = {"clock.resume": "chờ bổ sung", "clock.returned_after_appraisal": "trả lại sau thẩm định"}
    for key, reason in reasons.items():
        for value in law.history(key):
            for day in (value.valid_from, value.valid_to or date(2027, 1, 1)):
                inputs = {"ly_do_cho": reason, "ngay_tiep_nhan": day}
                found = api.decide_by(table_id=made.table_id, inputs=inputs)
                assert found.outputs == {"cach_tinh": words[value.value]}
                assert value.act in found.why[0]


def test_shipped_papers_are_those_of_the_case() -> None:
    made = shipped()["giay-to-dang-ky-tam-tru"]
    alone = {"truong_hop": "cá nhân, hộ gia đình", "ve_ho_gia_dinh": False, "moi_co_quoc_tich": False}
    known = api.decide_by(table_id=made.table_id, inputs=alone | {"tra_duoc_cho_o": True})
    asked = api.decide_by(table_id=made.table_id, inputs=alone | {"tra_duoc_cho_o": False})
    assert (known.hits, asked.hits) == ((1,), (1, 2))


@pytest.mark.parametrize("purpose", ["fee", "papers", "route"])
def test_table_that_could_not_act_is_not_published(purpose: str) -> None:
    with pytest.raises(api.NotReady, match="TB10"):
        published(purpose=api.TablePurpose(purpose), procedure_code="1.004194")


def test_fee_that_nobody_thought_of_has_no_default() -> None:
    made = table([(["< 5"], ["1000"])], outputs=[column("so_tien", api.ColumnType.MONEY, default="0")])
    with pytest.raises(api.NotReady, match="TB10"):
        published(made, purpose=api.TablePurpose.FEE, procedure_code="1.004194")


def test_two_tables_do_not_decide_the_same_for_a_procedure() -> None:
    made = table([(["< 5"], ["1000"])], outputs=[column("so_tien", api.ColumnType.MONEY)])
    about = {"purpose": api.TablePurpose.FEE, "procedure_code": "1.004194"}
    first = published(made, code="mot", **about)
    with pytest.raises(Conflict, match="TB16"):
        published(made, code="hai", **about)
    api.retire_table(table_id=first.table_id, valid_to=FROM + timedelta(days=9), by=BINH, at=AT)
    later = api.table_versions(code="hai")[0]
    on = FROM + timedelta(days=9)
    assert api.publish_table(table_id=later.table_id, valid_from=on, by=BINH, at=AT).state == "published"
    acting = api.tables_of(procedure_code="1.004194", on=FROM)
    assert acting[api.TablePurpose.FEE].code == "mot"


def test_ended_table_begins_again_only_behind_its_end() -> None:
    first = published()
    api.retire_table(table_id=first.table_id, valid_to=FROM + timedelta(days=9), by=BINH, at=AT)
    with pytest.raises(Conflict, match="TB14"):
        published(on=FROM + timedelta(days=8))
    again = api.table_versions(code="bang-thu")[0]
    made = api.publish_table(table_id=again.table_id, valid_from=FROM + timedelta(days=9), by=BINH, at=AT)
    assert (made.number, made.state) == (2, "published")


@pytest.mark.parametrize("days", [-1, 32])
def test_version_ends_neither_before_it_began_nor_behind_its_successor(days: int) -> None:
    first = published()
    published(on=FROM + timedelta(days=31))
    with pytest.raises(Conflict, match="TB15"):
        api.retire_table(table_id=first.table_id, valid_to=FROM + timedelta(days=days), by=BINH, at=AT)


def test_draft_cannot_end_and_published_cannot_be_dropped() -> None:
    with pytest.raises(Conflict, match="TB15"):
        api.retire_table(table_id=draft().table_id, valid_to=FROM, by=BINH, at=AT)
    with pytest.raises(Conflict, match="TB14"):
        api.drop_table_draft(table_id=published(code="khac").table_id, by=ANH, at=AT)


@pytest.mark.parametrize("act", [api.table, api.export_dmn, api.export_sheet])
def test_unknown_table_is_not_found(act: Any) -> None:
    with pytest.raises(NotFound):
        act(table_id="tbl_x")
    with pytest.raises(NotFound):
        api.decide_by(table_id="tbl_x", inputs={})
    with pytest.raises(NotFound):
        api.publish_table(table_id="tbl_x", valid_from=FROM, by=BINH, at=AT)
    with pytest.raises(NotFound):
        api.table_for(on=FROM)


def test_two_who_begin_the_same_table_do_not_break_each_other() -> None:
    with pytest.raises(Conflict, match="TB12"):
        _kept(TableVersion(**_columns(draft())))


def _columns(view: api.TableView) -> dict[str, Any]:
    row = TableVersion.objects.get(public_id=view.table_id)
    names = ("code", "number", "name", "purpose", "definition", "digest", "edited_at")
    return {name: getattr(row, name) for name in names}


def test_import_does_not_overwrite_a_draft() -> None:
    data = api.export_dmn(table_id=draft().table_id)
    with pytest.raises(Conflict, match="TB34"):
        api.import_dmn(data=data, by=BINH, at=AT, code="bang-thu")
    (made,), reading = api.import_dmn(data=data, by=BINH, at=AT, code="bang-khac")
    assert (made.table, reading.kept) == (GOOD, reading.kept)
