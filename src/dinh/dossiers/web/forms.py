"""What a citizen types, a page at a time; the drafts keep half answers, these forms help to whole ones."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinh.dossiers.api import QuestionView, SubmissionView
from dinh.dossiers.web import words
from dinh.dossiers.web.places import Choice
from dinh.dossiers.web.steps import CONTENT_KEY

_PHONE = re.compile(r"(?:0|\+?84)\d{8,10}")
_PHONE_MARKS = re.compile(r"[\s.()-]")


# Chosen by who lives in another province; kept as no unit at all.
OUTSIDE = "-"


class StepForm(forms.Form):
    """One page of the filing."""

    def values(self) -> Mapping[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if name in self.fields}


class PlaceForm(StepForm):
    residence_unit_id = forms.ChoiceField(
        label=gettext_lazy("Where do you live?"),
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please choose the commune or ward you live in.")},
    )
    competent_unit_id = forms.ChoiceField(
        label=gettext_lazy("Which commune or ward should handle it?"),
        help_text=gettext_lazy("Only if it is another place than where you live."),
        required=False,
    )

    def __init__(self, *args: Any, communes: Sequence[Choice], is_commune: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self._is_commune = is_commune
        _choices(self, "residence_unit_id", [("", _("Choose")), *communes, (OUTSIDE, _("Outside this province"))])
        _choices(self, "competent_unit_id", [("", _("Where I live")), *communes])
        if not is_commune:
            del self.fields["competent_unit_id"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if self._is_commune and found.get("residence_unit_id") == OUTSIDE and not found.get("competent_unit_id"):
            self.add_error(
                "competent_unit_id", _("You live outside this province, so please choose the commune that handles it.")
            )
        return found


def _choices(form: forms.Form, name: str, choices: Sequence[Choice]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class CaseForm(StepForm):
    case_name = forms.ChoiceField(
        label=gettext_lazy("Which case is yours?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose which case is yours.")},
    )

    def __init__(self, *args: Any, cases: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "case_name", [(one, one.strip("*-+ :.")) for one in cases])


class ContactForm(StepForm):
    applicant_phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("The office calls or texts this number; you also need it to look the dossier up."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "type": "tel"}),
        error_messages={"required": gettext_lazy("Please enter a telephone number, so that the office can reach you.")},
    )
    applicant_email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("This e-mail address is not complete, for example lan@example.vn.")},
    )
    applicant_address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("House, street, hamlet. Needed if the result comes by post."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )

    def clean_applicant_phone(self) -> str:
        number: str = _PHONE_MARKS.sub("", self.cleaned_data["applicant_phone"])
        if not _PHONE.fullmatch(number):
            raise forms.ValidationError(_("A telephone number has 10 digits and begins with 0. Please check it."))
        return number


class ContentForm(StepForm):
    request = forms.CharField(
        label=gettext_lazy("What do you ask for?"),
        help_text=gettext_lazy("Say it in your own words: who or what it is about, from when, for what purpose."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Please say in a sentence or two what you ask for.")},
    )


def question_field(question: QuestionView, *, is_required: bool) -> forms.Field:
    """Return the field of one question of a decision table."""
    # The summary of faults lists several: each names its question.
    said = {"required": _("Please answer: “%(question)s”.") % {"question": question.label}}
    if question.kind == "bool":
        choices = [("có", _("Yes")), ("không", _("No"))]
    else:
        choices = [(one, capfirst(one)) for one in question.values]
    if not is_required and choices:
        choices = [*choices, ("", _("Not said"))]
    asked: dict[str, Any] = {"label": question.label, "required": is_required, "error_messages": said}
    if choices:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **asked)
    if question.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **asked)
    if question.kind in {"number", "money"}:
        return forms.IntegerField(min_value=0, **asked)
    return forms.CharField(max_length=300, **asked)


class QuestionForm(StepForm):
    """What decision tables need to know, made of their columns."""

    def __init__(self, *args: Any, questions: Sequence[QuestionView], **more: Any) -> None:
        super().__init__(*args, **more)
        for one in questions:
            self.fields[one.key] = question_field(one, is_required=True)
            self.initial.setdefault(one.key, one.answer)


class DeliveryForm(StepForm):
    delivery_way = forms.ChoiceField(
        label=gettext_lazy("How would you like to receive the result?"),
        choices=[(str(key), name) for key, name in words.DELIVERY.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how you would like to receive the result.")},
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File or picture"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Please choose a file or take a picture first.")},
    )


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why does this paper not apply to you?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Please say why in a few words, so that nobody asks you again.")},
    )


class DeclareForm(forms.Form):
    is_true = forms.BooleanField(
        label=gettext_lazy("What I have stated is true, and I answer for it by law."),
        error_messages={"required": gettext_lazy("Please confirm that what you have stated is true.")},
    )


class WhomForm(forms.Form):
    person_id = forms.ChoiceField(
        label=gettext_lazy("Who is this dossier for?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who this dossier is for.")},
    )

    def __init__(self, *args: Any, people: Sequence[Choice], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "person_id", people)


class TrackForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Dossier code"),
        help_text=gettext_lazy("It stands on your receipt, for example H36.12.05-260213-0007."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Please enter the code on your receipt.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number given with the dossier"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("Please enter the telephone number you gave.")},
    )


def known_values(view: SubmissionView) -> dict[str, str]:
    """Return what the draft holds already, as the forms name it."""
    content = view.content
    return {
        "residence_unit_id": str(view.residence_unit_id or ""),
        "competent_unit_id": content.get("competent_unit_id", ""),
        "case_name": view.case_name,
        "applicant_phone": view.applicant.phone,
        "applicant_email": view.applicant.email,
        "applicant_address": view.applicant.address,
        CONTENT_KEY: content.get(CONTENT_KEY, ""),
        "delivery_way": view.delivery_way.value,
    }


SAVED_AS_TYPED = frozenset(
    {
        "residence_unit_id",
        "competent_unit_id",
        "case_name",
        "applicant_phone",
        "applicant_email",
        "applicant_address",
        CONTENT_KEY,
        "delivery_way",
    }
)
