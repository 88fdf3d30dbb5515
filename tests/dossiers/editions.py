"""A corrected edition of the calendar, with the one before in its archive."""

import shutil
from pathlib import Path

import pytest

from dinh.dossiers.registry import references
from dinh.kernel import calendars


def forget_calendars() -> None:
    references.forget()
    for kept in (calendars._all_days, calendars.for_hours, calendars.load):
        kept.cache_clear()


def correct(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make Friday 27/02/2026 a day off from now on."""
    shutil.copytree(calendars.FOLDER, folder / "archive" / "before", ignore=shutil.ignore_patterns("archive"))
    shutil.copytree(calendars.FOLDER, folder, dirs_exist_ok=True)
    holidays = next(folder.glob("vn_public_holidays*.csv"))
    header = holidays.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"date": "2026-02-27", "estimated": "no", "name_vi": "Nghỉ bù", "name_en": "Day in lieu", "kind": "public"}
    with holidays.open("a", encoding="utf-8") as stream:
        stream.write(",".join(row.get(name, "") for name in header) + "\n")
    monkeypatch.setattr(calendars, "FOLDER", folder)
    forget_calendars()
