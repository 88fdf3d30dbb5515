"""Law values: what is in force when, and what a contradictory file says."""

from datetime import date
from pathlib import Path

import pytest

from dinh.kernel import law

pytestmark = pytest.mark.unit

ACT = '[[act]]\nnumber = "1/QĐ"\ntitle = "Quyết định"\nvalid_from = 2020-01-01\nmark = "read"\n'


def row(key: str = "k", value: str = "1", start: str = "2020-01-01", end: str = "", mark: str = "read") -> str:
    until = f"valid_to = {end}\n" if end else ""
    return f'[[value]]\nkey = "{key}"\nvalue = {value}\nact = "1/QĐ"\nvalid_from = {start}\n{until}mark = "{mark}"\n'


def book_of(folder: Path, *rows: str) -> law.LawBook:
    (folder / "a.toml").write_text(ACT + "".join(rows), encoding="utf-8")
    return law.read(folder)


def test_value_of_the_eight_hours() -> None:
    found = law.entry("dossier.acceptance.hours", date(2026, 11, 1))
    assert (found.value, found.unit, found.basis, found.mark) == (
        8,
        "giờ làm việc",
        "45/2020/NĐ-CP, Điều 11 khoản 4",
        "read",
    )


@pytest.mark.parametrize(("on", "number", "acts"), [
    (date(2025, 9, 14), "05", "01/2018/TT-VPCP"),
    (date(2025, 9, 15), "06", "03/2025/TT-VPCP"),
])  # fmt: skip
def test_value_changes_with_the_act(on: date, number: str, acts: str) -> None:
    found = law.entry("form.control", on)
    assert (found.value["number"], found.act) == (number, acts)


def test_value_stopping_form_only_under_the_new_circular() -> None:
    with pytest.raises(law.LawSilent, match=r"form\.stop"):
        law.value("form.stop", date(2025, 1, 1))
    assert law.value("form.stop", date(2026, 1, 1))["number"] == "05"


def test_act_one_stop_decree_replaced_on_1_july_2025() -> None:
    old, new = law.act("61/2018/NĐ-CP"), law.act("118/2025/NĐ-CP")
    assert (old.is_in_force(date(2025, 6, 30)), old.is_in_force(date(2025, 7, 1))) == (True, False)
    assert (new.is_in_force(date(2025, 6, 30)), new.is_in_force(date(2025, 7, 1))) == (False, True)
    assert old.replaced_by == new.number
    with pytest.raises(law.LawSilent):
        law.act("0/0000")


def test_book_every_value_is_in_force_on_its_first_and_last_day() -> None:
    for key, values in law.book().values.items():
        for one in values:
            assert law.entry(key, one.valid_from) == one
            assert law.entry(key, one.valid_to or date(2100, 1, 1)) == one


def test_history_oldest_first() -> None:
    assert [one.value for one in law.history("clock.resume")] == ["RESUME", "RESUME"]
    assert law.history("no.such.key") == ()


def test_read_values_are_frozen(tmp_path: Path) -> None:
    book = book_of(tmp_path, row(value='{ a = [1, 2], b = "x" }'))
    found = book.entry("k", date(2020, 1, 1)).value
    assert found["a"] == (1, 2)
    with pytest.raises(TypeError):
        found["a"] = 3


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((row(), row(start="2021-01-01")), "two values on 2021-01-01"),
        ((row(end="2021-01-01"), row(start="2021-01-01")), "two values"),
        ((row(mark="guess"),), "mark 'guess'"),
        ((row(end="2019-01-01"),), "ends before it begins"),
        (('[[value]]\nkey = "k"\nmark = "read"\n',), "lacks value, act, valid_from"),
        ((row().replace("1/QĐ", "2/QĐ"),), "cites 2/QĐ"),
        ((ACT,), "stands twice"),
    ],
)
def test_read_contradictions_are_named(tmp_path: Path, rows: tuple[str, ...], message: str) -> None:
    with pytest.raises(law.LawFault, match=message):
        book_of(tmp_path, *rows)


def test_read_values_that_follow_each_other(tmp_path: Path) -> None:
    book = book_of(tmp_path, row(value="2", start="2021-01-01"), row(end="2020-12-31"))
    assert book.entry("k", date(2020, 12, 31)).value == 1
    assert book.entry("k", date(2021, 1, 1)).value == 2
    with pytest.raises(law.LawSilent):
        book.entry("k", date(2019, 12, 31))
