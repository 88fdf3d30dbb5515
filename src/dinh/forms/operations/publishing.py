"""Forms drafted, published by somebody else, retired; and those that ship with the house."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dinh.forms.events import FormPublished, FormRetired
from dinh.forms.models import FormVersion
from dinh.forms.policies import access
from dinh.forms.policies.findings import findings
from dinh.forms.queries.versions import forget, view_of
from dinh.forms.registry import shipped
from dinh.forms.types import FormDefinition, FormState, FormView, data_of, definition_of
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.ledger import api as ledger

MOST_UNDONE = 20
SHIPPED_BY, SHIPPED_NAME = "house", "Biểu mẫu đi kèm hệ thống"


@transaction.atomic
def save_draft(*, by: Actor, at: datetime, definition: FormDefinition, edit: int = 0) -> FormView:
    """Keep a form as a draft: this function will write it over the draft of its code, or begin the next version.

    `edit` is the number of the save the page stands on, 0 for a new draft. A draft may be wrong in every way but its
    shape; `check` tells what stands against publishing. Raises NotAllowed BM03, Conflict BM05 (changed elsewhere).
    """
    access.check_can_edit(by)
    rows = FormVersion.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(code=definition.code, state=FormState.DRAFT).first()
    if (row.edit if row else 0) != edit:
        raise Conflict(
            "BM05", _("This form was changed in another window."), _("Open it again and make your change once more.")
        )
    if row is None:
        row = FormVersion(code=definition.code, number=_next(definition.code), edit=0)
    elif row.digest != definition.digest():
        row.earlier = [*row.earlier, row.definition][-MOST_UNDONE:]
    return _write(row, definition, by, at)


def _write(row: FormVersion, definition: FormDefinition, by: Actor, at: datetime) -> FormView:
    row.title, row.procedures = definition.title[:300], list(definition.procedures)
    row.definition, row.digest = data_of(definition), definition.digest()
    row.drafted_by, row.drafted_name, row.drafted_at = access.name_of(by), by.display_name, at
    row.edit += 1
    row.save()
    return view_of(row, definition)


@transaction.atomic
def undo(*, by: Actor, at: datetime, form_id: str, edit: int) -> FormView:
    """Take the last change of a draft back: this function will write what stood there before it.

    Raises NotFound BM01, NotAllowed BM03, Conflict BM05 (changed elsewhere), BM06, BM11 (nothing to take back).
    """
    access.check_can_edit(by)
    row = _locked(form_id)
    _check_draft(row)
    if row.edit != edit:
        raise Conflict("BM05", _("This form was changed in another window."), _("Look through it once more."))
    if not row.earlier:
        raise Conflict("BM11", _("There is no change to take back."))
    before = definition_of(row.earlier[-1])
    row.earlier = row.earlier[:-1]
    return _write(row, before, by, at)


def _next(code: str) -> int:
    last: int | None = FormVersion.objects.filter(code=code).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def discard(*, by: Actor, at: datetime, form_id: str) -> None:
    """Throw a draft away: this function will remove it; what was published stays. Raises BM01, BM03, BM06."""
    del at
    access.check_can_edit(by)
    row = _locked(form_id)
    _check_draft(row)
    row.delete()


@transaction.atomic
def publish(*, by: Actor, at: datetime, form_id: str, edit: int) -> FormView:
    """Put a draft into force: this function will let every filing begun from now on use it, and retire the one before.

    Who has begun with the older version goes on with it. Raises NotAllowed BM03, BM04 (who drafted may not publish),
    Conflict BM05, BM06, Invalid BM07 with the findings that stand against it. Basis: 45/2020/NĐ-CP, Điều 4.
    """
    access.check_can_edit(by)
    row = _locked(form_id)
    _check_draft(row)
    access.check_four_eyes(by, row.drafted_by)
    if row.edit != edit:
        raise Conflict("BM05", _("This form was changed in another window."), _("Look through it once more."))
    view = view_of(row, definition_of(row.definition))
    blocking = [one for one in findings(view.definition) if one.is_blocking]
    if blocking:
        raise Invalid(
            "BM07",
            _("This form cannot be published yet."),
            "; ".join(f"{one.place}: {one.message}" for one in blocking[:5]),
            fields={one.place: one.message for one in blocking},
        )
    return _into_force(row, by, at)


def _into_force(row: FormVersion, by: Actor, at: datetime) -> FormView:
    today = local(at).date()
    older = FormVersion.objects.filter(code=row.code, state=FormState.PUBLISHED).first()
    if older is not None:
        older.state, older.valid_to = FormState.RETIRED, today
        older.save(update_fields=["state", "valid_to"])
    row.state, row.valid_from, row.earlier = FormState.PUBLISHED, today, []
    row.published_by, row.published_name, row.published_at = access.name_of(by), by.display_name, at
    event = FormPublished(
        form_id=row.public_id,
        code=row.code,
        number=row.number,
        digest=row.digest,
        procedures=tuple(row.procedures),
        valid_from=today,
        drafted_by=row.drafted_by,
        replaced_id=older.public_id if older else "",
    )
    row.entry_id = ledger.record(event=event, by=by, at=at, subjects=[row.public_id]).entry_id
    row.save()
    forget()
    return view_of(row, definition_of(row.definition))


@transaction.atomic
def retire(*, by: Actor, at: datetime, form_id: str, reason: str) -> None:
    """Take a form out of force: this function will offer it to nobody new; who has begun it ends it.

    Raises NotAllowed BM03, NotFound BM01, Conflict BM08 (not in force), Invalid BM09 (no reason).
    """
    access.check_can_edit(by)
    if not reason.strip():
        raise Invalid("BM09", _("Please say why this form is taken out of force."))
    row = _locked(form_id)
    if row.state != FormState.PUBLISHED:
        raise Conflict("BM08", _("This form is not in force."))
    row.state, row.valid_to = FormState.RETIRED, local(at).date()
    row.save(update_fields=["state", "valid_to"])
    event = FormRetired(
        form_id=row.public_id, code=row.code, number=row.number, valid_to=row.valid_to, reason=reason.strip()
    )
    ledger.record(event=event, by=by, at=at, subjects=[row.public_id])
    forget()


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> tuple[int, int]:
    """Load the forms of the house: this function will publish those that are new or changed since; (loaded, kept).

    A form that an official has since published under the same code is left alone.
    """
    access.check_can_edit(by)
    known = {(row.code, row.digest) for row in FormVersion.objects.exclude(state=FormState.DRAFT)}
    own = set(FormVersion.objects.exclude(drafted_by=SHIPPED_BY).values_list("code", flat=True))
    loaded = 0
    for definition in shipped():
        if (definition.code, definition.digest()) in known or definition.code in own:
            continue
        _load(definition, by, at)
        loaded += 1
    return loaded, len(shipped()) - loaded


def _load(definition: FormDefinition, by: Actor, at: datetime) -> None:
    wrong = [one for one in findings(definition) if one.is_blocking]
    if wrong:
        raise Invalid("BM07", f"{definition.code}: {wrong[0].place}: {wrong[0].message}")
    row = FormVersion(
        code=definition.code,
        number=_next(definition.code),
        title=definition.title,
        procedures=list(definition.procedures),
        definition=data_of(definition),
        digest=definition.digest(),
        drafted_by=SHIPPED_BY,
        drafted_name=SHIPPED_NAME,
        drafted_at=at,
    )
    _into_force(row, by, at)


def _locked(form_id: str) -> FormVersion:
    row = FormVersion.objects.select_for_update(of=("self",), no_key=True).filter(public_id=form_id).first()
    if row is None:
        raise NotFound("BM01", _("This form does not exist."), _("Please open the list of forms again."))
    return row


def _check_draft(row: FormVersion) -> None:
    if row.state != FormState.DRAFT:
        raise Conflict("BM06", _("This version was published already."), _("Begin a new version from it."))


__all__ = ["discard", "load_shipped", "publish", "retire", "save_draft", "undo"]
