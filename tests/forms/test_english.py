"""A form in English: its own words where they were given, Vietnamese marked as such where not, the schema untouched."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from dinh.forms import api
from dinh.forms.policies.checking import missing_words
from dinh.forms.policies.compiling import compiled
from dinh.forms.policies.showing import Shown, whole_of
from dinh.forms.policies.summing import summed
from dinh.forms.registry import shipped
from dinh.forms.types.parts import PARTS
from dinh.forms.web.block_forms import BlockForm

SPOKEN = {"khai-sinh", "tinh-trang-hon-nhan", "chung-thuc-ban-sao", "ho-kinh-doanh", "cu-tru-ct01"}
HALF: dict[str, Any] = {
    "code": "thu", "title": "Thử",
    "pages": [{"name": "mot", "title": "Một", "title_en": "One", "blocks": [
        {"kind": "choice", "name": "way", "label": "Cách", "label_en": "Way",
         "choices": [["a", "Một cách", "One way"], ["b", "Cách khác"]]},
        {"kind": "text", "name": "bare", "label": "Lời", "help": "Viết gì cũng được"},
        {"kind": "person", "name": "who", "label": "Ai", "label_en": "Who"},
    ]}],
}  # fmt: skip


def drawn(data: dict[str, Any], language: str) -> str:
    form = compiled(api.definition_of(data))
    with override(language):
        controls = whole_of(form, Shown(answers={}, stored={}, name_unit=str))
        view = api.PageView("", "", "", "", "", controls, faults=(), is_memory=False)
        return render_to_string("forms/page.html", {"shown": view})


def test_page_in_english_speaks_it_and_marks_the_rest() -> None:
    page = drawn(HALF, "en")
    assert all(f"<span>{words}</span>" in page for words in ("Way", "One way", "Who", "One", "Date of birth", "Male"))
    assert all(f'<span lang="vi">{words}</span>' in page for words in ("Lời", "Cách khác"))
    assert 'id="f-bare_helptext" lang="vi">Viết gì cũng được' in page


def test_page_in_vietnamese_is_vietnamese_and_marks_nothing() -> None:
    page = drawn(HALF, "vi")
    assert all(words in page for words in ("Một cách", "Cách khác", "Ngày, tháng, năm sinh"))
    assert ("One way" in page, 'lang="vi"' in page) == (False, False)


def test_summary_and_faults_follow_the_reader() -> None:
    form = compiled(api.definition_of(HALF))
    said = {}
    for language in ("vi", "en"):
        with override(language):
            part = summed(form, {"way": "a"}, name_unit=str)[0]
            said[language] = (
                part.title,
                part.rows[0].label,
                part.rows[0].value,
                missing_words(form.by_pattern["bare"]),
            )
    assert said["en"] == ("One", "Way", "One way", "Please answer this: Lời.")
    assert said["vi"][:3] == ("Một", "Cách", "Một cách")


def test_schema_is_the_same_with_and_without_english() -> None:
    plain = json.loads(json.dumps(HALF))
    for block in plain["pages"][0]["blocks"]:
        block.pop("label_en", None)
        block["choices"] = [one[:2] for one in block["choices"]] if "choices" in block else []
    with override("en"):
        assert compiled(api.definition_of(HALF)).schema == compiled(api.definition_of(plain)).schema


def test_definition_with_english_reads_back() -> None:
    made = api.definition_of(HALF)
    assert api.definition_of(json.loads(api.canonical(made))) == made
    with pytest.raises(api.Misshapen):
        api.definition_of({**HALF, "pages": [{"name": "m", "title": "M", "blocks": [
            {"kind": "choice", "name": "q", "label": "Q", "choices": [["a", "A", "B", "C"]]}]}]})  # fmt: skip


def test_composites_speak_english_throughout() -> None:
    parts = [part for each in PARTS.values() for part in each]
    assert [part.name for part in parts if not part.label_en or bool(part.help) != bool(part.help_en)] == []
    assert [choice.value for part in parts for choice in part.choices if not choice.en] == []


@pytest.mark.parametrize("form", [one for one in shipped() if one.code in SPOKEN], ids=lambda form: form.code)
def test_frequent_form_has_no_vietnamese_left_in_english(form: api.FormDefinition) -> None:
    page = drawn(json.loads(api.canonical(replace(form, title="x"))), "en")
    assert 'lang="vi"' not in page


@pytest.mark.parametrize("form", shipped(), ids=lambda form: form.code)
def test_shipped_form_has_its_title_and_units_in_english(form: api.FormDefinition) -> None:
    counted = [one.block for one in compiled(form).by_pattern.values() if one.block.unit]
    assert (bool(form.title_en), [block.name for block in counted if not block.unit_en]) == (True, [])


def test_builder_keeps_english_of_choices() -> None:
    block = api.definition_of(HALF).pages[0].blocks[0]
    shown = BlockForm(None, block=block)
    assert shown.initial["choices"] == "a | Một cách | One way\nb | Cách khác"
    sent = BlockForm({**{k: v for k, v in shown.initial.items() if v}, "required": "on"}, block=block)
    assert sent.is_valid(), sent.errors
    assert sent.block() == block
