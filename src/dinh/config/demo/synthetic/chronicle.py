"""One writer's part of the history: day by day, the stories of its counters, streamed into the database."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from random import Random

from django.db import connection, transaction

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.filing import Filed, Story
from dinh.config.demo.synthetic.names import MADE
from dinh.config.demo.synthetic.people import People
from dinh.config.demo.synthetic.sink import Sink
from dinh.config.demo.synthetic.working import Work
from dinh.config.demo.synthetic.world import Counter, World
from dinh.directory import api as directory
from dinh.directory.identity.events import PeopleImported
from dinh.dossiers.models import CodeCounter
from dinh.dossiers.policies.codes import make_code
from dinh.dossiers.registry.province import routing
from dinh.indicators import api as indicators
from dinh.kernel.actor import SYSTEM
from dinh.ledger import api as ledger

# A submission is answered within days; what is received on a day so far back is known whole.
_SETTLED = timedelta(days=12)
_SEEDS = 64


@dataclass(frozen=True, slots=True)
class Told:
    """What one writer wrote."""

    dossiers: int
    submissions: int
    people: int
    entries: int


@dataclass(frozen=True, slots=True)
class Place:
    """One submission to come: at which counter, by which seed, and whether it becomes a dossier."""

    counter: Counter
    seed: int
    fate: str


def counts_of(world: World, dossiers: int) -> list[int]:
    """Return how many dossiers begin on each day; they add up exactly."""
    shares = [world.hours.share(day) for day in world.hours.days]
    whole, sums = sum(shares), list(accumulate(shares))
    marks = [0, *(round(dossiers * share / whole) for share in sums)]
    return [after - before for before, after in pairwise(marks)]


def places_of(world: World, on: date, count: int) -> Iterator[Place]:
    """Tell the submissions of a day, the same for every writer: each takes those of its own counters."""
    rng = Random(f"day 68 {on.isoformat()} {count}")  # noqa: S311  shapes made-up data
    counters = world.counters[world.era(on)]
    is_recent = (world.hours.now.date() - on).days <= mix.RECENT_DAYS
    weights = list(accumulate(one.weight * (mix.DEMO_RECENT if one.is_demo and is_recent else 1.0) for one in counters))
    is_last = (world.hours.now.date() - on).days <= 3  # noqa: PLR2004  a weekend and a day
    for _number in range(count):
        counter = rng.choices(counters, cum_weights=weights)[0]
        yield Place(counter, rng.getrandbits(_SEEDS), "received")
        chance = rng.random()
        if is_last and chance < mix.WAITING_RECENTLY:
            yield Place(counter, rng.getrandbits(_SEEDS), "waiting")
        elif chance > 1 - mix.DECLINED:
            yield Place(counter, rng.getrandbits(_SEEDS), "declined")
        elif chance > 1 - mix.DECLINED - mix.TAKEN_BACK:
            yield Place(counter, rng.getrandbits(_SEEDS), "taken back")


class Chronicle:
    """Writes the stories of every `writers`-th counter, starting at `number`."""

    def __init__(
        self,
        world: World,
        *,
        dossiers: int,
        number: int,
        writers: int,
        keep_facts: Callable[[list[indicators.HistoryFact]], None],
        progress: Callable[[int], None],
        agree: Callable[[], None] = lambda: None,
    ) -> None:
        self.world, self.number, self.writers = world, number, writers
        self.progress, self.agree = progress, agree
        self.counts = counts_of(world, dossiers)
        self.sink = Sink(number=number, writers=writers, keep_facts=keep_facts)
        self.people = People(self.sink)
        self.offices = {one.agency_id: one.short_name for one in directory.agencies()}
        self.waiting: dict[date, list[tuple[Story, Filed]]] = defaultdict(list)
        self.dossiers = self.submissions = 0
        self.mine = self._mine()

    def _mine(self) -> frozenset[int]:
        """The numbers of this writer's counters: dealt out by weight, so that all have about as much to do."""
        taken: set[int] = set()
        for counters in self.world.counters:
            loads = [0.0] * self.writers
            for one in sorted(counters, key=lambda counter: (-counter.weight, counter.number)):
                lightest = loads.index(min(loads))
                loads[lightest] += one.weight
                if lightest == self.number:
                    taken.add(one.number)
        return frozenset(taken)

    @transaction.atomic
    def write(self) -> Told:
        """Write everything in one transaction, committed when all writers agree: who dies leaves nothing behind."""
        with connection.cursor() as cursor:
            # Checked with each batch: waiting until the end would keep a note of every row in memory.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for day, count in zip(self.world.hours.days, self.counts, strict=True):
            for place in places_of(self.world, day, count):
                if place.counter.number in self.mine:
                    self._file(place, day)
            self._receive(day - _SETTLED)
        for day in sorted(self.waiting):
            self._receive(day)
        self._register_people()
        self.sink.flush()
        self.agree()
        return Told(self.dossiers, self.submissions, self.people.count, self.sink.recorded)

    def _file(self, place: Place, day: date) -> None:
        story = Story(self.world, self.sink, self.people, self.offices, place.seed)
        must_be_online = place.fate != "received"
        made = story.begin(place.counter, day, is_waiting=must_be_online)
        story.send(made)
        self.submissions += 1
        if place.fate == "received":
            self.waiting[made.received_at.date()].append((story, made))
        elif place.fate == "declined" and made.received_at < story.now:
            story.decline(made)
        elif place.fate == "taken back" and made.received_at < story.now:
            story.take_back(made)
        else:
            story.wait(made)

    def _receive(self, day: date) -> None:
        """Give out the codes of a day in the order of receipt, without gaps, and tell what became of each dossier."""
        arrived = self.waiting.pop(day, [])
        numbers: Tally[str] = Tally()
        template = routing().code_template(day)
        for story, made in sorted(arrived, key=lambda one: one[1].received_at):
            desk = self.world.desk(made.desk, day)
            numbers[desk.agency_id] += 1
            code = make_code(template, agency_code=desk.code_new, day=day, number=numbers[desk.agency_id])
            Work(story).go(made, code)
            self.dossiers += 1
        for agency_id, last in numbers.items():
            self.sink.add(CodeCounter, {"agency_id": agency_id, "day": day, "last": last})
        self.progress(self.dossiers)

    def _register_people(self) -> None:
        if not self.people.count:
            return
        event = PeopleImported(first_person_id=self.people.first, count=self.people.count, is_synthetic=True)
        now = self.world.hours.now
        self.sink.entries.append(
            ledger.BulkRow(event=event, by=SYSTEM, at=now, recorded_at=now, subjects=[self.people.first], evidence=MADE)
        )
