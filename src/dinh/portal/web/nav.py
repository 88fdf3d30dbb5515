"""The ways to other rooms, on every page of someone signed in."""

from collections.abc import Iterable

from django.http import HttpRequest

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.portal.registry import Room, rooms_of


def rooms(request: HttpRequest) -> Iterable[NavItem]:
    """Return the bar of this person; the room whose address is the longest beginning of this one is current."""
    shown = [room for room in rooms_of(actor_of(request)) if room.bar]
    here = max((room.href for room in shown if request.path.startswith(room.href)), key=len, default="")
    return [_item(room, is_current=room.href == here) for room in shown]


def _item(room: Room, *, is_current: bool) -> NavItem:
    return NavItem(label=str(room.bar), href=room.href, is_current=is_current)
