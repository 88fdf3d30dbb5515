"""Units of the country by what people type, old names included, and what is known of a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.forms.policies.placing import Rings, micro
from dinh.forms.types import Option
from dinh.kernel.errors import NotFound

_MOST = 8
_PLACES = {directory.Level.COMMUNE}


class Places:
    """Names and finds units as of one day."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._names: dict[int, str] = {}

    def name(self, unit_id: int) -> str:
        """Return the whole name of a unit, with its last one when it is no more."""
        if unit_id not in self._names:
            self._names[unit_id] = self._label(unit_id)
        return self._names[unit_id]

    def _label(self, unit_id: int) -> str:
        try:
            return directory.unit(unit_id=unit_id, on=self._on).label
        except NotFound:
            try:
                return directory.lives(unit_id=unit_id)[-1].label
            except NotFound:
                return str(unit_id)

    def is_today(self, unit_id: int) -> bool:
        try:
            return unit_id in directory.units(unit_ids=[unit_id], on=self._on)
        except NotFound:
            # A number nobody ever gave out.
            return False

    def rings(self, unit_id: int) -> Rings:
        """Return the boundary of a commune in whole microdegrees; no rings where none is at hand."""
        try:
            unit = directory.unit(unit_id=unit_id, on=self._on)
            province = directory.unit(unit_id=unit.province_id, on=self._on)
            shapes = directory.commune_shapes(province_code=province.code, on=self._on)
        except NotFound:
            return ()
        return tuple(tuple((micro(x), micro(y)) for x, y in ring) for ring in shapes.get(unit_id, ()))

    def find(self, text: str, picked: str) -> int | tuple[Option, ...]:
        """Return the unit that was picked or can only be meant; else what it may be, an old name told by today's."""
        options = self.options(text)
        if picked.isascii() and picked.isdigit() and len(picked) < len("10000000"):
            number = int(picked)
            # Picked before, or among what was offered; a new word beside an old pick is a new question.
            if self.is_today(number) and (not text or text == self.name(number) or _has(options, picked)):
                return number
        exact = [one for one in options if one.label == text]
        if len(exact) == 1 or len(options) == 1:
            return int((exact or list(options))[0].value)
        return options

    def options(self, text: str) -> tuple[Option, ...]:
        """Return the communes of today that typed words may mean, best first."""
        if not text:
            return ()
        found: dict[int, Option] = {}
        for one in directory.search_units(text=text, on=None, limit=_MOST):
            for view, note in self._today(one):
                found.setdefault(view.unit_id, Option(str(view.unit_id), view.label, is_chosen=False, note=note))
        return tuple(found.values())[:_MOST]

    def _today(self, one: directory.UnitView) -> list[tuple[directory.UnitView, str]]:
        if one.level not in _PLACES:
            return []
        became = directory.successors(unit_id=one.unit_id, on=self._on)
        said = _("formerly %(name)s") % {"name": one.label}
        return [(step.unit, "" if step.unit.label == one.label else said) for step in became if step.unit is not None]


def _has(options: tuple[Option, ...], picked: str) -> bool:
    return any(one.value == picked for one in options)


def known_of(person: directory.PersonView) -> Mapping[str, Any]:
    """Return what the directory knows of a person, by the name of the source; what is not known is left out."""
    gender = person.gender.value if person.gender.value in {"male", "female"} else None
    found: dict[str, Any] = {
        "person.name": person.full_name,
        "person.cccd": person.cccd,
        "person.born_on": person.born_on.isoformat() if person.born_on else None,
        "person.gender": gender,
        "person.phone": person.phone,
        "person.email": person.email,
        "person.residence_unit": person.residence_unit_id,
        "person.address_text": person.address_text,
    }
    return {name: value for name, value in found.items() if value}
