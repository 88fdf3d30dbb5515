"""Loading twice changes nothing; a correction supersedes and keeps what was known before."""

import csv
import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dinh.directory import api
from dinh.directory.units.models import MapLoad, Unit, UnitVersion
from dinh.kernel.actor import ANONYMOUS, SYSTEM
from dinh.kernel.errors import NotAllowed
from dinh.ledger.models import Entry

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("country")]
LATER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The data with one name of the new map spelled otherwise."""
    for folder in ("admin", "geo"):
        shutil.copytree(settings.DINH_DATA / folder, tmp_path / folder)
    file = tmp_path / "admin" / "communes_new_3321.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("23059,23059,Xã Hàm Thuận,", "23059,23059,Xã Hàm Thuận Trung,"), encoding="utf-8")
    return tmp_path


def test_the_second_load_changes_and_records_nothing() -> None:
    before = Entry.objects.count()
    assert api.load_units(by=SYSTEM, at=LATER, folder=settings.DINH_DATA).is_unchanged
    assert (MapLoad.objects.count(), Entry.objects.count()) == (1, before)


def test_a_correction_supersedes_and_numbers_stay(corrected: Path) -> None:
    numbers = set(Unit.objects.values_list("pk", flat=True))
    report = api.load_units(by=SYSTEM, at=LATER, folder=corrected)
    assert {table: count for table, count in report.superseded.items() if count} == {"version": 1, "change": 1}
    assert (report.added["version"], report.added["unit"]) == (1, 0)
    assert set(Unit.objects.values_list("pk", flat=True)) == numbers
    old, new = UnitVersion.objects.filter(code="23059", valid_to=None).order_by("pk")
    assert (old.name, old.superseded_at, new.name, new.recorded_at) == (
        "Xã Hàm Thuận", LATER, "Xã Hàm Thuận Trung", LATER,
    )  # fmt: skip


def test_only_the_system_or_a_data_officer_loads() -> None:
    with pytest.raises(NotAllowed, match="DU02"):
        api.load_units(by=ANONYMOUS, at=LATER, folder=settings.DINH_DATA)


def test_the_files_have_the_rows_they_are_named_for() -> None:
    for file, rows in {"communes_old_10035.csv": 10_035, "communes_new_3321.csv": 3_321}.items():
        text = (settings.DINH_DATA / "admin" / file).read_text(encoding="utf-8")
        assert len(list(csv.DictReader(StringIO(text)))) == rows


def told(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("units", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_warns_when_a_code_is_another_units_too() -> None:
    lines = told("successors", "22918", "--on", "2025-06-30")
    assert lines[0].startswith("Phường Hàm Tiến, thành phố Phan Thiết, tỉnh Bình Thuận (mã 22918")
    assert lines[1].endswith("Phường Mũi Né, tỉnh Lâm Đồng (22918): toàn bộ. Theo Nghị quyết số 1671/NQ-UBTVQH15.")
    assert lines[2] == "Lưu ý: vào ngày khác, mã 22918 là của đơn vị khác:"


def test_the_command_says_when_the_successor_is_not_known() -> None:
    assert "chưa rõ nhập vào đâu" in told("successors", "26407", "--on", "2019-02-01")[1]


def test_the_command_tells_predecessors_and_lives() -> None:
    assert len([line for line in told("predecessors", "23059") if "toàn bộ" in line]) == 3
    assert "  từ 30/04/2026: Thành phố Đồng Nai (75)" in told("show", "75")


def test_the_command_refuses_with_a_reason() -> None:
    with pytest.raises(CommandError, match="DU13"):
        told("show", "99999")
    with pytest.raises(CommandError, match="2, 3"):
        told("show", "1234")
