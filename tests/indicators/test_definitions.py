"""Definitions are data: what is right is computed without a line of code, what is wrong is refused with its place."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from dinh.indicators.figures.policies.expressions import ExpressionFault, holds, parse, sql
from dinh.indicators.figures.registry import DefinitionFault, books, facts

pytestmark = pytest.mark.unit
COLUMNS = facts()["dossier"].columns
INDICATOR = """
[[indicator]]
code = "{code}"
version = {version}
name_vi = "Thử"
name_en = "Try"
unit = "%"
numerator = "{numerator}"
denominator = "{denominator}"
direction = "higher"
source_kind = "measured"
legal_basis = "766/QĐ-TTg"
base_vi = "Hồ sơ"
base_en = "Dossiers"
notes_vi = []
notes_en = []
valid_from = {valid_from}
{more}
"""
MEASURE = """
[[measure]]
code = "tried"
by = "received_on"
name_vi = "thử"
name_en = "tried"
{more}
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Read the refusals as they are written in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(books.FOLDER, tmp_path / "definitions", ignore=shutil.ignore_patterns("__*"))
    return tmp_path / "definitions"


def declare(
    folder: Path,
    *,
    numerator: str = "received_online",
    denominator: str = "received",
    code: str = "try.one",
    more: str = "",
) -> None:
    text = INDICATOR.format(
        code=code, version=1, numerator=numerator, denominator=denominator, valid_from="2026-01-01", more=more
    )
    (folder / "indicators" / f"{code}.toml").write_text(text, encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(DefinitionFault) as told:
        books.read(folder)
    return str(told.value)


def test_a_new_indicator_is_one_file(folder: Path) -> None:
    declare(folder, numerator="2 * received_online - digitised + received")
    (made,) = books.read(folder).indicators["try.one"]
    assert str(made.numerator) == "2 * received_online - digitised + received"
    assert (made.attribution, made.denominator is not None) == ("received_on", True)


def test_a_formula_may_name_a_count(folder: Path) -> None:
    declare(folder, denominator="dossiers.received")
    (made,) = books.read(folder).indicators["try.one"]
    assert str(made.denominator) == "received"


@pytest.mark.parametrize(
    ("numerator", "denominator", "sentence"),
    [
        ("dossiers.online_share", "received", "dossiers.online_share is a share; shares are not averaged or added"),
        ("received_online", "closed", "received counts by received_on"),
        ("received", "recieved", "recieved is neither a measure nor an indicator"),
        ("try.one", "received", "a circle: try.one → try.one"),
        ("services_online + received", "received", "services_online is a distinct; it cannot be added to"),
        ("received received", "received", "letter 9: 'received' is no term"),
        ("", "received", "an empty formula"),
    ],
)
def test_a_wrong_formula_is_refused_with_its_place(
    folder: Path, numerator: str, denominator: str, sentence: str
) -> None:
    declare(folder, numerator=numerator, denominator=denominator)
    told = refusal(folder)
    expected = sentence.replace("received counts", "received_online counts") if denominator == "closed" else sentence
    assert told.startswith("try.one.toml, indicator 1 (try.one)")
    assert expected in told


def test_a_longer_circle_is_told_whole(folder: Path) -> None:
    declare(folder, code="try.one", numerator="try.two", denominator="received")
    text = INDICATOR.format(
        code="try.two", version=1, numerator="try.three", denominator="", valid_from="2026-01-01", more=""
    )
    (folder / "indicators" / "two.toml").write_text(
        text + text.replace('"try.two"', '"try.three"', 1).replace('numerator = "try.three"', 'numerator = "try.two"'),
        encoding="utf-8",
    )
    assert "a circle: try." in refusal(folder)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('kind = "distinct"\nof = "procedure_id"', "a distinct of months or units cannot be added"),
        ("place = 100\nover_time = false", "a stock is not summed over time"),
        ("place = 100\nwhere = 'procedure_code = 1'", "official codes are no keys"),
        ("kind = 'distinct'\nof = 'unit_code'\nover_time = false\nover_units = false", "official codes are no keys"),
        ("place = 100\nwhere = 'channel = phone'", "letter 11: 'phone' is no word of channel (desk, online, post)"),
        ("place = 100\nwhere = 'has_fee and'", "at the end: something is missing that is no column of the fact"),
        ("place = 100\nwhere = 'has_fee; drop'", "letter 8: ';' is no sign of this language"),
        ("place = 1", "measures received and tried: both are 1"),
        ("place = 100\nweight = 0.5", "unknown words weight"),
        ("", "`place` must be from 1 to 512"),
        ("kind = 'percentile'\nof = 'handled_minutes'\nover_time = false\nover_units = false", "share = [1, 2]"),
        ("kind = 'sum'\nplace = 100\nof = 'channel'", "a sum needs `of` to be a column of kind number"),
    ],
)
def test_a_wrong_measure_is_refused_with_its_place(folder: Path, more: str, sentence: str) -> None:
    (folder / "measures" / "try.toml").write_text(MEASURE.format(more=more), encoding="utf-8")
    assert sentence in refusal(folder)


@pytest.mark.parametrize("has_mark", [True, False])
def test_a_new_formula_needs_a_break_mark(folder: Path, has_mark: bool) -> None:  # noqa: FBT001
    said = {"code": "try.one", "numerator": "received_online", "denominator": "received"}
    old = INDICATOR.format(version=1, valid_from="2025-01-01", more="valid_to = 2025-12-31", **said)
    said["numerator"] = "online_with_result"
    new = INDICATOR.format(version=2, valid_from="2026-01-01", more="break = true" if has_mark else "", **said)
    (folder / "indicators" / "try.toml").write_text(old + new, encoding="utf-8")
    if has_mark:
        assert [one.is_break for one in books.read(folder).indicators["try.one"]] == [False, True]
    else:
        assert "one line may not mix them" in refusal(folder)


def test_versions_follow_each_other(folder: Path) -> None:
    said = {"code": "try.one", "numerator": "received_online", "denominator": "received", "more": ""}
    text = INDICATOR.format(version=1, valid_from="2025-01-01", **said)
    text += INDICATOR.format(version=2, valid_from="2026-01-01", **said)
    (folder / "indicators" / "try.toml").write_text(text, encoding="utf-8")
    assert "version 2 begins before version 1 ends" in refusal(folder)


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("is_vneid", {"is_vneid": None}, None),
        ("not is_vneid", {"is_vneid": None}, None),
        ("is_vneid is unknown", {"is_vneid": None}, True),
        ("is_vneid or has_fee", {"is_vneid": None, "has_fee": True}, True),
        ("is_vneid and has_fee", {"is_vneid": None, "has_fee": False}, False),
        ("is_vneid and has_fee", {"is_vneid": None, "has_fee": True}, None),
        ("not (channel = online or has_fee)", {"channel": 1, "has_fee": False}, True),
        ("supplement_requests >= 2 and not not has_fee", {"supplement_requests": 2, "has_fee": True}, True),
    ],
)
def test_what_is_unknown_decides_nothing(text: str, row: dict[str, int | None], said: bool | None) -> None:  # noqa: FBT001
    node = parse(text, COLUMNS)
    assert holds(node, row) is said
    assert str(parse(str(node), COLUMNS)) == str(node)


def test_a_condition_reads_alike_in_sql() -> None:
    node = parse("channel != online and (has_e_result or rating is unknown)", COLUMNS)
    assert sql(node, "f.") == "(f.channel <> 2 AND (f.has_e_result OR f.rating IS NULL))"


def test_too_many_brackets_are_refused() -> None:
    with pytest.raises(ExpressionFault, match="brackets"):
        parse("(" * 40 + "has_fee" + ")" * 40, COLUMNS)
