"""`dinh scores`: compute, rank, what-if and looking at a file, without a browser."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dinh.indicators.scores import api

pytestmark = pytest.mark.integration


def said(*args: str) -> str:
    told = io.StringIO()
    call_command("scores", *args, stdout=told)
    return told.getvalue()


def test_compute_gives_the_published_index(published: api.Loaded) -> None:
    del published
    assert "Đà Nẵng 2022: 0.8002" in said("compute", "2022", "--unit", "48")
    with pytest.raises(CommandError, match="chưa có giá trị"):
        said("compute", "2022", "--unit", "68")
    with pytest.raises(CommandError, match="không có tỉnh mã"):
        said("compute", "2022", "--unit", "99")


def test_rank_says_how_sure_it_is(published: api.Loaded) -> None:
    del published
    lines = said("rank", "2022").splitlines()
    assert [line.split()[0] for line in lines[:5]] == ["1", "2", "3", "4", "5"]
    assert "Đà Nẵng" in lines[0]
    assert "khoảng hạng 1-1" in lines[0]
    with pytest.raises(CommandError, match="405/QĐ-BKHCN"):
        said("rank", "2024")


def test_what_if_tells_before_and_after(published: api.Loaded) -> None:
    del published
    told = said("what-if", "2022", "--unit", "92", "--value", "9=1", "--weight", "1=0")
    assert any(line.startswith("→ Cần Thơ") and "0.6924" in line for line in told.splitlines())
    for wrong in ("9=abc", "99=1", "1=2"):
        with pytest.raises(CommandError):
            said("what-if", "2022", "--unit", "92", "--value", wrong)


def test_read_tells_what_becomes_of_each_row(published: api.Loaded, tmp_path: Path) -> None:
    del published
    file = tmp_path / "a.csv"
    file.write_text("Mã;Giá trị\n1;0,5\n2;abc\n", encoding="utf-8")
    assert [line.split(":")[1].split()[0] for line in said("read", "2022", str(file)).splitlines()] == [
        "left",
        "taken",
        "faulty",
    ]
    file.write_bytes(b"\x00\x01")
    with pytest.raises(CommandError, match="không đọc được tệp"):
        said("read", "2022", str(file))
