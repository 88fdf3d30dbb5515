"""Who has how much: the officers of an agency with their dossiers, for the head; each number is a list."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Dossier
from dinh.dossiers.queries.paging import page_rows
from dinh.dossiers.queries.queues import Scope, dossier_row, scope_of
from dinh.dossiers.types.work import OfficerLoad, WorkKind, WorkRows
from dinh.dossiers.workflow import OPEN, RUNNING
from dinh.kernel.actor import Actor, Role
from dinh.kernel.clock import VN, local, now
from dinh.kernel.errors import NotAllowed

__all__ = ["may_see_workload", "officer_work", "workload"]

_OPEN = [status.value for status in sorted(OPEN)]
_RUNNING = [status.value for status in sorted(RUNNING)]
_WORKERS = frozenset({Role.SPECIALIST.value, Role.HEAD.value})
_KINDS = (WorkKind.OPEN, WorkKind.SOON, WorkKind.LATE)


def may_see_workload(by: Actor) -> bool:
    """Tell whether the work of others at the agency is this officer's business: its head's and leaders'."""
    return by.is_official and bool(by.agency_id) and by.has_role(Role.HEAD, Role.LEADER)


def _scope(by: Actor, at: datetime) -> Scope:
    if not may_see_workload(by):
        raise NotAllowed("HS90", _("Only heads and leaders see who has how much work."))
    return scope_of(by, at)


def _condition(scope: Scope, kind: WorkKind) -> Q:
    if kind is WorkKind.SOON:
        return Q(status__in=_OPEN) & Q(status__in=_RUNNING, due_at__gte=scope.at, due_at__lt=scope.soon)
    if kind is WorkKind.LATE:
        return Q(status__in=_OPEN) & Q(status__in=_RUNNING, due_at__lt=scope.at)
    if kind is WorkKind.DONE:
        return ~Q(status__in=_OPEN) & Q(closed_at__gte=_monday(scope.at))
    return Q(status__in=_OPEN)


def _monday(at: datetime) -> datetime:
    day = local(at).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time.min, tzinfo=VN)


def workload(*, by: Actor, at: datetime | None = None) -> tuple[OfficerLoad, ...]:
    """Return every officer of the agency with open, soon due, overdue and this week's finished dossiers.

    The most overdue first, then the most open; what nobody has yet stands first of all. Three queries, the two counts
    read indexes of the agency. Raises NotAllowed HS90.
    """
    moment = at or now()
    scope = _scope(by, moment)
    counts = _counts(scope)
    officers = directory.officers(agency_id=scope.agencies[0], on=local(moment).date())
    people = {one.post_id: one for one in officers if not _WORKERS.isdisjoint(one.roles) or one.post_id in counts}
    loads = [_load(one.post_id, one.person_name, one.title, counts) for one in people.values()]
    loads += [_load(post_id, name, "", counts) for post_id, name in _gone(scope, counts, people)]
    loads.sort(key=lambda one: (-one.late, -one.open, -one.soon, one.name))
    return (_load("", "", "", counts), *loads)


def _load(post_id: str, name: str, title: str, counts: Mapping[str, Mapping[str, int]]) -> OfficerLoad:
    found = counts.get(post_id, {})
    said = {kind: found.get(kind.value, 0) for kind in WorkKind}
    return OfficerLoad(
        post_id, name, title, said[WorkKind.OPEN], said[WorkKind.SOON], said[WorkKind.LATE], said[WorkKind.DONE]
    )


def _counts(scope: Scope) -> dict[str, dict[str, int]]:
    rows = Dossier.objects.filter(scope.of_agency).order_by()
    running = rows.filter(status__in=_OPEN).values("assignee_post")
    made = {kind.value: Count("id", filter=_condition(scope, kind)) for kind in _KINDS}
    names = [kind.value for kind in _KINDS]
    found = {
        post_id: dict(zip(names, numbers, strict=True))
        for post_id, *numbers in running.annotate(**made).values_list("assignee_post", *names)
    }
    done = rows.filter(_condition(scope, WorkKind.DONE)).values_list("assignee_post").annotate(many=Count("id"))
    for post_id, many in done:
        found.setdefault(post_id, {})[WorkKind.DONE.value] = many
    return found


def _gone(scope: Scope, counts: Mapping[str, object], people: Mapping[str, object]) -> list[tuple[str, str]]:
    """Who has dossiers here and no post here any more: work that waits for nobody."""
    unknown = [post_id for post_id in counts if post_id and post_id not in people]
    if not unknown:
        return []
    rows = Dossier.objects.filter(scope.of_agency, assignee_post__in=unknown).order_by("assignee_post", "-id")
    return list(rows.distinct("assignee_post").values_list("assignee_post", "assignee_name"))


def officer_work(
    *,
    by: Actor,
    post_id: str,
    kind: WorkKind = WorkKind.OPEN,
    cursor: str = "",
    size: int = 25,
    at: datetime | None = None,
) -> WorkRows:
    """Return one page of what an officer of the agency has, the most urgent first; `post_id` "" is what nobody has.

    Raises NotAllowed HS90, NotFound ID03, Invalid HS42 (cursor).
    """
    scope = _scope(by, at or now())
    name = directory.post(post_id=post_id).person_name if post_id else ""
    field, is_done = ("closed_at", True) if kind is WorkKind.DONE else ("due_at", False)
    conditions = [one.of_agency & Q(assignee_post=post_id) & _condition(one, kind) for one in scope.by_agency]
    rows, after = page_rows(conditions, field, cursor, size, is_newest_first=is_done)
    return WorkRows(name, tuple(dossier_row(row, scope.at) for row in rows), after)
