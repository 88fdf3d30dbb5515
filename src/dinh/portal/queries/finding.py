"""What an official's words lead to: dossiers and people within the rights of the post, procedures, units of any day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.dossiers import api as dossiers
from dinh.kernel import text as vietnamese
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.portal.types import Former, Found, Hit
from dinh.procedures import api as procedures

MOST = 8
# Where fewer are found, another spelling is offered.
FEW = 3
# Names of procedures run to 600 signs; the people and the status behind them matter more here.
_LONGEST = 110


def find(*, by: Actor, text: str, at: datetime) -> Found:
    """Return the best hits of each kind; a post that may not search dossiers is told so."""
    on = local(at).date()
    own, note = _dossiers(by, text, at)
    meant, former = _beside(by, text, at, is_little=len(own) < FEW)
    return Found(
        dossiers=own,
        dossiers_note=note,
        meant=meant,
        former=former,
        people=_people(by, text, at),
        procedures=_procedures(text, on),
        units=_units(text, on, by),
    )


def _dossiers(by: Actor, text: str, at: datetime) -> tuple[tuple[Hit, ...], str]:
    try:
        rows = dossiers.search(by=by, text=text, limit=MOST + 1, at=at)
    except (NotAllowed, Invalid) as refusal:
        return (), str(refusal.message)
    return _hits(rows[:MOST]), _("There are more; please add a word.") if len(rows) > MOST else ""


def _hits(rows: Iterable[dossiers.QueueRow]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            title=row.code,
            about=" · ".join(
                filter(None, (Truncator(row.procedure_name).chars(_LONGEST), row.applicant_name, row.status_name))
            ),
            href=reverse("dossiers:desk_dossier", args=[row.dossier_id]),
        )
        for row in rows
    )


def _beside(by: Actor, text: str, at: datetime, *, is_little: bool) -> tuple[str, tuple[Former, ...]]:
    """Return another spelling where little was found, and the dossiers of a place under its former name."""
    try:
        meant = dossiers.did_you_mean(by=by, text=text, at=at) if is_little else ""
        places = dossiers.search_former(by=by, text=text, size=MOST, at=at)
    except NotAllowed:
        return "", ()
    return meant, tuple(Former(directory.former_words(one.place), _hits(one.rows)) for one in places)


def _people(by: Actor, text: str, at: datetime) -> tuple[Hit, ...]:
    """Return people whose dossiers this post may open, told apart by what is masked of them."""
    try:
        found = dossiers.look_up_people(by=by, at=at, text=text, size=MOST).people
    except (NotAllowed, Invalid):
        return ()
    return tuple(
        Hit(
            title=one.full_name,
            about=" · ".join(filter(None, (one.masked_cccd, one.masked_phone))),
            href=reverse("dossiers:desk_person", args=[one.person_id]),
        )
        for one in found
    )


def _procedures(text: str, on: date) -> tuple[Hit, ...]:
    found = procedures.search(text=text, on=on, size=MOST)
    return tuple(
        Hit(title=one.name, about=f"{one.code} · {one.field}", href=reverse("procedures:detail", args=[one.code]))
        for one in found.items
    )


def _units(text: str, on: date, by: Actor) -> tuple[Hit, ...]:
    """Return units of today before those of the past, and those of the officer's own province before others."""
    own = directory.unit(unit_id=by.unit_id, on=on).province_id if by.unit_id is not None else None
    today = directory.search_units(text=text, on=on, limit=3 * MOST)
    known = {one.unit_id for one in today}
    past = [one for one in directory.search_units(text=text, limit=2 * MOST) if one.unit_id not in known]
    found = [*sorted(today, key=lambda one: one.province_id != own)[: MOST - 2], *past][:MOST]
    return tuple(
        Hit(title=one.label, about=_days(one, on), href=reverse("units:unit", args=[one.unit_id])) for one in found
    )


def _days(unit: directory.UnitView, on: date) -> str:
    if unit.valid_to is not None and unit.valid_to <= on:
        return _("until %(day)s") % {"day": vietnamese.date_vi(unit.valid_to)}
    return _("exists today")
