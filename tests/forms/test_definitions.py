"""Every form made by hand: readable, without findings, answerable, for procedures that exist."""

import csv
import gzip
import json
from datetime import date

import pytest
from django.conf import settings

from dinh.forms.policies.checking import faults_of
from dinh.forms.policies.compiling import compiled
from dinh.forms.policies.findings import findings
from dinh.forms.policies.sampling import sampled
from dinh.forms.registry import shipped
from dinh.forms.types import FormDefinition, canonical, definition_of

TODAY = date(2026, 11, 22)
ALL = pytest.mark.parametrize("form", shipped(), ids=lambda form: form.code)


@ALL
def test_a_shipped_form_has_nothing_against_it(form: FormDefinition) -> None:
    assert findings(form) == ()


@ALL
def test_a_shipped_form_can_be_answered(form: FormDefinition) -> None:
    ready = compiled(form)
    assert faults_of(ready, sampled(ready, unit_id=7, today=TODAY), today=TODAY) == {}


@ALL
def test_a_shipped_form_reads_back_from_its_export(form: FormDefinition) -> None:
    assert definition_of(json.loads(canonical(form))) == form


def test_shipped_forms_belong_to_procedures_of_the_catalogue() -> None:
    with gzip.open(
        settings.DINH_DATA / "procedures" / "procedures.csv.gz", "rt", encoding="utf-8", newline=""
    ) as stream:
        known = {row["code"] for row in csv.DictReader(stream)}
    asked = [code for form in shipped() for code in form.procedures]
    assert sorted(set(asked) - known) == []
    assert len(asked) == len(set(asked))


def test_shipped_forms_carry_the_name_of_their_file() -> None:
    from dinh.forms import registry

    names = sorted(file.stem for file in registry._FOLDER.glob("*.toml"))
    assert [form.code for form in shipped()] == names
