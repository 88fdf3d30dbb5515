"""What a made-up story needs to know: offices with their officers, procedures with papers and fees, places and days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.hours import Hours
from dinh.config.demo.synthetic.names import MADE
from dinh.config.demo.synthetic.samples import Samples
from dinh.directory import api as directory
from dinh.directory.identity.models import Post
from dinh.dossiers.queries.offices import competent, receiving
from dinh.dossiers.queries.submissions import cases_of, is_in_case, is_required
from dinh.dossiers.registry import references
from dinh.dossiers.registry.province import routing
from dinh.dossiers.types import Channel
from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.text import fold
from dinh.kernel.worktime import ClockRule, Limit, rule_on
from dinh.payments import api as payments
from dinh.procedures import api as procedures

_KIND = directory.AgencyKind
_MOST_PARTS = 6
DEMO_COMMUNE = "24781"


@dataclass(frozen=True, slots=True)
class Kit:
    """One procedure ready for use: per channel its limit and its quote, and the papers of its simplest case."""

    view: procedures.ProcedureView
    weight: int
    folded: str
    case: str
    papers: tuple[procedures.ComponentView, ...]
    limits: Mapping[str, Limit]
    quotes: Mapping[str, payments.Quote | None]

    @property
    def is_provincial(self) -> bool:
        return not self.view.level_commune


@dataclass(frozen=True, slots=True)
class Counter:
    """A desk that receives, in one era: its number (for made-up personal numbers), its weight, its people's unit."""

    number: int
    agency: directory.AgencyView
    unit: directory.UnitView
    weight: float
    slowness: float
    is_demo: bool

    @property
    def is_provincial(self) -> bool:
        return self.unit.level == "province"


@dataclass(slots=True)
class World:
    hours: Hours
    samples: Samples
    kits: tuple[Kit, ...]
    counters: tuple[tuple[Counter, ...], tuple[Counter, ...]]
    officers: Mapping[str, Mapping[str, tuple[Actor, ...]]]
    heirs: Mapping[str, directory.AgencyView]
    fronts: Mapping[str, directory.AgencyView]
    places: Mapping[tuple[str, int], tuple[directory.AgencyView, directory.AgencyView]]
    communes: Mapping[int, tuple[directory.UnitView, ...]]
    rules: tuple[ClockRule, ClockRule]
    expires: timedelta
    units: dict[int, directory.UnitView] = field(default_factory=dict)

    def era(self, on: date) -> int:
        return int(on >= directory.REFORM_DAY)

    def office(self, agency: directory.AgencyView, on: date) -> directory.AgencyView:
        """Who does this agency's work on the day: after the merger its heir."""
        ended = agency.valid_to is not None and on >= agency.valid_to
        return self.heirs[agency.agency_id] if ended else agency

    def desk(self, agency: directory.AgencyView, on: date) -> directory.AgencyView:
        """Where papers are taken and handed over for this agency on the day: a committee's people sit at its centre."""
        here = self.office(agency, on)
        return self.fronts.get(here.agency_id, here)

    def officer(self, agency: directory.AgencyView, role: Role, on: date, rng: Random) -> Actor:
        return rng.choice(self.officers[self.office(agency, on).agency_id][role])


def _officers() -> dict[str, dict[str, tuple[Actor, ...]]]:
    found: dict[str, dict[str, list[Actor]]] = defaultdict(lambda: defaultdict(list))
    # Staff of the demonstration since its first day and the invented ones; who came later never worked in the past.
    rows = Post.objects.select_related("person", "agency").filter(person__is_synthetic=True).order_by("pk")
    for post in rows:
        actor = Actor(
            kind=ActorKind.OFFICIAL,
            person_id=post.person.public_id,
            post_id=post.public_id,
            agency_id=post.agency.public_id,
            unit_id=post.agency.unit_id,
            roles=frozenset(post.roles),
            channel_evidence=MADE,
            display_name=post.person.full_name,
        )
        for role in post.roles:
            found[post.agency.public_id][role].append(actor)
    return {agency: {role: tuple(some) for role, some in roles.items()} for agency, roles in found.items()}


def _kit(one: procedures.FrequentProcedure, on: date) -> Kit:
    view = procedures.version_on(code=one.code, on=on)
    cases = cases_of(view)
    case = cases[0] if cases else ""
    papers = tuple(
        part for part in view.components
        if not part.is_note and is_required(part) and is_in_case(part, case, cases)
    )[:_MOST_PARTS]  # fmt: skip
    limits, quotes = {}, {}
    for channel in Channel:
        way = view.channel(channel) or view.channel(Channel.DESK)
        is_offered = channel is not Channel.ONLINE or view.online
        if way is None or way.limit is None or not is_offered:
            continue
        limits[channel.value] = way.limit
        made = references.quote(
            version_id=view.version_id, case=case, channel=channel, on=on, unit_id=_seat(on).unit_id
        )
        quotes[channel.value] = made if made.is_known else None
    return Kit(view, one.weight, fold(f"{view.code} {view.name}"), case, papers, limits, quotes)


@cache
def _seat(on: date) -> directory.UnitView:
    return directory.unit_by_code(code=DEMO_COMMUNE, level="commune", on=on)


def _eras(today: date) -> tuple[date, date]:
    """One day of the map before the merger and one of the map after it."""
    return directory.REFORM_DAY - timedelta(days=1), today


def _communes(on: date) -> dict[int, tuple[directory.UnitView, ...]]:
    tops = directory.agencies(kind=_KIND.PROVINCE_COMMITTEE, on=on)
    ids = {one.unit_id for one in directory.agencies(kind=_KIND.COMMUNE_COMMITTEE, on=on)}
    found = {
        top.unit_id: tuple(
            directory.unit(unit_id=unit, on=on)
            for unit in directory.descendant_ids(unit_id=top.unit_id, on=on)
            if unit in ids
        )
        for top in tops
    }
    return {top: tuple(sorted(units, key=lambda unit: unit.unit_id)) for top, units in found.items()}


def _counters(on: date, communes: Mapping[int, tuple[directory.UnitView, ...]], first: int) -> tuple[Counter, ...]:
    rng = Random(f"counters 68 {on.isoformat()}")  # noqa: S311  shapes made-up data
    seat = _seat(on).unit_id
    made: list[Counter] = []
    total = sum(len(units) for units in communes.values())
    for top, units in communes.items():
        desk = references.agency_for(top, _KIND.SERVICE_CENTER_PROVINCE, on)
        if desk is not None:
            share = mix.PROVINCE_COUNTERS * len(units) / total
            made.append(Counter(first + len(made), desk, directory.unit(unit_id=top, on=on), share, 1.0, is_demo=False))
        sizes = [rng.lognormvariate(0, 0.55) * (1.7 if unit.kind == "phuong" else 1.0) for unit in units]
        whole = sum(sizes) * total / len(units)
        for unit, size in zip(units, sizes, strict=True):
            desk = references.agency_for(unit.unit_id, _KIND.SERVICE_CENTER_COMMUNE, on) or references.agency_for(
                unit.unit_id, _KIND.COMMUNE_COMMITTEE, on
            )
            if desk is None:
                raise LookupError(f"no desk in {unit.label}")
            is_demo = unit.unit_id == seat
            share = mix.DEMO_SHARE if is_demo else size / whole * (1 - mix.PROVINCE_COUNTERS)
            made.append(
                Counter(first + len(made), desk, unit, share, rng.lognormvariate(0, 0.6), is_demo=is_demo)
            )  # fmt: skip
    return tuple(made)


def _places(
    kits: tuple[Kit, ...], communes: Mapping[int, tuple[directory.UnitView, ...]], on: date
) -> dict[tuple[str, int], tuple[directory.AgencyView, directory.AgencyView]]:
    """Who decides and which desk an online submission goes to, by procedure and the person's commune."""
    found = {}
    for units in communes.values():
        for unit in units:
            for kit in kits:
                office = competent(kit.view, unit.unit_id, on)
                if office is None:
                    raise LookupError(f"nobody decides {kit.view.code} in {unit.label}")
                found[kit.view.code, unit.unit_id] = office, receiving(None, office, on)
    return found


def _fronts(on: date) -> dict[str, directory.AgencyView]:
    """The service centre of each committee of today."""
    found = {}
    for committee in directory.agencies(kind=_KIND.COMMUNE_COMMITTEE, on=on):
        center = references.agency_for(committee.unit_id, _KIND.SERVICE_CENTER_COMMUNE, on)
        if center is not None:
            found[committee.agency_id] = center
    return found


def see(*, today: date, samples: Samples) -> World:
    """Read the province as it was and is. Needs agencies, officials and procedures loaded."""
    eras = _eras(today)
    kits = tuple(kit for kit in (_kit(one, today) for one in procedures.frequent()) if kit.limits)
    maps = [_communes(on) for on in eras]
    before = _counters(eras[0], maps[0], 0)
    after = _counters(eras[1], maps[1], len(before))
    places = _places(kits, maps[0], eras[0]) | _places(kits, maps[1], eras[1])
    return World(
        hours=Hours(routing().calendar("H36"), today),
        samples=samples,
        kits=kits,
        counters=(before, after),
        officers=_officers(),
        heirs={
            one.agency_id: directory.successor_agency(agency_id=one.agency_id, on=today)
            for one in directory.agencies()
            if one.valid_to is not None
        },
        fronts=_fronts(today),
        places=places,
        communes={**maps[0], **maps[1]},
        rules=(rule_on(eras[0]), rule_on(eras[1])),
        expires=timedelta(hours=72),
        units={unit.unit_id: unit for found in maps for units in found.values() for unit in units},
    )
