"""An index from text: every word checked, every fault told with its place."""

import hashlib
import json
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from dinh.indicators.quality.types import Edition, Group, Item

_HEAD = {
    "code", "name_vi", "act", "article", "valid_from", "mark", "total", "note_vi", "group", "item",
}  # fmt: skip
_GROUP = {"code", "points", "name_vi"}
_ITEM = {
    "code", "group", "points", "name_vi", "figure", "told_by", "times", "threshold", "levels", "saves", "untold_vi",
    "bound_vi", "lesson_vi", "takes_open", "traps_vi",
}  # fmt: skip
LEVELS = ("commune", "department", "province")


class EditionFault(ValueError):
    """An index that cannot be computed; the sentence says where and why."""


def read(name: str, text: str, figures: Collection[str]) -> Edition:
    """Return the index of a file; raises EditionFault naming the place and the fault."""
    raw = tomllib.loads(text)
    _words(name, raw, _HEAD)
    groups = tuple(_group(f"{name}, group {n}", row) for n, row in enumerate(raw.get("group", ()), start=1))
    items = tuple(_item(f"{name}, item {n}", row) for n, row in enumerate(raw.get("item", ()), start=1))
    made = Edition(
        code=raw["code"],
        name_vi=raw["name_vi"],
        act=raw["act"],
        article=raw["article"],
        valid_from=_day(name, raw["valid_from"]),
        mark=raw["mark"],
        total=int(raw["total"]),
        note_vi=raw.get("note_vi", ""),
        groups=groups,
        items=items,
        digest=hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest(),
    )
    _check(name, made, figures)
    return made


def _words(where: str, row: Mapping[str, Any], known: set[str]) -> None:
    unknown = row.keys() - known
    if unknown:
        raise EditionFault(f"{where}: unknown words {', '.join(sorted(unknown))}")


def _day(where: str, value: object) -> date:
    if not isinstance(value, date):
        raise EditionFault(f"{where}: valid_from is no day")
    return value


def _group(where: str, row: Mapping[str, Any]) -> Group:
    _words(where, row, _GROUP)
    return Group(row["code"], int(row["points"]), row["name_vi"])


def _item(where: str, row: Mapping[str, Any]) -> Item:
    where = f"{where} ({row.get('code', 'without code')})"
    _words(where, row, _ITEM)
    levels = tuple(row.get("levels", LEVELS))
    if not set(levels) <= set(LEVELS):
        raise EditionFault(f"{where}: levels are {', '.join(LEVELS)}")
    return Item(
        code=row["code"],
        group=row["group"],
        points=int(row["points"]),
        name_vi=row["name_vi"],
        figure=row.get("figure", ""),
        told_by=row.get("told_by", ""),
        times=row.get("times", ""),
        threshold=int(row.get("threshold", 0)),
        levels=levels,
        saves=row.get("saves", ""),
        untold_vi=row.get("untold_vi", ""),
        bound_vi=row.get("bound_vi", ""),
        lesson_vi=row.get("lesson_vi", ""),
        takes_open=bool(row.get("takes_open", False)),
        traps_vi=tuple(row.get("traps_vi", ())),
    )


def _check(name: str, made: Edition, figures: Collection[str]) -> None:
    codes = [one.code for one in made.items]
    if len(set(codes)) < len(codes):
        raise EditionFault(f"{name}: two items have one code")
    for group in made.groups:
        inside = sum(one.points for one in made.items if one.group == group.code)
        if inside != group.points:
            raise EditionFault(f"{name}, group {group.code}: its items make {inside} points, not {group.points}")
    if sum(one.points for one in made.groups) != made.total:
        raise EditionFault(f"{name}: the groups do not make {made.total} points")
    for one in made.items:
        _check_item(f"{name}, item {one.code}", one, made, figures)


def _check_item(where: str, one: Item, made: Edition, figures: Collection[str]) -> None:
    if one.group not in {group.code for group in made.groups}:
        raise EditionFault(f"{where}: there is no group {one.group}")
    for figure in filter(None, (one.figure, one.told_by)):
        if figure not in figures:
            raise EditionFault(f"{where}: there is no indicator {figure}")
    if one.times and (one.times not in made.by_code or made.by_code[one.times].times):
        raise EditionFault(f"{where}: it is multiplied by {one.times}, which is no item with a rate of its own")
    if not 0 <= one.threshold <= 100:  # noqa: PLR2004 - per cent
        raise EditionFault(f"{where}: a threshold is from 1 to 100 per cent, or left out")
    if (one.told_by or not one.figure) and not one.untold_vi:
        raise EditionFault(f"{where}: say why there may be no data")
