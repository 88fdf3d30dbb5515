"""Asking for more papers, once and completely, and going on when they are there."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.documents.api import PaperView
from dinh.dossiers.events import SupplementProvided, SupplementRequested
from dinh.dossiers.models import Dossier, Part, Supplement
from dinh.dossiers.operations.basics import (
    Action,
    check_at,
    check_person,
    day_of,
    lock_dossier,
    moved,
    record,
    step,
    tell,
)
from dinh.dossiers.operations.clocks import add_row
from dinh.dossiers.operations.papers import issue_for_dossier
from dinh.dossiers.operations.placing import check_assigned
from dinh.dossiers.operations.steps import move_steps
from dinh.dossiers.policies.reasons import check_reason, check_supplement
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Cause, Moved, PartSource, SupplementItem
from dinh.dossiers.workflow import Move
from dinh.kernel import law
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Invalid, Words
from dinh.kernel.worktime import RowKind

__all__ = ["provide_supplement", "request_supplement"]


@transaction.atomic
def request_supplement(
    *,
    by: Actor,
    at: datetime,
    dossier_id: str,
    items: Sequence[SupplementItem],
    reason: str,
    extra_reason: str = "",
    is_returned: bool = False,
) -> Moved:
    """Ask for papers on form 02 and pause the clock. The law allows one complete request.

    A further one needs `extra_reason` and makes the dossier late in the figures. `is_returned`: sent back after
    appraisal, so that the limit begins anew when the papers are there. Each paper gets its place, where the citizen
    adds it. Raises NotAllowed, NotFound HS02, HS03, Conflict HS09, HS33, Invalid HS20, HS21.
    Basis: 45/2020/NĐ-CP, Điều 11 khoản 3; 61/2018/NĐ-CP, Điều 19 khoản 3; 03/2025/TT-VPCP, Mẫu số 02.
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_REQUEST_SUPPLEMENT, at, row)
    check_assigned(by, row, at)
    said = check_reason(reason)
    most = law.value("dossier.supplement.max_requests", on=day_of(row.received_at))
    extra = check_supplement(already=row.supplement_requests, most=most, extra_reason=extra_reason, items=len(items))
    step(row, Move.REQUEST_SUPPLEMENT, at)
    row.supplement_requests += 1
    row.proposal = None
    listed = _places(row, items)
    paper = _paper(by, at, row, listed, said)
    add_row(row, RowKind.PAUSE, at=at, cause=_cause(is_returned=is_returned), document_id=paper.paper_id)
    row.save(update_fields=["status", "due_at", "supplement_requests", "proposal"])
    Supplement.objects.create(
        dossier=row,
        number=row.supplement_requests,
        reason=said,
        items=listed,
        extra_reason=extra,
        is_returned=is_returned,
        requested_at=at,
        paper_id=paper.paper_id,
    )
    event = SupplementRequested(
        dossier_id=row.public_id, request_no=row.supplement_requests, document_id=paper.paper_id
    )
    entry_id = record(row, event, by=by, at=at)
    tell(
        row.submission, ActKind.SUPPLEMENT_REQUESTED, by=by, at=at, entry_id=entry_id, note=said,
        paper_id=paper.paper_id,
    )  # fmt: skip
    return moved(row, paper_id=paper.paper_id, entry_id=entry_id)


def _cause(*, is_returned: bool) -> Cause:
    return Cause.RETURNED if is_returned else Cause.SUPPLEMENT


def _places(row: Dossier, items: Sequence[SupplementItem]) -> list[dict[str, object]]:
    """Give every paper asked for a place of its own, so that one click adds it."""
    known = dict(Part.objects.filter(submission=row.submission).values_list("seq", "name"))
    last = max(known, default=0)
    listed, fresh = [], []
    for item in items:
        seq, name = item.seq, check_reason(item.name, "items")
        if seq is None:
            seq = last = last + 1
            fresh.append(Part(submission=row.submission, seq=seq, name=name))
        elif seq not in known:
            raise Invalid("HS21", _("Please name at least one paper to add or to mend."))
        listed.append({"seq": seq, "name": known.get(seq, name), "reason": item.reason.strip()})
    Part.objects.bulk_create(fresh)
    return listed


def _paper(by: Actor, at: datetime, row: Dossier, listed: Sequence[dict[str, object]], reason: str) -> PaperView:
    agency = references.agency_today(row.handling_agency_id, day_of(at))
    rows = [{"name": item["name"], "request": item["reason"]} for item in listed]
    words = {"reason": reason, "components": rows}
    return issue_for_dossier(by, at, row, agency, template="supplement_02", words=words)


@transaction.atomic
def provide_supplement(*, by: Actor, at: datetime, dossier_id: str, note: str = "") -> Moved:
    """Hand in what was asked for: the clock goes on, or begins anew where the rule says so.

    A citizen must have added every paper; a desk or the handler may say they are here on paper. The code never changes.
    Raises NotAllowed, NotFound HS02, Conflict HS09, Invalid HS26 (a paper lacks, named in `fields`).
    Basis: 45/2020/NĐ-CP, Điều 12 khoản 3; 61/2018/NĐ-CP, Điều 19 khoản 3.
    """
    row = lock_dossier(dossier_id)
    _check_may_provide(by, at, row)
    step(row, Move.PROVIDE_SUPPLEMENT, at)
    asked = Supplement.objects.get(dossier=row, number=row.supplement_requests)
    _check_provided(by, at, row, asked)
    add_row(row, _kind(row, asked), at=at, cause=_cause(is_returned=asked.is_returned))
    row.save(update_fields=["status", "due_at"])
    move_steps(row, by=by, at=at, reason="waited")
    asked.provided_at = at
    asked.save(update_fields=["provided_at"])
    event = SupplementProvided(dossier_id=row.public_id, request_no=asked.number, due_at=row.due_at)
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.SUPPLEMENT_PROVIDED, by=by, at=at, entry_id=entry_id, note=note.strip())
    return moved(row, entry_id=entry_id)


def _check_may_provide(by: Actor, at: datetime, row: Dossier) -> None:
    if not by.is_official:
        check_person(by, Action.DOSSIER_FILE, at, row.submission)
        return
    is_desk = by.has_role(Role.MOT_CUA)
    check_at(by, Action.DOSSIER_RECEIVE if is_desk else Action.DOSSIER_PROCESS, at, row)


def _kind(row: Dossier, asked: Supplement) -> RowKind:
    """A dossier sent back after appraisal may start anew; the rule is that of the day of receipt."""
    if not asked.is_returned:
        return RowKind.RESUME
    has_limit = row.clock.filter(seq=1, until__isnull=True).exists()
    rule = law.value("clock.returned_after_appraisal", on=day_of(row.received_at))
    return RowKind(rule) if has_limit else RowKind.RESUME


def _check_provided(by: Actor, at: datetime, row: Dossier, asked: Supplement) -> None:
    wanted = {item["seq"] for item in asked.items}
    parts = Part.objects.filter(submission=row.submission, seq__in=wanted)
    lacking = [part for part in parts if part.added_at is None or part.added_at < asked.requested_at]
    if by.is_official:
        Part.objects.filter(pk__in=[part.pk for part in lacking]).update(
            source=PartSource.PAPER, added_at=at, reason=""
        )
        return
    if lacking:
        fields: dict[str, Words] = {f"part_{part.seq}": _("Please add this paper.") for part in lacking}
        raise Invalid("HS26", _("Some of the papers asked for are still missing."), fields=fields)
