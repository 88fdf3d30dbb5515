"""What people type on the pages of decision tables."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.processes.web.tables_words import PURPOSES

LARGEST_FILE = 2 * 1024 * 1024
_DAY = {"type": "date", "class": "d-input"}


class NewTableForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=300, required=False, help_text=_("A DMN file may bring its own name.")
    )
    purpose = forms.ChoiceField(
        label=_("What it is for"), choices=[(one.value, words) for one, words in PURPOSES.items()]
    )
    procedure_code = forms.CharField(
        label=_("Code of the procedure"),
        max_length=40,
        required=False,
        help_text=_("Leave blank for a table that serves several procedures."),
    )
    pasted = forms.CharField(
        label=_("Rows from a spreadsheet"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Copy the cells and paste them here. First line: headings, with “→” before each result."),
    )
    file = forms.FileField(
        label=_("DMN file of another modeller"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".dmn,.xml", "class": "d-input"}),
    )

    def clean_file(self) -> object:
        file = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 2 MB; a table never is."))
        return file

    def clean(self) -> None:
        found = super().clean() or self.cleaned_data
        if not found.get("file") and not found.get("name", "").strip():
            self.add_error("name", _("Please give the table a name."))


class PublishForm(forms.Form):
    valid_from = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs=_DAY))


class RetireForm(forms.Form):
    valid_to = forms.DateField(label=_("No longer in force from"), widget=forms.DateInput(attrs=_DAY))
