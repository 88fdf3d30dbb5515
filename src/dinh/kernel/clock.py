"""The clock, read only at the edge (web, tasks, management); operations receive `at`."""

from datetime import datetime
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return this moment, aware, in Viet Nam's time."""
    return datetime.now(tz=VN)


def local(moment: datetime) -> datetime:
    """Return the same moment told in Viet Nam's time; a naive moment is refused with ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(VN)
