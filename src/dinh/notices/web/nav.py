"""What notices adds to a citizen's bar: the way to their letters, with how many are unread."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.kernel.access import actor_of
from dinh.notices import api


def citizen_entry(request: HttpRequest) -> Sequence[NavItem]:
    actor = actor_of(request)
    if not actor.is_citizen:
        return ()
    href = reverse("notices:inbox")
    unread = api.unread_count(by=actor, person_id=actor.person_id) if actor.person_id else 0
    is_here = request.path.startswith(href)
    return (NavItem(label=_("Notices"), href=href, count=unread or None, is_current=is_here, tone="warning"),)
