"""What people type on the pages of payments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.design.api import VndField


class CashForm(forms.Form):
    received_vnd = VndField(label=_("Money received"), help_text=_("What the payer handed over; the rest is change."))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("What was found"), max_length=300)


class StatementForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    statement = forms.FileField(
        label=_("Statement of the bank"),
        help_text=_("CSV (UTF-8) as the bank sends it each day."),
        widget=forms.FileInput(attrs={"accept": ".csv", "class": "d-input"}),
    )
