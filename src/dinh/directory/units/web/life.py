"""The life of a unit as a timeline: what it was made of, what it was called, what became of it."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.directory.units import api
from dinh.directory.units.web import words

Item = dict[str, Any]


def timeline(unit_id: int, on: date) -> list[Item]:
    """Return the items of a unit's life, oldest first, in the form of the design's timeline."""
    lives = api.lives(unit_id=unit_id)
    items = [_birth(lives[0])]
    items += [_turn(before, after) for before, after in pairwise(lives)]
    last = lives[-1]
    if last.valid_to is None:
        items.append({"title": last.name, "at": _("Today"), "note": last.label})
    else:
        items += _end(last, on)
    return items


def _decision(unit: api.UnitView) -> str:
    return words.numbers((unit.decision,) if unit.decision else ())


def _birth(first: api.UnitView) -> Item:
    if first.valid_from is None:
        note = _("On the oldest list at hand. When it began is not known.")
        return {"title": first.name, "at": _("%(day)s or earlier") % {"day": words.day(api.FIRST_DAY)}, "note": note}
    made = [one.unit.label for one in api.predecessors(unit_id=first.unit_id) if one.unit]
    note = _decision(first)
    if made:
        note = _("From: %(names)s.") % {"names": "; ".join(made)} + " " + note
    else:
        note = _("The sources do not say what it was made of.") + " " + note
    return {"title": _("%(name)s begins") % {"name": first.name}, "at": words.day(first.valid_from), "note": note}


def _turn(before: api.UnitView, after: api.UnitView) -> Item:
    names = {"old": before.name, "new": after.name, "place": after.label}
    if before.name != after.name:
        title = _("%(old)s becomes %(new)s") % names
    else:
        title = _("%(new)s comes under another authority") % names
    at = words.day(after.valid_from or api.FIRST_DAY)
    return {"title": title, "at": at, "office": after.label, "note": _decision(after)}


def _end(last: api.UnitView, on: date) -> list[Item]:
    ended = last.valid_to or on
    direct = api.successors(unit_id=last.unit_id)
    decisions = tuple({one.number: one for item in direct for one in item.decisions}.values())
    title = _("%(name)s ends") % {"name": last.name}
    items: list[Item] = [{"title": title, "at": words.day(ended), "note": words.numbers(decisions)}]
    for one in api.successors(unit_id=last.unit_id, on=on):
        if one.unit is None:
            items.append({"title": _("Where it went is not known"), "state": "next"})
        else:
            href = reverse("units:unit", args=[one.unit.unit_id])
            items.append({"title": one.unit.label, "href": href, "note": words.how_much(one)})
    return items
