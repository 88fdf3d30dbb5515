"""Invented people, made from how often parts of real names occur."""

import csv
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from dinh.directory.identity.types import Gender, SyntheticPerson

DATA = Path(__file__).resolve().parents[5] / "data" / "synthetic"
_OLDEST, _YOUNGEST = date(1946, 1, 1), date(2007, 12, 31)
_THI_SHARE, _VAN_SHARE = 0.45, 0.35
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Words:
    surnames: tuple[list[str], list[int]]
    middles: tuple[list[str], list[int]]
    givens: tuple[list[str], list[int]]
    # Given and middle names that hardly any man (woman) bears.
    women: frozenset[str]
    men: frozenset[str]
    streets: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _weighted(name: str, column: str, without: frozenset[str] = frozenset()) -> tuple[list[str], list[int]]:
    rows = [row for row in _rows(name) if row[column] not in without]
    return [row[column] for row in rows], [int(row["count"]) for row in rows]


@cache
def words() -> Words:
    """Return the parts of names, read once per process."""
    seen: dict[str, Counter[str]] = {}
    for row in _rows("given_names_by_gender.csv"):
        for part in row["name"].split():
            seen.setdefault(part, Counter())[row["gender"]] += 1
    return Words(
        surnames=_weighted("surnames_freq.csv", "surname"),
        middles=_weighted("middle_names_freq.csv", "middle_name", frozenset({"Thị", "Văn"})),
        givens=_weighted("given_names_freq.csv", "given_name"),
        women=frozenset(name for name, count in seen.items() if count["F"] > 2 * count["M"]),
        men=frozenset(name for name, count in seen.items() if count["M"] > 2 * count["F"]),
        streets=tuple(sorted({row["street"] for row in _rows("streets_real.csv")})),
    )


def _pick(rng: Random, among: tuple[list[str], list[int]], without: Collection[str]) -> str:
    names, weights = among
    while True:
        picked = rng.choices(names, weights)[0]
        if picked not in without:
            return picked


def _name(rng: Random) -> tuple[str, Gender]:
    known = words()
    gender = rng.choice((Gender.FEMALE, Gender.MALE))
    others = known.men if gender is Gender.FEMALE else known.women
    usual, share = ("Thị", _THI_SHARE) if gender is Gender.FEMALE else ("Văn", _VAN_SHARE)
    surname = _pick(rng, known.surnames, ())
    given = _pick(rng, known.givens, {*others, surname})
    middle = usual if rng.random() < share else _pick(rng, known.middles, {*others, surname, given})
    return f"{surname} {middle} {given}", gender


def synthetic_person(*, rng: Random) -> SyntheticPerson:
    """Return one invented adult; the same generator state gives the same person.

    The number begins with 9 (no province has such a code) and the telephone with 0100 (no network has it), so neither
    can be anybody's.
    """
    name, gender = _name(rng)
    born = date.fromordinal(rng.randint(_OLDEST.toordinal(), _YOUNGEST.toordinal()))
    sign = (0 if born.year < _CENTURY else 2) + (1 if gender is Gender.FEMALE else 0)
    return SyntheticPerson(
        full_name=name,
        gender=gender,
        born_on=born,
        cccd=f"9{rng.randrange(100):02d}{sign}{born.year % 100:02d}{rng.randrange(10**6):06d}",
        phone=f"0100{rng.randrange(10**6):06d}",
        street=f"Số {rng.randint(1, 399)}, đường {rng.choice(words().streets)}",
    )


def synthetic_crowd(*, rng: Random, count: int) -> tuple[SyntheticPerson, ...]:
    """Return that many invented people, no two with the same number."""
    crowd: dict[str, SyntheticPerson] = {}
    while len(crowd) < count:
        made = synthetic_person(rng=rng)
        crowd.setdefault(made.cccd, made)
    return tuple(crowd.values())
