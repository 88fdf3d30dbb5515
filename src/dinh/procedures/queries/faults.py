"""What the data officer sees: the faults of the source, the imports and what each changed."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from dinh.kernel.errors import NotFound
from dinh.procedures.models import CatalogueImport, Change, Fault
from dinh.procedures.queries.catalogue import fault_view
from dinh.procedures.types import ChangeKind, ChangeView, FaultKind, FaultView, ImportView, Page

PAGE_SIZE = 50


def _standing(kind: str) -> QuerySet[Fault]:
    rows = Fault.objects.filter(version__valid_to=None)
    return rows.filter(kind=kind) if kind else rows


def fault_counts() -> dict[FaultKind, int]:
    """Count the faults: this function will return how many of each kind stand now, every kind named."""
    found = dict(_standing("").values_list("kind").annotate(Count("pk")).order_by())
    return {kind: found.get(kind.value, 0) for kind in FaultKind}


def faults(*, kind: str = "", page: int = 1, size: int = PAGE_SIZE) -> Page[FaultView]:
    """List the faults: this function will return one page, in order of procedure code, of one kind or of all."""
    rows = _standing(kind).select_related("version").order_by("version__code", "pk")
    total = _standing(kind).count()
    number = min(max(page, 1), max(1, -(-total // size)))
    shown = rows[(number - 1) * size : number * size]
    return Page([fault_view(one, one.version) for one in shown], number, size, total)


def all_faults(*, kind: str = "") -> Iterator[FaultView]:
    """Stream the faults: this function will yield all of one kind or of every kind, for export."""
    rows = _standing(kind).select_related("version").order_by("version__code", "pk")
    return (fault_view(one, one.version) for one in rows.iterator(chunk_size=1000))


def imports(*, limit: int = 20) -> tuple[ImportView, ...]:
    """List the imports: this function will return the latest ones that changed something, newest first."""
    return tuple(_import(row) for row in CatalogueImport.objects.order_by("-pk")[:limit])


def _import(row: CatalogueImport) -> ImportView:
    return ImportView(row.public_id, row.imported_at, row.valid_from, row.counts, row.digest)


def changes(*, import_id: str, kind: str = "", page: int = 1, size: int = PAGE_SIZE) -> Page[ChangeView]:
    """List what an import did: this function will return one page of its changes with their fields, by procedure code.

    Raises NotFound for an unknown import.
    """
    imported = CatalogueImport.objects.filter(public_id=import_id).first()
    if imported is None:
        raise NotFound("PR21", _("There is no such import."))
    rows = Change.objects.filter(imported=imported)
    rows = rows.filter(kind=kind) if kind else rows
    total = rows.count()
    number = min(max(page, 1), max(1, -(-total // size)))
    shown = rows.select_related("procedure").prefetch_related("procedure__versions").order_by("procedure__code")
    return Page([_change(one) for one in shown[(number - 1) * size : number * size]], number, size, total)


def _change(row: Change) -> ChangeView:
    latest = max(row.procedure.versions.all(), key=lambda one: one.pk)
    lines = tuple((field, old, new) for field, old, new in row.differences)
    return ChangeView(ChangeKind(row.kind), row.procedure.code, latest.name, lines)
