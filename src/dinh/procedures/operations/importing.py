"""The import of the catalogue: compared with what stands, written as dated versions, told to the ledger once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid
from dinh.kernel.ids import new_id
from dinh.ledger import api as ledger
from dinh.procedures.events import CatalogueImported
from dinh.procedures.models import CatalogueImport, Change, Procedure, ProcedureVersion
from dinh.procedures.operations.files import refuse
from dinh.procedures.operations.reading import read_catalogue
from dinh.procedures.operations.writing import Rows, add_rows, result_names, version_row
from dinh.procedures.policies.access import check_can_import
from dinh.procedures.queries.sources import flats_of
from dinh.procedures.types import ChangeKind, ChangeView, ImportReport, SourceProcedure, differences

# The source dates nothing. Our first edition counts for all dossiers of the two years before it: assumed, shown so.
FIRST_DAY = date(2024, 1, 1)
# A new edition that lost more than a fifth of the procedures is a cut file until a person says otherwise.
LARGEST_LOSS_PERCENT = 20
_LOCK = 0x70726F63
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do to the catalogue as it stands."""

    day: date
    added: tuple[SourceProcedure, ...]
    changed: tuple[SourceProcedure, ...]
    closed: tuple[str, ...]
    unchanged: int
    open_versions: Mapping[str, ProcedureVersion]
    digests: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.closed)

    @property
    def written(self) -> list[SourceProcedure]:
        return sorted([*self.added, *self.changed], key=lambda one: one.code)


def import_catalogue(
    *,
    by: Actor,
    at: datetime,
    folder: Path,
    valid_from: date | None = None,
    province_file: Path | None = None,
    may_shrink: bool = False,
) -> ImportReport:
    """Load the files of `folder`: this function will write a new version of every procedure whose words changed.

    `valid_from` is by default the day of `at`, and FIRST_DAY for the very first load. A load that changes nothing
    writes nothing and reports an empty `import_id`. Raises Invalid for files that cannot be taken whole, for a day
    before a standing version, and for an edition that lost many procedures unless `may_shrink`; NotAllowed without
    the right.
    """
    check_can_import(by)
    day = valid_from or _default_day(at)
    catalogue = read_catalogue(folder, province_file, day)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        plan = _plan(catalogue, day)
        if plan.is_empty:
            return _report(plan, catalogue, "", 0, [])
        _check(plan, may_shrink=may_shrink)
        return _write(plan, catalogue, by, at)


def _default_day(at: datetime) -> date:
    return local(at).date() if ProcedureVersion.objects.exists() else FIRST_DAY


def _plan(catalogue: Sequence[SourceProcedure], day: date) -> Plan:
    rows = ProcedureVersion.objects.filter(valid_to=None).only("code", "source_digest", "valid_from", "name")
    standing = {row.code: row for row in rows}
    digests = {source.code: source.digest() for source in catalogue}
    changed = tuple(
        one for one in catalogue if one.code in standing and standing[one.code].source_digest != digests[one.code]
    )
    return Plan(
        day=day,
        added=tuple(one for one in catalogue if one.code not in standing),
        changed=changed,
        closed=tuple(sorted(standing.keys() - digests.keys())),
        unchanged=len(standing.keys() & digests.keys()) - len(changed),
        open_versions=standing,
        digests=digests,
    )


def _check(plan: Plan, *, may_shrink: bool) -> None:
    touched = [*(one.code for one in plan.changed), *plan.closed]
    late = [code for code in touched if plan.open_versions[code].valid_from > plan.day]
    if late:
        raise _backdated(late[0], plan)
    lost = len(plan.closed) * 100
    if not may_shrink and lost > len(plan.open_versions) * LARGEST_LOSS_PERCENT:
        sentence = _("%(lost)d of %(standing)d procedures are missing from these files.")
        raise refuse("PR09", sentence % {"lost": len(plan.closed), "standing": len(plan.open_versions)})


def _backdated(code: str, plan: Plan) -> Invalid:
    sentence = _("%(code)s has a version valid from %(standing)s, after %(day)s.")
    standing = plan.open_versions[code].valid_from
    return refuse("PR08", sentence % {"code": code, "standing": f"{standing:%d/%m/%Y}", "day": f"{plan.day:%d/%m/%Y}"})


def _write(plan: Plan, catalogue: Sequence[SourceProcedure], by: Actor, at: datetime) -> ImportReport:
    changes = _changes(plan)
    imported = CatalogueImport(public_id=new_id("cim"), imported_at=at, valid_from=plan.day, digest="", counts={})
    imported.digest = _digest(plan.digests)
    imported.save()
    procedures = _procedures(plan)
    touched = [*(one.code for one in plan.changed), *plan.closed]
    ProcedureVersion.objects.filter(pk__in=[plan.open_versions[code].pk for code in touched]).update(valid_to=plan.day)
    versions = [
        version_row(source, procedures[source.code], imported, plan.day, plan.digests[source.code])
        for source in plan.written
    ]
    ProcedureVersion.objects.bulk_create(versions, batch_size=_BATCH)
    rows, names = Rows(), result_names(catalogue)
    for version, source in zip(versions, plan.written, strict=True):
        add_rows(rows, version, source, names)
    rows.save()
    Change.objects.bulk_create([_change_row(imported, procedures[one.code], one) for one in changes], batch_size=_BATCH)
    report = _report(plan, catalogue, imported.public_id, len(rows.faults), changes)
    event = _event(report, rows)
    imported.counts = {name: getattr(event, name) for name in _COUNTED}
    imported.save(update_fields=["counts"])
    ledger.record(event=event, by=by, at=at, subjects=[imported.public_id])
    return report


_COUNTED = ("procedures", "channels", "components", "results", "added", "changed", "closed", "unchanged", "faults")


def _procedures(plan: Plan) -> dict[str, Procedure]:
    codes = [*(one.code for one in plan.written), *plan.closed]
    fresh = [Procedure(code=one.code) for one in plan.added]
    Procedure.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)
    return {one.code: one for one in Procedure.objects.filter(code__in=codes)}


def _changes(plan: Plan) -> list[ChangeView]:
    old = flats_of([plan.open_versions[one.code].pk for one in plan.changed])
    found = [ChangeView(ChangeKind.ADDED, one.code, one.fields["name"], ()) for one in plan.added]
    for one in plan.changed:
        lines = tuple((row["field"], row["old"], row["new"]) for row in differences(old[one.code], one.flat()))
        found.append(ChangeView(ChangeKind.CHANGED, one.code, one.fields["name"], lines))
    found += [ChangeView(ChangeKind.CLOSED, code, plan.open_versions[code].name, ()) for code in plan.closed]
    return found


def _change_row(imported: CatalogueImport, procedure: Procedure, change: ChangeView) -> Change:
    return Change(imported=imported, procedure=procedure, kind=change.kind, differences=list(change.differences))


def _digest(digests: Mapping[str, str]) -> str:
    return sha256("".join(digests[code] for code in sorted(digests)).encode()).hexdigest()


def _event(report: ImportReport, rows: Rows) -> CatalogueImported:
    return CatalogueImported(
        import_id=report.import_id,
        valid_from=report.valid_from,
        procedures=report.procedures,
        channels=len(rows.channels),
        components=len(rows.components),
        results=len(rows.results),
        added=report.added,
        changed=report.changed,
        closed=report.closed,
        unchanged=report.unchanged,
        faults=report.faults,
        digest=report.digest,
    )


def _report(
    plan: Plan, catalogue: Sequence[SourceProcedure], import_id: str, faults: int, changes: Sequence[ChangeView]
) -> ImportReport:
    return ImportReport(
        import_id=import_id,
        valid_from=plan.day,
        procedures=len(catalogue),
        added=len(plan.added),
        changed=len(plan.changed),
        closed=len(plan.closed),
        unchanged=plan.unchanged,
        faults=faults,
        digest=_digest(plan.digests),
        changes=tuple(changes),
    )
