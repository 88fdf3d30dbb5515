"""The page of a queue: its rows, its filters, the tabs beside it, and what was done last and can be undone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.design.api import NavItem
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.actions import officers_of
from dinh.dossiers.web.desk.cases import panel_of
from dinh.dossiers.web.desk.filtering import address, asked, form_of
from dinh.dossiers.web.desk.lists import shown
from dinh.dossiers.web.desk.nav import WORKING, count_words, current_queue, queue_href, tell_counts
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor, Role
from dinh.notices import api as notices

_ROWS = 25
_WORKERS = (Role.SPECIALIST.value, Role.HEAD.value)
_Q = api.QueueName
# Where dossiers lie that can change hands.
_MOVABLE = frozenset({_Q.UNASSIGNED, _Q.MINE, _Q.OPEN, _Q.DUE_SOON, _Q.LATE, _Q.WITH_CITIZEN, _Q.TO_SIGN})
_DONE = {
    api.PlacementKind.CLAIMED: gettext_lazy("You took %(what)s."),
    api.PlacementKind.ASSIGNED: gettext_lazy("You gave %(what)s to %(name)s."),
    api.PlacementKind.GIVEN_BACK: gettext_lazy("You gave back %(what)s."),
    api.PlacementKind.TAKEN_OVER: gettext_lazy("You took over %(what)s."),
    api.PlacementKind.DELEGATED: gettext_lazy("You handed %(what)s to %(name)s for a time."),
}


@require_safe
@never_cache
@access("official", roles=WORKING)
def desk(request: HttpRequest) -> HttpResponse:
    """Show one queue, most urgent first or as filtered, and the first of it beside."""
    actor, name, wanted = actor_of(request), current_queue(request), asked(request)
    cursor, for_post = request.GET.get("tiep", ""), request.GET.get("thay", "")
    view = api.queue(by=actor, name=name, cursor=cursor, size=_ROWS, wanted=wanted, for_post=for_post)
    tell_counts(request, view.counts)
    first = view.rows[0] if view.rows else None
    here = {"hang": words.QUEUE_SLUGS[name], "thay": for_post}
    away = _away(actor)
    page = {
        "title": _title(name, for_post, away),
        "count": count_words(view.counts.get(name)) if wanted.is_empty and not for_post else None,
        "rows": [shown(row) for row in view.rows],
        "is_queue": True,
        "is_waiting": name is _Q.WAITING,
        "next_url": f"?{address(wanted, **here, tiep=view.next_cursor)}" if view.next_cursor else "",
        "prev_url": f"?{address(wanted, **here)}" if cursor else "",
        "export_url": f"{reverse('dossiers:desk_export')}?{address(wanted, **here)}",
        "panel": panel_of(request, first.dossier_id or first.submission_id) if first else None,
        "is_empty_good": name is _Q.LATE,
        "tabs": _tabs(actor, name, wanted, for_post, away),
        "undo": _undo(actor),
        "digest": _digest(actor),
        **_filter(request, actor, name, wanted, here),
        **(_many(actor, name) if view.rows else {}),
    }
    return render(request, "dossiers/desk/queue.html", page)


def _away(by: Actor) -> tuple[api.AbsenceView, ...]:
    if not (by.has_role(*_WORKERS) and by.agency_id):
        return ()
    return api.stands_in_for(by.post_id, [by.agency_id], clock.now().date())


def _title(name: _Q, for_post: str, away: tuple[api.AbsenceView, ...]) -> str:
    for one in away:
        if one.post_id == for_post:
            return _("In place of %(name)s") % {"name": one.name}
    return str(words.QUEUES[name])


def _tabs(by: Actor, name: _Q, wanted: api.Filter, for_post: str, away: tuple[api.AbsenceView, ...]) -> list[NavItem]:
    """The queue itself, those this officer stands in for, and the pinned filters with what each finds."""
    kept = tuple(one for one in api.saved_filters(by=by) if one.is_pinned)
    counts = api.filter_counts(by=by, filters=kept)
    stood = [
        NavItem(
            label=_("In place of %(name)s") % {"name": one.name},
            href=f"{queue_href(_Q.MINE)}&thay={one.post_id}",
            is_current=one.post_id == for_post,
        )
        for one in away
    ]
    pinned = [
        NavItem(
            label=one.name,
            href=f"{reverse('dossiers:desk')}?{address(one.wanted, hang=words.QUEUE_SLUGS[one.queue])}",
            count=_found_words(counts[one.filter_id]),
            is_current=one.queue is name and one.wanted == wanted and not for_post,
        )
        for one in kept
    ]
    if not (stood or pinned):
        return []
    is_plain = wanted.is_empty and not for_post
    return [NavItem(label=str(words.QUEUES[name]), href=queue_href(name), is_current=is_plain), *stood, *pinned]


def _found_words(found: api.FilterCount) -> int | str | None:
    if found.is_whole:
        return count_words(found.many, api.TABS)
    return f"{found.many}+" if found.many else "…"


def _filter(request: HttpRequest, by: Actor, name: _Q, wanted: api.Filter, here: dict[str, str]) -> dict[str, Any]:
    """The filter opens where it was asked for or is in use; closed it costs nothing."""
    if name is _Q.WAITING:
        return {}
    is_open = request.GET.get("loc") == "1" or wanted != api.Filter()
    return {
        "filter": form_of(by, wanted) if is_open else None,
        "filter_url": f"?{address(wanted, **here, loc='1')}",
        "filter_hidden": [(key, value) for key, value in here.items() if value],
        "plain_url": f"?{address(api.Filter(), **here)}",
        "save_url": f"{reverse('dossiers:filters')}?{address(wanted, hang=here['hang'])}",
        "is_filtered": not wanted.is_empty,
        "may_save": wanted != api.Filter() and not here["thay"],
    }


def _many(by: Actor, name: _Q) -> dict[str, Any]:
    if name not in _MOVABLE or not by.has_role(*_WORKERS):
        return {}
    officers = officers_of(by.agency_id)
    return {
        "may_choose": True,
        "may_give": by.has_role(Role.HEAD),
        "may_take": name is _Q.UNASSIGNED,
        "may_return": name is not _Q.UNASSIGNED,
        "officers": officers,
        "colleagues": [one for one in officers if one[0] != by.post_id],
        "today": clock.now().date(),
    }


def _undo(by: Actor) -> dict[str, Any] | None:
    if not (by.has_role(*_WORKERS) and by.agency_id):
        return None
    found = api.undoable(by=by)
    if found is None:
        return None
    many = len(found.dossier_ids)
    what = ngettext("%(n)d dossier", "%(n)d dossiers", many) % {"n": many}
    return {
        "said": str(_DONE[found.kind]) % {"what": what, "name": found.to_name},
        "until": found.until,
        "dossier_ids": found.dossier_ids,
    }


def _digest(by: Actor) -> notices.NoticeView | None:
    """What the post was told last, while it is unread."""
    last = notices.office_inbox(by=by, limit=1) if by.post_id else ()
    return last[0] if last and last[0].read_at is None else None
