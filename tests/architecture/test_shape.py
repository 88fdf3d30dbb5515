"""The system's own shape: every route has a policy, keys point down, words and schemas have no gaps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from dinh.config import catalogue
from tests.architecture.house import ROOT, SOURCE, STACK, homes

ORDER = {name: place for place, name in enumerate(STACK)}


def _routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, where)
        else:
            yield where, entry


def test_every_route_has_a_policy() -> None:
    open_routes = [
        where for where, entry in _routes(get_resolver().url_patterns) if not hasattr(entry.callback, "dinh_access")
    ]
    assert open_routes == []


def _own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("dinh.")]


def _module(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def _foreign_keys() -> list[tuple[type[models.Model], models.ForeignKey[models.Model, models.Model]]]:
    return [
        (model, field)
        for model in _own_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
    ]


def test_foreign_keys_point_down() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in _foreign_keys()
        if field.related_model.__module__.startswith("dinh.")
        and ORDER[_module(field.related_model)] < ORDER[_module(model)]
    ]
    assert wrong == []


def test_foreign_keys_protect_and_leave_no_name_behind() -> None:
    wrong = []
    for model, field in _foreign_keys():
        stranger = field.related_model._meta.app_label != model._meta.app_label
        if field.remote_field.on_delete is not models.PROTECT:
            wrong.append(f"{model.__name__}.{field.name}: on_delete")
        if stranger and field.remote_field.related_name != "+":
            wrong.append(f"{model.__name__}.{field.name}: related_name")
    assert wrong == []


def test_models_tell_what_they_are() -> None:
    assert [model.__name__ for model in _own_models() if model.__str__ is models.Model.__str__] == []


def test_every_word_on_screen_has_its_vietnamese() -> None:
    assert [f"{gap.module}: {gap.message}" for gap in catalogue.gaps()] == []


def test_a_word_has_one_vietnamese_over_all_modules() -> None:
    assert catalogue.contradictions() == []


@pytest.mark.parametrize("module", STACK)
def test_every_module_tells_what_it_is(module: str) -> None:
    text = (SOURCE / module / "README.md").read_text(encoding="utf-8")
    for heading in ("Purpose", "Words", "Doors", "Tables", "Legal basis", "What is not here"):
        assert re.search(rf"^## {heading}", text, re.MULTILINE), heading
    assert len(text.splitlines()) <= 90


def test_every_template_compiles_and_is_used() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in SOURCE.rglob("*") if file.suffix in {".py", ".html", ".yaml"}
    )
    unused = []
    for file in sorted(SOURCE.rglob("templates/**/*.html")):
        name = str(file.relative_to(next(parent for parent in file.parents if parent.name == "templates")))
        get_template(name)
        known_by_django = re.fullmatch(r"(400|403|404|500|403_csrf)\.html|(account|mfa|socialaccount|allauth)/.*", name)
        if name not in code and not known_by_django:
            unused.append(name)
    assert unused == []


def test_no_heavy_packages_and_no_registry_hosts() -> None:
    for pins in (ROOT / "requirements").glob("*.txt"):
        text = pins.read_text(encoding="utf-8")
        assert re.search(r"^(torch|nvidia-|cuda-)", text, re.MULTILINE) is None
        assert "://" not in text


def test_operations_name_their_actor_and_their_moment() -> None:
    wrong = []
    for home in homes():
        wrong.extend(_operations_without(home))
    assert wrong == []


def _operations_without(home: Path) -> list[str]:
    files = [file for file in [home / "operations.py", *(home / "operations").rglob("*.py")] if file.exists()]
    return [
        f"{file.relative_to(SOURCE)}: {name}" for file in files for name in _silent(file.read_text(encoding="utf-8"))
    ]


def _silent(text: str) -> Iterator[str]:
    for found in re.finditer(r"^def (?P<name>[a-z]\w*)\((?P<arguments>.*?)\) ->", text, re.MULTILINE | re.DOTALL):
        body = text[found.end() : text.find("\ndef ", found.end())]
        if "ledger.record(" in body and not re.search(r"\*,.*\bby\b.*\bat\b", found["arguments"], re.DOTALL):
            yield found["name"]


def test_generated_pages_say_what_the_code_says() -> None:
    from dinh.config import generated

    assert generated.stale() == []
