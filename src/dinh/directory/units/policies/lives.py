"""From the differences between successive lists to the lives of units: who was when, under which name and parent."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dinh.directory.units.policies.naming import clean, is_respelling, kind_of, short_name
from dinh.directory.units.types import FIRST_DAY, REFORM_DAY, FaultRow, Level

# A list that takes back what the list before it said, within this time, had run ahead of the resolution.
_TAKEN_BACK_DAYS = 62
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class State:
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Diff:
    """One change between two lists; None stands for "not on the list"."""

    on: date
    old: State | None
    new: State | None


@dataclass(slots=True)
class Life:
    """A unit of one code from its beginning to its end, with its states in order of time."""

    level: Level
    code: str
    began: date | None
    ended: date | None = None
    states: list[tuple[date | None, State]] = field(default_factory=list)
    diffs: list[Diff] = field(default_factory=list)

    @property
    def era(self) -> int:
        if self.began is None:
            return 1
        return 2 if self.began < REFORM_DAY else 3

    def covers(self, day: date) -> bool:
        return (self.began is None or self.began <= day) and (self.ended is None or day < self.ended)


def diffs_of(rows: Iterable[Row]) -> dict[tuple[Level, str], list[Diff]]:
    """Return the changes by level and code, in order of time, names cleaned."""
    found: dict[tuple[Level, str], list[Diff]] = defaultdict(list)
    for row in rows:
        old = State(clean(row["old_name"]), row["old_parent_code"]) if row["old_name"] else None
        new = State(clean(row["new_name"]), row["new_parent_code"]) if row["new_name"] else None
        found[Level(row["level"]), row["code"]].append(Diff(date.fromisoformat(row["effective_date"]), old, new))
    return {key: sorted(diffs, key=lambda diff: diff.on) for key, diffs in found.items()}


def drop_taken_back(code: str, diffs: Sequence[Diff], faults: list[FaultRow], cited: Collection[date]) -> list[Diff]:
    """Return the changes without pairs of which the second undoes the first soon after; each pair is kept as a fault.

    `cited` are the days with a resolution for this province: a change that comes a third time stands on the third
    day if that one is cited, else on the first.
    """
    kept: list[Diff] = []
    rest = list(diffs)
    while rest:
        diff = rest.pop(0)
        before = kept[-1] if kept else None
        if not before or before.old != diff.new or (diff.on - before.on).days > _TAKEN_BACK_DAYS:
            kept.append(diff)
            continue
        told = (before.new or before.old or State("?", "")).name
        faults.append(
            FaultRow("unit_changes", "one list took back what another said", f"{code} {told}: {before.on}, {diff.on}")
        )
        again = bool(rest) and rest[0].new == before.new
        if again and rest[0].on not in cited:
            rest.pop(0)
        else:
            kept.pop()
    return kept


def lives_of(level: Level, code: str, diffs: Sequence[Diff], final: State | None, faults: list[FaultRow]) -> list[Life]:
    """Return the units that bore this code, in order of time; the last one lives on when the final list has it."""
    if not diffs:
        return [Life(level, code, None, states=[(None, final)])] if final else []
    lives: list[Life] = []
    first = diffs[0].old
    life = Life(level, code, None, states=[(None, first)]) if first else None
    for diff in diffs:
        if diff.new is None:
            if life:
                life.ended = diff.on
                life.diffs.append(diff)
                lives.append(life)
            life = None
        elif life is None:
            life = Life(level, code, diff.on, states=[(diff.on, diff.new)], diffs=[diff])
        else:
            _follow(life, diff, faults)
    if life and final:
        lives.append(_with_final_spelling(life, final))
    elif life:
        # The last lists carry a dozen communes again, merged years before; the official count does not have them.
        faults.append(
            FaultRow("unit_changes", "listed again after its end, not counted", f"{code} {life.states[-1][1].name}")
        )
    return lives


def _follow(life: Life, diff: Diff, faults: list[FaultRow]) -> None:
    since, now = life.states[-1]
    new = diff.new
    if new is None:
        return
    if new == now:
        faults.append(
            FaultRow("unit_changes", "type column changed, name did not", f"{life.code} {new.name}: {diff.on}")
        )
    elif new.parent == now.parent and is_respelling(new.name, now.name):
        life.states[-1] = (since, new)
        life.diffs.append(diff)
    else:
        life.states.append((diff.on, new))
        life.diffs.append(diff)


def _with_final_spelling(life: Life, final: State) -> Life:
    since, _last = life.states[-1]
    return replace(life, states=[*life.states[:-1], (since, final)])


def change_kind(diff: Diff, level: Level) -> str:
    """Return the name of a change: created, abolished, or what of renamed, respelled, retyped, moved it was."""
    if diff.old is None:
        return "created"
    if diff.new is None:
        return "abolished"
    kinds = []
    old, new = diff.old, diff.new
    old_kind, new_kind = kind_of(old.name, level), kind_of(new.name, level)
    if old_kind != new_kind:
        kinds.append("retyped")
    if short_name(old.name) != short_name(new.name):
        kinds.append("respelled" if is_respelling(short_name(old.name), short_name(new.name)) else "renamed")
    if old.parent != new.parent:
        kinds.append("moved")
    return "+".join(kinds) or "respelled"


def known_from(began: date | None) -> date:
    """Return the first day a unit is known of."""
    return began or FIRST_DAY
