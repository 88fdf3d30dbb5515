"""Reading versions: the one in force, one by its id, the list."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import NotFound
from dinh.kernel.text import fold
from dinh.kernel.worktime import Limit
from dinh.procedures import api as procedures
from dinh.processes import registry
from dinh.processes.models import ProcessVersion
from dinh.processes.policies.checking import check as check_model
from dinh.processes.policies.storing import from_data
from dinh.processes.types import Finding, ProcessModel, VersionState, VersionView

__all__ = [
    "check",
    "history",
    "in_force",
    "process_for",
    "published_model",
    "search",
    "source_of",
    "version",
    "view_of",
]

_DEFAULT_KIND = "one_stop"
_ENOUGH = 60


def view_of(row: ProcessVersion) -> VersionView:
    return VersionView(
        version_id=row.public_id,
        procedure_code=row.procedure_code,
        kind=row.kind,
        number=row.number,
        name=row.name,
        state=VersionState(row.state),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        model=from_data(row.model),
        note=row.note,
        created_at=row.created_at,
        created_by=row.created_name,
        edited_at=row.edited_at,
        approved_at=row.approved_at,
        approved_by=row.approved_name,
        is_shipped=row.is_shipped,
        revision=row.revision,
        editors=tuple(row.editors),
    )


def _rows() -> QuerySet[ProcessVersion]:
    return ProcessVersion.objects.defer("bpmn")


def in_force(*, procedure_code: str, kind: str, on: date) -> ProcessVersion | None:
    """Return the row in force that day: the procedure's own before the default of its kind."""
    code = procedures.national_code(procedure_code) if procedure_code else ""
    return (
        _rows()
        .filter(Q(procedure_code=code) | Q(procedure_code="", kind=kind), valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        .exclude(state=VersionState.DRAFT.value)
        .order_by("-procedure_code", "-valid_from", "-number")
        .first()
    )


def process_for(*, procedure_code: str, on: date, kind: str = _DEFAULT_KIND) -> VersionView:
    """Find a process: this function will return the version in force that day for a procedure.

    Falls back to the default of `kind` ("one_stop", "same_day"). Raises NotFound PR20 when there is neither.
    Basis: 118/2025/NĐ-CP (internal process of a procedure).
    """
    row = in_force(procedure_code=procedure_code, kind=kind, on=on)
    if row is None:
        raise NotFound("PR20", _("No process is in force for this procedure."), _("Publish one, or load the defaults."))
    return view_of(row)


def version(*, version_id: str) -> VersionView:
    """Look up one version: this function will return it, draft or not. Raises NotFound PR21."""
    return view_of(row_of(version_id))


def row_of(version_id: str) -> ProcessVersion:
    row = ProcessVersion.objects.filter(public_id=version_id).first()
    if row is None:
        raise NotFound("PR21", _("There is no such version of a process."))
    return row


def source_of(*, version_id: str) -> str:
    """Read what was imported: this function will return the BPMN file a version came from, or ""."""
    return row_of(version_id).bpmn


@lru_cache(maxsize=512)
def published_model(version_id: str) -> ProcessModel:
    """Return the model of a published version; it never changes, so it is read once per process."""
    row = ProcessVersion.objects.only("model", "state").get(public_id=version_id)
    if row.state == VersionState.DRAFT.value:
        raise NotFound("PR21", _("There is no such version of a process."))
    return from_data(row.model)


def check(*, model: ProcessModel, procedure_code: str = "", on: date) -> tuple[Finding, ...]:
    """Check a process: this function will return what is wrong or doubtful, errors first.

    The whole limit is the longest the procedure's channels state that day; None is fine for a default process.
    """
    return check_model(model, whole=whole_limit(procedure_code, on), agencies=registry.agency_words())


def whole_limit(procedure_code: str, on: date) -> Limit | None:
    """Return the limit of the procedure where all its channels state the same one."""
    if not procedure_code:
        return None
    try:
        channels = procedures.version_on(code=procedure_code, on=on).channels
    except NotFound:
        return None
    limits = {one.limit for one in channels}
    return limits.pop() if len(limits) == 1 else None


def search(*, text: str = "", state: str = "") -> Sequence[VersionView]:
    """List processes: this function will return versions whose name or code has these words, newest first."""
    rows = _rows()
    if state:
        rows = rows.filter(state=state)
    for word in fold(text).split():
        rows = rows.filter(Q(folded__contains=word) | Q(procedure_code__startswith=word))
    return [view_of(row) for row in rows.order_by("-edited_at")[:_ENOUGH]]


def history(*, procedure_code: str, kind: str) -> Sequence[VersionView]:
    """List one process through time: this function will return all its versions, the newest first."""
    return [view_of(row) for row in _rows().filter(procedure_code=procedure_code, kind=kind).order_by("-number")]
