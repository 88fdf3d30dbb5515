"""Pages of a form for one person's answers, in no query but the first of a version."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dinh.forms.policies import answers as living
from dinh.forms.policies.checking import LARGEST, faults_of
from dinh.forms.policies.compiling import Compiled, Sheet, published_schema
from dinh.forms.policies.filling import carried, merged, prefilled
from dinh.forms.policies.generating import is_application
from dinh.forms.policies.placing import Lies, Rings, beside, degrees, lies, points
from dinh.forms.policies.reading import Posted, clean, read_page
from dinh.forms.policies.sampling import sampled
from dinh.forms.policies.showing import Shown, controls_of, id_of, whole_of
from dinh.forms.policies.summing import summed
from dinh.forms.policies.wording import form_title_of, intro_of, label_of, lang_of, page_help_of, title_of
from dinh.forms.queries.facts import known_facts
from dinh.forms.queries.places import Places
from dinh.forms.queries.versions import ready
from dinh.forms.types import (
    Carried,
    Earlier,
    Fact,
    FormDefinition,
    Kind,
    Lying,
    Page,
    PageView,
    Prefilled,
    Read,
    StepView,
    SummaryPart,
    dotted,
)
from dinh.kernel.errors import NotFound
from dinh.kernel.text import fold

Answers = Mapping[str, Any]


def steps(*, form_id: str, answers: Answers) -> tuple[StepView, ...]:
    """List pages: this function will return those that these answers show, in order. Raises NotFound BM01."""
    _view, form = ready(form_id)
    shown = set(living.live(form, answers).pages)
    return tuple(
        StepView(one.page.name, title_of(one.page), page_help_of(one.page))
        for one in form.sheets
        if one.page.name in shown
    )


def page(*, form_id: str, name: str, answers: Answers, on: date, read: Read | None = None,
         faults: Mapping[str, str] | None = None, extra_rows: Mapping[str, int] | None = None,
         prefix: str = "", facts: Mapping[str, Fact] | None = None) -> PageView:  # fmt: skip
    """Show a page: this function will return it with what was answered, and `faults` beside the fields they name.

    `name` "" is the whole form on one page. `read` brings back what was typed and could not be read, `extra_rows` empty
    rows asked for by address; `prefix` stands before every name, `facts` say where answers come from. Raises NotFound
    BM01, BM02 (no such page).
    """
    view, form = ready(form_id)
    sheet = form.sheet(name)
    if sheet is None and name:
        raise _no_page()
    shown = Shown(
        answers=living.live(form, answers).answers,
        stored=answers,
        name_unit=Places(on).name,
        faults=faults or {},
        typed=read.typed if read else {},
        places=read.places if read else {},
        extra_rows=extra_rows or {},
        prefix=prefix,
        facts=facts or {},
        today=on,
        units=beside(form),
    )
    return PageView(
        form_id=form_id,
        name=name,
        title=title_of(sheet.page) if sheet else form_title_of(form.definition),
        title_lang=_title_lang(form, sheet),
        help_lang=lang_of(sheet.page.help, sheet.page.help_en) if sheet else "",
        help=page_help_of(sheet.page) if sheet else "",
        intro=intro_of(form.definition) if sheet is None or sheet is form.sheets[0] else "",
        intro_lang=lang_of(form.definition.intro, form.definition.intro_en),
        controls=controls_of(sheet, shown) if sheet else whole_of(form, shown),
        faults=tuple((id_of(f"{prefix}{address}"), words) for address, words in (faults or {}).items()),
        is_memory=view.definition.mark == "memory",
    )


def _title_lang(form: Compiled, sheet: Sheet | None) -> str:
    own: FormDefinition | Page = sheet.page if sheet else form.definition
    return lang_of(own.title, own.title_en)


def _no_page() -> NotFound:
    return NotFound("BM02", _("This form has no such page."), _("Please go on from your list of dossiers."))


def read(*, form_id: str, name: str, posted: Posted, on: date) -> Read:
    """Read a page: this function will return its answers as JSON from what a browser sent; `name` "" reads them all.

    Raises NotFound BM01, BM02.
    """
    form = ready(form_id)[1]
    sheet = form.sheet(name)
    if sheet is None and name:
        raise _no_page()
    questions = sheet.questions if sheet else living.questions_of(form)
    return read_page(questions, posted, find_unit=Places(on).find)


def merge(*, form_id: str, name: str, answers: Answers, page_answers: Answers) -> dict[str, Any]:
    """Put together: this function will return all answers with those of one page in the place of what stood there."""
    sheet = ready(form_id)[1].sheet(name)
    if sheet is None:
        raise _no_page()
    return merged(answers, page_answers, [one.name for one in sheet.questions])


def only(*, form_id: str, name: str, answers: Answers) -> dict[str, Any]:
    """Cut out: this function will return those of the answers that stand on one page. Raises NotFound BM01, BM02."""
    sheet = ready(form_id)[1].sheet(name)
    if sheet is None:
        raise _no_page()
    return {one.name: answers[one.name] for one in sheet.questions if one.name in answers}


def validate(*, form_id: str, answers: Answers, on: date, page: str = "") -> dict[str, str]:
    """Check answers: this function will return what is wrong, a sentence by address; empty when all is right.

    With `page` only what stands on that page is judged. Unknown keys are wrong, and so is a document above
    `LARGEST` signs. Raises NotFound BM01.
    """
    _view, form = ready(form_id)
    if _size(answers) > LARGEST:
        return {"": _("These answers are too long to be kept; please put long texts into a file.")}
    faults = faults_of(form, answers, today=on, page=page)
    faults = {**faults, **_of_places(form, answers, on, faults)}
    return {**faults, **_of_points(form, answers, on, page, faults)}


def foreign(*, form_id: str, answers: Answers) -> dict[str, str]:
    """Look for strangers: this function will return the top names the form does not ask for; "" when all is too long.

    Half answers are no strangers: whether they are right is asked by `validate`.
    """
    _view, form = ready(form_id)
    if _size(answers) > LARGEST:
        return {"": _("These answers are too long to be kept; please put long texts into a file.")}
    return {name: _("This answer does not belong to the form.") for name in answers.keys() - form.known}


def _size(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(len(str(key)) + _size(each) for key, each in value.items())
    if isinstance(value, list | tuple):
        return sum(_size(each) for each in value)
    return len(value) if isinstance(value, str) else 8


def _of_places(form: Compiled, answers: Answers, on: date, faults: Mapping[str, str]) -> dict[str, str]:
    given = {
        dotted(path): value
        for path, one, value in living.leaves(living.questions_of(form), living.live(form, answers).answers)
        if one.kind is Kind.UNIT and isinstance(value, int) and dotted(path) not in faults
    }
    places = Places(on)
    said = _("This commune or ward is no more; please choose today's.")
    return {address: said for address, value in given.items() if not places.is_today(value)}


def _of_points(form: Compiled, answers: Answers, on: date, page: str, faults: Mapping[str, str]) -> dict[str, str]:
    """Say which points lie outside of their commune; what lies near the line, or has no boundary, is let pass."""
    places, page_of = Places(on), living.page_names(form.sheets)
    given = {address: (spot, unit) for address, spot, unit in points(form, answers) if address not in faults}
    return {
        address: _("This point lies outside of %(place)s; please check the point, or the commune chosen before it.")
        % {"place": places.name(unit)}
        for address, (spot, unit) in given.items()
        if page in {"", page_of[address.split(".")[0]]}
        and (rings := places.rings(unit))
        and lies(spot, rings) is Lies.OUTSIDE
    }


def _lying(form: Compiled, answers: Answers, places: Places) -> dict[str, Lying]:
    """Say and draw where each point lies against its commune, for who reads the answers."""
    found = {}
    for address, spot, unit in points(form, answers):
        rings = places.rings(unit)
        if rings:
            words = {
                Lies.INSIDE: _("inside %(place)s"),
                Lies.NEAR: _("near the boundary of %(place)s"),
                Lies.OUTSIDE: _("outside of %(place)s"),
            }[lies(spot, rings)]
            drawn = tuple(tuple(map(degrees, ring)) for ring in rings)
            found[address] = Lying(words % {"place": places.name(unit)}, degrees(spot), drawn)
    return found


def boundary(*, text: str, picked: str, on: date) -> tuple[int, str, Rings]:
    """Draw a commune: this function will return the one that was picked or can only be meant, its name and rings.

    Rings are of (longitude, latitude) in whole microdegrees, none where no boundary is at hand. 0 and "" when nobody
    can say which commune is meant.
    """
    places = Places(on)
    found = places.find(clean(text), picked)
    return (found, places.name(found), places.rings(found)) if isinstance(found, int) else (0, "", ())


def missing_pages(*, form_id: str, answers: Answers, on: date) -> dict[str, dict[str, str]]:
    """Find what is left: this function will return what is wrong by page and address, in the order of the form."""
    _view, form = ready(form_id)
    faults = validate(form_id=form_id, answers=answers, on=on)
    if not faults:
        return {}
    page_of = living.page_names(form.sheets)
    found: dict[str, dict[str, str]] = {one.page.name: {} for one in form.sheets}
    for address, words in faults.items():
        found[page_of.get(address.split(".")[0], form.sheets[0].page.name)][address] = words
    return {name: each for name, each in found.items() if each}


def prefill(*, form_id: str, person_id: str, on: date, earlier: Sequence[Earlier] = ()) -> Prefilled:
    """Fill in: this function will return the answers that need not be asked, each with its source and day.

    Sources are the directory, the person's own store of papers, and what they said of themselves in `earlier` forms,
    newest first; whose those are is for the caller to know. Basis: 45/2020/NĐ-CP, Điều 4 khoản 4.
    """
    form = ready(form_id)[1]
    return prefilled(form, known_facts(form, person_id, on), [(ready(one.form_id)[1], one) for one in earlier])


def summary(
    *, form_id: str, answers: Answers, on: date, facts: Mapping[str, Fact] | None = None
) -> tuple[SummaryPart, ...]:
    """Sum up: this function will return the answers that count as rows of words, page by page, as of a day.

    With `facts` a row also says what was known where the person answered otherwise.
    """
    form, places = ready(form_id)[1], Places(on)
    lying = _lying(form, answers, places)
    return summed(form, answers, name_unit=places.name, facts=facts or {}, lying=lying)


def carry(*, from_id: str, to_id: str, answers: Answers, on: date) -> Carried:
    """Move answers: this function will take them to another version by address and name what has no place there."""
    return carried(ready(from_id)[1], ready(to_id)[1], answers, today=on)


def replaced(*, form_id: str, names: Sequence[str]) -> frozenset[str]:
    """Spare papers: this function will return those of the paper names whose words the form itself asks for."""
    words = [fold(one) for one in ready(form_id)[1].definition.replaces]
    return frozenset(name for name in names if any(fold(name).lstrip("-+* ").startswith(one) for one in words))


def printed(*, form_id: str, names: Sequence[str]) -> frozenset[str]:
    """Find printed forms: this function will return those of the paper names that are an application form on paper."""
    return replaced(form_id=form_id, names=names) | {name for name in names if is_application(name)}


def labels(*, form_id: str, addresses: Sequence[str]) -> dict[str, str]:
    """Name questions: this function will return the label of each address that the form knows."""
    by_pattern = ready(form_id)[1].by_pattern
    patterns = {one: ".".join("*" if part.isdigit() else part for part in one.split(".")) for one in addresses}
    return {one: label_of(by_pattern[pattern].block) for one, pattern in patterns.items() if pattern in by_pattern}


def sample(*, form_id: str, answers: Answers, unit_id: int, on: date) -> dict[str, Any]:
    """Make up answers: this function will return `answers` with right ones wherever one is still needed.

    For synthetic provinces and tests; every text says that it is made up.
    """
    return sampled(ready(form_id)[1], unit_id=unit_id, today=on, given=dict(answers))


def schema(*, form_id: str) -> dict[str, Any]:
    """Describe answers: this function will return the JSON Schema 2020-12 of a version."""
    return published_schema(ready(form_id)[1])
