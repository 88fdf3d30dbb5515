"""Single units and their place in the tree, on a day."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from dinh.directory.units.queries.atlas import Atlas, atlas, first_day
from dinh.directory.units.types import FIRST_DAY, Level, UnitView, VersionRow
from dinh.kernel.errors import NotFound
from dinh.kernel.text import sort_key

T = TypeVar("T")


def check_day(on: date) -> None:
    """Refuse days of which no list is at hand."""
    if on < FIRST_DAY:
        raise NotFound(
            "DU11",
            _("The map of %(day)s is not known; the oldest list is of %(first)s.")
            % {"day": f"{on:%d/%m/%Y}", "first": f"{FIRST_DAY:%d/%m/%Y}"},
        )


def view_of(book: Atlas, version: VersionRow, on: date | None = None) -> UnitView:
    """Return a version for strangers; the path is that of `on`, or of the version's first day."""
    day = max(on or first_day(version), first_day(version))
    if version.valid_to is not None and day >= version.valid_to:
        day = first_day(version)
    path, names = [version.unit_id], [version.name]
    parent_id = version.parent_id
    while parent_id is not None:
        parent = book.nearest(parent_id, day)
        path.append(parent_id)
        names.append(parent.name[0].lower() + parent.name[1:])
        parent_id = parent.parent_id
    return UnitView(
        unit_id=version.unit_id,
        code=version.code,
        name=version.name,
        short_name=version.short_name,
        kind=version.kind,
        level=version.level,
        parent_id=version.parent_id,
        province_id=version.province_id,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        path=tuple(reversed(path)),
        label=", ".join(names),
        alt_code=version.alt_code,
        decision=book.decisions.get(version.decision),
    )


def unit(*, unit_id: int, on: date) -> UnitView:
    """Return the unit as it was on a day.

    Raises NotFound when no unit has this number, when it did not exist that day, or when that day's map is not known.
    """
    check_day(on)
    book = atlas()
    version = book.version(unit_id, on)
    if version is None:
        last = book.lives(unit_id)[-1]
        raise NotFound(
            "DU12",
            _("%(name)s (%(code)s) did not exist on %(day)s.")
            % {"name": last.name, "code": last.code, "day": f"{on:%d/%m/%Y}"},
        )
    return view_of(book, version, on)


def units(*, unit_ids: Iterable[int], on: date) -> dict[int, UnitView]:
    """Return those of the units that existed on a day, by number."""
    check_day(on)
    book = atlas()
    found = {unit_id: book.version(unit_id, on) for unit_id in unit_ids}
    return {unit_id: view_of(book, version, on) for unit_id, version in found.items() if version}


def unit_by_code(*, code: str, level: Level | str, on: date) -> UnitView:
    """Return the unit that bore this official code on a day.

    The same code names other units on other days: the day is part of the question. Raises NotFound.
    """
    check_day(on)
    book = atlas()
    found = [one for one in book.by_code.get((Level(level), code), ()) if book.version(one.unit_id, on) is one]
    if not found:
        raise NotFound(
            "DU13",
            _("No unit of this level has the code %(code)s on %(day)s.") % {"code": code, "day": f"{on:%d/%m/%Y}"},
        )
    exact = [one for one in found if one.code == code]
    return view_of(book, (exact or found)[0], on)


def lives(*, unit_id: int) -> tuple[UnitView, ...]:
    """Return all versions of a unit in order of time. Raises NotFound."""
    book = atlas()
    return tuple(view_of(book, version) for version in book.lives(unit_id))


def code_history(*, code: str) -> tuple[UnitView, ...]:
    """Return every version of every unit that ever bore this code, in order of time."""
    book = atlas()
    found = [one for level in Level for one in book.by_code.get((level, code), ())]
    return tuple(view_of(book, one) for one in sorted(found, key=first_day))


def children(*, unit_id: int, on: date) -> tuple[UnitView, ...]:
    """Return the units directly below a unit on a day, in Vietnamese order of their names."""
    check_day(on)
    book = atlas()
    return book.once(f"children {unit_id} {on}", lambda: _children(book, unit_id, on))


def _children(book: Atlas, unit_id: int, on: date) -> tuple[UnitView, ...]:
    found = [one for one in book.by_parent.get(unit_id, ()) if book.version(one.unit_id, on) is one]
    return tuple(view_of(book, one, on) for one in sorted(found, key=lambda one: sort_key(one.short_name)))


def descendant_ids(*, unit_id: int, on: date) -> tuple[int, ...]:
    """Return the numbers of all units below a unit on a day, the unit itself not among them, in order."""
    check_day(on)
    book = atlas()
    found: list[int] = []
    open_ids = [unit_id]
    while open_ids:
        parent = open_ids.pop()
        below = [one.unit_id for one in book.by_parent.get(parent, ()) if book.version(one.unit_id, on) is one]
        found += below
        open_ids += below
    return tuple(sorted(found))


def kept_with_map(key: str, make: Callable[[], T]) -> T:
    """Return what was made before under this key, or make it now; it goes when the map in time is loaded anew."""
    return atlas().once(key, make)


def provinces(*, on: date) -> tuple[UnitView, ...]:
    """Return the provinces and central cities of a day, in Vietnamese order."""
    check_day(on)
    book = atlas()
    found = [
        version
        for unit_id, versions in book.versions.items()
        if versions[0].level is Level.PROVINCE and (version := book.version(unit_id, on))
    ]
    return tuple(view_of(book, one, on) for one in sorted(found, key=lambda one: sort_key(one.short_name)))
