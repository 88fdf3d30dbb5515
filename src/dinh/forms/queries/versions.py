"""Which version of a form holds, made ready once: what is published never changes, so it is kept in memory."""

from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from dinh.forms.models import FormVersion
from dinh.forms.policies.compiling import Compiled, compiled
from dinh.forms.policies.generating import generate
from dinh.forms.types import FormDefinition, FormState, FormView, definition_of
from dinh.kernel.errors import NotFound
from dinh.procedures import api as procedures

# The generator is numbered: a form once begun is shown again by the same rules.
GENERATED = "gen1:"
_KEPT = 512


def form(*, form_id: str) -> FormView:
    """Read one version: this function will return it whatever its state. Raises NotFound BM01."""
    if form_id.startswith(GENERATED):
        return ready(form_id)[0]
    # Its standing may have changed in another process since it was made ready in this one.
    row = _row(form_id)
    return view_of(row, definition_of(row.definition))


def form_id_for(*, procedure_code: str, version_id: str, on: date) -> str:
    """Choose a form: this function will return the id of the version in force that day, a generated one's otherwise.

    A generated form is pinned to the version of the procedure it was made from. One query.
    """
    return _in_force(procedure_code, on) or f"{GENERATED}{version_id}"


def own_form_id(*, procedure_code: str, on: date) -> str:
    """Look for a form: this function will return the id of the one made by hand and in force, "" where there is none.

    One query.
    """
    return _in_force(procedure_code, on) or ""


def generated(*, procedure_code: str, on: date) -> FormView:
    """Make a form: this function will return the one generated from the catalogue, even where there is one by hand."""
    return ready(f"{GENERATED}{procedures.version_on(code=procedure_code, on=on).version_id}")[0]


def _in_force(procedure_code: str, on: date) -> str | None:
    rows = FormVersion.objects.exclude(state=FormState.DRAFT).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        procedures__contains=[procedures.national_code(procedure_code)],
        valid_from__lte=on,
    )
    return rows.order_by("-valid_from", "-id").values_list("public_id", flat=True).first()


def ready(form_id: str) -> tuple[FormView, Compiled]:
    """Return a version and what was made of it. Raises NotFound BM01."""
    if form_id.startswith(GENERATED):
        return _generated(form_id)
    found = _made.get(form_id)
    if found is None:
        row = _row(form_id)
        found = _of_row(row)
        # A draft changes under the hand that writes it; what is published does not.
        if row.state != FormState.DRAFT:
            _keep(form_id, found)
    return found


_made: dict[str, tuple[FormView, Compiled]] = {}


def _keep(form_id: str, found: tuple[FormView, Compiled]) -> None:
    if len(_made) >= _KEPT:
        _made.clear()
    _made[form_id] = found


def forget() -> None:
    """Drop what is kept in memory: a version was published or retired."""
    _made.clear()


@lru_cache(maxsize=_KEPT)
def _generated(form_id: str) -> tuple[FormView, Compiled]:
    source = procedures.version(version_id=form_id.removeprefix(GENERATED))
    definition = generate(source)
    made = compiled(definition)
    view = FormView(
        form_id=form_id,
        code=definition.code,
        number=1,
        title=definition.title,
        state=FormState.PUBLISHED,
        procedures=definition.procedures,
        definition=definition,
        digest=definition.digest(),
        is_generated=True,
        valid_from=source.valid_from,
    )
    return view, made


def _row(form_id: str) -> FormVersion:
    row = FormVersion.objects.filter(public_id=form_id).first()
    if row is None:
        raise NotFound("BM01", _("This form does not exist."), _("Please open the list of forms again."))
    return row


def _of_row(row: FormVersion) -> tuple[FormView, Compiled]:
    definition = definition_of(row.definition)
    return view_of(row, definition), compiled(definition)


def view_of(row: FormVersion, definition: FormDefinition) -> FormView:
    return FormView(
        form_id=row.public_id,
        code=row.code,
        number=row.number,
        title=row.title,
        state=FormState(row.state),
        procedures=tuple(row.procedures),
        definition=definition,
        digest=row.digest,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        drafted_by=row.drafted_by,
        drafted_name=row.drafted_name,
        drafted_at=row.drafted_at,
        published_name=row.published_name,
        published_at=row.published_at,
        edit=row.edit,
        may_undo=bool(row.earlier),
    )
