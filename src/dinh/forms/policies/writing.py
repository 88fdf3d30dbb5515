"""JSON answers as people read them, and as they are put back into the boxes they were typed in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dinh.forms.policies.compiling import Question
from dinh.forms.policies.wording import choice_of, unit_of
from dinh.forms.types.kinds import Kind, Origin
from dinh.forms.types.views import Fact
from dinh.kernel.text import vnd

# The name of a unit by its number.
NameUnit = Callable[[int], str]


def typed_text(one: Question, value: Any, name_unit: NameUnit) -> str:
    """Return an answer as it stands in its box."""
    match one.kind:
        case Kind.DATE if isinstance(value, str):
            return "/".join(reversed(value.split("-")))
        case Kind.YES_NO:
            return {True: "yes", False: "no"}.get(value, "")
        case Kind.SIGNATURE:
            return "yes" if value is True else ""
        case Kind.MONEY | Kind.NUMBER if isinstance(value, int | float):
            return number_text(value)
        case Kind.UNIT if isinstance(value, int):
            return name_unit(value)
        case Kind.MAP_POINT if isinstance(value, Mapping):
            return f"{value.get('lat')}, {value.get('lon')}"
        case _:
            return "" if value is None else str(value)


def number_text(value: float) -> str:
    """Return 1.234.567,5."""
    whole, _point, rest = f"{value:,}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def shown_text(one: Question, value: Any, name_unit: NameUnit) -> str:
    """Return an answer as a person reads it on the check page, on the desk and on paper."""
    match one.kind:
        case Kind.CHOICE:
            return _label(one, value)
        case Kind.SEVERAL if isinstance(value, list):
            return "; ".join(_label(one, each) for each in value)
        case Kind.YES_NO:
            return _("Yes") if value is True else _("No")
        case Kind.SIGNATURE:
            return _("Confirmed")
        case Kind.MONEY if isinstance(value, int):
            return vnd(value)
        case Kind.NUMBER if one.block.unit:
            return f"{typed_text(one, value, name_unit)} {unit_of(one.block)}"
        case _:
            return typed_text(one, value, name_unit)


def _label(one: Question, value: Any) -> str:
    return next((choice_of(choice) for choice in one.block.choices if choice.value == value), str(value))


def origin_words(fact: Fact) -> str:
    """Return where something comes from, with its day, as it is said beside a box."""
    said = {
        Origin.PERSON: _("From the data of the province, as of %(day)s. Change it if it is wrong."),
        Origin.STORE: _("From your store of papers, kept there on %(day)s. Change it if it is wrong."),
        Origin.EARLIER: _("From what you answered on %(day)s. Change it if it is no longer so."),
    }
    return said[fact.source] % {"day": f"{fact.day:%d/%m/%Y}"}


def changed_words(one: Question, fact: Fact, name_unit: NameUnit) -> str:
    """Return what was known where the person answered otherwise."""
    value = shown_text(one, fact.value, name_unit)
    return _("changed by the person who files; known before: %(value)s") % {"value": value}
