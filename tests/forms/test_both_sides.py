"""The same form judged in a browser and on the server: the same parts are shown, the same answers are wrong."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dinh.forms.policies.answers import live
from dinh.forms.policies.checking import faults_of
from dinh.forms.policies.compiling import Compiled, compiled
from dinh.forms.policies.reading import read_page
from dinh.forms.policies.showing import Shown, controls_of, whole_of
from dinh.forms.types import Control, PageView, definition_of
from tests.forms.strategies import TODAY

SCRIPT = Path(__file__).parents[2] / "src" / "dinh" / "forms" / "static" / "forms" / "forms.js"
DAYS = [(TODAY + timedelta(days=step)).strftime("%d/%m/%Y") for step in (-400, -1, 0, 1, 400)]
TYPED: dict[str, list[str]] = {
    "text": [
        "",
        "a",
        "Nguyễn Văn An",
        "068090001234",
        "068 090 001 234",
        "0912.345.678",
        "+84912345678",
        "a@b.vn",
        "AB",
    ],
    "long_text": ["", "một\nhai", "x" * 30],
    "number": ["", "0", "7", "1.234", "12,5", "-3", "1e3", "ba"],
    "money": ["", "5.000", "5000 đ", "12,5", "-1", "1 000 000"],
    "date": ["", "31/02/2026", "1/1/2026", "01012026", "05/2026", "13/2026", "2026", "0000", "mai", *DAYS],
    "yes_no": ["", "yes", "no"],
    "choice": ["", "a", "b"],
    "several": ["", "a", "b"],
    "signature": ["", "yes"],
}


CHOICES = {"choices": [["a", "A"], ["b", "B"]]}
LIMITS: list[dict[str, Any]] = [{}, {"minimum": 1, "maximum": 100}]
# What a block of each kind may further say.
MORE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "text": st.sampled_from(
        [
            {},
            {"minimum": 2, "maximum": 4},
            {"pattern": "[A-Z]{2}"},
            {"format": "cccd"},
            {"format": "phone"},
            {"format": "email"},
        ]
    ),
    "long_text": st.just({"maximum": 10}),
    "number": st.builds(
        lambda limits, places: {**limits, "decimals": places}, st.sampled_from(LIMITS), st.integers(0, 1)
    ),
    "money": st.sampled_from(LIMITS),
    "date": st.fixed_dictionaries({"partial": st.booleans(), "when": st.sampled_from(["", "past", "future"])}),
    "choice": st.just(CHOICES),
    "several": st.just(CHOICES),
}


@st.composite
def block(draw: st.DrawFn, name: str, conditions: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(TYPED)))
    made: dict[str, Any] = {"kind": kind, "name": name, "label": name, "required": draw(st.booleans())}
    made |= draw(MORE.get(kind, st.just({})))
    for which in ("show_when", "required_when"):
        if conditions and draw(st.booleans()):
            made[which] = draw(st.sampled_from(conditions))
    return made


def asks(one: dict[str, Any], name: str) -> list[str]:
    """Conditions on an earlier answer, as a form may ask them."""
    simple = [f"answered({name})", f"not answered({name})"]
    more = {"yes_no": [name, f"{name} == false"], "choice": [f'{name} in ["a"]', f'{name} != "b"'],
            "several": [f'{name} has "a"'], "number": [f"{name} > 6"], "text": [f'{name} == "a"']}  # fmt: skip
    return simple + more.get(one["kind"], [])


@st.composite
def forms(draw: st.DrawFn) -> Compiled:
    blocks: list[dict[str, Any]] = []
    known: list[str] = []
    for number in range(draw(st.integers(2, 5))):
        made = draw(block(f"q{number}", known))
        blocks.append(made)
        known += asks(made, made["name"])
    inner = [draw(block("in_a", known))]
    inner.append(draw(block("in_b", [*known, *asks(inner[0], "box.in_a")])))
    blocks.append({"kind": "group", "name": "box", "label": "box", "required": draw(st.booleans()), "blocks": inner})
    row = [draw(block("r_a", known))]
    row.append(draw(block("r_b", asks(row[0], ".r_a"))))
    least = draw(st.sampled_from([None, 1, 2]))
    blocks.append({"kind": "repeat", "name": "rows", "label": "rows", "required": draw(st.booleans()), "blocks": row,
                   **({"minimum": least} if least else {})})  # fmt: skip
    pages = [
        {"name": "mot", "title": "Một", "blocks": blocks[:2]},
        {"name": "hai", "title": "Hai", "blocks": blocks[2:], "show_when": draw(st.sampled_from(["", *known[:4]]))},
    ]
    return compiled(definition_of({"code": "thu", "title": "Thử", "pages": pages}))


@st.composite
def typed(draw: st.DrawFn, form: Compiled) -> dict[str, list[str]]:
    """What a person types into the boxes; rows are begun from the first one on."""
    said: dict[str, list[str]] = {}
    for pattern, one in form.by_pattern.items():
        if one.kind.value not in TYPED:
            continue
        for number in range(2 if "*" in pattern else 1):
            words = draw(st.sampled_from(TYPED[one.kind.value]))
            if words:
                said[pattern.replace("*", str(number))] = [words]
    if not any(name.startswith("rows.0") for name in said):
        said = {name: words for name, words in said.items() if not name.startswith("rows.1")}
    return {**said, "rows.rows": ["2"]}


def drawn(form: Compiled) -> str:
    """The page as the server sends it before anything is answered, two rows open."""
    shown = Shown(answers={}, stored={}, name_unit=str, extra_rows={"rows": 2}, today=TODAY)
    view = PageView("", "", "", "", "", whole_of(form, shown), faults=(), is_memory=False)
    body = render_to_string("forms/page.html", {"shown": view})
    return f"<!doctype html><style>[hidden]{{display:none}}</style><form>{body}</form>"


def shown_by_server(form: Compiled, answers: Mapping[str, Any]) -> set[str]:
    """Every question that a page of the server shows with these answers, rows that stand open included."""
    counted = live(form, answers)
    shown = Shown(answers=counted.answers, stored=answers, name_unit=str, extra_rows={"rows": 2}, today=TODAY)
    found: set[str] = set()
    for sheet in form.sheets:
        if sheet.page.name in counted.pages:
            _gather(controls_of(sheet, shown), found)
    return {address for address in found if not address.startswith("rows.2") and not address.startswith("rows.3")}


def _gather(controls: tuple[Control, ...], found: set[str]) -> None:
    for one in controls:
        if not one.is_hidden:
            if one.kind != "row":
                found.add(one.address)
            _gather(one.children, found)


FILL = """([typed]) => {
  for (const [name, values] of Object.entries(typed)) {
    for (const field of document.querySelectorAll(`[name="${name}"]`)) {
      if (field.type === "hidden") continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values[0];
    }
  }
  const root = document.querySelector("[data-f-form]");
  root.dispatchEvent(new Event("input", { bubbles: true }));
  const blocks = [...document.querySelectorAll("[data-f-at]")].filter((one) => !one.closest("[hidden]"));
  return { shown: blocks.map((one) => one.dataset.fAt), faults: window.faultsOf(root) };
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    return browser.new_page()


@settings(max_examples=60)
@given(data=st.data())
def test_browser_and_server_show_and_refuse_the_same(page: Any, data: st.DataObject) -> None:
    form = data.draw(forms())
    said = data.draw(typed(form))
    script = SCRIPT.read_text(encoding="utf-8") + "\nwindow.faultsOf = faultsOf;"
    page.set_content(drawn(form))
    page.add_script_tag(content=script, type="module")
    page.wait_for_function("() => Boolean(window.faultsOf)")
    there = page.evaluate(FILL, [said])
    page.evaluate("delete window.faultsOf")
    # A browser sends only what is shown.
    sent = {name: words for name, words in said.items() if name in there["shown"] or name == "rows.rows"}
    # Rows nobody began are not kept, and those behind them move up: addresses are compared where none did.
    assume(any(name.startswith("rows.0.") for name in sent) or not any(name.startswith("rows.1.") for name in sent))
    read = read_page([one for sheet in form.sheets for one in sheet.questions], sent, find_unit=lambda *_: ())
    assert set(there["shown"]) == shown_by_server(form, read.answers), json.dumps(sent)
    assert set(there["faults"]) == set({**faults_of(form, read.answers, today=TODAY), **read.faults}), json.dumps(sent)
