"""Writes one story down as it happens: entries of the record, lines people read, and what the facts need."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from dinh.config.demo.synthetic.names import MADE, made_id
from dinh.config.demo.synthetic.sink import Leaf
from dinh.dossiers.models import Act
from dinh.dossiers.types import ActKind
from dinh.indicators import api as indicators
from dinh.kernel.actor import Actor, ActorKind
from dinh.ledger import api as ledger
from dinh.ledger.events import Event

# What writing takes after the act; entries of one act follow each other.
_DELAY, _STEP = timedelta(milliseconds=15), timedelta(milliseconds=3)


class Teller:
    """The pen of one story. `record` returns the id of the entry, `tell` writes the line beside it."""

    def __init__(self, leaf: Leaf, rng: Random, offices: Mapping[str, str]) -> None:
        self.leaf, self.rng, self._offices = leaf, rng, offices
        self._written: dict[datetime, int] = {}
        self.events: list[tuple[datetime, Event, str, datetime]] = []

    def record(
        self,
        event: Event,
        *,
        by: Actor,
        at: datetime,
        subjects: tuple[str, ...],
        channel: str = "",
        rules: Mapping[str, str] | None = None,
    ) -> str:
        place = self._written[at] = self._written.get(at, -1) + 1
        written = at + _DELAY + place * _STEP
        noise = self.rng.getrandbits(80)
        entry_id = ledger.entry_id_at(written, noise)
        evidence = MADE if by.kind is not ActorKind.CITIZEN else {}
        self.leaf.entries.append(
            ledger.BulkRow(
                event=event, by=by, at=at, recorded_at=written, subjects=subjects, channel=channel, rules=rules or {},
                evidence=evidence, entry_id=entry_id,
            )
        )  # fmt: skip
        self.events.append((written, event, entry_id, at))
        return entry_id

    def tell(
        self,
        submission: int,
        kind: ActKind,
        *,
        by: Actor,
        at: datetime,
        entry_id: str,
        note: str = "",
        paper_id: str = "",
        is_public: bool = True,
    ) -> None:
        self.leaf.add(
            Act,
            {
                "public_id": made_id("act", at, self.rng),
                "submission_id": submission,
                "kind": kind,
                "at": at,
                "by_name": by.display_name if by.kind is ActorKind.OFFICIAL else "",
                "by_post": by.post_id,
                "agency_name": self._offices[by.agency_id] if by.agency_id else "",
                "note": note,
                "paper_id": paper_id,
                "entry_id": entry_id,
                "is_public": is_public,
            },
        )

    def fact(self) -> indicators.HistoryFact:
        """What the figures know of this story, its entries in the order they will be sealed."""
        said = sorted(self.events, key=lambda one: one[0])
        return indicators.fact_of([(event, entry, at) for _, event, entry, at in said])
