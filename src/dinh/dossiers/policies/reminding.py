"""When somebody is told of a limit, and who: plain rules over what was read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dinh.dossiers.policies.placing import stand_in
from dinh.dossiers.types.work import ReminderKind
from dinh.kernel.clock import VN, local
from dinh.kernel.worktime import Calendar


@dataclass(frozen=True, slots=True)
class Window:
    """Due moments that somebody is told of now: from `since` (None: ever) up to, not including, `until`."""

    kind: ReminderKind
    since: datetime | None
    until: datetime


def is_office_time(at: datetime, calendar: Calendar) -> bool:
    """Tell whether the office is open: officers are told of their work while they work."""
    here = local(at)
    second = here.hour * 3600 + here.minute * 60 + here.second
    return any(start <= second < end for start, end in calendar.windows(here.date()))


def windows_of(at: datetime, calendar: Calendar, *, reminder_hours: int, escalation_hours: int) -> tuple[Window, ...]:
    """Return what is told of now; hours are working hours, no reminder hours remind nobody."""
    passed = calendar.open_seconds_until(local(at))
    escalated = at if not escalation_hours else calendar.moment_of(max(passed - escalation_hours * 3600, 1))
    found = [Window(ReminderKind.LATE, None, at), Window(ReminderKind.ESCALATED, None, escalated.astimezone(VN))]
    if reminder_hours:
        until = calendar.moment_of(passed + reminder_hours * 3600) + timedelta(seconds=1)
        found.append(Window(ReminderKind.SOON, at, until.astimezone(VN)))
    return tuple(found)


def told(
    kind: ReminderKind, assignee: str, *, present: Collection[str], heads: Collection[str], away: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the posts told of one limit: who has the dossier or stands in, the heads of what nobody has or is late.

    A post that works there no more has nothing; nobody is told twice for being head and officer of the same dossier.
    """
    leading = tuple(dict.fromkeys(_there(head, present, away) for head in heads))
    holder = _there(assignee, present, away) if assignee in present else ""
    if kind is ReminderKind.ESCALATED:
        return tuple(head for head in leading if head and head != holder)
    if holder:
        return (holder,)
    return leading if kind is ReminderKind.SOON else ()


def _there(post: str, present: Collection[str], away: Mapping[str, str]) -> str:
    other = stand_in(post, away)
    return other if other in present else post
