"""Writing decision tables: drafts, publishing under four eyes, retiring."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.kernel.text import slug
from dinh.ledger import api as ledger
from dinh.processes.events import TableDropped, TablePublished, TableRetired, TableSaved
from dinh.processes.models import TableVersion
from dinh.processes.policies.access import check_can_edit, check_can_publish
from dinh.processes.policies.tables.acting import acting
from dinh.processes.policies.tables.checking import blocking, check
from dinh.processes.policies.tables.stored import digest, from_json, to_json
from dinh.processes.queries.tables import view_of
from dinh.processes.types.tables import Finding, Table, TablePurpose, TableState, TableView

LONGEST_CODE = 60


class NotReady(Invalid):
    """The table has findings that keep it from being published; `findings` holds them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            "TB10",
            _("The table is not ready to be published: %(first)s") % {"first": findings[0].message},
            _("Mend what is listed beside the rules, then publish again."),
        )
        self.findings = tuple(findings)


def save_table_draft(
    *,
    code: str,
    table: Table,
    by: Actor,
    at: datetime,
    purpose: TablePurpose = TablePurpose.OTHER,
    procedure_code: str = "",
    group: str = "",
    source: str = "",
    dmn: str = "",
    revision: int | None = None,
) -> TableView:
    """Save the one draft under `code`, making it (as the next version) where there is none, and return it.

    A draft may be unfinished: it is checked when it is published. `dmn` is the file it came from, whose other parts
    are carried along. Raises Invalid TB11 for an unusable code, Conflict TB12 when `revision` is no longer the
    newest, NotAllowed without the role of a data officer.
    """
    check_can_edit(by)
    if slug(code) != code or not code or len(code) > LONGEST_CODE:
        raise Invalid("TB11", _("The code of a table is made of a-z, 0-9 and hyphens, 60 signs at most."))
    with transaction.atomic():
        row = _draft(code, at)
        if revision is not None and revision != row.revision:
            raise Conflict("TB12", _("Somebody else has changed this draft."), _("Look at it again, then save."))
        row.name, row.purpose = table.name[:300], purpose
        row.procedure_code, row.group, row.source = procedure_code, group, source
        row.definition, row.digest, row.dmn = to_json(table), digest(table), dmn or row.dmn
        row.edited_at, row.edited_by, row.edited_name = at, by.person_id, by.display_name
        if by.person_id and by.person_id not in row.editors:
            row.editors = [*row.editors, by.person_id]
        row.revision += row.pk is not None
        _kept(row)
        ledger.record(
            event=TableSaved(
                table_id=row.public_id, code=code, number=row.number, revision=row.revision, digest=row.digest
            ),
            by=by,
            at=at,
            subjects=(row.public_id,),
        )
    return view_of(row)


def _draft(code: str, at: datetime) -> TableVersion:
    versions = list(TableVersion.objects.select_for_update(of=("self",), no_key=True).filter(code=code))
    for one in versions:
        if one.state == TableState.DRAFT:
            return one
    number = max((one.number for one in versions), default=0) + 1
    # The file's other parts go on from version to version.
    kept = max(versions, key=lambda one: one.number).dmn if versions else ""
    return TableVersion(code=code, number=number, edited_at=at, dmn=kept)


def _kept(row: TableVersion) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        # Two people began the same table in the same moment: the first one's draft stands.
        raise Conflict("TB12", _("Somebody else has changed this draft."), _("Look at it again, then save.")) from clash


def _locked(table_id: str) -> TableVersion:
    found = TableVersion.objects.select_for_update(of=("self",), no_key=True).filter(public_id=table_id).first()
    if found is None:
        raise NotFound("TB13", _("There is no such decision table."))
    return found


def publish_table(*, table_id: str, valid_from: date, by: Actor, at: datetime) -> TableView:
    """Publish a draft from `valid_from` on, ending the version in force, and return it.

    Whoever worked on the draft may not publish it. Raises NotReady (TB10, with `findings`) when something blocks,
    Conflict TB14 when it is no draft or a later version is published already, TB16 when another table decides the same
    for the procedure, NotAllowed PR11/PR12.
    """
    with transaction.atomic():
        row = _locked(table_id)
        if row.state != TableState.DRAFT:
            raise Conflict("TB14", _("This version is no draft any more."))
        check_can_publish(by, row.editors, is_table=True)
        table = from_json(row.definition)
        if stops := blocking((*check(table), *acting(table, TablePurpose(row.purpose), row.procedure_code))):
            raise NotReady(stops)
        _check_alone(row, valid_from)
        replaced = _end_before(row.code, valid_from)
        row.state, row.valid_from = TableState.PUBLISHED, valid_from
        row.published_by, row.published_name, row.published_at = by.person_id, by.display_name, at
        row.save()
        ledger.record(
            event=TablePublished(
                table_id=row.public_id,
                code=row.code,
                number=row.number,
                digest=row.digest,
                valid_from=valid_from,
                replaced_id=replaced,
            ),
            by=by,
            at=at,
            subjects=(row.public_id,),
        )
    return view_of(row)


def _check_alone(row: TableVersion, day: date) -> None:
    """Two tables of one purpose for one procedure would contradict each other: the second is a Conflict TB16."""
    if not row.procedure_code or row.purpose == TablePurpose.OTHER:
        return
    rivals = TableVersion.objects.exclude(code=row.code).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        purpose=row.purpose, procedure_code=row.procedure_code, state__in=[TableState.PUBLISHED, TableState.RETIRED],
    )  # fmt: skip
    if (rival := rivals.first()) is not None:
        words = _("Another table already decides this for the procedure: %(name)s.") % {"name": rival.name}
        raise Conflict("TB16", words, _("End that table first, or go on from its next version."))


def _end_before(code: str, day: date) -> str:
    """End the version that is in force without end, and return its id; a later or still binding one is a Conflict."""
    others = TableVersion.objects.filter(code=code).exclude(state=TableState.DRAFT)
    still_binding = Q(state=TableState.RETIRED, valid_to__gt=day)
    if others.filter(Q(valid_from__gte=day) | still_binding).exists():
        words = _("A version from the same day or later is published already.")
        raise Conflict("TB14", words, _("Choose a later day."))
    open_one = others.filter(valid_to__isnull=True).first()
    if open_one is None:
        return ""
    open_one.valid_to = day
    open_one.save(update_fields=["valid_to"])
    return open_one.public_id


def retire_table(*, table_id: str, valid_to: date, by: Actor, at: datetime) -> TableView:
    """End a published version: from `valid_to` on it decides nothing. Raises Conflict TB15 for an impossible day.

    Taking a rule out of force needs four eyes too: not by whoever wrote it.
    """
    with transaction.atomic():
        row = _locked(table_id)
        check_can_publish(by, row.editors, is_table=True)
        # One that a later version has ended already cannot be made to last longer.
        latest = row.valid_to or date.max
        if row.state != TableState.PUBLISHED or row.valid_from is None or not row.valid_from <= valid_to <= latest:
            raise Conflict("TB15", _("Only a published version can end, and not before it began."))
        row.state, row.valid_to = TableState.RETIRED, valid_to
        row.save(update_fields=["state", "valid_to"])
        ledger.record(
            event=TableRetired(table_id=row.public_id, code=row.code, number=row.number, valid_to=valid_to),
            by=by,
            at=at,
            subjects=(row.public_id,),
        )
    return view_of(row)


def drop_table_draft(*, table_id: str, by: Actor, at: datetime) -> None:
    """Throw a draft away. Raises Conflict TB14 when it is no draft."""
    check_can_edit(by)
    with transaction.atomic():
        row = _locked(table_id)
        if row.state != TableState.DRAFT:
            raise Conflict("TB14", _("This version is no draft any more."))
        ledger.record(
            event=TableDropped(table_id=row.public_id, code=row.code, number=row.number),
            by=by,
            at=at,
            subjects=(row.public_id,),
        )
        row.delete()
