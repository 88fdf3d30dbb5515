"""What a made-up story needs to know: offices with their officers, procedures with papers and fees, places and days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.hours import Hours
from dinh.config.demo.synthetic.names import MADE
from dinh.config.demo.synthetic.offices import Offices, heirs
from dinh.config.demo.synthetic.samples import Samples
from dinh.directory import api as directory
from dinh.directory.identity.models import Post
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
    places: tuple[Mapping[tuple[str, int], tuple[directory.AgencyView, directory.AgencyView]], ...]
    communes: tuple[Mapping[int, tuple[directory.UnitView, ...]], ...]
    rules: tuple[ClockRule, ClockRule]
    expires: timedelta
    units: dict[int, directory.UnitView] = field(default_factory=dict)

    choices: dict[tuple[int, bool], tuple[list[Kit], list[int]]] = field(default_factory=dict)

    def kits_at(self, counter: Counter, on: date) -> tuple[list[Kit], list[int]]:
        """What may be asked at a counter, with cumulative weights: since the merger a commune also takes for others."""
        key = (self.era(on), counter.is_provincial)
        if key not in self.choices:
            takes_all = key == (1, False)
            own = [kit for kit in self.kits if takes_all or kit.is_provincial == counter.is_provincial]
            self.choices[key] = own, list(accumulate(kit.weight for kit in own))
        return self.choices[key]

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


def _asked_for() -> tuple[procedures.FrequentProcedure, ...]:
    more = (procedures.FrequentProcedure(code, weight, "assumed") for code, weight in mix.MORE_PROCEDURES.items())
    return (*procedures.frequent(), *more)


def _kit(one: procedures.FrequentProcedure, on: date) -> Kit:
    view = procedures.version_on(code=one.code, on=on)
    cases = cases_of(view)
    case = cases[0] if cases else ""
    papers = tuple(
        part for part in view.components
        if not part.is_note and is_required(part) and is_in_case(part, case, cases)
    )[:_MOST_PARTS]  # fmt: skip
    limits: dict[str, Limit] = {}
    quotes: dict[str, payments.Quote | None] = {}
    for channel in Channel:
        way = view.channel(channel) or view.channel(Channel.DESK)
        is_offered = channel is not Channel.ONLINE or view.online
        if way is None or way.limit is None or not is_offered:
            continue
        limits[channel.value] = way.limit
        if not way.is_amount_entered:
            quotes[channel.value] = None
            continue
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


def _communes(on: date, offices: Offices) -> dict[int, tuple[directory.UnitView, ...]]:
    """The communes of each province of that day that lies in the one of today."""
    found: dict[int, list[directory.UnitView]] = defaultdict(list)
    ids = {one.unit_id: one for one in offices.of_kind(_KIND.COMMUNE_COMMITTEE)}
    for unit in directory.units(unit_ids=sorted(ids), on=on).values():
        found[ids[unit.unit_id].province_unit_id].append(unit)
    return {top: tuple(units) for top, units in found.items()}


def _counters(
    on: date, communes: Mapping[int, tuple[directory.UnitView, ...]], offices: Offices, first: int
) -> tuple[Counter, ...]:
    rng = Random(f"counters 68 {on.isoformat()}")  # noqa: S311  shapes made-up data
    seat = _seat(on).unit_id
    made: list[Counter] = []
    total = sum(len(units) for units in communes.values())
    for top, units in communes.items():
        desk = offices.by_place.get((top, _KIND.SERVICE_CENTER_PROVINCE))
        if desk is not None:
            share = mix.PROVINCE_COUNTERS * len(units) / total
            made.append(Counter(first + len(made), desk, directory.unit(unit_id=top, on=on), share, 1.0, is_demo=False))
        sizes = [rng.lognormvariate(0, 0.55) * (1.7 if unit.kind == "phuong" else 1.0) for unit in units]
        whole = sum(sizes) * total / len(units)
        for unit, size in zip(units, sizes, strict=True):
            desk = offices.receives(offices.by_place[unit.unit_id, _KIND.COMMUNE_COMMITTEE])
            is_demo = unit.unit_id == seat
            share = mix.DEMO_SHARE if is_demo else size / whole * (1 - mix.PROVINCE_COUNTERS)
            made.append(
                Counter(first + len(made), desk, unit, share, rng.lognormvariate(0, 0.6), is_demo=is_demo)
            )  # fmt: skip
    return tuple(made)


def _places(
    kits: tuple[Kit, ...], communes: Mapping[int, tuple[directory.UnitView, ...]], offices: Offices
) -> dict[tuple[str, int], tuple[directory.AgencyView, directory.AgencyView]]:
    """Who decides and which desk an online submission goes to, by procedure and the person's commune."""
    found = {}
    for units in communes.values():
        for unit in units:
            for kit in kits:
                office = offices.decides(kit.view, unit.unit_id)
                found[kit.view.code, unit.unit_id] = office, offices.receives(office)
    return found


def _fronts(offices: Offices) -> dict[str, directory.AgencyView]:
    """The service centre of each committee of today."""
    return {one.agency_id: offices.receives(one) for one in offices.of_kind(_KIND.COMMUNE_COMMITTEE)}


def see(*, today: date, samples: Samples) -> World:
    """Read the province as it was and is. Needs agencies, officials and procedures loaded."""
    eras = _eras(today)
    kits = tuple(kit for kit in (_kit(one, today) for one in _asked_for()) if kit.limits)
    offices = [Offices.on(on) for on in eras]
    maps = [_communes(on, some) for on, some in zip(eras, offices, strict=True)]
    before = _counters(eras[0], maps[0], offices[0], 0)
    after = _counters(eras[1], maps[1], offices[1], len(before))
    places = tuple(_places(kits, some, there) for some, there in zip(maps, offices, strict=True))
    return World(
        hours=Hours(routing().calendar("H36"), today),
        samples=samples,
        kits=kits,
        counters=(before, after),
        officers=_officers(),
        heirs=heirs(today),
        fronts=_fronts(offices[1]),
        places=places,
        communes=tuple(maps),
        rules=(rule_on(eras[0]), rule_on(eras[1])),
        expires=timedelta(hours=72),
        units={unit.unit_id: unit for found in maps for units in found.values() for unit in units},
    )
