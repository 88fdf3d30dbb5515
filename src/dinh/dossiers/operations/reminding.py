"""Reminders before a limit and word to the head after it: noted once for each limit, told in one digest a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from dinh.dossiers.models import Dossier, Reminder
from dinh.dossiers.operations.basics import day_of
from dinh.dossiers.operations.placing import bring_home
from dinh.dossiers.policies.reminding import Window, is_office_time, told, windows_of
from dinh.dossiers.queries.absences import absences_now
from dinh.dossiers.queries.places import coming_back
from dinh.dossiers.queries.wording import moment_on_paper
from dinh.dossiers.registry import references
from dinh.dossiers.registry.working import working
from dinh.dossiers.types.work import ReminderKind
from dinh.dossiers.workflow import OPEN, RUNNING
from dinh.kernel.actor import SYSTEM, Role
from dinh.kernel.clock import VN, local
from dinh.notices import api as notices

__all__ = ["bring_all_home", "remind"]

TEMPLATE = "work.digest"
_BATCH = 1000
_LISTED = 10
_OPEN = [status.value for status in sorted(OPEN)]
_RUNNING = [status.value for status in sorted(RUNNING)]


@dataclass(frozen=True, slots=True)
class Office:
    """Who of an agency is told: recipients by post, its heads, and who stands in for whom today."""

    people: Mapping[str, notices.Recipient]
    heads: Sequence[str]
    away: Mapping[str, str]


_LIMIT = ("pk", "kind", "due_at", "dossier__code", "dossier__status", "dossier__due_at")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit somebody is to be told of, and how its dossier stands now."""

    pk: int
    kind: str
    due_at: datetime
    code: str
    status: int
    due_now: datetime | None

    def still_holds(self, at: datetime) -> bool:
        is_as_noted = self.status in RUNNING and self.due_now == self.due_at
        return is_as_noted and (self.kind != ReminderKind.SOON or self.due_at >= at)


def remind(*, at: datetime, agency_id: str) -> int:
    """Tell the officers of an agency of limits that are near or past, each limit once; return how many were told.

    Only while the office is open, one digest a day and post. What is noted is kept in batches before anybody is told,
    and told and marked in one transaction: when the process dies, the next run goes on, and nobody is told twice.
    Another due date is another limit. A fixed number of queries, and two for each thousand limits.
    """
    on = day_of(at)
    here = references.agency(agency_id)
    calendar = references.calendar_of(agency_id)
    if not is_office_time(at, calendar) or references.agency_today(agency_id, on).agency_id != agency_id:
        return 0
    ways = working(here.code_new, on)
    office = _office(agency_id, at)
    agencies = references.with_forerunners(agency_id)
    hours = {"reminder_hours": ways.reminder_hours, "escalation_hours": ways.escalation_hours}
    for window in windows_of(at, calendar, **hours):
        while _note(agencies, window, office, at) == _BATCH:
            continue
    return _tell(office, at)


def bring_all_home(*, at: datetime, limit: int = 500) -> int:
    """Bring home up to `limit` delegated dossiers whose day is over, each in its own transaction."""
    waiting = coming_back(at, limit)
    for dossier_id in waiting:
        bring_home(at=at, dossier_id=dossier_id)
    return len(waiting)


def _office(agency_id: str, at: datetime) -> Office:
    on = day_of(at)
    people = {one.post_id: one for one in notices.officers(agency_id=agency_id, on=on)}
    heads = [one.post_id for one in notices.officers(agency_id=agency_id, role=Role.HEAD.value, on=on)]
    away = absences_now([agency_id], on)
    return Office(people, heads, {post: one.substitute_post_id for post, one in away.items()})


@transaction.atomic
def _note(agencies: tuple[str, ...], window: Window, office: Office, at: datetime) -> int:
    """Note up to a batch of limits nobody was told of, the oldest first; return how many."""
    known = Reminder.objects.filter(dossier=OuterRef("pk"), kind=window.kind, due_at=OuterRef("due_at"))
    here = Q(handling_agency__in=agencies) & Q(status__in=_OPEN) & Q(status__in=_RUNNING, due_at__lt=window.until)
    rows = Dossier.objects.filter(here, ~Exists(known))
    if window.since is not None:
        rows = rows.filter(due_at__gte=window.since)
    found = list(rows.order_by("due_at", "id").values_list("pk", "due_at", "assignee_post")[:_BATCH])
    made: list[Reminder] = []
    for pk, due_at, assignee in found:
        posts = told(window.kind, assignee, present=office.people, heads=office.heads, away=office.away)
        made += [
            # A limit that concerns nobody is noted too, as told, or it would be looked at for ever.
            Reminder(
                dossier_id=pk,
                kind=window.kind,
                due_at=due_at or at,
                post_id=post,
                noted_at=at,
                told_at=None if post else at,
            )
            for post in posts or ("",)
        ]
    Reminder.objects.bulk_create(made, ignore_conflicts=True)
    return len(found)


def _tell(office: Office, at: datetime) -> int:
    """Send the digests of the day to those who had none yet."""
    waiting = Reminder.objects.filter(~Exists(_told_today(at)), post_id__in=list(office.people), told_at=None)
    posts = waiting.order_by("post_id").values_list("post_id", flat=True).distinct()
    return sum(_tell_post(office.people[post], at) for post in list(posts))


def _told_today(at: datetime) -> QuerySet[Reminder]:
    midnight = datetime.combine(local(at).date(), time.min, tzinfo=VN)
    return Reminder.objects.filter(post_id=OuterRef("post_id"), told_at__gte=midnight).exclude(notice_id="")


@transaction.atomic
def _tell_post(to: notices.Recipient, at: datetime) -> int:
    """Send one digest and mark what it says; what came to nothing meanwhile is laid aside unsaid."""
    rows = Reminder.objects.select_for_update(of=("self",), skip_locked=True).filter(post_id=to.post_id, told_at=None)
    found = [Limit(*row) for row in rows.order_by("due_at", "id").values_list(*_LIMIT)]
    stale = [one.pk for one in found if not one.still_holds(at)]
    Reminder.objects.filter(pk__in=stale).update(told_at=at)
    said = [one for one in found if one.still_holds(at)]
    if not said:
        return 0
    (answer,) = notices.tell_all(by=SYSTEM, at=at, news=[_digest(to, said, at)])
    if not answer.is_new:
        return 0
    Reminder.objects.filter(pk__in=[one.pk for one in said]).update(told_at=at, notice_id=answer.notice_id)
    return 1


def _digest(to: notices.Recipient, rows: Sequence[Limit], at: datetime) -> notices.News:
    many = {kind: sum(row.kind == kind for row in rows) for kind in ReminderKind}
    values = {"lines": _lines(rows, "vi"), "lines_en": _lines(rows, "en")}
    values |= {"summary": _summary(many, _VI), "summary_en": _summary(many, _EN)}
    queue = "qua-han" if many[ReminderKind.ESCALATED] else "cua-toi"
    return notices.News(
        to=to,
        template=TEMPLATE,
        values=values,
        subject_id=to.post_id,
        dedupe_key=f"{TEMPLATE}:{to.post_id}:{local(at).date().isoformat()}",
        href=f"{reverse('dossiers:desk')}?hang={queue}",
    )


_VI = {
    ReminderKind.SOON: "{n} hồ sơ sắp đến hạn",
    ReminderKind.LATE: "{n} hồ sơ quá hạn",
    ReminderKind.ESCALATED: "{n} hồ sơ của đơn vị quá hạn",
}
_EN = {
    ReminderKind.SOON: "{n} due soon",
    ReminderKind.LATE: "{n} overdue",
    ReminderKind.ESCALATED: "{n} of your office overdue",
}


def _summary(many: Mapping[ReminderKind, int], words: Mapping[ReminderKind, str]) -> str:
    return ", ".join(words[kind].format(n=number) for kind, number in many.items() if number)


def _lines(rows: Sequence[Limit], language: str) -> str:
    """The most urgent by name, the rest as a number; names of citizens stay on the desk."""
    found = dict.fromkeys((row.code, row.due_at) for row in rows)
    said = [f"- {code}: {moment_on_paper(due_at)}" for code, due_at in list(found)[:_LISTED]]
    more = len(found) - _LISTED
    if more > 0:
        said.append(f"và {more} hồ sơ khác" if language == "vi" else f"and {more} more")
    return "\n".join(said)
