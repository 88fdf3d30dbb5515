"""What differs between two calendars, day by day, in words for officers and for the people of a case."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed
from dinh.kernel.worktime import Calendar

__all__ = ["check_can_recompute", "check_may_read", "days_between", "reads_all", "why_en", "why_vi"]

_SHOWN = 3
Day = dict[str, str]


def days_between(old: Calendar, new: Calendar) -> list[Day]:
    """Return the days that one calendar calls off or worked and the other does not; other office hours as one more.

    Each has `on` (ISO date, "" for the hours), `vi` and `en`.
    """
    found = sorted(_days_off(old, new)) + sorted(_worked(old, new))
    told = [{"on": on.isoformat(), "vi": vi, "en": en} for on, vi, en in sorted(found)]
    if _hours(old) != _hours(new):
        told.append({"on": "", "vi": "giờ làm việc của cơ quan thay đổi", "en": "the office hours changed"})
    return told


def _hours(one: Calendar) -> tuple[object, ...]:
    return one.hours.windows, one.hours.counts, one.hours.cut_off


def _days_off(old: Calendar, new: Calendar) -> Iterator[tuple[date, str, str]]:
    for on in old.holidays.keys() ^ new.holidays.keys():
        if on in new.holidays:
            one = new.holidays[on]
            day = f"{on:%d/%m/%Y}"
            yield on, f"{day} nay là ngày nghỉ ({one.name_vi})", f"{day} is now a day off ({one.name_en})"
        else:
            yield on, f"{on:%d/%m/%Y} nay không phải ngày nghỉ", f"{on:%d/%m/%Y} is no longer a day off"


def _worked(old: Calendar, new: Calendar) -> Iterator[tuple[date, str, str]]:
    for on in old.worked.keys() ^ new.worked.keys():
        if on in new.worked:
            yield on, f"{on:%d/%m/%Y} nay là ngày làm bù", f"{on:%d/%m/%Y} is now worked in exchange"
        else:
            yield on, f"{on:%d/%m/%Y} nay không làm bù", f"{on:%d/%m/%Y} is no longer worked in exchange"


def why_vi(days: list[Day]) -> str:
    """Return one sentence for the people of a case: the first days that changed, and how many more."""
    return _why(days, "vi", "và %d ngày khác") or "lịch ngày làm việc được đính chính"


def why_en(days: list[Day]) -> str:
    return _why(days, "en", "and %d more days") or "the calendar of working days was corrected"


def _why(days: list[Day], language: str, more: str) -> str:
    said = [day[language] for day in days[:_SHOWN]]
    if len(days) > _SHOWN:
        said.append(more % (len(days) - _SHOWN))
    return "; ".join(said)


def check_can_recompute(by: Actor) -> None:
    if by.kind is not ActorKind.SYSTEM and not (by.is_official and by.has_role(Role.OPERATOR, Role.DATA_OFFICER)):
        raise NotAllowed("HS37", _("Only the operator or a data officer may count appointments anew."))


def reads_all(by: Actor) -> bool:
    """Who watches over the province reads every date; everybody else those of their agency."""
    return by.kind is ActorKind.SYSTEM or by.has_role(Role.OPERATOR, Role.DATA_OFFICER, Role.LEADER)


def check_may_read(by: Actor) -> None:
    if not reads_all(by) and not (by.is_official and by.agency_id):
        raise NotAllowed("HS130", _("Only officers see which appointments were counted anew."))
