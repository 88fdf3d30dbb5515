"""Whether answers are right: the schema, then what must be answered, then days that exist. One sentence per field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinh.forms.policies.answers import Document, Live, leaves, live, pattern_of, questions_of
from dinh.forms.policies.compiling import Compiled, Question
from dinh.forms.policies.wording import label_of
from dinh.forms.types.definition import Path, dotted
from dinh.forms.types.kinds import CHOOSING, COUNTED, WORDED, Format, Kind, When
from dinh.kernel.text import vnd

Faults = dict[str, str]
_MONTH, _DAY = 7, 10
_YEAR = 4
LARGEST = 200_000


def faults_of(form: Compiled, answers: Document, *, today: date, page: str = "") -> Faults:
    """Return what is wrong by address, empty when everything is right; with `page` only what stands there.

    An answer outside of the form is wrong wherever it stands.
    """
    found = live(form, answers)
    faults = {**_of_shape(form, found.answers), **_of_days(form, found.answers, today)}
    for where, path in found.missing:
        if not page or where == page:
            faults.setdefault(dotted(path), _missing(form, path))
    return faults if not page else _on_page(form, faults, page)


def live_of(form: Compiled, answers: Document) -> Live:
    return live(form, answers)


def _on_page(form: Compiled, faults: Mapping[str, str], page: str) -> Faults:
    elsewhere = {one.name for sheet in form.sheets if sheet.page.name != page for one in sheet.questions}
    return {address: words for address, words in faults.items() if address.split(".")[0] not in elsewhere}


def _missing(form: Compiled, path: Path) -> str:
    return missing_words(form.by_pattern[pattern_of(path)])


def missing_words(one: Question) -> str:
    """Return what is said where an answer is lacking."""
    if one.kind is Kind.REPEAT:
        least = max(1, one.block.minimum or 1)
        return ngettext("Please add at least %(count)s row.", "Please add at least %(count)s rows.", least) % {
            "count": least
        }
    if one.kind is Kind.SIGNATURE:
        return _("Please tick this box to confirm.")
    if one.kind in CHOOSING or one.kind is Kind.YES_NO:
        return _("Please choose an answer.")
    return _("Please answer this: %(label)s.") % {"label": label_of(one.block).rstrip(" .:?")}


def _of_shape(form: Compiled, answers: Document) -> Faults:
    faults: Faults = {}
    if form.validator.is_valid(answers):
        return faults
    for error in form.validator.iter_errors(answers):
        path = tuple(error.instance_path)
        unexpected = getattr(error.kind, "unexpected", ())
        if unexpected:
            for name in unexpected:
                faults[dotted((*path, name))] = _("This answer does not belong to the form.")
            continue
        address, question = _question_at(form, path)
        faults.setdefault(address, _said(question, error.kind))
    return faults


def _question_at(form: Compiled, path: Path) -> tuple[str, Question | None]:
    """Return the nearest question above a place in the document: a point of a map is one answer of two numbers."""
    for end in range(len(path), 0, -1):
        found = form.by_pattern.get(pattern_of(path[:end]))
        if found is not None:
            return dotted(path[:end]), found
    return dotted(path), None


def _said(one: Question | None, kind: Any) -> str:
    if one is None:
        return _("This answer does not belong to the form.")
    return _said_of_words(one, kind) if one.kind in WORDED else unreadable_words(one)


def wrong_words(one: Question) -> str:
    """Return one sentence for whatever is wrong with an answer, for a page that judges without asking."""
    if one.kind not in WORDED:
        return unreadable_words(one)
    if one.block.pattern or one.block.format is not Format.PLAIN:
        return format_words(one)
    least, most = one.block.minimum, one.block.maximum
    if least and most:
        return _("Please write %(least)s to %(most)s signs.") % {"least": least, "most": most}
    return _("This answer is too long or too short.")


def unreadable_words(one: Question) -> str:
    """Return how an answer of this kind must look."""
    if one.kind in COUNTED:
        return _said_of_numbers(one)
    if one.kind is Kind.DATE:
        return _day_words(one)
    if one.kind is Kind.REPEAT:
        return _("There are too many rows here.")
    if one.kind in CHOOSING or one.kind is Kind.YES_NO:
        return _("Please choose one of the answers offered.")
    return {
        Kind.UNIT: _("Please choose the commune or ward from the list."),
        Kind.MAP_POINT: _("Please enter the place as two numbers, for example 11.9404, 108.4583."),
        Kind.SIGNATURE: _("Please tick this box to confirm."),
    }.get(one.kind, _("This answer cannot be read."))


def _said_of_words(one: Question, kind: Any) -> str:
    name = type(kind).__name__.rpartition("_")[2].lower()
    if name == "maxlength":
        most = kind.limit
        return ngettext("At most %(count)s sign, please.", "At most %(count)s signs, please.", most) % {"count": most}
    if name == "minlength":
        least = kind.limit
        return ngettext("At least %(count)s sign, please.", "At least %(count)s signs, please.", least) % {
            "count": least
        }
    if name == "pattern":
        return format_words(one)
    return _("This answer cannot be read.")


def format_words(one: Question) -> str:
    """Return how an answer of a fixed form must look."""
    said = {
        Format.CCCD: _("The identity number has 12 digits, without spaces or letters."),
        Format.PHONE: _("A telephone number has 10 digits and begins with 0."),
        Format.EMAIL: _("This e-mail address is not complete, for example lan@example.vn."),
    }.get(one.block.format)
    return said or one.block.pattern_says or _("This is not written as the form asks for it.")


def _said_of_numbers(one: Question) -> str:
    least, most = one.block.minimum, one.block.maximum
    if one.kind is Kind.MONEY:
        if least is not None and most is not None:
            return _("Please enter an amount from %(least)s to %(most)s.") % {"least": vnd(least), "most": vnd(most)}
        return _("Please enter a whole amount in đồng, only digits.")
    if least is not None and most is not None:
        return _("Please enter a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    if least is not None:
        return _("Please enter a number of at least %(least)s.") % {"least": least}
    if most is not None:
        return _("Please enter a number of at most %(most)s.") % {"most": most}
    return _("Please enter a whole number.") if not one.block.decimals else _("Please enter a number.")


def _day_words(one: Question) -> str:
    if one.block.partial:
        return _("Please enter a date such as 17/05/1990, a month 05/1990 or a year 1990.")
    return _("Please enter a date such as 17/05/2024.")


def _of_days(form: Compiled, answers: Document, today: date) -> Faults:
    faults: Faults = {}
    for path, one, value in leaves(questions_of(form), answers):
        if one.kind is Kind.DATE and isinstance(value, str):
            words = _wrong_day(one, value, today)
            if words:
                faults[dotted(path)] = words
    return faults


def _wrong_day(one: Question, value: str, today: date) -> str:
    try:
        first = date.fromisoformat(value + {_YEAR: "-01-01", _MONTH: "-01"}.get(len(value), ""))
    except ValueError:
        return _day_words(one)
    if one.block.when is When.PAST and first > today:
        return _("This date lies in the future; please check it.")
    if one.block.when is When.FUTURE and value < today.isoformat()[: len(value)]:
        return _("This date lies in the past; please check it.")
    return ""
