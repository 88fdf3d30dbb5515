"""Finding a unit by what people type: without tones, with abbreviations, with the district and province behind it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dinh.directory.units.policies.asking import Part, normal_name, parts_of
from dinh.directory.units.queries.atlas import Atlas, atlas, covers, first_day
from dinh.directory.units.queries.lookup import check_day, view_of
from dinh.directory.units.types import Level, UnitView, VersionRow
from dinh.kernel.text import sort_key

_EXACT, _PREFIX, _WORDS, _CLOSE = 100, 60, 40, 30
_KIND, _TONES, _ABOVE, _ABOVE_PREFIX, _ABSENT = 10, 5, 25, 15, -15
_LEVEL_BONUS = {Level.COMMUNE: 2, Level.DISTRICT: 1, Level.PROVINCE: 0, Level.OUTSIDE: 0}
_CLOSE_ENOUGH = 0.45
_FAR_BEHIND = 40
# One letter begins half the names of the country: it is read as a whole word.
_PREFIX_FROM = 2


@dataclass(slots=True)
class Index:
    """Versions by folded name, names by word and by three letters, and the names above each version."""

    by_name: dict[str, list[VersionRow]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_three: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names_of_unit: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: list[str] = field(default_factory=list)


def index_of(book: Atlas) -> Index:
    """Return the names of this map, made once."""
    kept = book.made.get("search")
    if isinstance(kept, Index):
        return kept
    made = Index()
    for unit_id, versions in book.versions.items():
        for version in versions:
            name = normal_name(version.short_name)
            made.by_name[name].append(version)
            made.names_of_unit[unit_id].add(name)
    for name in made.by_name:
        for word in name.split():
            made.by_word[word].add(name)
        for three in _threes(name):
            made.by_three[three].add(name)
    made.words = sorted(made.by_word)
    book.made["search"] = made
    return made


@lru_cache(maxsize=32_768)
def _key(name: str) -> str:
    return sort_key(name)


def _threes(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def search_units(*, text: str, on: date | None = None, limit: int = 20) -> tuple[UnitView, ...]:
    """Return the units that fit what was typed, best first: those of the day `on`, or of any day when it is None.

    Tones, placement of tones, case and abbreviations (P., X., TT., Q., H., TP.) do not count; a district or province
    behind the name narrows the answer; near misses are found when nothing else is. One view per unit.
    """
    if on is not None:
        check_day(on)
    book = atlas()
    index = index_of(book)
    parts = parts_of(text)
    typed = sort_key(text[:300])
    best: dict[int, tuple[int, VersionRow]] = {}
    for place, part in enumerate(parts):
        others = parts[:place] + parts[place + 1 :]
        for quality, name in _names(index, part.name):
            for version in index.by_name[name]:
                if on is not None and not covers(version, on):
                    continue
                score = quality - 3 * place + _fit(book, index, version, part, others)
                score += _TONES if _key(version.short_name) in typed else 0
                if version.unit_id not in best or best[version.unit_id][0] < score:
                    best[version.unit_id] = (score, version)
    top = max((score for score, _version in best.values()), default=0)
    # An address of several parts means one place; far behind the best come only the places named above it.
    floor = top - _FAR_BEHIND if len(parts) > 1 else 0
    ranked = sorted((one for one in best.values() if one[0] >= floor), key=_rank)[:limit]
    return tuple(view_of(book, version, on) for _score, version in ranked)


def _rank(found: tuple[int, VersionRow]) -> tuple[int, bool, str, int]:
    score, version = found
    return (-score, version.valid_to is not None, _key(version.short_name), version.unit_id)


def _names(index: Index, asked: str) -> Iterable[tuple[int, str]]:
    if asked in index.by_name:
        yield _EXACT, asked
    words = asked.split()
    whole = [index.by_word.get(word, set()) for word in words[:-1]]
    last = set(index.by_word.get(words[-1], ()))
    if len(words[-1]) >= _PREFIX_FROM:
        last.update(*(index.by_word[word] for word in index.words if word.startswith(words[-1])))
    found = last.intersection(*whole) - {asked} if whole else last - {asked}
    for name in found:
        yield (_PREFIX if name.startswith(asked) else _WORDS), name
    if not found and asked not in index.by_name:
        yield from _led_by(index, words)


def _led_by(index: Index, words: list[str]) -> Iterable[tuple[int, str]]:
    """Names at the start of a line typed without commas; failing that, names spelled much like it."""
    led = [name for size in range(len(words) - 1, 0, -1) if (name := " ".join(words[:size])) in index.by_name]
    if led:
        yield from ((_PREFIX, name) for name in led)
        return
    asked = " ".join(words)
    threes = _threes(asked)
    shared: dict[str, int] = defaultdict(int)
    for three in threes:
        for name in index.by_three.get(three, ()):
            shared[name] += 1
    for name, count in shared.items():
        if count / (len(threes) + len(_threes(name)) - count) >= _CLOSE_ENOUGH:
            yield _CLOSE, name


def _fit(book: Atlas, index: Index, version: VersionRow, part: Part, others: tuple[Part, ...]) -> int:
    score = _LEVEL_BONUS[version.level]
    if part.kinds:
        score += _KIND if version.kind in part.kinds else -_KIND
    higher = above(book, version)
    for other in others:
        score += max((_likeness(index, unit_id, other) for unit_id in higher), default=_ABSENT)
    name = normal_name(version.short_name)
    rest = part.name.removeprefix(name).strip()
    if rest and rest != part.name:
        # Typed without commas: what follows the name must be above it.
        told = " ".join(one for unit_id in higher for one in sorted(index.names_of_unit[unit_id]))
        score += _ABOVE if all(word in told.split() for word in rest.split()) else _ABSENT
    return score


def above(book: Atlas, version: VersionRow) -> list[int]:
    """Return the units above a version, and above those it was made of: people put new names before old provinces."""
    found = _parents(book, version)
    for edge in book.edges_in.get(version.unit_id, ()):
        if edge.from_id is not None and edge.effective_on == version.valid_from:
            found += [edge.from_id, *_parents(book, book.lives(edge.from_id)[-1])]
    return list(dict.fromkeys(found))


def _parents(book: Atlas, version: VersionRow) -> list[int]:
    found = []
    parent_id = version.parent_id
    day = first_day(version)
    while parent_id is not None:
        found.append(parent_id)
        parent_id = book.nearest(parent_id, day).parent_id
    return found


def _likeness(index: Index, unit_id: int, part: Part) -> int:
    names = index.names_of_unit[unit_id]
    if part.name in names:
        return _ABOVE
    return _ABOVE_PREFIX if any(name.startswith(part.name) for name in names) else _ABSENT
