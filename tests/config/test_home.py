"""Where an installation keeps what it makes."""

from pathlib import Path

import pytest

from dinh.config.home import ROOT, home


@pytest.mark.parametrize("named", ["", None])
def test_home_that_nobody_names_is_beside_the_source(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINH_HOME", named or "")
    if named is None:
        monkeypatch.delenv("DINH_HOME")
    assert home() == ROOT / ".dinh"


def test_home_is_the_folder_that_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINH_HOME", str(tmp_path))
    assert home() == tmp_path
