"""Every form made by hand: readable, without findings, answerable, for procedures that exist."""

import csv
import gzip
import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from dinh import forms
from dinh.forms.policies.checking import faults_of
from dinh.forms.policies.compiling import compiled
from dinh.forms.policies.findings import findings
from dinh.forms.policies.sampling import sampled
from dinh.forms.registry import shipped
from dinh.forms.types import Block, FormDefinition, Kind, canonical, definition_of
from dinh.kernel.text import fold

TODAY = date(2026, 11, 22)
_FOLDER = Path(forms.__file__).parent / "definitions"
_SPOKEN = ("title", "intro", "label", "help", "unit")
_IN_BOTH = 3
# Right answers to questions with a pattern of their own, which no sample can guess.
PATTERNED = {"tax_number": "0312345678"}
ALL = pytest.mark.parametrize("form", shipped(), ids=lambda form: form.code)


@ALL
def test_a_shipped_form_has_nothing_against_it(form: FormDefinition) -> None:
    assert findings(form) == ()


@ALL
def test_a_shipped_form_can_be_answered(form: FormDefinition) -> None:
    ready = compiled(form)
    assert faults_of(ready, sampled(ready, unit_id=7, today=TODAY), today=TODAY) == {}


@ALL
def test_a_shipped_form_can_be_answered_whatever_is_chosen(form: FormDefinition) -> None:
    ready = compiled(form)
    blocks = [block for page in form.pages for block in page.blocks]
    patterned = {block.name: PATTERNED[block.name] for block in blocks if block.name in PATTERNED}
    for block in blocks:
        for value in _turns(block):
            answers = sampled(ready, unit_id=7, today=TODAY, given={**patterned, block.name: value})
            assert faults_of(ready, answers, today=TODAY) == {}, (block.name, value)


def _turns(block: Block) -> list[Any]:
    """Return the answers after which other questions may be asked."""
    if block.kind is Kind.YES_NO:
        return [True, False]
    if block.kind is Kind.CHOICE:
        return [choice.value for choice in block.choices]
    return [[choice.value] for choice in block.choices]


@ALL
def test_a_shipped_form_names_papers_of_its_procedures(form: FormDefinition) -> None:
    papers = {name for code in form.procedures for name in _papers().get(code, ())}
    blocks = [block for page in form.pages for block in page.blocks]
    asked = {block.component for block in blocks if block.kind is Kind.UPLOAD}
    assert sorted(asked - papers) == []


@ALL
def test_a_shipped_form_stands_for_papers_that_its_procedures_ask(form: FormDefinition) -> None:
    for words in form.replaces:
        for code in form.procedures:
            spared = [name for name in _papers()[code] if fold(name).lstrip("-+* ").startswith(fold(words))]
            assert spared, (code, words)


@cache
def _papers() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _catalogue("procedure_components"):
        found.setdefault(row["code"], []).append(row["name"])
    return found


def _catalogue(name: str) -> list[dict[str, str]]:
    file = settings.DINH_DATA / "procedures" / f"{name}.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@ALL
def test_a_shipped_form_reads_back_from_its_export(form: FormDefinition) -> None:
    assert definition_of(json.loads(canonical(form))) == form


def test_shipped_forms_belong_to_procedures_of_the_catalogue() -> None:
    known = {row["code"] for row in _catalogue("procedures")}
    asked = [code for form in shipped() for code in form.procedures]
    assert sorted(set(asked) - known) == []
    assert len(asked) == len(set(asked))


def test_shipped_forms_carry_the_name_of_their_file() -> None:
    from dinh.forms import registry

    names = sorted(file.stem for file in registry._FOLDER.glob("*.toml"))
    assert [form.code for form in shipped()] == names


def _without_english(part: Any) -> list[str]:
    """What a person who reads English would find in Vietnamese: names of words without their `_en`, choices of two."""
    if isinstance(part, list):
        return [fault for one in part for fault in _without_english(one)]
    if not isinstance(part, dict):
        return []
    told = [part[name] for name in _SPOKEN if name in part and f"{name}_en" not in part]
    told += [choice[1] for choice in part.get("choices", ()) if len(choice) < _IN_BOTH]
    return told + _without_english([*part.get("page", ()), *part.get("block", ())])


@pytest.mark.parametrize("file", sorted(_FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_word_of_a_shipped_form_has_its_english(file: Path) -> None:
    assert _without_english(tomllib.loads(file.read_text(encoding="utf-8"))) == []
