"""Where a dossier lies: with one officer or in the queue of its office. Every move is one line, and one entry."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.events import DossierAssigned, DossierPlaced
from dinh.dossiers.models import Act, Dossier, Placement
from dinh.dossiers.operations.basics import Action, behalf, check_at, day_of, lock_dossier, moved, record, tell
from dinh.dossiers.operations.steps import follow
from dinh.dossiers.policies.placing import WORKERS, check_undo, check_until, stand_in
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.queries.absences import may_act_for, stood_in_by
from dinh.dossiers.queries.places import lent as find_lent
from dinh.dossiers.registry import references
from dinh.dossiers.registry.working import Working, working
from dinh.dossiers.types import ActKind, Moved
from dinh.dossiers.types.work import PlacementKind
from dinh.dossiers.workflow import OPEN
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.kernel.text import date_vi

__all__ = [
    "assign", "bring_home", "call_back", "check_assigned", "delegate", "give_back", "take_over", "undo_placement",
]  # fmt: skip

_NAMED = frozenset({PlacementKind.CLAIMED, PlacementKind.ASSIGNED})
_Place = tuple[str, str]
QUEUE: _Place = ("", "")


def check_assigned(by: Actor, row: Dossier, at: datetime) -> None:
    """Refuse with Conflict HS33 when another officer has the dossier; a head may step in, and who stands in."""
    if not may_act_for(by, row.assignee_post, day_of(at)):
        raise Conflict(
            "HS33",
            _("Another officer of your agency has this dossier."),
            _("Ask the head of the agency to give it to you."),
        )


@transaction.atomic
def assign(*, by: Actor, at: datetime, dossier_id: str, post_id: str) -> Moved:
    """Give an open dossier to an officer of the handling agency; a specialist may take one nobody has.

    Work for who is away goes to who stands in for them. The same officer again changes nothing. Raises NotAllowed,
    NotFound HS02 or ID03, Conflict HS09 (closed), HS33 (another officer has it), Invalid HS32 (that post does not work
    there).
    """
    row = _open_dossier(dossier_id)
    is_taking = post_id == by.post_id and row.assignee_post in {"", by.post_id}
    check_at(by, Action.DOSSIER_PROCESS if is_taking else Action.DOSSIER_ASSIGN, at, row)
    wanted = post_id if post_id == by.post_id else _who_is_there(post_id, at)
    if row.assignee_post in {post_id, wanted}:
        return moved(row)
    post = directory.post(post_id=wanted)
    check_works_there(post, row, at)
    kind = PlacementKind.CLAIMED if is_taking else PlacementKind.ASSIGNED
    return _place(row, (post.post_id, post.person_name), kind, by=by, at=at)


@transaction.atomic
def give_back(*, by: Actor, at: datetime, dossier_id: str, reason: str) -> Moved:
    """Put a dossier back into the queue of its office, with the reason; a delegated one goes back to who delegated it.

    By who has it, who stands in for them, or the head. Raises NotAllowed, NotFound HS02, Conflict HS09, HS33, HS97
    (nobody has it), Invalid HS20.
    """
    row = _held(by, at, dossier_id)
    said = check_reason(reason)
    lent = find_lent(row)
    place = _home(lent, row, at) if lent else QUEUE
    return _place(row, place, PlacementKind.GIVEN_BACK, by=by, at=at, reason=said, lent=lent)


@transaction.atomic
def take_over(*, by: Actor, at: datetime, dossier_id: str, reason: str, post_id: str = "") -> Moved:
    """Take a dossier from the colleague who has it, as head: for oneself, or for the officer `post_id`.

    Raises NotAllowed, NotFound HS02 or ID03, Conflict HS09, HS97 (nobody has it), Invalid HS20, HS32.
    """
    row = _open_dossier(dossier_id)
    check_at(by, Action.DOSSIER_ASSIGN, at, row)
    said, wanted = check_reason(reason), post_id or by.post_id
    if row.assignee_post == wanted:
        return moved(row)
    _check_held(row)
    post = directory.post(post_id=wanted)
    check_works_there(post, row, at)
    place = (post.post_id, post.person_name)
    return _place(row, place, PlacementKind.TAKEN_OVER, by=by, at=at, reason=said, lent=find_lent(row))


@transaction.atomic
def delegate(*, by: Actor, at: datetime, dossier_id: str, post_id: str, until_on: date, reason: str = "") -> Moved:
    """Hand a dossier to a colleague up to and including a day; it comes back by itself the day after.

    By who has it, who stands in for them, or the head. It gives no right: the colleague must handle such dossiers
    anyway. Raises NotAllowed, NotFound HS02 or ID03, Conflict HS09, HS33, HS97 (nobody has it), HS98 (delegated
    already), Invalid HS32, HS95.
    """
    row = _held(by, at, dossier_id)
    check_until(until_on=until_on, today=day_of(at), most=ways_of(row, at).delegation_days)
    if find_lent(row):
        raise Conflict("HS98", _("This dossier is delegated already."), _("Call it back first."))
    if post_id == row.assignee_post:
        return moved(row)
    post = directory.post(post_id=post_id)
    check_works_there(post, row, at)
    place = (post.post_id, post.person_name)
    return _place(row, place, PlacementKind.DELEGATED, by=by, at=at, reason=reason.strip(), until_on=until_on)


@transaction.atomic
def call_back(*, by: Actor, at: datetime, dossier_id: str) -> Moved:
    """Bring a delegated dossier home before its day: by who delegated it, who stands in for them, or the head.

    Raises NotAllowed, NotFound HS02, Conflict HS09, HS33, HS99 (not delegated).
    """
    row = _open_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    lent = find_lent(row)
    if lent is None:
        raise _not_lent()
    if not may_act_for(by, lent.from_post or by.post_id, day_of(at)):
        raise Conflict("HS33", _("Another officer of your agency has this dossier."))
    return _place(row, _home(lent, row, at), PlacementKind.RETURNED, by=by, at=at, lent=lent)


@transaction.atomic
def bring_home(*, at: datetime, dossier_id: str) -> Moved:
    """Bring a delegated dossier home whose day is over, for the queue; one that came home meanwhile stays.

    Raises NotFound HS02.
    """
    row = lock_dossier(dossier_id)
    lent = find_lent(row)
    if lent is None or lent.until_on is None or lent.until_on >= day_of(at):
        return moved(row)
    if row.status not in OPEN:
        Placement.objects.filter(pk=lent.pk).update(settled_at=at)
        return moved(row)
    return _place(row, _home(lent, row, at), PlacementKind.RETURNED, by=SYSTEM, at=at, lent=lent)


@transaction.atomic
def undo_placement(*, by: Actor, at: datetime, dossier_id: str) -> Moved:
    """Take back one's own last move of a dossier, shortly after and while nothing else has happened.

    Raises NotAllowed, NotFound HS02, Conflict HS09, HS96 (too late, or something happened since).
    """
    row = _open_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    last = Placement.objects.filter(dossier=row).order_by("-id").first()
    told = Act.objects.filter(submission=row.submission).order_by("-id").values_list("entry_id", flat=True).first()
    is_last = last is not None and last.by_post == by.post_id and told == last.entry_id and not last.undone_at
    if last is None:
        raise _not_lent()
    check_undo(kind=last.kind, placed_at=last.at, at=at, minutes=ways_of(row, at).undo_minutes, is_last=is_last)
    done = _place(row, (last.from_post, last.from_name), PlacementKind.UNDONE, by=by, at=at)
    # What it settled is open again, and what it opened is settled.
    lent = Placement.objects.filter(dossier=row, kind=PlacementKind.DELEGATED)
    lent.filter(pk=last.pk, settled_at=None).update(settled_at=at)
    lent.exclude(pk=last.pk).filter(settled_at=last.at).update(settled_at=None)
    Placement.objects.filter(pk=last.pk).update(undone_at=at)
    return done


def check_works_there(post: directory.PostView, row: Dossier, at: datetime) -> None:
    """Refuse with Invalid HS32 a post that does not handle this dossier's procedure at its agency today."""
    on = day_of(at)
    here = references.agency_today(row.handling_agency_id, on).agency_id
    there = references.agency_today(post.agency_id, on).agency_id
    is_in_force = post.valid_from <= on and (post.valid_to is None or on < post.valid_to)
    covers = not post.procedures or row.procedure_code in post.procedures
    if not (here == there and is_in_force and covers and not WORKERS.isdisjoint(post.roles)):
        sentence = _("This officer does not handle such dossiers at this agency today.")
        raise Invalid("HS32", sentence, fields={"post_id": sentence})


def ways_of(row: Dossier, at: datetime) -> Working:
    on = day_of(at)
    return working(references.agency_today(row.handling_agency_id, on).code_new, on)


def _open_dossier(dossier_id: str) -> Dossier:
    row = lock_dossier(dossier_id)
    if row.status not in OPEN:
        raise Conflict(
            "HS09",
            _("This dossier has already moved on, so this step can no longer be done."),
            _("Open the dossier again to see where it stands."),
        )
    return row


def _held(by: Actor, at: datetime, dossier_id: str) -> Dossier:
    row = _open_dossier(dossier_id)
    check_at(by, Action.DOSSIER_PROCESS, at, row)
    _check_held(row)
    check_assigned(by, row, at)
    return row


def _check_held(row: Dossier) -> None:
    if not row.assignee_post:
        raise Conflict("HS97", _("Nobody has this dossier: it lies in the queue of its office."))


def _not_lent() -> Conflict:
    return Conflict("HS99", _("This dossier is not delegated."))


def _who_is_there(post_id: str, at: datetime) -> str:
    links = stood_in_by(post_id, day_of(at))
    return stand_in(post_id, {post: one.substitute_post_id for post, one in links.items()})


def _home(lent: Placement, row: Dossier, at: datetime) -> _Place:
    """Where a delegated dossier comes home to: who delegated it, or the queue when they work there no more."""
    if not lent.from_post:
        return QUEUE
    post = directory.post(post_id=lent.from_post)
    try:
        check_works_there(post, row, at)
    except Invalid:
        return QUEUE
    return (lent.from_post, lent.from_name)


def _place(
    row: Dossier,
    place: _Place,
    kind: PlacementKind,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    until_on: date | None = None,
    lent: Placement | None = None,
) -> Moved:
    before, evidence = (row.assignee_post, row.assignee_name), behalf(row, by=by, at=at)
    row.assignee_post, row.assignee_name = place
    row.save(update_fields=["assignee_post", "assignee_name"])
    lent = lent or (find_lent(row) if kind is PlacementKind.ASSIGNED and before[0] else None)
    if lent is not None:
        Placement.objects.filter(pk=lent.pk).update(settled_at=at)
    told_as = ActKind.ASSIGNED if kind in _NAMED else ActKind.PLACED
    if kind in _NAMED:
        follow(row, ActKind.ASSIGNED, by=by, at=at)
    entry_id = record(row, _event(row, before, kind, until_on, at), by=by, at=at, evidence=evidence)
    Placement.objects.create(
        dossier=row,
        kind=kind,
        from_post=before[0],
        from_name=before[1],
        to_post=place[0],
        to_name=place[1],
        reason=reason,
        by_post=by.post_id,
        at=at,
        entry_id=entry_id,
        until_on=until_on,
    )
    note = place[1] if kind in _NAMED else _sentence(kind, place[1], until_on, reason)
    tell(row.submission, told_as, by=by, at=at, entry_id=entry_id, note=note, is_public=False)
    return moved(row, entry_id=entry_id)


def _event(
    row: Dossier, before: _Place, kind: PlacementKind, until_on: date | None, at: datetime
) -> DossierAssigned | DossierPlaced:
    if kind in _NAMED:
        here = references.agency_today(row.handling_agency_id, day_of(at)).agency_id
        return DossierAssigned(dossier_id=row.public_id, post_id=row.assignee_post, agency_id=here)
    return DossierPlaced(
        dossier_id=row.public_id,
        placement=kind,
        from_post_id=before[0],
        to_post_id=row.assignee_post,
        until_on=until_on,
    )


# The story is kept in the language of the office, like every note in it.
_SENTENCES = {
    PlacementKind.GIVEN_BACK: "Trả lại {to}",
    PlacementKind.TAKEN_OVER: "Chuyển cho {to}",
    PlacementKind.DELEGATED: "Nhờ {to} làm đến hết {until}",
    PlacementKind.RETURNED: "Hết thời gian nhờ, về lại {to}",
    PlacementKind.UNDONE: "Hoàn tác, về lại {to}",
}


def _sentence(kind: PlacementKind, name: str, until_on: date | None, reason: str) -> str:
    until = date_vi(until_on) if until_on else ""
    said = _SENTENCES[kind].format(to=name or "hàng đợi chung", until=until)
    return f"{said}. Lý do: {reason}" if reason else said
