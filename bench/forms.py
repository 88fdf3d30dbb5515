"""A form of 250 fields: made ready, published, shown, read, checked and summed up, beside the bare schema check."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.report import Measure

TITLE = "Forms of 250 fields"
FIELDS, PAGES, ROUNDS = 250, 10, 40
TODAY = date(2026, 2, 13)
_UNIT = "ms of processor"


def _definition() -> Any:
    from dinh.forms.types import Block, Choice, FormDefinition, Kind, Page

    kinds = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.CHOICE, Kind.YES_NO, Kind.MONEY, Kind.LONG_TEXT, Kind.SEVERAL)
    choices = (Choice("a", "Thứ nhất"), Choice("b", "Thứ hai"), Choice("c", "Thứ ba"))
    each = FIELDS // PAGES

    def block(page: int, number: int) -> Block:
        kind = kinds[number % len(kinds)]
        # Every fifth question hangs on the yes or no before it.
        asks = f"p{page}_q4" if number > 4 and number % 5 == 0 else ""
        chosen = choices if kind in {Kind.CHOICE, Kind.SEVERAL} else ()
        return Block(kind, f"p{page}_q{number}", f"Câu hỏi {number} của trang {page}", show_when=asks, choices=chosen)

    pages = tuple(
        Page(f"trang-{page}", f"Trang {page}", blocks=tuple(block(page, number) for number in range(each)))
        for page in range(PAGES)
    )
    return FormDefinition("do-250", "Biểu mẫu 250 câu", pages=pages)


def _cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return milliseconds of processor per round, the least of three runs."""
    best = float("inf")
    for _run in range(3):
        began = time.process_time()
        for _round in range(rounds):
            work()
        best = min(best, (time.process_time() - began) / rounds * 1000)
    return best


def run() -> list[Measure]:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
    import django

    django.setup()
    return [*_kept(), *_answered()]


def _kept() -> list[Measure]:
    from dinh.forms.policies.findings import findings
    from dinh.forms.types import canonical

    form = _definition()
    text = canonical(form)
    return [
        Measure("looked through before publishing (findings)", _cpu(lambda: findings(form), 5), _UNIT),
        Measure("made ready from its JSON, once a version", _cpu(lambda: _ready(text), 5), _UNIT),
    ]


def _ready(text: str) -> object:
    import json

    from dinh.forms.policies.compiling import compiled
    from dinh.forms.types import definition_of

    return compiled(definition_of(json.loads(text)))


def _answered() -> list[Measure]:
    from dinh.forms.policies.answers import live
    from dinh.forms.policies.checking import faults_of
    from dinh.forms.policies.compiling import compiled
    from dinh.forms.policies.sampling import sampled
    from dinh.forms.policies.showing import Shown, controls_of
    from dinh.forms.policies.summing import summed

    form = compiled(_definition())
    answers = sampled(form, unit_id=1, today=TODAY, given={f"p{page}_q4": True for page in range(PAGES)})
    assert faults_of(form, answers, today=TODAY) == {}
    alive = live(form, answers).answers
    bare = _cpu(lambda: form.validator.is_valid(alive), 400)
    whole = _cpu(lambda: faults_of(form, answers, today=TODAY))
    sheet = form.sheets[0]
    shown = Shown(answers=alive, stored=answers, name_unit=str)
    posted = {name: [_typed(value)] for name, value in answers.items()}
    controls = controls_of(sheet, shown)
    return [
        Measure(
            "250 answers checked: conditions, schema, what is missing, days",
            whole,
            _UNIT,
            "jsonschema-rs alone, the same document",
            bare,
        ),
        Measure("one page of 25 read from what a browser sends", _cpu(lambda: _read(sheet, posted)), _UNIT),
        Measure("one page of 25 made into controls", _cpu(lambda: controls_of(sheet, shown)), _UNIT),
        Measure("one page of 25 set as HTML", _cpu(lambda: _html(controls), 10), _UNIT),
        Measure("250 answers summed up", _cpu(lambda: summed(form, answers, name_unit=str)), _UNIT),
    ]


def _read(sheet: Any, posted: Any) -> object:
    from dinh.forms.policies.reading import read_page

    return read_page(sheet, posted, find_unit=lambda _text, _pick: ())


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.count("-") == 2:
        return "/".join(reversed(value.split("-")))
    return value[0] if isinstance(value, list) else str(value)


def _html(controls: Any) -> str:
    from django.template.loader import render_to_string

    from dinh.forms.types import PageView

    page = PageView("", "trang-0", "Trang", "", "", controls, faults=(), is_memory=False)
    return render_to_string("forms/page.html", {"shown": page})
