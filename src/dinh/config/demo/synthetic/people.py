"""The invented citizens: each files one to a handful of times, at the counter of their commune."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from random import Random

from dinh.config.demo.synthetic import mix
from dinh.config.demo.synthetic.names import made_id
from dinh.config.demo.synthetic.sink import Sink
from dinh.config.demo.synthetic.world import Counter
from dinh.directory import api as directory
from dinh.directory.identity.models import Person
from dinh.kernel.text import fold, name_sort_key

# Room for numbers of one counter among the 100 million of a made-up personal number (9 and nobody's province).
_ROOM = 150_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Citizen:
    person_id: str
    name: str
    folded: str
    phone: str
    address: str
    unit: directory.UnitView


class People:
    """Remembers who filed lately at each counter, and makes somebody new when it is their turn."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._known: dict[int, list[Citizen]] = defaultdict(list)
        self._made: dict[int, int] = defaultdict(int)
        self.first = ""
        self.count = 0

    def somebody(self, counter: Counter, unit: directory.UnitView, at: datetime, rng: Random) -> Citizen:
        known = self._known[unit.unit_id]
        if known and rng.random() < mix.KNOWN_PERSON:
            return rng.choice(known)
        made = self._make(counter, unit, at, rng)
        if len(known) < mix.POOL:
            known.append(made)
        else:
            known[rng.randrange(mix.POOL)] = made
        return made

    def _make(self, counter: Counter, unit: directory.UnitView, at: datetime, rng: Random) -> Citizen:
        seen = directory.synthetic_person(rng=rng)
        self._made[counter.number] += 1
        serial = counter.number * _ROOM + self._made[counter.number] % _ROOM
        made = Citizen(
            person_id=made_id("per", at, rng),
            name=seen.full_name,
            folded=fold(seen.full_name),
            phone=seen.phone,
            address=f"{seen.street}, {unit.label}",
            unit=unit,
        )
        self._sink.add(
            Person,
            {
                "public_id": made.person_id,
                "full_name": made.name,
                "folded": made.folded,
                "sort_key": name_sort_key(made.name),
                "cccd": f"9{serial // _MILLION:02d}{seen.cccd[3]}{seen.cccd[4:6]}{serial % _MILLION:06d}",
                "born_on": seen.born_on,
                "gender": seen.gender.value,
                "phone": made.phone,
                "residence_unit_id": unit.unit_id,
                "address_text": made.address,
                "is_synthetic": True,
            },
        )
        self.first = self.first or made.person_id
        self.count += 1
        return made
