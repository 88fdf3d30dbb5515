"""What the map in time says, in sentences: shared by the pages and the `dinh units` command."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinh.directory.units import api
from dinh.directory.units.types import EdgeKind, Kind

KINDS = {
    Kind.TINH: gettext_lazy("province"),
    Kind.THANH_PHO_TRUNG_UONG: gettext_lazy("central city"),
    Kind.QUAN: gettext_lazy("urban district"),
    Kind.HUYEN: gettext_lazy("rural district"),
    Kind.THI_XA: gettext_lazy("town of district level"),
    Kind.THANH_PHO: gettext_lazy("city of district level"),
    Kind.XA: gettext_lazy("commune"),
    Kind.PHUONG: gettext_lazy("ward"),
    Kind.THI_TRAN: gettext_lazy("township"),
    Kind.DAC_KHU: gettext_lazy("special zone"),
    Kind.KHU_VUC: gettext_lazy("land outside communes"),
}
_EDGES = {
    "same": gettext_lazy("the same unit"),
    EdgeKind.WHOLE: gettext_lazy("all of it"),
    EdgeKind.PART: gettext_lazy("a part of it; how much is not known"),
    EdgeKind.PART_AREA_ALL_POPULATION: gettext_lazy("all of its people and a part of its land"),
    EdgeKind.PART_POPULATION: gettext_lazy("a part of its people"),
    EdgeKind.WHOLE_AREA: gettext_lazy("all of its land"),
    EdgeKind.NAMED: gettext_lazy("named by a list of former names; whether all of it is not said"),
    EdgeKind.UNKNOWN: gettext_lazy("not known"),
}


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def how_much(one: api.Succession) -> str:
    """Return how much of a unit went along one succession."""
    if one.unit is None:
        return _("where it went is not known")
    if one.kind in {EdgeKind.PART_AREA, EdgeKind.LEVEL_ABOLISHED, "chain"}:
        return _by_share(one)
    return str(_EDGES[one.kind])


def _by_share(one: api.Succession) -> str:
    if one.people_share == 1:
        return _("all of its people")
    if one.people_share == 0:
        return _("a part of its land, none of its people")
    if one.kind == EdgeKind.PART_AREA:
        return _("a part of its land")
    return _("a part of it; how much is not known")


def numbers(decisions: Sequence[api.DecisionView]) -> str:
    """Return the resolutions by number, or that the sources cite none."""
    listed = ", ".join(decision.number for decision in decisions)
    return _("By resolution %(numbers)s.") % {"numbers": listed} if listed else _("The sources cite no resolution.")


@dataclass(frozen=True, slots=True)
class Fate:
    """What a unit of old is today: a state for the page, one sentence, and the units it may be."""

    state: str
    sentence: str
    decisions: str
    targets: tuple[api.Succession, ...] = ()


def fate(unit: api.UnitView, on: date) -> Fate:
    """Say what a unit is on a day: itself, one other, one of several, or not known."""
    found = api.successors(unit_id=unit.unit_id, on=on)
    if not found:
        return Fate("unknown", _("What became of it is not known."), "")
    first = found[0]
    cited = numbers(tuple({one.number: one for item in found for one in item.decisions}.values()))
    if first.kind == "same" and first.unit is not None:
        return _still(unit, first.unit)
    targets = tuple(one for one in found if one.unit is not None)
    since = {"day": day(first.effective_on)}
    if not targets:
        text = _("It ended on %(day)s. The sources do not say where it went.") % since
        return Fate("unknown", text, cited)
    names = {**since, "name": targets[0].unit.label if targets[0].unit else ""}
    if len(found) == 1 and not first.is_presumed:
        return Fate("one", _("Since %(day)s: %(name)s.") % names, cited, targets)
    if len(found) == 1:
        text = _("Since %(day)s probably: %(name)s. Ask the commune to be sure.") % names
        return Fate("probably", text, cited, targets)
    if targets[0].people_share == 1 and not first.is_presumed:
        text = _("Since %(day)s all who lived there are in: %(name)s. Some land without people went elsewhere.") % names
        return Fate("people", text, cited, targets)
    counted = {**since, "count": len(targets)}
    text = (
        _("Since %(day)s it is divided among %(count)s units. Which one, only the street or the plot tells.") % counted
    )
    if len(targets) < len(found):
        text = _("Since %(day)s it lies in %(count)s known units, and partly where nobody says.") % counted
    return Fate("many", text, cited, targets)


def _still(asked: api.UnitView, now: api.UnitView) -> Fate:
    cited = numbers((now.decision,)) if now.decision else ""
    if now.label == asked.label:
        return Fate("same", _("It exists under this name today."), cited)
    text = _("It lives on as: %(name)s (since %(day)s).") % {
        "name": now.label,
        "day": day(now.valid_from or api.FIRST_DAY),
    }
    return Fate("same", text, cited)


def span(unit: api.UnitView) -> str:
    """Return from when to when a version held."""
    since = day(unit.valid_from) if unit.valid_from else _("%(day)s or earlier") % {"day": day(api.FIRST_DAY)}
    if unit.valid_to is None:
        return _("since %(day)s") % {"day": since}
    return _("%(since)s until the day before %(until)s") % {"since": since, "until": day(unit.valid_to)}
