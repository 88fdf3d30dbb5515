"""The form of a definition, and the way between what is typed and a table of the definition files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary.web.words import DIRECTIONS, SOURCES, law_keys
from dinh.kernel.text import nfc

LARGEST_FILE = 1024 * 1024
_DAY = {"type": "date", "class": "d-input"}
# Where a fault of the compiler is told, when the field has another name than the word of the file.
_PLACES = {"break": "is_break", "checks": "most", "legal_basis": "act"}


class _Later:
    """A field that a definition needs and a draft may leave blank: the compiler says when it is missing."""

    empty_values: Sequence[Any]

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)  # type: ignore[misc]


class _LaterWords(_Later, forms.CharField):
    pass


class _LaterDay(_Later, forms.DateField):
    pass


def _line(label: Any, help_text: Any = "", *, longest: int = 300, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "d-input", **attrs})
    return _LaterWords(label=label, help_text=help_text, max_length=longest, widget=widget)


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "class": "d-input"})
    return forms.CharField(label=label, help_text=help_text, max_length=4000, required=False, widget=widget)


class DefinitionForm(forms.Form):
    """Every field may stay blank while it is a draft; the compiler says what is missing."""

    use_required_attribute = False

    name_vi = _line(_("Name in Vietnamese"), lang="vi")
    name_en = _line(_("Name in English"), lang="en")
    numerator = _line(
        _("Above the line"),
        _("Measures or plain counts, added and taken away: closed_on_time - closed_disliked"),
        longest=1000,
        spellcheck="false",
    )
    denominator = forms.CharField(
        label=_("Below the line"),
        help_text=_("Leave blank for a plain count"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"class": "d-input", "spellcheck": "false"}),
    )
    unit = _line(_("Unit"), _("“%” for a share, else what is counted: hồ sơ, phút"), longest=40)
    direction = forms.ChoiceField(
        label=_("What is better"), choices=[(one.value, words) for one, words in DIRECTIONS.items()]
    )
    law_key = forms.ChoiceField(label=_("Threshold of the law"), choices=law_keys, required=False)
    act = _line(_("Legal act"), _("For example 766/QĐ-TTg"), longest=200)
    article = _line(_("Article, item"), _("For example chỉ số 3.3"), longest=200)
    base_vi = _line(_("What it is counted of, in Vietnamese"), longest=1000, lang="vi")
    base_en = _line(_("What it is counted of, in English"), longest=1000, lang="en")
    source_kind = forms.ChoiceField(label=_("Source"), choices=[(one.value, words) for one, words in SOURCES.items()])
    valid_from = _LaterDay(label=_("In force from"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))
    valid_to = forms.DateField(
        label=_("In force up to"),
        help_text=_("Leave blank: it holds until a next version follows or its end is approved"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
    )
    is_break = forms.BooleanField(
        label=_("It counts otherwise than the version before: draw no line across"), required=False
    )
    most = forms.IntegerField(
        label=_("It can never be above, in per cent"),
        help_text=_("A figure above says that something is counted above the line that is not below it"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "d-input"}),
    )
    blocks = forms.BooleanField(label=_("While it is above, figures are held back from publication"), required=False)
    notes_vi = _lines(_("Notes in Vietnamese"), _("One line each"))
    notes_en = _lines(_("Notes in English"), _("One line each"))

    def row(self) -> dict[str, Any]:
        """Return what was typed as a table of the definition files; what is blank is left out."""
        typed = self.cleaned_data
        words = {name: typed[name].strip() for name in _WORDS}
        basis = ", ".join(filter(None, (typed["act"].strip(), typed["article"].strip())))
        row: dict[str, Any] = {
            **words,
            "legal_basis": basis,
            **{name: typed[name] for name in ("valid_from", "valid_to")},
        }
        row = {name: nfc(value) if isinstance(value, str) else value for name, value in row.items() if value}
        for name in ("notes_vi", "notes_en"):
            row[name] = [nfc(line.strip()) for line in typed[name].splitlines() if line.strip()]
        if typed["is_break"]:
            row["break"] = True
        if typed["most"]:
            held = {"blocks": True} if typed["blocks"] else {}
            row["checks"] = [{"kind": "at_most", "limit": typed["most"], **held}]
        return row

    def say(self, part: str, said: str) -> bool:
        """Put a fault of the compiler beside its field; False where no field shows it."""
        name = _PLACES.get(part, part)
        if name not in self.fields:
            return False
        is_blank = name != "numerator" and not self.initial.get(name) and not self.data.get(name)
        self.add_error(name, _("Please fill this in.") if is_blank and name in _NEEDED else said)
        return True


_WORDS = (
    "name_vi", "name_en", "unit", "numerator", "denominator", "direction", "source_kind", "law_key", "base_vi",
    "base_en",
)  # fmt: skip
_NEEDED = {"name_vi", "name_en", "unit", "base_vi", "base_en", "valid_from", "act"}


class NewForm(DefinitionForm):
    code = _line(
        _("Code of the indicator"),
        _("a-z, 0-9, points and low lines, for example lamdong.online_post_share; it never changes"),
        longest=60,
        spellcheck="false",
    )
    field_order = ("code",)

    def row(self) -> dict[str, Any]:
        return {"code": self.cleaned_data["code"].strip(), **super().row()}


def initial_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of the definition files as the form shows it."""
    act, _comma, article = str(row.get("legal_basis", "")).partition(", ")
    checks = row.get("checks") or [{}]
    return {
        **row,
        "act": act,
        "article": article,
        "is_break": row.get("break", False),
        "most": checks[0].get("limit"),
        "blocks": checks[0].get("blocks", False),
        "notes_vi": "\n".join(row.get("notes_vi", ())),
        "notes_en": "\n".join(row.get("notes_en", ())),
    }


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Definition file (TOML)"), widget=forms.FileInput(attrs={"accept": ".toml", "class": "d-input"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 1 MB; a definition never is."))
        return file


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "class": "d-input"})
    )


class EndForm(forms.Form):
    last_day = forms.DateField(label=_("Last day in force"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))
    reason = forms.CharField(
        label=_("Why it ends"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "class": "d-input"})
    )
