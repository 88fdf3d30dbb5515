"""What the officer types at the counter: who stands there, and what lies on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.forms import ReceiveForm
from dinh.dossiers.web.desk.intake_declaring import HERE, ON_PAPER
from dinh.dossiers.web.forms import question_field
from dinh.dossiers.web.places import Choice
from dinh.procedures.api import CaseKind, ComponentView, ProcedureView

_COUNT = {"inputmode": "numeric", "class": "s-count", "min": "0"}


class PersonForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200)
    cccd = forms.CharField(
        label=gettext_lazy("Personal identification number"),
        help_text=gettext_lazy("12 digits; empty when the person has none at hand."),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    born_on = forms.DateField(
        label=gettext_lazy("Day of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        required=False,
        choices=[
            (directory.Gender.UNKNOWN.value, gettext_lazy("Not said")),
            (directory.Gender.FEMALE.value, gettext_lazy("Female")),
            (directory.Gender.MALE.value, gettext_lazy("Male")),
        ],
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=20, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address_text = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=500)

    def clean_gender(self) -> directory.Gender:
        return directory.Gender(self.cleaned_data["gender"] or directory.Gender.UNKNOWN)

    def clean_phone(self) -> str:
        number: str = self.cleaned_data["phone"].replace(" ", "").replace(".", "")
        return number


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the counter's list with its two boxes."""

    component: ComponentView
    case: str
    originals: BoundField
    copies: BoundField


def _case_of(one: ComponentView) -> str:
    return one.case.strip("*-+ :.") if one.case_kind is CaseKind.CASE else ""


class IntakeForm(ReceiveForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    applicant_phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20)
    applicant_address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=500)
    competent_unit_id = forms.ChoiceField(label=gettext_lazy("Commune or ward that handles it"), required=False)
    request = forms.CharField(
        label=gettext_lazy("What is asked for"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    delivery_way = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=[(str(key), name) for key, name in words.DELIVERY.items()]
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[
            (api.Channel.DESK.value, gettext_lazy("At the counter")),
            (api.Channel.POST.value, gettext_lazy("By post")),
        ],
        initial=api.Channel.DESK.value,
    )

    declared = forms.ChoiceField(
        label=gettext_lazy("The application form"),
        widget=forms.RadioSelect,
        choices=[
            (ON_PAPER, gettext_lazy("The printed form was handed in")),
            (HERE, gettext_lazy("Filled in here for the person")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        procedure: ProcedureView,
        communes: Sequence[Choice],
        may_be_paper: bool,
        questions: Sequence[api.QuestionView] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        if not may_be_paper:
            # No printed form belongs to this procedure, so there is nothing to choose.
            del self.fields["declared"]
        self._components = [one for one in procedure.components if not one.is_note]
        self._choose("competent_unit_id", [("", _("Not decided by a commune")), *communes])
        cases = list(dict.fromkeys(one.case for one in self._components if one.case_kind is CaseKind.CASE))
        if len(cases) > 1 and not questions:
            self.fields["case_name"] = forms.ChoiceField(
                label=_("Case"), choices=[(one, one.strip("*-+ :.")) for one in cases]
            )
        self._questions = tuple(questions)
        for question in self._questions:
            self.fields[question.key] = question_field(question, is_required=False)
        for one in self._components:
            for kind in ("goc", "sao"):
                self.fields[f"{kind}_{one.seq}"] = forms.IntegerField(
                    required=False, min_value=0, max_value=999, widget=forms.NumberInput(attrs=_COUNT)
                )

    def _choose(self, name: str, choices: Sequence[Choice]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def lines(self) -> list[Line]:
        return [Line(one, _case_of(one), self[f"goc_{one.seq}"], self[f"sao_{one.seq}"]) for one in self._components]

    def papers(self) -> list[api.PaperCount]:
        """Return what was counted; a paper with nothing there is left out."""
        data = self.cleaned_data
        counts = [
            api.PaperCount(one.seq, data.get(f"goc_{one.seq}") or 0, data.get(f"sao_{one.seq}") or 0)
            for one in self._components
        ]
        return [one for one in counts if one.originals + one.copies]

    @property
    def is_on_paper(self) -> bool:
        return self.cleaned_data.get("declared") == ON_PAPER

    def values(self) -> Mapping[str, str]:
        names = ("applicant_phone", "applicant_address", "competent_unit_id", "request", "delivery_way", "case_name")
        asked = [one.key for one in self._questions]
        return {name: str(self.cleaned_data[name]) for name in (*names, *asked) if self.cleaned_data.get(name)}

    def asked(self) -> list[BoundField]:
        """Return the questions of decision tables, for the papers and the fee of this case."""
        return [self[one.key] for one in self._questions]
