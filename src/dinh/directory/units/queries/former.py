"""Places under the names they no longer bear: what people still write, and which communes of today lie there."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dinh.directory.units.policies.asking import Part, parts_of
from dinh.directory.units.queries.atlas import Atlas, atlas
from dinh.directory.units.queries.lookup import check_day, descendant_ids, units, view_of
from dinh.directory.units.queries.search import Index, above, index_of
from dinh.directory.units.queries.succession import successors
from dinh.directory.units.types import FormerPlace, Level, VersionRow
from dinh.kernel.text import sort_key

_MOST = 3
# So many of the communes of today are named in words.
_NAMED = 3


def former_places(*, text: str, on: date, province_id: int) -> tuple[FormerPlace, ...]:
    """Return the places of a province that bore this very name before the day `on` and no longer do, at most three.

    The whole text is a name, or a kind leads one ("khai sinh xã Lạc Xuân": the words before it are `rest`); a district
    or province named behind it must have been above it. Nothing for names of today. Raises NotFound before the first
    known day.
    """
    check_day(on)
    book, parts = atlas(), parts_of(text)
    index = index_of(book)
    named = [part for part in parts if part.kinds] or list(parts[:1] if len(parts) == 1 else ())
    rest = " ".join(part.name for part in parts if part not in named)
    found: dict[int, FormerPlace] = {}
    for version in _named(book, index, named, on):
        now = _communes_now(book, version, on)
        views = [one for one in units(unit_ids=now, on=on).values() if one.province_id == province_id]
        if views and version.unit_id not in found:
            views.sort(key=lambda one: sort_key(one.short_name))
            found[version.unit_id] = FormerPlace(view_of(book, version), rest, tuple(views), _old_ids(book, version))
    return tuple(found.values())[:_MOST]


def former_words(place: FormerPlace) -> str:
    """Return the sentence that says where a place is today: "Xã Lạc Xuân (trước 01/07/2025) nay thuộc xã D'Ran"."""
    names = [one.name[0].lower() + one.name[1:] for one in place.now]
    told = {"old": place.unit.name, "day": f"{place.unit.valid_to:%d/%m/%Y}", "now": ", ".join(names[:_NAMED])}
    if len(names) <= _NAMED:
        return _("%(old)s (before %(day)s) is today part of %(now)s.") % told
    return _("%(old)s (before %(day)s) is today the land of %(now)s and %(more)s more communes and wards.") % {
        **told,
        "more": len(names) - _NAMED,
    }


def _named(book: Atlas, index: Index, named: list[Part], on: date) -> Iterable[VersionRow]:
    if not named:
        return
    first, *higher = named
    versions = [one for one in index.by_name.get(first.name, ()) if one.valid_to is not None and one.valid_to <= on]
    for version in sorted(versions, key=lambda one: (one.valid_to or on, one.unit_id), reverse=True):
        fits = not first.kinds or version.kind in first.kinds
        if fits and not _still_bears(book, version, on) and _is_under(book, index, version, higher):
            yield version


def _still_bears(book: Atlas, version: VersionRow, on: date) -> bool:
    """Whether a unit of today on this land has the very name, be it the same unit or one made in its place."""
    heirs = {one.unit.unit_id for one in successors(unit_id=version.unit_id, on=on) if one.unit is not None}
    today = (book.version(unit_id, on) for unit_id in (version.unit_id, *heirs))
    return any(one is not None and one.name == version.name for one in today)


def _is_under(book: Atlas, index: Index, version: VersionRow, higher: list[Part]) -> bool:
    names = {name for unit_id in above(book, version) for name in index.names_of_unit[unit_id]}
    return all(part.name in names for part in higher)


def _old_ids(book: Atlas, version: VersionRow) -> tuple[int, ...]:
    """The communes under the old name, as they were on its last day."""
    if version.level is Level.COMMUNE:
        return (version.unit_id,)
    last = (version.valid_to or date.max) - timedelta(days=1)
    below = descendant_ids(unit_id=version.unit_id, on=last)
    return tuple(one for one in below if book.nearest(one, last).level is Level.COMMUNE)


def _communes_now(book: Atlas, version: VersionRow, on: date) -> set[int]:
    came = (one for unit_id in _old_ids(book, version) for one in successors(unit_id=unit_id, on=on))
    return {one.unit.unit_id for one in came if one.unit is not None}
