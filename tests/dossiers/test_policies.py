"""Pure rules, both sides of each."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.dossiers.policies import codes, reasons, timing
from dinh.dossiers.policies.codes import CodeTemplate, make_code, read_code
from dinh.dossiers.policies.lookups import keys, window_of
from dinh.dossiers.policies.results import is_refusal, main_result
from dinh.dossiers.registry import province
from dinh.kernel import calendars
from dinh.kernel.errors import Conflict, Invalid
from dinh.procedures.api import ResultView
from tests.dossiers.world import at

pytestmark = pytest.mark.unit
PLAIN = CodeTemplate("{agency_code}-{yymmdd}-{seq}", 4, grows=True)


def _code(template: CodeTemplate, number: int) -> str:
    return make_code(template, agency_code="H36.12", day=date(2026, 2, 13), number=number)


def test_code_is_agency_day_and_number() -> None:
    assert _code(PLAIN, 7) == "H36.12-260213-0007"
    long = CodeTemplate("{agency_code}-{yyyymmdd}-{seq}", 7, grows=False)
    assert _code(long, 92_637) == "H36.12-20260213-0092637"


def test_code_past_9999_grows_or_is_refused_never_overflows() -> None:
    assert _code(PLAIN, 9_999) == "H36.12-260213-9999"
    assert _code(PLAIN, 10_000) == "H36.12-260213-10000"
    assert (codes.is_past_width(PLAIN, 9_999), codes.is_past_width(PLAIN, 10_000)) == (False, True)
    strict = CodeTemplate(PLAIN.template, 4, grows=False)
    assert _code(strict, 9_999) == "H36.12-260213-9999"
    with pytest.raises(Conflict, match="HS31"):
        _code(strict, 10_000)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_two_numbers_never_give_one_code(one: int, other: int) -> None:
    assert (_code(PLAIN, one) == _code(PLAIN, other)) == (one == other)
    assert read_code(_code(PLAIN, one).lower()) == _code(PLAIN, one)


@pytest.mark.parametrize("text", ["", "H36.12", "H36.12-260213", "H36.12-2602-0007", "H36.12-260213-007", "x" * 500])
def test_what_is_no_code_is_read_as_none(text: str) -> None:
    assert read_code(text) == ""


@pytest.mark.parametrize("text", [" h36.12-260213-0007 ", "H36.12–260213–0007", "G09.20-20260609-0092637"])
def test_codes_are_read_leniently(text: str) -> None:
    assert read_code(text)


def test_rule_is_read_back_from_its_name() -> None:
    assert timing.rule_of("118/2025/NĐ-CP:RESUME").resume == "RESUME"
    made = timing.rule_of("61/2018/NĐ-CP:RESTART:CUT_OFF")
    assert (made.resume, made.cut_off_moves_receipt) == ("RESTART", True)


def test_on_time_is_unknown_without_an_appointment() -> None:
    assert timing.is_on_time(at("2026-02-13 09:00"), None) is None
    assert timing.is_on_time(at("2026-02-13 09:00"), at("2026-02-13 09:00")) is True
    assert timing.is_on_time(at("2026-02-13 09:01"), at("2026-02-13 09:00")) is False


def test_due_state_without_date_and_when_ended() -> None:
    calendar, now = calendars.load(), at("2026-02-13 09:00")

    def state(due: str, *, is_paused: bool = False, ended: str = "") -> str:
        return timing.due_state(
            due_at=at(due) if due else None, now=now, calendar=calendar, is_paused=is_paused,
            ended_at=at(ended) if ended else None,
        )[0]  # fmt: skip

    assert [state(""), state("2026-02-10 17:00", is_paused=True)] == ["none", "paused"]
    assert state("2026-02-13 08:00", ended="2026-02-13 08:00") == "on_time"
    assert state("2026-02-13 08:00", ended="2026-02-13 08:01") == "was_late"


def test_reason_is_kept_clean() -> None:
    assert reasons.check_reason("  Vì\x00 thiếu  ") == "Vì thiếu"
    with pytest.raises(Invalid, match="HS20"):
        reasons.check_reason(" \n")


def test_tries_are_counted_by_quarter_of_an_hour_without_naming_anybody() -> None:
    place, code = keys(source="192.0.2.1", code="H36.12-260213-0007")
    assert "192" not in place.digest
    assert "H36" not in code.digest
    assert window_of(at("2026-02-13 10:14")) == at("2026-02-13 10:00")
    assert window_of(at("2026-02-13 10:15")) == at("2026-02-13 10:15")


def _routing(folder: Path, text: str) -> province.Routing:
    file = folder / "routing.toml"
    file.write_text(text, encoding="utf-8")
    return province.read(file)


def test_routing_takes_the_field_before_the_ministry() -> None:
    routing = province.routing()
    land = routing.route("Bộ Nông nghiệp và Môi trường", "Đất đai")
    water = routing.route("Bộ Nông nghiệp và Môi trường", "Thủy lợi")
    assert (land.number if land else "", water.number if water else "") == ("15", "06")
    assert routing.route("Bộ Lạ", "Lạ") is None


def test_code_template_holds_from_its_day(tmp_path: Path) -> None:
    old = '[[code]]\ntemplate = "{agency_code}-{yymmdd}-{seq}"\ngrows = true\nvalid_from = 2018-06-21\n'
    new = '[[code]]\ntemplate = "{agency_code}-{yyyymmdd}-{seq}"\nwidth = 7\ngrows = false\nvalid_from = 2027-01-01\n'
    routing = _routing(tmp_path, old + new + '[hours]\ndefault = "default"\nagencies = {"H36.12" = "saturday_morning"}')
    assert routing.code_template(date(2026, 12, 31)).width == 4
    assert routing.code_template(date(2027, 1, 1)) == CodeTemplate("{agency_code}-{yyyymmdd}-{seq}", 7, grows=False)
    assert routing.calendar("H36.12").hours.code == "saturday_morning"
    with pytest.raises(province.RoutingFault):
        routing.code_template(date(2018, 1, 1))


def test_code_template_without_a_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(province.RoutingFault):
        _routing(tmp_path, '[[code]]\ntemplate = "{agency_code}"\ngrows = true\nvalid_from = 2018-06-21\n')


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Phiếu từ chối tiếp nhận, giải quyết hồ sơ (lĩnh vực cư trú)", True),
        ("+ Văn bản từ chối (nêu rõ lý do).", True),
        ("Văn bản thông báo lý do từ chối của Bộ Tài chính", True),
        ("Thông báo về việc không được hoàn thuế (Mẫu số 04/TB-HT)", True),
        ("Văn bản chấp thuận hoặc từ chối chấp thuận", False),
        ("Giấy phép xây dựng", False),
        ("Hộ chiếu phổ thông không gắn chíp điện tử", False),
    ],
)
def test_letters_of_refusal_are_told_from_what_people_come_for(name: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_refusal(name) is is_one


def test_main_result_is_the_first_that_is_no_refusal() -> None:
    refusal, permit = (ResultView(code, name) for code, name in (("a", "Phiếu từ chối"), ("b", "Giấy phép")))
    assert main_result((refusal, permit)) == permit
    assert main_result((refusal,)) is None
