"""The form at the counter: filled in on the same page for the person who stands there, or handed in on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.web.answering import ADD, OUT, without_row
from dinh.forms import api as forms
from dinh.kernel import cccd
from dinh.kernel.errors import Invalid
from dinh.procedures.api import ProcedureView

PREFIX = "bm."
SIGNER = "ky."
HERE, ON_PAPER = "screen", "paper"


@dataclass(frozen=True, slots=True)
class Declaring:
    """What stands in the form now; `is_rows` when only a row was added or taken out."""

    form_id: str
    on: date
    may_be_paper: bool
    answers: Mapping[str, Any]
    read: forms.Read | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    extra_rows: Mapping[str, int] = field(default_factory=dict)
    is_rows: bool = False
    signers: Mapping[str, api.Signer] = field(default_factory=dict)
    facts: Mapping[str, forms.Fact] = field(default_factory=dict)

    def declared(self) -> api.Declared:
        return api.Declared(self.answers, self.signers)

    def shown(self) -> forms.PageView:
        return forms.page(
            form_id=self.form_id,
            name="",
            answers=self.answers,
            on=self.on,
            read=self.read,
            faults=self.faults,
            extra_rows=self.extra_rows,
            prefix=PREFIX,
            facts=self.facts,
        )


def declaring(request: HttpRequest, view: ProcedureView, person: directory.PersonView, on: date) -> Declaring:
    """Return the form as it was opened or as it was typed."""
    form_id = forms.form_id_for(procedure_code=view.code, version_id=view.version_id, on=on)
    may_be_paper = bool(api.printed_of(view, form_id))
    known = forms.prefill(form_id=form_id, person_id=person.person_id, on=on)
    if request.method != "POST":
        return Declaring(form_id, on, may_be_paper, known.answers, facts=known.facts)
    posted = {
        name.removeprefix(PREFIX): [str(one) for one in values]
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
    }
    read = forms.read(form_id=form_id, name="", posted=posted, on=on)
    do = request.POST.get("do", "")
    if do.startswith((ADD, OUT)):
        bare = do.replace(PREFIX, "", 1)
        extra = {bare.removeprefix(ADD): 1} if bare.startswith(ADD) else {}
        answers = without_row(read.answers, bare)
        return Declaring(form_id, on, may_be_paper, answers, read, extra_rows=extra, is_rows=True, facts=known.facts)
    faults: dict[str, str] = {}
    if request.POST.get("declared") == HERE or not may_be_paper:
        faults = {**forms.validate(form_id=form_id, answers=read.answers, on=on), **read.faults}
    asked = forms.cosigners(form_id=form_id, answers=read.answers)
    signers = {one.name: _signer(request, one.name) for one in asked}
    return Declaring(form_id, on, may_be_paper, read.answers, read, faults, signers=signers, facts=known.facts)


def _signer(request: HttpRequest, name: str) -> api.Signer:
    """Return who signs under a block; a scanned card says both name and number."""
    number = request.POST.get(f"{SIGNER}{name}.number", "")
    try:
        card = cccd.read_card(number)
    except Invalid:
        return api.Signer(request.POST.get(f"{SIGNER}{name}.name", ""), number)
    return api.Signer(card.full_name, card.cccd)
