"""Form fields people here know: money as they write it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

__all__ = ["VndField"]

_AMOUNT = re.compile(r"\d{1,15}")


class VndField(forms.CharField):
    """Whole đồng as people write them: 50000, 50.000, 50 000 đ."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = re.sub(r"[.\s,đĐ₫]|VND$", "", super().to_python(value) or "")
        if text and not _AMOUNT.fullmatch(text):
            raise forms.ValidationError(_("Write the amount in digits, for example 50.000."))
        return int(text) if text else None
