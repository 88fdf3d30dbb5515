"""The map before 1 July 2025, rebuilt backwards from its last lists and the differences between earlier ones."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from dinh.directory.units.operations.sources import Row, Sources
from dinh.directory.units.policies.citing import Citation, decisions_of
from dinh.directory.units.policies.lives import (
    Diff,
    Life,
    State,
    change_kind,
    diffs_of,
    drop_taken_back,
    known_from,
    lives_of,
)
from dinh.directory.units.policies.naming import clean, kind_of, short_name, unit_number
from dinh.directory.units.types import (
    REFORM_DAY,
    ChangeRow,
    CountryMap,
    DecisionRow,
    EdgeKind,
    EdgeRow,
    FaultRow,
    Level,
    VersionRow,
)

Lives = dict[tuple[Level, str], list[Life]]
NO_DISTRICTS = "203/2025/QH15"
PROVINCES_MERGED = "202/2025/QH15"
_LATE_DAYS = 62


@dataclass(slots=True)
class OldMap:
    """The lives by level and code, and what the new map needs of them."""

    lives: Lives = field(default_factory=dict)
    province_names: dict[str, str] = field(default_factory=dict)

    def at(self, level: Level, code: str, day: date) -> Life | None:
        return next((life for life in self.lives.get((level, code), ()) if life.covers(day)), None)

    def namesake(self, row: Row, day: date) -> Life | None:
        """Return the one commune of the named district that bore the named name: the alias list gives later codes."""
        name, district = clean(row["successor_name"]), row["successor_district_code"]
        found = [
            life
            for lives in self.lives.values()
            for life in lives
            if life.level is Level.COMMUNE and life.covers(day) and life.states[-1][1] == State(name, district)
        ]
        return found[0] if len(found) == 1 else None

    def last(self, level: Level, code: str) -> Life:
        """Return the life that reached the reform."""
        return self.lives[level, code][-1]


def life_id(life: Life) -> int:
    return unit_number(era=life.era, level=life.level, code=life.code)


def build_old(sources: Sources, country: CountryMap) -> OldMap:
    """Fill the country with the units of the old map and their changes; return their lives."""
    old = OldMap(province_names={row["code"]: row["short_name"] for row in sources.provinces_old})
    citation = _citation(sources, country)
    _find_lives(sources, country, old, citation)
    for lives in old.lives.values():
        for life in lives:
            _write_life(life, old, country, citation)
    _named_successors(sources, country, old, citation)
    _district_successors(old, country)
    return old


def _citation(sources: Sources, country: CountryMap) -> Citation:
    decisions = decisions_of(sources.resolutions)
    country.decisions.update({decision.number: decision for decision in decisions})
    country.decisions[NO_DISTRICTS] = DecisionRow(
        NO_DISTRICTS,
        "Sửa đổi, bổ sung một số điều của Hiến pháp: chính quyền địa phương hai cấp, không còn cấp huyện",
        date(2025, 6, 16),
        REFORM_DAY,
        evidence="secondary",
    )
    return Citation(decisions)


def _final_states(sources: Sources) -> dict[tuple[Level, str], State]:
    final = {(Level.PROVINCE, row["code"]): State(clean(row["name"]), "") for row in sources.provinces_old}
    final |= {
        (Level.DISTRICT, row["code"]): State(clean(row["name"]), row["province_code"]) for row in sources.districts
    }
    final |= {
        (Level.COMMUNE, row["code"]): State(clean(row["name"]), row["district_code"]) for row in sources.communes_old
    }
    return final


def _find_lives(sources: Sources, country: CountryMap, old: OldMap, citation: Citation) -> None:
    diffs, final = diffs_of(sources.changes), _final_states(sources)
    provinces = {(row["level"], row["code"]): old.province_names[row["province_code"]] for row in sources.changes}
    for key in sorted({*diffs, *final}):
        level, code = key
        province = provinces.get(key, "")
        seen = diffs.get(key, [])
        cited = {diff.on for diff in seen if citation.find(diff.on, province, level)}
        kept = drop_taken_back(code, seen, country.faults, cited)
        old.lives[key] = lives_of(level, code, kept, final.get(key), country.faults)
    for row in sources.crosswalk:
        if row["old_level"] == "area_outside_communes":
            code = row["old_district_code"]
            state = State(row["old_name"], code)
            old.lives[Level.OUTSIDE, code] = [Life(Level.OUTSIDE, code, None, states=[(None, state)])]


def parent_level(level: Level) -> Level:
    return Level.PROVINCE if level is Level.DISTRICT else Level.DISTRICT


def _parent_id(life: Life, state: State, since: date | None, old: OldMap, country: CountryMap) -> int | None:
    if life.level is Level.PROVINCE:
        return None
    parent = old.at(parent_level(life.level), state.parent, known_from(since))
    if parent is None:
        # The list moved the commune a list later than it abolished the district: the district's last life is meant.
        parent = old.lives[parent_level(life.level), state.parent][-1]
        country.faults.append(
            FaultRow("unit_changes", "parent not on the list of that day", f"{life.code} {state.name}: {since}")
        )
    return life_id(parent)


def province_code(life: Life, old: OldMap) -> str:
    if life.level is Level.PROVINCE:
        return life.code
    parent_code = life.states[-1][1].parent
    if life.level is Level.DISTRICT:
        return parent_code
    return old.lives[Level.DISTRICT, parent_code][-1].states[-1][1].parent


def _write_life(life: Life, old: OldMap, country: CountryMap, citation: Citation) -> None:
    province = province_code(life, old)
    province_id = unit_number(era=1, level=Level.PROVINCE, code=province)
    province_name = "Huế" if province == "46" else old.province_names[province]
    ends = [since for since, _state in life.states[1:]] + [life.ended]
    for (since, state), until in zip(life.states, ends, strict=True):
        country.versions.append(
            VersionRow(
                unit_id=life_id(life),
                code="" if life.level is Level.OUTSIDE else life.code,
                alt_code="",
                name=state.name,
                short_name=short_name(state.name),
                kind=kind_of(state.name, life.level),
                level=life.level,
                parent_id=_parent_id(life, state, since, old, country),
                province_id=province_id,
                valid_from=since,
                valid_to=until,
                decision=citation.find(since, province_name, life.level) if since else "",
            )
        )
    for diff in life.diffs:
        country.changes.append(_change(life, diff, old, citation.find(diff.on, province_name, life.level)))


def _change(life: Life, diff: Diff, old: OldMap, decision: str) -> ChangeRow:
    def parent(state: State | None) -> int | None:
        if state is None or life.level is Level.PROVINCE:
            return None
        return life_id(old.lives[parent_level(life.level), state.parent][-1])

    return ChangeRow(
        unit_id=life_id(life),
        effective_on=diff.on,
        kind=change_kind(diff, life.level),
        old_name=diff.old.name if diff.old else "",
        new_name=diff.new.name if diff.new else "",
        old_parent_id=parent(diff.old),
        new_parent_id=parent(diff.new),
        decision=decision,
    )


def _named_successors(sources: Sources, country: CountryMap, old: OldMap, citation: Citation) -> None:
    """Write one edge for each commune that ended before the reform: to the successor named, or to nobody known."""
    named = {(date.fromisoformat(row["effective_date"]), row["abolished_code"]): row for row in sources.successors}
    arrived: set[int] = set()
    for life in _ended(old, Level.COMMUNE):
        row: Row = named.get((life.ended, life.code), {}) if life.ended else {}
        edge = _named_edge(life, row, old, country, citation)
        country.edges.append(edge)
        arrived |= {edge.to_id} if edge.to_id else set()
    for lives in old.lives.values():
        for life in lives:
            if life.level is Level.COMMUNE and life.began and life_id(life) not in arrived:
                country.edges.append(EdgeRow(None, life_id(life), life.began, EdgeKind.UNKNOWN))


def _ended(old: OldMap, level: Level) -> Iterable[Life]:
    return [life for lives in old.lives.values() for life in lives if life.level is level and life.ended]


def _named_edge(life: Life, row: Row, old: OldMap, country: CountryMap, citation: Citation) -> EdgeRow:
    ended = life.ended or REFORM_DAY
    code = row.get("successor_code", "")
    province = old.province_names[province_code(life, old)]
    decision = citation.find(ended, province, Level.COMMUNE)
    target = old.at(Level.COMMUNE, code, ended) or old.namesake(row, ended) if code else None
    if target is None:
        if code:
            told = f"{life.code} {life.states[-1][1].name} → {code} {row['successor_name']}: {ended}"
            country.faults.append(FaultRow("commune_successor", "named successor did not exist that day", told))
        return EdgeRow(life_id(life), None, ended, EdgeKind.UNKNOWN, decision=decision)
    return EdgeRow(
        from_id=life_id(life),
        to_id=life_id(target),
        effective_on=ended,
        kind=EdgeKind.NAMED,
        people=Fraction(1),
        area=None,
        is_presumed=True,
        decision=decision,
        source_url=row["source_url"],
    )


def _district_successors(old: OldMap, country: CountryMap) -> None:
    """Write the edges of the districts that ended before the reform, from where their communes were next."""
    next_parent: dict[int, set[int | None]] = defaultdict(set)
    cited: dict[int, set[str]] = defaultdict(set)
    ends = {life_id(life): life.ended for life in _ended(old, Level.DISTRICT)}
    parent_on = _parents_by_day(country)
    edges_of: dict[int | None, list[EdgeRow]] = defaultdict(list)
    for edge in country.edges:
        edges_of[edge.from_id].append(edge)
    for change in country.changes:
        gone, moved = change.old_parent_id, change.new_parent_id
        ended = ends.get(gone) if gone else None
        # The list drops a district up to a list later than its last commune.
        if gone is None or ended is None or moved == gone or not 0 <= (ended - change.effective_on).days <= _LATE_DAYS:
            continue
        if change.kind == "abolished":
            targets = [edge.to_id for edge in edges_of[change.unit_id]]
            moved = parent_on(targets[0], change.effective_on) if targets and targets[0] else None
        next_parent[gone].add(moved if moved != gone else None)
        cited[gone].add(change.decision)
    for gone, day in sorted((gone, ended or REFORM_DAY) for gone, ended in ends.items()):
        targets_of = next_parent[gone] or {None}
        single = Fraction(1) if len(targets_of) == 1 and None not in targets_of else None
        for target in sorted(targets_of, key=str):
            kind = EdgeKind.NAMED if single else EdgeKind.PART if target else EdgeKind.UNKNOWN
            decision = next(iter(cited[gone])) if len(cited[gone]) == 1 else ""
            country.edges.append(EdgeRow(gone, target, day, kind, single, single, bool(single), decision))


def _parents_by_day(country: CountryMap) -> Callable[[int, date], int | None]:
    versions: dict[int, list[VersionRow]] = defaultdict(list)
    for version in country.versions:
        versions[version.unit_id].append(version)

    def parent(unit_id: int, day: date) -> int | None:
        return next((one.parent_id for one in versions[unit_id] if one.valid_to is None or day < one.valid_to), None)

    return parent
