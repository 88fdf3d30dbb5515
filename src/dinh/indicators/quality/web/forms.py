"""What people type on the pages of the points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.indicators.quality import api

_LARGEST = 10**12


class ReportForm(forms.Form):
    """An item that no act tells, as the unit reports it."""

    item = forms.ChoiceField(label=_("Sub-indicator"))
    numerator = forms.IntegerField(label=_("Counted above the line"), min_value=0, max_value=_LARGEST)
    denominator = forms.IntegerField(label=_("Counted below the line"), min_value=1, max_value=_LARGEST)
    source = forms.CharField(
        label=_("Where the numbers come from"),
        help_text=_("Number and day of the report, or the address of the page they were read on."),
        max_length=500,
    )

    file = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("PDF, picture or XLSX; it is kept with this report."),
        widget=forms.FileInput(attrs={"class": "d-input"}),
    )

    def __init__(self, edition: api.Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.code} {one.name_vi}") for one in edition.items if one.points and one.untold_vi]
        field = self.fields["item"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
