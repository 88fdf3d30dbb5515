"""Reads of agencies through time."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dinh.directory.identity.models import Agency
from dinh.directory.identity.types import AgencyKind, AgencyView, Mark
from dinh.kernel.errors import NotFound

# Longer chains of reorganisation than this are a fault in the data, not history.
_LONGEST_CHAIN = 20


def in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def rows() -> QuerySet[Agency]:
    return Agency.objects.select_related("parent", "successor")


def view_of(row: Agency) -> AgencyView:
    return AgencyView(
        agency_id=row.public_id,
        name=row.name,
        short_name=row.short_name,
        kind=AgencyKind(row.kind),
        unit_id=row.unit_id,
        province_unit_id=row.province_id,
        parent_id=row.parent.public_id if row.parent else "",
        successor_id=row.successor.public_id if row.successor else "",
        code_new=row.code_new,
        code_old=row.code_old,
        code_mark=Mark(row.code_mark),
        name_mark=Mark(row.name_mark),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _missing() -> NotFound:
    return NotFound("ID01", _("This agency is not in the directory."), _("Please choose an agency from the list."))


def row(agency_id: str) -> Agency:
    try:
        return rows().get(public_id=agency_id)
    except Agency.DoesNotExist:
        raise _missing() from None


def agency(*, agency_id: str, on: date | None = None) -> AgencyView:
    """Return the agency of this id, with `on` only if it is in force that day; raise NotFound otherwise."""
    found = row(agency_id)
    if on is not None and not (found.valid_from <= on and (found.valid_to is None or on < found.valid_to)):
        raise _missing()
    return view_of(found)


def agencies(
    *, unit_id: int | None = None, kind: str = "", province_unit_id: int | None = None, on: date | None = None
) -> tuple[AgencyView, ...]:
    """Return the agencies of a unit, of a kind or of a province, by code; with `on` only those in force that day."""
    found = rows().order_by("code_new", "valid_from")
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    if kind:
        found = found.filter(kind=kind)
    if province_unit_id is not None:
        found = found.filter(province_id=province_unit_id)
    if on is not None:
        found = found.filter(in_force(on))
    return tuple(view_of(one) for one in found)


def agency_for(*, unit_id: int, kind: str, on: date) -> AgencyView:
    """Return the one agency of this kind in this unit that day (the first by code of several); raise NotFound."""
    found = rows().filter(in_force(on), unit_id=unit_id, kind=kind).order_by("code_new").first()
    if found is None:
        raise _missing()
    return view_of(found)


def agency_by_code(*, code: str, on: date) -> AgencyView:
    """Return the agency that bears this identifier code, of either family, that day; raise NotFound."""
    found = rows().filter(in_force(on)).filter(Q(code_new=code) | Q(code_old=code)).order_by("pk").first()
    if found is None:
        raise _missing()
    return view_of(found)


def follow(start: Agency, on: date) -> Agency:
    """Return the agency that does this agency's work that day: itself, or the end of the chain of its successors."""
    here = start
    for _step in range(_LONGEST_CHAIN):
        if here.valid_to is None or on < here.valid_to or here.successor is None:
            return here
        here = row(here.successor.public_id)
    raise _missing()


def successor_agency(*, agency_id: str, on: date) -> AgencyView:
    """Return who does the work of this agency on the day, following mergers; the agency itself while it is in force.

    Basis: 190/2025/QH15, Điều 5 (work goes on, nobody files again).
    """
    return view_of(follow(row(agency_id), on))


def search_agencies(*, text: str, on: date, limit: int = 20) -> tuple[AgencyView, ...]:
    """Return agencies whose name holds all words of `text`, without tones, or whose code begins with it."""
    from dinh.kernel.text import fold

    found = rows().filter(in_force(on))
    for word in fold(text).split():
        found = found.filter(Q(folded__contains=word) | Q(code_new__istartswith=word))
    return tuple(view_of(one) for one in found.order_by("code_new")[:limit])
