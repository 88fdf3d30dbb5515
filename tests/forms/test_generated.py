"""The form made from the catalogue, for every procedure of it: shown, answered, summed up, printed."""

import csv
import gzip
from dataclasses import asdict
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from dinh.documents import api as documents
from dinh.forms.policies.checking import faults_of
from dinh.forms.policies.compiling import Compiled, compiled
from dinh.forms.policies.findings import findings
from dinh.forms.policies.generating import generate
from dinh.forms.policies.sampling import sampled
from dinh.forms.policies.showing import Shown, controls_of
from dinh.forms.policies.summing import summed
from dinh.forms.types import FormDefinition, PageView
from dinh.kernel.actor import Actor, ActorKind
from tests.dossiers import world as w

SEAL = Actor(kind=ActorKind.SYSTEM, agency_id="age_x", display_name="Cơ quan")
TODAY = date(2026, 11, 22)


@cache
def every() -> tuple[FormDefinition, ...]:
    """The form of each procedure of the national catalogue."""
    file = settings.DINH_DATA / "procedures" / "procedures.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
        # The generator reads four words of a procedure; they stand in the file under the same names.
        return tuple(generate(cast("Any", SimpleNamespace(**row))) for row in csv.DictReader(stream))


@cache
def shapes() -> tuple[Compiled, ...]:
    """One form of every shape, the one with the longest title: beyond title and code all of a shape are the same."""
    found: dict[Any, FormDefinition] = {}
    for form in every():
        if len(found.setdefault(form.pages, form).title) < len(form.title):
            found[form.pages] = form
    return tuple(compiled(form) for form in found.values())


def answered(form: Compiled, given: dict[str, Any] | None = None) -> dict[str, Any]:
    return sampled(form, unit_id=w.COMMUNE, today=TODAY, given=given)


def name_unit(number: int) -> str:
    return f"Xã {number}"


def test_every_procedure_of_the_catalogue_has_a_form_without_findings() -> None:
    assert len(every()) > 2800
    assert len({form.code for form in every()}) == len(every())
    assert [form.code for form in every() if findings(form)] == []


def test_every_form_takes_the_answers_made_from_itself() -> None:
    shape_of = {form.definition.pages: form for form in shapes()}
    for definition in every():
        form = shape_of[definition.pages]
        for choice in ({}, {"for_body": True} if "for_body" in form.known else {}):
            assert faults_of(form, answered(form, dict(choice)), today=TODAY) == {}, definition.code


def test_every_shape_is_shown_with_a_box_for_every_question() -> None:
    for form in shapes():
        answers = answered(form)
        drawn = "".join(_drawn(form, name, answers) for name in [sheet.page.name for sheet in form.sheets])
        for address in ("applicant.name", "request", "truth"):
            assert f'name="{address}"' in drawn
        assert "Mẫu giả lập" in drawn


def _drawn(form: Compiled, name: str, answers: dict[str, Any]) -> str:
    sheet = form.sheet(name)
    assert sheet is not None
    shown = Shown(answers=answers, stored=answers, name_unit=name_unit)
    page = PageView("", name, sheet.page.title, "", "", controls_of(sheet, shown), faults=(), is_memory=False)
    return render_to_string("forms/page.html", {"shown": page})


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_every_shape_is_printed(number: int) -> None:
    assert len(shapes()) == 4
    form = shapes()[number]
    parts = summed(form, answered(form), name_unit=name_unit)
    sections = [{"title": part.title, "rows": [asdict(row) for row in part.rows]} for part in parts]
    data = {"agency": "Cơ quan", "place": "Xã", "procedure": form.definition.title, "sections": sections}
    paper = documents.issue_paper(by=SEAL, at=w.AT, template="declaration", data=data, subject_id="sub_x")
    assert documents.file(file_id=paper.file_id).media_type == "application/pdf"


def test_a_form_is_pinned_to_the_version_of_its_procedure(world: w.World) -> None:
    from dinh.forms import api

    row = w.sent(w.draft(world))
    assert row.form_id == f"gen1:{row.version_id}"
    view = api.form(form_id=row.form_id)
    assert (view.is_generated, view.procedures) == (True, (w.BIRTH,))
    assert api.validate(form_id=row.form_id, answers=row.answers, on=w.AT.date()) == {}
