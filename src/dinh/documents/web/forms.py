from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code under the square picture of a paper."""

    code = forms.CharField(
        label=_("Code on the paper"),
        max_length=40,
        help_text=_("Twelve letters and digits at the foot of the paper, for example 7HK3 PQ9X TR4V."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class PdfForm(forms.Form):
    """A PDF to be looked at and forgotten."""

    pdf = forms.FileField(
        label=_("PDF file to check"),
        help_text=_("We look at the file and forget it at once; nothing is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
