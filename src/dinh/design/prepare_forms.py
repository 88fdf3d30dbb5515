"""What the form components work out from Django's fields: the shape of the answer, its errors, who describes whom."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.utils.translation import gettext, ngettext

from dinh.design.specs import number

Values = Mapping[str, Any]
Prepared = dict[str, Any]
_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_PARTS = (forms.MultiWidget, forms.SelectDateWidget)


def shape_of(field: BoundField) -> str:
    """Return how an answer is given: text, group, check, file or hidden."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, _CHOICES + _PARTS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(widget, forms.FileInput) else "text"


def _ids(field: BoundField, help_text: str, *more: str) -> tuple[str, str, str]:
    base = field.auto_id or field.html_name
    help_id, error_id = f"{base}_helptext", f"{base}_error"
    described = [help_id] * bool(help_text) + [error_id] * bool(field.errors) + list(more)
    return help_id, error_id, " ".join(described)


def _attributes(field: BoundField, described_by: str, shape: str) -> dict[str, Any]:
    own = field.field.widget.attrs
    attributes: dict[str, Any] = {}
    if shape in {"text", "group"} and not isinstance(field.field.widget, _CHOICES):
        attributes["class"] = f"d-input {own.get('class', '')}".strip()
    if described_by and shape != "group":
        attributes["aria-describedby"] = described_by
    if field.errors and shape != "group":
        attributes["aria-invalid"] = "true"
    return attributes


def field(values: Values) -> Prepared:
    bound: BoundField = values["field"]
    shape = shape_of(bound)
    help_text = values["hint"] or bound.help_text
    help_id, error_id, described_by = _ids(bound, str(help_text))
    return {
        "shape": shape,
        "is_choice": isinstance(bound.field.widget, _CHOICES),
        "is_inline": values["inline"],
        "label": values["label"] or bound.label,
        "is_required": bound.field.required,
        "help": help_text,
        "help_id": help_id,
        "error_id": error_id,
        "errors": bound.errors,
        "described_by": described_by,
        "control": bound.as_widget(attrs=_attributes(bound, described_by, shape)),
    }


_PHOTOS = {".jpg", ".jpeg", ".png", ".heic", "image/*", "image/jpeg", "image/png"}


def upload(values: Values) -> Prepared:
    bound: BoundField = values["field"]
    help_text = values["hint"] or bound.help_text
    help_id, error_id, described_by = _ids(bound, str(help_text), f"{bound.auto_id}_limits")
    attributes = {**_attributes(bound, described_by, "file"), "accept": values["accept"]}
    kinds = ", ".join(dict.fromkeys(_kind(end) for end in values["accept"].split(",")))
    said = {"kinds": kinds, "size": number(values["max_mb"], 0, "MB")}
    takes_photos = any(end.strip() in _PHOTOS for end in values["accept"].split(","))
    if takes_photos:
        limits = gettext("%(kinds)s, up to %(size)s. A clear photo from a phone is fine.") % said
    else:
        limits = gettext("%(kinds)s, up to %(size)s.") % said
    return {
        "label": values["label"] or bound.label,
        "is_required": bound.field.required,
        "help": help_text,
        "help_id": help_id,
        "error_id": error_id,
        "errors": bound.errors,
        "limits": limits,
        "max_bytes": int(values["max_mb"]) * 1024 * 1024,
        "control": bound.as_widget(attrs=attributes),
    }


def _kind(end: str) -> str:
    name = end.strip().lstrip(".").rpartition("/")[2].upper()
    return {"JPG": "JPEG", "*": gettext("pictures")}.get(name, name)


def error_summary(values: Values) -> Prepared:
    form: BaseForm = values["form"]
    if not isinstance(form, BaseForm):
        return {"errors": []}
    lines = [{"text": text, "href": ""} for text in form.non_field_errors()]
    for bound in form:
        lines += [{"text": text, "href": f"#{_first_id(bound)}"} for text in bound.errors]
    words = ngettext("There is %(count)s thing to mend", "There are %(count)s things to mend", len(lines))
    return {"errors": lines, "title": values["title"] or words % {"count": len(lines)}}


def _first_id(bound: BoundField) -> str:
    widget, base = bound.field.widget, bound.auto_id or bound.html_name
    if isinstance(widget, (*_CHOICES, forms.MultiWidget)):
        return f"{base}_0"
    return str(bound.id_for_label or base)
