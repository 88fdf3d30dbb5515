"""What people type on the pages of the index."""

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores import api

LARGEST_FILE = 1_500_000
_INPUT = {"class": "d-input"}
_NUMBER = {"class": "d-input", "inputmode": "decimal", "autocomplete": "off"}


class NumberField(forms.CharField):
    """A number as people type it: 1.234,5 as well as 1,234.5."""

    widget = forms.TextInput(attrs=_NUMBER)

    def clean(self, value: Any) -> Fraction | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return api.read_number(text).value
        except api.NotANumber as error:
            raise forms.ValidationError(_("Please write a number, for example 1.234,5.")) from error


class EntryForm(forms.Form):
    """One value of a part; its fields are those of the shape."""

    note = forms.CharField(label=_("Explanation or note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(label=_("Where the number comes from"), required=False, max_length=500)
    file = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("PDF, picture or XLSX; it is kept with this value."),
        widget=forms.FileInput(attrs=_INPUT),
    )

    def __init__(self, part: api.Part, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        shape = part.shape
        kind = shape.kind if shape else None
        made: dict[str, forms.Field] = {}
        if shape is None:
            made["share"] = NumberField(label=_("Value between 0 and 1"))
        elif kind is api.ShapeKind.CHOICE:
            choices = [(one.code, one.name) for one in shape.options]
            made["choice"] = forms.ChoiceField(label=_("Answer"), choices=choices, widget=forms.RadioSelect)
        elif kind is api.ShapeKind.HALVES:
            conditions = [(one, one) for one in shape.conditions]
            made["met"] = forms.MultipleChoiceField(
                label=_("Conditions met"), choices=conditions, required=False, widget=forms.CheckboxSelectMultiple
            )
        else:
            made["a"] = NumberField(label=_("a: how many there are"))
            if kind in (api.ShapeKind.RATIO, api.ShapeKind.THRESHOLD):
                made["b"] = NumberField(label=_("b: out of how many"))
        self.fields = {**made, **self.fields}

    def entry(self) -> api.Entry:
        told = self.cleaned_data
        met = tuple(told["met"]) if "met" in told else None
        return api.Entry(told.get("a"), told.get("b"), told.get("choice", ""), met, told.get("share"))


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("XLSX or CSV file"),
        help_text=_(
            "As it is: merged and hidden cells, old fonts and 1.234,5 are read. Nothing is kept before you agree."
        ),
        widget=forms.FileInput(attrs=_INPUT | {"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 1.5 MB; please send the sheet alone."))
        return file


class ListFileForm(FileForm):
    file = forms.FileField(
        label=_("XLSX or CSV file with the list"),
        help_text=_("Columns: code, name, maximum, way of making points, its details, proof. Nothing is kept yet."),
        widget=forms.FileInput(attrs=_INPUT | {"accept": ".xlsx,.csv,.txt"}),
    )


class ListForm(forms.Form):
    lines = forms.CharField(
        label=_("The list, one part a line"),
        help_text=_(
            "Code | name | maximum | way of making points | details | proof. Pasted from a spreadsheet is fine."
        ),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "wrap": "off"}),
    )
    source = forms.CharField(
        label=_("Read from which text"),
        help_text=_("For example: 405/QĐ-BKHCN, Annex I, table 2, pages 4-9."),
        max_length=500,
    )


class TrialForm(forms.Form):
    name = forms.CharField(label=_("Name of this trial"), max_length=120)
