"""What people type on the pages of payments."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_AMOUNT = re.compile(r"\d{1,15}")


class VndField(forms.CharField):
    """Whole đồng as people write them: 50000, 50.000, 50 000 đ."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = re.sub(r"[.\s,đĐ₫]|VND$", "", super().to_python(value) or "")
        if text and not _AMOUNT.fullmatch(text):
            raise forms.ValidationError(_("Write the amount in digits, for example 50.000."))
        return int(text) if text else None


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
