"""Loading a province's agencies from its data file: one row per agency and era, each commune's by rule."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from dinh.directory.identity.events import AgenciesLoaded
from dinh.directory.identity.models import Agency
from dinh.directory.identity.types import AgencyKind, Mark
from dinh.directory.units import api as units
from dinh.kernel.actor import Actor
from dinh.kernel.text import fold
from dinh.ledger import api as ledger

PROVINCES = Path(__file__).resolve().parents[5] / "provinces"


@dataclass(frozen=True, slots=True)
class Draft:
    """One agency to be, with the codes of its parent and successor, and the unit it belongs to."""

    code: str
    name: str
    short_name: str
    kind: str
    unit_id: int
    province_id: int
    name_mark: str
    code_mark: str
    valid_from: date
    valid_to: date | None
    parent: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class LoadedAgencies:
    created: int
    kept: int


def old_form(code: str) -> str:
    """Return the older, right-to-left form of a code: H36.41.07 as 000.07.41.H36; a fourth group stands in front."""
    first, *rest = code.split(".")
    filled = [*rest, *("00", "00", "000")[len(rest) :]]
    return ".".join([*reversed(filled), first])


def _provincial(era: Mapping[str, Any], plan: Mapping[str, Any]) -> Iterator[Draft]:
    """The agencies of one province in one era."""
    is_old = "valid_to" in era
    since = era.get("valid_from", plan["first_day"])
    on = date.fromordinal(plan["reform_on"].toordinal() - 1) if is_old else plan["reform_on"]
    province = units.unit_by_code(code=era["unit"], level="province", on=on).unit_id
    now = plan["era"][0]["code"]
    for row in plan["agency"]:
        number, parent = row["number"], row.get("parent")
        is_top = not number
        yield Draft(
            code=f"{era['code']}.{number}" if number else era["code"],
            name=row["name"].format(place=era["place"]),
            short_name=row["short_name"].format(place=era["place"]),
            kind=row["kind"],
            unit_id=province,
            province_id=province,
            name_mark=Mark.SYNTHETIC if is_old and not is_top else row["mark"],
            code_mark=Mark.MEMORY if is_top else Mark.SYNTHETIC,
            valid_from=since,
            valid_to=era.get("valid_to"),
            parent="" if is_top else (f"{era['code']}.{parent}" if parent else era["code"]),
            successor="" if not is_old else (f"{now}.{number}" if number else now),
        )


def _lower(name: str) -> str:
    """Phường Xuân Hương as it stands inside a longer name: phường Xuân Hương."""
    return name[:1].lower() + name[1:]


def _numbered(plan: Mapping[str, Any], first: str, place: int) -> str:
    group, rest = divmod(place, plan["communes_per_group"])
    return f"{first}.{plan['communes_group'] + group}.{rest + 1:02d}"


def _communes_now(plan: Mapping[str, Any], province: int) -> Iterator[Draft]:
    first, on, words = plan["era"][0]["code"], plan["reform_on"], plan["commune"]
    found = sorted(units.children(unit_id=province, on=on), key=lambda unit: unit.code)
    for place, unit in enumerate(found):
        committee = Draft(
            code=_numbered(plan, first, place),
            name=words["name"].format(unit=_lower(unit.name)),
            short_name=words["short_name"].format(unit=_lower(unit.name)),
            kind=AgencyKind.COMMUNE_COMMITTEE,
            unit_id=unit.unit_id,
            province_id=province,
            name_mark=words["mark"],
            code_mark=Mark.SYNTHETIC,
            valid_from=on,
            valid_to=None,
            parent=first,
        )
        yield committee
        yield replace(
            committee,
            code=f"{committee.code}.{words['center_number']}",
            name=words["center_name"].format(unit=_lower(unit.name)),
            short_name=words["center_short_name"].format(unit=_lower(unit.name)),
            kind=AgencyKind.SERVICE_CENTER_COMMUNE,
            parent=committee.code,
        )


def _heir(unit_id: int, name: str, on: date, committees: Mapping[int, str]) -> str:
    """The committee that takes over: where all of the commune went, else its namesake, else the first by code."""
    steps = units.successors(unit_id=unit_id, on=on)
    found = [(one.unit, one.kind) for one in steps if one.unit is not None and one.unit.unit_id in committees]
    # A divided commune has no lawful single heir in the data; the province would name one.
    found.sort(key=lambda one: (one[1] not in {"whole", "unchanged"}, one[0].short_name != name, one[0].code))
    return committees[found[0][0].unit_id] if found else ""


def _communes_before(era: Mapping[str, Any], plan: Mapping[str, Any], committees: Mapping[int, str]) -> Iterator[Draft]:
    """Commune committees below the old districts, with the committee of today that took over their work."""
    eve = date.fromordinal(plan["reform_on"].toordinal() - 1)
    province = units.unit_by_code(code=era["unit"], level="province", on=eve).unit_id
    words = plan["commune"]
    for group, district in enumerate(sorted(units.children(unit_id=province, on=eve), key=lambda one: one.code)):
        communes = sorted(units.children(unit_id=district.unit_id, on=eve), key=lambda one: one.code)
        for place, unit in enumerate(communes):
            name = f"{_lower(unit.name)}, {_lower(district.name)}"
            yield Draft(
                code=f"{era['code']}.{plan['old_communes_group'] + group}.{place + 1:02d}",
                name=words["name"].format(unit=name),
                short_name=words["short_name"].format(unit=_lower(unit.name)),
                kind=AgencyKind.COMMUNE_COMMITTEE,
                unit_id=unit.unit_id,
                province_id=province,
                name_mark=words["mark"],
                code_mark=Mark.SYNTHETIC,
                valid_from=plan["first_day"],
                valid_to=plan["reform_on"],
                parent=era["code"],
                successor=_heir(unit.unit_id, unit.short_name, plan["reform_on"], committees),
            )


def _drafts(plan: Mapping[str, Any]) -> Iterator[Draft]:
    now, *before = plan["era"]
    province = units.unit_by_code(code=now["unit"], level="province", on=plan["reform_on"]).unit_id
    yield from _provincial(now, plan)
    communes = list(_communes_now(plan, province))
    yield from communes
    committees = {one.unit_id: one.code for one in communes if one.kind == AgencyKind.COMMUNE_COMMITTEE}
    for era in before:
        yield from _provincial(era, plan)
        yield from _communes_before(era, plan, committees)


def _save(drafts: list[Draft]) -> LoadedAgencies:
    known = {(one.code_new, one.valid_from): one for one in Agency.objects.all()}
    created = 0
    for draft in drafts:
        key = (draft.code, draft.valid_from)
        if key in known:
            continue
        # Parents and heirs stand earlier in the list: the present before the past, the top before its parts.
        heir = next((one for one in known.values() if one.code_new == draft.successor and one.valid_to is None), None)
        known[key] = Agency.objects.create(
            name=draft.name,
            short_name=draft.short_name,
            folded=fold(draft.name),
            kind=draft.kind,
            unit_id=draft.unit_id,
            province_id=draft.province_id,
            parent=known.get((draft.parent, draft.valid_from)),
            successor=heir,
            code_new=draft.code,
            code_old=old_form(draft.code),
            code_mark=draft.code_mark,
            name_mark=draft.name_mark,
            valid_from=draft.valid_from,
            valid_to=draft.valid_to,
        )
        created += 1
    return LoadedAgencies(created=created, kept=len(drafts) - created)


@transaction.atomic
def load_agencies(*, by: Actor, at: datetime, province: str) -> LoadedAgencies:
    """Load the agencies of a province from `provinces/<code>/agencies.toml`; those loaded before are kept as they are.

    Needs the units loaded. Repeating it changes nothing and says so.
    """
    source = (PROVINCES / province / "agencies.toml").read_bytes()
    found = _save(list(_drafts(tomllib.loads(source.decode()))))
    ledger.record(
        event=AgenciesLoaded(
            province_code=province,
            source_sha256=sha256(source).hexdigest(),
            created=found.created,
            kept=found.kept,
        ),
        by=by,
        at=at,
        subjects=[f"province:{province}"],
    )
    return found
