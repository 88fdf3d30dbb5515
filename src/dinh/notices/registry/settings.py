"""Quiet hours, waits and limits of the day, from `law/notices.toml`."""

from datetime import date, time, timedelta

from dinh.kernel import law
from dinh.notices.policies.schedule import Breaker, Quiet

_site = {"url": ""}


def quiet(on: date) -> Quiet:
    found = law.value("notice.quiet", on=on)
    return Quiet(time.fromisoformat(found["from"]), time.fromisoformat(found["until"]), frozenset(found["ways"]))


def retry_minutes(on: date) -> tuple[int, ...]:
    return tuple(law.value("notice.retry.minutes", on=on))


def give_up_after(on: date) -> timedelta:
    return timedelta(hours=law.value("notice.retry.give_up_hours", on=on))


def breaker(on: date) -> Breaker:
    found = law.value("notice.breaker", on=on)
    return Breaker(found["failures"], tuple(found["minutes"]))


def news_days(on: date) -> int:
    """How old an entry may be, in days since it was recorded, to be told at all."""
    return int(law.value("notice.news.days", on=on))


def public_url() -> str:
    """The address under which people reach this house, without a slash at its end."""
    return _site["url"]


def set_public_url(url: str) -> None:
    """Say under which address people reach this house; called once in `apps.ready()`, and by tests."""
    _site["url"] = url.rstrip("/")
