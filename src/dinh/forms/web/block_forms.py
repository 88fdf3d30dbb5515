"""The boxes in which a block and a page are written; only what its kind knows is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.forms.api import Block, Choice, Format, FormDefinition, Kind, Page, When, parts_of, prefills

_MARK = "|"
_SIZED = {Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY, Kind.REPEAT, Kind.TABLE, Kind.HOUSEHOLD}
_PARTED = {Kind.PERSON, Kind.ADDRESS, Kind.PARCEL, Kind.HOUSEHOLD}
_SILENT = {Kind.NOTICE, Kind.UPLOAD}
_NEVER_KNOWN = _SILENT | {
    Kind.HOUSEHOLD, Kind.TABLE, Kind.REPEAT, Kind.GROUP, Kind.SIGNATURE, Kind.CO_SIGNATURE,
}  # fmt: skip
_FORMATS = (
    (Format.PLAIN, _("Any words")),
    (Format.CCCD, _("Identity number")),
    (Format.PHONE, _("Telephone")),
    (Format.EMAIL, _("E-mail")),
)
_WHENS = ((When.ANY, _("Any day")), (When.PAST, _("Not after today")), (When.FUTURE, _("Not before today")))


class PageForm(forms.Form):
    title = forms.CharField(label=_("Title of the page"), max_length=200)
    name = forms.SlugField(label=_("Name in the address"), max_length=60, help_text=_("Small letters and hyphens."))
    help = forms.CharField(label=_("Help"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    title_en = forms.CharField(label=_("Title of the page in English"), required=False, max_length=200)
    help_en = forms.CharField(label=_("Help in English"), required=False, max_length=1000)
    show_when = forms.CharField(
        label=_("Show only when"), required=False, max_length=500, help_text=_('For example: relation == "other"')
    )

    def page(self, old: Page) -> Page:
        return replace(old, **self.cleaned_data)


class HeadForm(forms.Form):
    title = forms.CharField(label=_("Title of the form"), max_length=300)
    title_en = forms.CharField(label=_("Title of the form in English"), required=False, max_length=300)
    procedures = forms.CharField(
        label=_("Procedures"), required=False, help_text=_("Codes of the catalogue, with commas between them.")
    )
    basis = forms.CharField(label=_("Legal basis"), required=False, max_length=300)
    form_number = forms.CharField(label=_("Number of the printed form"), required=False, max_length=40)
    intro = forms.CharField(label=_("Words before the first page"), required=False, widget=forms.Textarea({"rows": 2}))
    intro_en = forms.CharField(label=_("Words before the first page in English"), required=False, max_length=2000)

    def definition(self, old: FormDefinition) -> FormDefinition:
        data = self.cleaned_data
        codes = tuple(dict.fromkeys(one.strip() for one in data["procedures"].split(",") if one.strip()))
        return replace(old, **{**data, "procedures": codes})


class BlockForm(forms.Form):
    label = forms.CharField(label=_("Words of the question"), required=False, max_length=1000)
    name = forms.CharField(label=_("Name in the answers"), max_length=40, help_text=_("Small letters and _."))
    help = forms.CharField(label=_("Help"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    label_en = forms.CharField(label=_("Words of the question in English"), required=False, max_length=1000)
    help_en = forms.CharField(label=_("Help in English"), required=False, max_length=1000)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        help_text=_("One a line: value | words | words in English, if there are any"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    parts = forms.MultipleChoiceField(label=_("What is asked"), required=False, widget=forms.CheckboxSelectMultiple)
    optional_parts = forms.MultipleChoiceField(
        label=_("What of it may stay empty"), required=False, widget=forms.CheckboxSelectMultiple
    )
    format = forms.ChoiceField(label=_("Written as"), choices=_FORMATS, required=False)
    minimum = forms.IntegerField(label=_("At least"), required=False, help_text=_("Signs, value or rows"))
    maximum = forms.IntegerField(label=_("At most"), required=False)
    decimals = forms.IntegerField(label=_("Digits after the comma"), required=False, min_value=0, max_value=4)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=20)
    unit_en = forms.CharField(label=_("Unit in English"), required=False, max_length=20)
    partial = forms.BooleanField(label=_("A month or a year is enough"), required=False)
    when = forms.ChoiceField(label=_("Which days"), choices=_WHENS, required=False)
    pattern = forms.CharField(label=_("Pattern"), required=False, max_length=200)
    pattern_says = forms.CharField(label=_("The pattern in words"), required=False, max_length=200)
    component = forms.CharField(label=_("Paper of the procedure"), required=False, max_length=300)
    signer = forms.CharField(
        label=_("Who signs"),
        required=False,
        max_length=40,
        help_text=_("The name of the question about this person: their name and number are not asked again."),
    )
    prefill = forms.ChoiceField(label=_("Filled in from"), required=False)
    show_when = forms.CharField(
        label=_("Show only when"), required=False, max_length=500, help_text=_('For example: relation == "other"')
    )
    required_when = forms.CharField(label=_("Must be answered only when"), required=False, max_length=500)
    basis = forms.CharField(label=_("Legal basis"), required=False, max_length=300)

    def __init__(self, data: Mapping[str, Any] | None, *, block: Block) -> None:
        super().__init__(data, initial=_initial(block))
        self._block = block
        for name in _unknown(block.kind):
            del self.fields[name]
        chosen = [(part.name, part.label) for part in parts_of(block.kind)]
        sources = [("", _("Nothing")), *prefills().items()]
        if block.prefill.startswith("="):
            sources.append((block.prefill, block.prefill))
        for name, choices in (("parts", chosen), ("optional_parts", chosen), ("prefill", sources)):
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_choices(self) -> tuple[Choice, ...]:
        found = []
        for line in self.cleaned_data["choices"].splitlines():
            value, label, english = (*(part.strip() for part in line.split(_MARK, 2)), "", "")[:3]
            if line.strip():
                found.append(Choice(value, label or value, english))
        return tuple(found)

    def block(self) -> Block:
        """Return the block as written."""
        changed = dict(self.cleaned_data)
        for name in ("parts", "optional_parts"):
            if name in changed:
                changed[name] = tuple(changed[name])
        if "decimals" in changed:
            changed["decimals"] = changed["decimals"] or 0
        for name, kind in (("format", Format), ("when", When)):
            if name in changed:
                changed[name] = kind(changed[name])
        return replace(self._block, **changed)


def _unknown(kind: Kind) -> set[str]:
    """Return what a kind of block does not know."""
    known = {
        "choices": kind in {Kind.CHOICE, Kind.SEVERAL},
        "parts": kind in _PARTED,
        "optional_parts": kind in _PARTED,
        "format": kind is Kind.TEXT,
        "minimum": kind in _SIZED,
        "maximum": kind in _SIZED,
        "decimals": kind is Kind.NUMBER,
        "unit": kind is Kind.NUMBER,
        "unit_en": kind is Kind.NUMBER,
        "signer": kind is Kind.CO_SIGNATURE,
        "partial": kind is Kind.DATE,
        "when": kind is Kind.DATE,
        "pattern": kind is Kind.TEXT,
        "pattern_says": kind is Kind.TEXT,
        "component": kind is Kind.UPLOAD,
        "required": kind not in _SILENT,
        "required_when": kind not in _SILENT,
        "prefill": kind not in _NEVER_KNOWN,
    }
    return {name for name, is_known in known.items() if not is_known}


def _initial(block: Block) -> dict[str, Any]:
    names = BlockForm.base_fields.keys() - {"choices", "parts", "optional_parts"}
    found: dict[str, Any] = {name: getattr(block, name) for name in names}
    usual = [part.name for part in parts_of(block.kind, block.parts)]
    mark = f" {_MARK} "
    lines = [mark.join(part for part in (one.value, one.label, one.en) if part) for one in block.choices]
    return {**found, "choices": "\n".join(lines), "parts": usual, "optional_parts": list(block.optional_parts)}
