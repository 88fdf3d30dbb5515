"""Which agency decides a procedure, and which desk takes the papers: two different things, each as of the day."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Dossier
from dinh.dossiers.registry import references
from dinh.dossiers.registry.province import routing
from dinh.kernel.errors import Invalid
from dinh.procedures.api import ProcedureView

_KIND = directory.AgencyKind
Office = directory.AgencyView


def check_is_ours(view: ProcedureView) -> None:
    """Refuse a procedure that only a ministry handles, with Invalid HS10."""
    if not (view.level_commune or view.level_province):
        raise Invalid(
            "HS10",
            _("This procedure is handled by the ministry, not by the province."),
            _("Please file it on the National Public Service Portal."),
        )


def competent(view: ProcedureView, unit_id: int | None, on: date) -> Office | None:
    """Return who decides: the committee of the commune, or the department of the ministry; None until a unit is chosen.

    A procedure of both levels goes to the commune as soon as one is named; a province named as unit means its own
    level.
    """
    committee = _commune_committee(unit_id, on)
    if view.level_commune and committee is not None:
        return committee
    if not view.level_province:
        return None
    top = _province_committee(unit_id, on)
    if top is None:
        return None
    route = routing().route(view.ministry, view.field)
    return (references.agency_by_code(f"{top.code_new}.{route.number}", on) if route else None) or top


def receiving(chosen_unit_id: int | None, office: Office, on: date) -> Office:
    """Return the desk an online submission goes to: that of the chosen unit, else the one nearest to who decides.

    Basis: 118/2025/NĐ-CP, Điều 14 (every centre of the province receives for every agency).
    """
    unit_id = chosen_unit_id or office.unit_id
    for kind in (_KIND.SERVICE_CENTER_COMMUNE, _KIND.SERVICE_CENTER_PROVINCE, _KIND.COMMUNE_COMMITTEE):
        found = references.agency_for(unit_id, kind, on)
        if found is not None:
            return found
    return office


def joint_offices(row: Dossier, on: date) -> dict[str, str]:
    """Return the agencies that take part in joint procedures here, by the kind a process names.

    Those the province names in `routing.toml`, and the committee of the commune the case is about.
    """
    found: dict[str, str] = {}
    unit_id = row.submission.content.get("competent_unit_id") or row.residence_unit_id or row.receiving_unit_id
    top = _province_committee(row.receiving_unit_id, on)
    for kind, number in routing().joint.items() if top else ():
        office = references.agency_by_code(f"{top.code_new}.{number}", on) if top else None
        if office is not None:
            found[kind] = office.agency_id
    commune = _commune_committee(unit_id, on)
    return found | ({_KIND.COMMUNE_COMMITTEE.value: commune.agency_id} if commune else {})


def _commune_committee(unit_id: int | None, on: date) -> Office | None:
    return references.agency_for(unit_id, _KIND.COMMUNE_COMMITTEE, on) if unit_id else None


def _province_committee(unit_id: int | None, on: date) -> Office | None:
    committee = _commune_committee(unit_id, on)
    province_id = committee.province_unit_id if committee else unit_id
    if province_id:
        return references.agency_for(province_id, _KIND.PROVINCE_COMMITTEE, on)
    return references.only_province_committee(on)


def own_offices(row: Dossier) -> frozenset[str]:
    """Return the offices whose acts on the dossier pass steps by themselves."""
    return frozenset({row.handling_agency_id, row.receiving_agency_id})
