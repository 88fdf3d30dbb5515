"""The real catalogue: everything declared about it is true, and people find what they mean."""

import tomllib
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinh.procedures import api, registry
from dinh.procedures.models import Component, ProcedureVersion
from dinh.procedures.types import FaultKind
from tests.procedures.conftest import TODAY

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("real", "db")]


def test_all_procedures_are_in(real: api.ImportReport) -> None:
    assert (real.procedures, real.added) == (2849, 2849)
    assert Component.objects.count() == 15770


def test_faults_of_the_source_are_all_there() -> None:
    counts = api.fault_counts()
    assert counts[FaultKind.TIME_UNIT_MISSING] == 757
    assert counts[FaultKind.TIME_FEE_RUN_TOGETHER] == 104
    assert counts[FaultKind.COMPONENT_UNPARSED] == 45
    assert counts[FaultKind.FEE_NOT_ENTERED] == 4679
    assert api.faults(kind="fee_suspicious").total == counts[FaultKind.FEE_SUSPICIOUS] > 0


def test_every_declared_code_and_field_exists() -> None:
    codes = set(ProcedureVersion.objects.values_list("code", flat=True))
    fields = set(ProcedureVersion.objects.values_list("field", flat=True))
    declared = {one.code for one in api.frequent()}
    declared |= {code for one in registry.synonyms() for code in one.codes}
    declared |= {code for one in registry.life_event_definitions() for code in one.codes}
    own = (settings.DINH_PROVINCES / "68" / "procedures.toml").read_text(encoding="utf-8")
    declared |= {row["code"] for row in tomllib.loads(own)["entry"]}
    assert declared - codes == set()
    assert {one.field for event in registry.life_event_definitions() for one in event.fields} - fields == set()


def test_every_declared_result_exists() -> None:
    declared = {code for rule in registry.reuse_rules() for code in rule.results}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT code FROM procedures_result")
        known = {row[0] for row in cursor.fetchall()}
    assert declared - known == set()


def test_life_events_are_many_and_none_is_empty() -> None:
    events = api.life_events()
    assert len(events) >= 10
    assert [one.code for one in events if not api.search(on=TODAY, life_event=one.code).total] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("làm giấy khai sinh", "1.001193"),
        ("lam giay khai sinh", "1.001193"),
        ("dang ky khai sin", "1.001193"),
        ("ket honn", "1.000894"),
        ("đăng ký kết hôn", "1.000894"),
        ("độc thân", "1.004873"),
        ("sổ đỏ", "1.013978"),
        ("sang tên", "1.013831"),
        ("giấy phép xây nhà", "1.013225"),
        ("mở quán", "1.001612"),
        ("ho kinh doanh", "1.001612"),
        ("cấp lại căn cước bị mất", "1.014064"),
        ("hòa giải tranh chấp đất", "1.012812"),
        ("1.001193.000.00.00.H36", "1.001193"),
    ],
)
def test_people_find_what_they_mean(words: str, code: str) -> None:
    found = api.search(text=words, on=TODAY)
    assert (found.items[0].code, found.is_loose) == (code, False)


def test_nonsense_finds_nothing() -> None:
    assert api.search(text="xyzzy qqq", on=TODAY).items == []


def test_level_and_field_narrow() -> None:
    found = api.search(text="khai sinh", on=TODAY, level="commune", field="Hộ tịch")
    assert {(hit.level_commune, hit.field) for hit in found.items} == {(True, "Hộ tịch")}


def test_birth_registration_reads_honestly() -> None:
    view = api.version_on(code="1.001193", on=TODAY)
    assert view.channels[0].limit_raw == "1"
    assert view.channels[0].is_assumed
    assert len([one for one in view.components if not one.is_note]) < 12
    schema = api.form_schema(version_id=view.version_id)
    assert [one.component_id for one in schema.uploads] == [
        one.component_id for one in view.components if not one.is_note
    ]


def test_limit_without_unit_stays_open() -> None:
    view = api.version_on(code="2.000806", on=TODAY)
    assert (view.channels[0].limit, view.channels[0].limit_raw) == (None, "5")
    assert FaultKind.TIME_UNIT_MISSING in {one.kind for one in view.faults}


def test_reuse_is_derived_for_known_papers() -> None:
    rows: Any = Component.objects.filter(accepts_results__contains=["KQ.G15.000031"], is_note=False)
    assert rows.count() > 20
    assert Component.objects.filter(accepts_results__contains=[""]).count() == 0


@pytest.mark.parametrize("code", ["1.001193", "1.003358", "1.013124", "1.013563", "1.000014", "2.002338", "1.014951"])
def test_citizen_page_opens_for_every_kind_of_fault(client: Client, code: str) -> None:
    response = client.get(f"/thu-tuc/{code}/")
    assert response.status_code == 200
    assert "Giấy tờ cần có" in response.content.decode()


def test_mien_phi_never_reads_free(client: Client) -> None:
    page = client.get("/thu-tuc/2.000806/").content.decode()
    assert "Nguồn chưa nhập mức phí; hỏi nơi tiếp nhận." in page
    assert "Nguồn ghi “5” nhưng không ghi đơn vị" in page
    assert "Miễn phí" not in page


def test_local_code_leads_to_the_national_one(client: Client) -> None:
    response = client.get("/thu-tuc/1.001193.000.00.00.H36/")
    assert (response.status_code, response["Location"]) == (301, "/thu-tuc/1.001193/")


def test_unknown_code_is_a_page_not_a_crash(client: Client) -> None:
    assert client.get("/thu-tuc/9.999999/").status_code == 404


def test_search_page_asks_the_same_number_of_questions(client: Client) -> None:
    client.get("/thu-tuc/?q=khai+sinh")
    counts = []
    for words in ("1.001193", "dang ky khai sinh"):
        with CaptureQueriesContext(connection) as asked:
            client.get("/thu-tuc/", {"q": words})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4


def test_detail_asks_the_same_number_of_questions(client: Client) -> None:
    counts = []
    for code in ("1.001193", "1.014951", "1.003358"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/thu-tuc/{code}/")
        counts.append(len(asked))
    assert max(counts) <= 9


def test_digits_alone_are_compared_with_no_name() -> None:
    with CaptureQueriesContext(connection) as seen:
        assert api.search(text="0100872872", on=TODAY).total == 0
    assert "similarity" not in "".join(one["sql"].lower() for one in seen.captured_queries)
    assert "%>" not in "".join(one["sql"] for one in seen.captured_queries)
    assert api.search(text="1.001193", on=TODAY).items[0].code == "1.001193"
