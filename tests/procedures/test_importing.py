"""Editions of the catalogue: dated versions, repeatable, refused whole when the files are not whole."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dinh.kernel.actor import ANONYMOUS
from dinh.kernel.errors import Invalid, NotAllowed, NotFound
from dinh.ledger.models import Entry
from dinh.procedures import api
from dinh.procedures.models import ProcedureVersion
from dinh.procedures.operations import files
from tests.procedures.conftest import AT, TODAY, Tables, load, procedure, small

pytestmark = pytest.mark.django_db
Write = Callable[[Tables], Path]


def test_first_load_adds_everything_and_tells_the_ledger_once(write: Write) -> None:
    before = Entry.objects.count()
    done = load(write(small()))
    assert (done.added, done.changed, done.closed, done.valid_from) == (3, 0, 0, date(2024, 1, 1))
    assert Entry.objects.count() == before + 1


def test_second_load_changes_nothing(write: Write) -> None:
    load(write(small()))
    before = Entry.objects.count()
    again = load(write(small()))
    assert (again.import_id, again.unchanged, again.changes) == ("", 3, ())
    assert Entry.objects.count() == before


def test_changed_words_make_a_dated_version_with_the_difference(write: Write) -> None:
    load(write(small()))
    old = api.version_on(code="1.000001", on=TODAY)
    tables = small()
    tables["procedure_channels.csv"][0]["time_raw"] = "5 Ngày làm việc"
    done = load(write(tables), valid_from=date(2026, 12, 1))
    assert (done.changed, done.unchanged) == (1, 2)
    assert done.changes[0].differences == (("channel/Trực tiếp/time", "3 Ngày làm việc", "5 Ngày làm việc"),)
    assert api.version_on(code="1.000001", on=date(2026, 11, 30)).version_id == old.version_id
    fresh = api.version_on(code="1.000001", on=date(2026, 12, 1))
    assert str(fresh.channels[0].limit) == "5 ngày làm việc"
    assert api.version(version_id=old.version_id).valid_to == date(2026, 12, 1)
    kept = api.changes(import_id=done.import_id).items
    assert [(one.kind, one.differences) for one in kept] == [("changed", done.changes[0].differences)]


def test_procedure_left_out_is_closed(write: Write) -> None:
    load(write(small()))
    tables = {name: [row for row in rows if row["code"] != "1.000003"] for name, rows in small().items()}
    done = load(write(tables), may_shrink=True)
    assert [(one.kind, one.code) for one in done.changes] == [("closed", "1.000003")]
    with pytest.raises(NotFound):
        api.version_on(code="1.000003", on=TODAY)
    assert api.version_on(code="1.000003", on=date(2026, 11, 21)).name == "Đăng ký khai tử"


def test_edition_that_lost_a_third_is_refused(write: Write) -> None:
    load(write(small()))
    tables = {name: [row for row in rows if row["code"] != "1.000003"] for name, rows in small().items()}
    with pytest.raises(Invalid, match="PR09"):
        load(write(tables))
    assert ProcedureVersion.objects.filter(valid_to=None).count() == 3


def test_day_before_a_standing_version_is_refused(write: Write) -> None:
    load(write(small()))
    tables = small()
    tables["procedures.csv"][0]["name"] = "Tên khác"
    with pytest.raises(Invalid, match="PR08"):
        load(write(tables), valid_from=date(2023, 1, 1))


def test_correction_of_the_same_day_leaves_an_empty_span(write: Write) -> None:
    load(write(small()))
    tables = small()
    tables["procedures.csv"][0]["name"] = "Tên khác"
    load(write(tables), valid_from=date(2024, 1, 1))
    assert api.version_on(code="1.000001", on=date(2024, 1, 1)).name == "Tên khác"


def _cut(folder: Path, name: str, size: int) -> None:
    file = folder / name
    file.write_bytes(file.read_bytes()[:-size])


@pytest.mark.parametrize(
    "name", ["procedures.csv", "procedure_channels.csv", "procedure_components.csv", "procedure_steps.jsonl"]
)
def test_half_file_is_refused_whole(write: Write, name: str) -> None:
    folder = write(small())
    _cut(folder, name, 20)
    with pytest.raises(Invalid, match=r"PR0[35]"):
        load(folder)
    assert not ProcedureVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "table"), [("procedure_channels.csv", -1), ("procedure_components.csv", -1), ("procedure_results.csv", -1)]
)
def test_table_cut_at_a_line_is_noticed(write: Write, name: str, table: int) -> None:
    tables = small()
    del tables[name][table]
    with pytest.raises(Invalid, match="PR05"):
        load(write(tables))


def test_duplicate_code_is_refused(write: Write) -> None:
    tables = small()
    tables["procedures.csv"].append(procedure("1.000001", "Lại lần nữa"))
    with pytest.raises(Invalid, match="PR04"):
        load(write(tables))


def test_strange_code_is_refused(write: Write) -> None:
    tables = small()
    tables["procedures.csv"].append(procedure("'; DROP", "Lạ"))
    with pytest.raises(Invalid, match="PR03"):
        load(write(tables))


def test_bad_header_is_refused(write: Write) -> None:
    folder = write(small())
    file = folder / "procedure_results.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("result_name", "ten"), encoding="utf-8")
    with pytest.raises(Invalid, match="PR02"):
        load(folder)


def test_huge_file_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_BYTES", 100)
    with pytest.raises(Invalid, match="PR06"):
        load(write(small()))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"code\0"])
def test_file_that_is_no_text_is_refused(write: Write, content: bytes) -> None:
    folder = write(small())
    (folder / "procedures.csv").write_bytes(content)
    with pytest.raises(Invalid, match="PR07"):
        load(folder)


def test_missing_and_broken_gzip_are_refused(write: Write) -> None:
    folder = write(small())
    file = folder / "procedures.csv"
    zipped = gzip.compress(file.read_bytes())
    file.unlink()
    with pytest.raises(Invalid, match="PR01"):
        load(folder)
    (folder / "procedures.csv.gz").write_bytes(zipped[:-30])
    with pytest.raises(Invalid, match="PR05"):
        load(folder)
    (folder / "procedures.csv.gz").write_bytes(zipped)
    assert load(folder).added == 3


def test_stranger_may_not_load(write: Write) -> None:
    with pytest.raises(NotAllowed):
        api.import_catalogue(by=ANONYMOUS, at=AT, folder=write(small()))


ENTRY = """
[[entry]]
code = "1.000001"
channels = ["desk"]
limit = "1 ngày làm việc"
fees = [{ kind = "le_phi", amount_vnd = 8000, note = "Mỗi bản" }]
valid_from = 2025-01-01
source = "Nghị quyết thử"
mark = "assumed"
"""


def test_entry_of_the_province_counts_from_its_day(write: Write, tmp_path: Path) -> None:
    own = tmp_path / "procedures.toml"
    own.write_text(ENTRY, encoding="utf-8")
    load(write(small()), province_file=own)
    load(write(small()), province_file=own, valid_from=date(2025, 6, 1))
    early = api.version_on(code="1.000001", on=date(2025, 5, 31)).channels[0]
    late = api.version_on(code="1.000001", on=date(2025, 6, 1)).channels[0]
    assert (str(early.limit), early.is_amount_entered, early.is_assumed) == ("3 ngày làm việc", False, False)
    assert (str(late.limit), late.fees[0].amount_vnd, late.is_assumed) == ("1 ngày làm việc", 8000, True)


@pytest.mark.parametrize("wrong", ["1 tuần trăng", "8000.5"])
def test_entry_that_cannot_be_read_is_refused(write: Write, tmp_path: Path, wrong: str) -> None:
    own = tmp_path / "procedures.toml"
    text = ENTRY.replace("1 ngày làm việc", wrong) if "tuần" in wrong else ENTRY.replace("8000", wrong)
    own.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match="PR11"):
        load(write(small()), province_file=own)
