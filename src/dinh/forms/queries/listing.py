"""The list of forms for those who keep them, and what the builder asks."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from dinh.forms.models import FormVersion
from dinh.forms.policies.comparing import differences
from dinh.forms.policies.compiling import compiled
from dinh.forms.policies.findings import findings
from dinh.forms.policies.placing import beside
from dinh.forms.policies.showing import Shown, controls_of
from dinh.forms.queries.places import Places
from dinh.forms.queries.versions import view_of
from dinh.forms.types import (
    Block,
    Difference,
    Finding,
    FormDefinition,
    FormState,
    FormView,
    Kind,
    PageView,
    definition_of,
)
from dinh.forms.types.parts import PARTS, PREFILLS, USUAL
from dinh.kernel.errors import Invalid, NotFound


def forms() -> tuple[FormView, ...]:
    """List forms: this function will return drafts and versions in force, by code, drafts first. One query."""
    rows = FormVersion.objects.exclude(state=FormState.RETIRED).order_by("code", "state")
    return tuple(view_of(row, definition_of(row.definition)) for row in rows)


def versions(*, code: str) -> tuple[FormView, ...]:
    """List versions: this function will return every version of a form, newest first. One query."""
    rows = FormVersion.objects.filter(code=code).order_by("-number")
    return tuple(view_of(row, definition_of(row.definition)) for row in rows)


def check(*, definition: FormDefinition) -> tuple[Finding, ...]:
    """Look through a form: this function will return what stands against publishing it, and advice."""
    return findings(definition)


def parts_of(kind: Kind, chosen: Sequence[str] = ()) -> tuple[Block, ...]:
    """List parts: this function will return what a composite block can ask; with `chosen` what it asks then."""
    known = PARTS.get(kind, ())
    if not chosen:
        return known
    return tuple(one for one in known if one.name in chosen)


def usual_parts(kind: Kind) -> tuple[str, ...]:
    """List parts: this function will return what a composite block asks when it does not choose."""
    return USUAL.get(kind, ())


def prefills() -> Mapping[str, str]:
    """List sources: this function will return what can be filled in without asking, in words."""
    return PREFILLS


def compare(*, before: FormDefinition, after: FormDefinition) -> tuple[Difference, ...]:
    """Compare two versions: this function will return what was added, taken out and changed."""
    return differences(before, after)


def preview(*, definition: FormDefinition, page: str, on: date) -> PageView:
    """Show a form before it is published: this function will return one page as a citizen sees it, nothing answered.

    Raises NotFound BM02, Invalid BM07 when the form cannot even be shown.
    """
    try:
        form = compiled(definition)
    except ValueError as fault:
        raise Invalid("BM07", _("This form cannot be shown yet."), str(fault)) from fault
    sheet = form.sheet(page)
    if sheet is None:
        raise NotFound("BM02", _("This form has no such page."), _("Please open the list of forms again."))
    shown = Shown(answers={}, stored={}, name_unit=Places(on).name, is_preview=True, units=beside(form))
    is_memory = definition.mark == "memory"
    intro = definition.intro if sheet is form.sheets[0] else ""
    return PageView(
        "", page, sheet.page.title, sheet.page.help, intro, controls_of(sheet, shown), faults=(), is_memory=is_memory
    )
