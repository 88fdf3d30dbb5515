"""Step times against the whole limit of the procedure. Units that cannot be compared are said, never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.kernel.worktime import Limit, Unit
from dinh.processes.policies.graph import back_flows, ordered
from dinh.processes.types import Finding, Node, ProcessModel, Severity

__all__ = ["check_limits", "longest"]

WORK_DAY_HOURS = 8
_DAY_HOURS = 24
_HUNDRED = 100
_MOST = 400


@dataclass(frozen=True, slots=True)
class Time:
    """Hours of work, hours of the clock, months, hundredths of the whole: four kinds that do not add up."""

    work: int = 0
    clock: int = 0
    months: int = 0
    share: int = 0

    def __add__(self, other: "Time") -> "Time":
        return Time(
            self.work + other.work,
            self.clock + other.clock,
            self.months + other.months,
            self.share + other.share,
        )

    def covers(self, other: "Time") -> bool:
        return (
            self.work >= other.work
            and self.clock >= other.clock
            and self.months >= other.months
            and self.share >= other.share
        )


def _time(limit: Limit | None, share: int = 0) -> Time:
    if limit is None:
        return Time(share=share)
    if limit.unit is Unit.MONTH:
        return Time(months=limit.value)
    # "trong ngày" is at most one day.
    value = limit.value or 1
    if limit.unit is Unit.WORK_HOUR:
        return Time(work=value)
    if limit.unit is Unit.WORK_DAY:
        return Time(work=value * WORK_DAY_HOURS)
    return Time(clock=value * (_DAY_HOURS if limit.unit is Unit.DAY else 1))


def longest(model: ProcessModel) -> list[Time]:
    """Return the longest ways from start to end, loops walked once; several when their units do not compare."""
    back = back_flows(model)
    best: dict[str, list[Time]] = {}
    for node_id in ordered(model):
        node = model.by_id[node_id]
        own = _time(node.limit, node.share) if node.is_work else Time()
        before = [
            time
            for flow in model.incoming[node_id]
            if flow.id not in back
            for time in best.get(flow.source, ())
        ]  # fmt: skip
        best[node_id] = _largest([time + own for time in before or [Time()]])
    return _largest([time for times in best.values() for time in times])


def _largest(times: list[Time]) -> list[Time]:
    found: list[Time] = []
    for time in dict.fromkeys(times):
        if not any(other.covers(time) for other in found):
            found = [other for other in found if not time.covers(other)] + [time]
    return found[:_MOST]


def check_limits(model: ProcessModel, whole: Limit | None) -> Iterator[Finding]:
    if not model.steps or any(flow.target not in model.by_id for flow in model.flows):
        return
    for node in model.steps:
        yield from _step(node)
    ways = longest(model)
    if any(way.share > _HUNDRED for way in ways):
        most = max(way.share for way in ways)
        said = _(
            "The shares of the steps add up to %(share)s %% of the whole limit. Bring them down to 100 %% or less."
        )
        yield Finding("longer_than_whole", "", said % {"share": most})
    elif whole is not None:
        yield from _against(ways, whole)


def _step(node: Node) -> Iterator[Finding]:
    name = {"name": node.name or node.id}
    if node.limit is None and not node.share:
        said = _("“%(name)s” states no time, so lateness at this step cannot be told.")
        yield Finding("no_time", node.id, said % name, Severity.WARNING)
    if node.limit is not None and node.share:
        said = _("“%(name)s” states both a time and a share of the whole limit. Keep one of them.")
        yield Finding("time_twice", node.id, said % name)


def _against(ways: list[Time], whole: Limit) -> Iterator[Finding]:
    limit = _time(whole)
    mixed = False
    for way in ways:
        compared = _compare(way, limit)
        if compared is True:
            said = _("The longest way takes %(steps)s, more than the whole limit of %(whole)s.")
            yield Finding("longer_than_whole", "", said % {"steps": _words(way), "whole": _limit_words(whole)})
            return
        mixed = mixed or compared is None
    if mixed:
        said = _("The steps and the whole limit (%(whole)s) are in units that cannot be compared exactly.")
        yield Finding("not_comparable", "", said % {"whole": _limit_words(whole)}, Severity.WARNING)


def _compare(way: Time, whole: Time) -> bool | None:
    """Say whether the way is longer; None when its units cannot tell. Shares count as parts of the whole."""
    parts = Fraction(_HUNDRED - way.share, _HUNDRED)
    pairs = [(way.work, whole.work), (way.clock, whole.clock), (way.months, whole.months)]
    own = next(place for place, (_way, limit) in enumerate(pairs) if limit)
    if pairs[own][0] > pairs[own][1] * parts:
        return True
    return None if any(pair[0] for place, pair in enumerate(pairs) if place != own) else False


def _words(way: Time) -> str:
    said = []
    if way.work:
        days, hours = divmod(way.work, WORK_DAY_HOURS)
        said += [Limit(days, Unit.WORK_DAY)] if days else []
        said += [Limit(hours, Unit.WORK_HOUR)] if hours else []
    if way.clock:
        days, hours = divmod(way.clock, _DAY_HOURS)
        said += [Limit(days, Unit.DAY)] if days else []
        said += [Limit(hours, Unit.HOUR)] if hours else []
    said += [Limit(way.months, Unit.MONTH)] if way.months else []
    words = [_limit_words(limit) for limit in said]
    return " + ".join([*words, *([f"{way.share} %"] if way.share else [])])


def _limit_words(limit: Limit) -> str:
    return limit.in_english() if get_language() == "en" else str(limit)
