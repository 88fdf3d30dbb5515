"""The ways to other rooms, on every page of someone signed in."""

from collections.abc import Iterable

from django.http import HttpRequest

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Actor
from dinh.notices import api as notices
from dinh.portal.registry import NOTICES, Room, rooms_of


def rooms(request: HttpRequest) -> Iterable[NavItem]:
    """Return the bar of this person; the room whose address is the longest beginning of this one is current."""
    shown = [room for room in rooms_of(actor_of(request)) if room.bar]
    here = max((room.href for room in shown if request.path.startswith(room.href)), key=len, default="")
    return [_item(request, room, is_current=room.href == here) for room in shown]


def _item(request: HttpRequest, room: Room, *, is_current: bool) -> NavItem:
    count = _unread(actor_of(request)) if room.href == NOTICES else 0
    return NavItem(label=str(room.bar), href=room.href, count=count or None, is_current=is_current)


def _unread(by: Actor) -> int:
    """How many letters a citizen has not read: one look into an index of the unread alone."""
    return notices.unread_count(by=by, person_id=by.person_id) if by.person_id else 0
