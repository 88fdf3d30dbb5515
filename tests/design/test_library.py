"""Every component is whole, renders in every state, and refuses what it does not know."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from dinh.design import bundle, icons, library, samples

EVERY = library.names()
CONTRACT = """
button field error_summary notice tag table pager search_box timeline task_list summary_list card stat steps
empty upload tabs keys breadcrumb dialog progress chart map thumb due money proof synthetic_mark person copy qr
print_bar save_state language_switch
"""


def page(source: str, **values: object) -> str:
    return Template("{% load design %}" + source).render(Context(values))


def test_library_holds_the_promised_components() -> None:
    assert set(CONTRACT.split()) - set(EVERY) == set()


@pytest.mark.parametrize("name", EVERY)
def test_component_has_markup_style_and_examples(name: str) -> None:
    folder = library.HOME / name
    assert sorted(file.name for file in folder.iterdir()) == [f"{name}.css", f"{name}.html", f"{name}.yaml"]
    assert library.component(name).examples
    assert library.component(name).summary


@pytest.mark.parametrize("name", EVERY)
def test_component_renders_every_example_without_inline_style(name: str) -> None:
    part = library.component(name)
    for example in part.examples:
        library.check_parameters(name, set(example.parameters))
        drawn = samples.render(part, example, outer={"csrf_token": "x"})
        shown = re.sub(r'href="data:[^"]*"', "", drawn)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?! type=\"application/json\")", shown), example.name


def test_unknown_component_is_refused_when_the_page_is_compiled() -> None:
    with pytest.raises(TemplateSyntaxError, match="no component is called “buton”"):
        page('{% component "buton" label="Nộp" %}')


def test_unknown_parameter_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="does not take colour"):
        page('{% component "button" label="Nộp" colour="red" %}')


def test_missing_parameter_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="needs label"):
        page('{% component "button" kind="primary" %}')


def test_block_component_without_a_body_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="use block_component"):
        page('{% component "card" title="Nơi nhận" %}')


def test_words_of_people_are_escaped() -> None:
    assert "&lt;script&gt;" in page('{% component "tag" label=words %}', words="<script>")
    assert "<script>" not in page(
        '{% block_component "card" title=words %}{{ words }}{% end_component %}', words="<script>"
    )


def test_table_names_each_cell_by_its_column() -> None:
    rows = "<thead><tr><th>Mã</th><th>Người nộp</th></tr></thead><tbody><tr><td>1</td><td>Lan</td></tr></tbody>"
    drawn = page('{% block_component "table" %}' + rows + "{% end_component %}")
    assert '<td>1</td><td data-label="Người nộp">Lan</td>' in drawn


def test_icons_are_all_drawable() -> None:
    assert all("<svg" in icons.svg(name) for name in icons.names())


def test_stylesheet_is_fresh() -> None:
    assert bundle.TARGET.read_text(encoding="utf-8") == bundle.build()


def test_every_class_of_a_component_is_its_own_or_the_frame_s() -> None:
    whole = bundle.build()
    for name in EVERY:
        markup = (library.HOME / name / f"{name}.html").read_text(encoding="utf-8")
        plain = re.findall(r'class="(d-[a-z_-]+)"', markup)
        styled_or_mark = {word for word in plain if f".{word}" in whole}
        assert {word for word in plain if "__" not in word} <= styled_or_mark | {"d-due", "d-mark"}, name
