"""Dates, money, people and states in words."""

from datetime import date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.utils import translation

from dinh.design import library, specs
from dinh.kernel.clock import VN

ON = date(2026, 2, 25)


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (3, "", "thứ Tư 25/02/2026, còn 3 ngày làm việc"),
        (0, "", "thứ Tư 25/02/2026, hẹn trả hôm nay"),
        (-2, "", "thứ Tư 25/02/2026, quá 2 ngày làm việc"),
        ("", "paused", "đang tạm dừng tính giờ, hẹn cũ thứ Tư 25/02/2026"),
        ("", "done", "đã xong, hẹn thứ Tư 25/02/2026"),
    ],
)
def test_due_says_what_is_left(left: object, state: str, words: str) -> None:
    assert f"<span>{words}</span>" in library.render("due", {"date": ON, "working_days_left": left, "state": state})


def test_due_late_is_amber_and_never_the_accent() -> None:
    assert "d-due--late" in library.render("due", {"date": ON, "working_days_left": -1})


def test_due_without_a_date_says_so() -> None:
    assert "chưa có ngày hẹn" in library.render("due", {"date": None})


def test_due_in_a_row_is_short() -> None:
    drawn = library.render("due", {"date": ON, "working_days_left": -1, "short": True})
    assert "<span>25/02, quá 1 ngày</span>" in drawn


@pytest.mark.parametrize(("amount", "words"), [(1234567, "1.234.567 đ"), (0, "0 đ"), (None, "chưa nhập số tiền")])
def test_money_not_entered_is_not_free(amount: int | None, words: str) -> None:
    assert words in library.render("money", {"amount": amount})


def test_money_in_english_keeps_english_marks() -> None:
    with translation.override("en"):
        assert "1,234,567 VND" in library.render("money", {"amount": 1234567})


def test_person_masks_a_number_that_came_whole() -> None:
    drawn = library.render("person", {"name": "Lan", "masked_id": "068079001234"})
    assert "068••••••234" in drawn
    assert "079001" not in drawn


def test_timeline_tells_moments_in_local_time() -> None:
    items = [{"title": "Đã nộp", "at": datetime(2026, 2, 13, 9, 0, tzinfo=VN), "office": "Phường B’Lao"}]
    assert "09:00, thứ Sáu 13/02/2026 · Phường B’Lao" in library.render("timeline", {"items": items})


def test_pager_of_a_middle_page_leads_both_ways() -> None:
    page = Paginator(range(30), 10).page(2)
    drawn = library.render("pager", {"page_obj": page})
    assert 'href="?page=1"' in drawn
    assert 'href="?page=3"' in drawn
    assert "30 kết quả" in drawn


@pytest.mark.parametrize(("value", "words"), [(1234.5, "1.234,5 %"), (None, "–")])
def test_number_uses_vietnamese_marks(value: float | None, words: str) -> None:
    assert specs.number(value, 1, "%") == words


class Question(forms.Form):
    cccd = forms.CharField(label="Số căn cước", help_text="12 chữ số", min_length=12)
    place = forms.ChoiceField(
        label="Nơi nhận", choices=[("a", "Một cửa"), ("b", "Bưu chính")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Tôi cam đoan")


def test_field_with_an_error_is_described_by_help_and_error() -> None:
    form = Question({"cccd": "068"})
    drawn = library.render("field", {"field": form["cccd"]})
    assert 'aria-describedby="id_cccd_helptext id_cccd_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_cccd_error"' in drawn


def test_field_without_an_error_has_no_error_mark() -> None:
    drawn = library.render("field", {"field": Question()["cccd"]})
    assert "aria-invalid" not in drawn
    assert 'aria-describedby="id_cccd_helptext"' in drawn


def test_radio_field_is_a_fieldset_with_a_legend() -> None:
    drawn = library.render("field", {"field": Question()["place"]})
    assert drawn.startswith("<fieldset")
    assert drawn.count('type="radio"') == 2


def test_error_summary_leads_to_the_first_box_of_each_field() -> None:
    drawn = library.render("error_summary", {"form": Question({})})
    assert 'href="#id_cccd"' in drawn
    assert 'href="#id_place_0"' in drawn
    assert "Có 3 chỗ cần sửa" in drawn


def test_error_summary_of_a_good_form_is_nothing() -> None:
    assert library.render("error_summary", {"form": Question({"cccd": "0" * 12, "place": "a", "agreed": "on"})}) == ""


def test_due_of_a_stopped_clock_is_short_in_a_row() -> None:
    drawn = library.render("due", {"date": ON, "state": "paused", "short": True})
    assert "<span>tạm dừng, hẹn 25/02</span>" in drawn


def test_folded_queues_name_the_one_that_is_open() -> None:
    items = [
        {"label": "Quá hạn", "href": "#1", "count": 0},
        {"label": "Chờ ký", "href": "#2", "count": 3, "current": True},
    ]
    drawn = library.render("queue_nav", {"items": items, "label": "Hàng đợi"})
    assert "Hàng đợi: <strong>Chờ ký</strong> (3)</span></summary>" in drawn
    assert drawn.index("</details>") < drawn.index("<ul>")
