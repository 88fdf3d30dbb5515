"""The list of forms for those who keep them."""

from dinh.forms.models import FormVersion
from dinh.forms.policies.findings import findings
from dinh.forms.queries.versions import view_of
from dinh.forms.types import Finding, FormDefinition, FormState, FormView, definition_of


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
