"""All agencies of the province at hand: thousands of questions about the past, answered from one read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dinh.directory import api as directory
from dinh.dossiers.registry.province import routing
from dinh.procedures.api import ProcedureView

_KIND = directory.AgencyKind
_DESKS = (_KIND.SERVICE_CENTER_COMMUNE, _KIND.SERVICE_CENTER_PROVINCE, _KIND.COMMUNE_COMMITTEE)
Agency = directory.AgencyView


@dataclass(frozen=True, slots=True)
class Offices:
    """The agencies in force on one day, by place and by code. Who decides and who receives follows the live rules."""

    by_place: Mapping[tuple[int, str], Agency]
    by_code: Mapping[str, Agency]

    @classmethod
    def on(cls, on: date) -> "Offices":
        found = directory.agencies(on=on)
        places: dict[tuple[int, str], Agency] = {}
        for one in found:
            places.setdefault((one.unit_id, one.kind), one)
        return cls(places, {one.code_new: one for one in found})

    def of_kind(self, kind: str) -> tuple[Agency, ...]:
        return tuple(one for one in self.by_code.values() if one.kind == kind)

    def decides(self, view: ProcedureView, unit_id: int) -> Agency:
        """As `dossiers` asks at filing: the commune's committee, or the department of the ministry."""
        committee = self.by_place[unit_id, _KIND.COMMUNE_COMMITTEE]
        if view.level_commune:
            return committee
        top = self.by_place[committee.province_unit_id, _KIND.PROVINCE_COMMITTEE]
        route = routing().route(view.ministry, view.field)
        return self.by_code.get(f"{top.code_new}.{route.number}", top) if route else top

    def receives(self, office: Agency) -> Agency:
        """Where an online submission goes: the desk nearest to who decides."""
        return next(
            (self.by_place[office.unit_id, kind] for kind in _DESKS if (office.unit_id, kind) in self.by_place), office
        )


def heirs(today: date) -> dict[str, Agency]:
    """Return who does the work of each agency that is gone."""
    known = {one.agency_id: one for one in directory.agencies()}
    found = {}
    for one in known.values():
        here = one
        while here.valid_to is not None and today >= here.valid_to and here.successor_id:
            here = known[here.successor_id]
        if here is not one:
            found[one.agency_id] = here
    return found
