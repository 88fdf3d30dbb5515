"""What the desk's navigation lists: the queues of this officer, the register, the counter, the catalogue."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dinh.design.api import NavItem
from dinh.dossiers.api import COUNTED, QueueName
from dinh.dossiers.web import words
from dinh.kernel.access import actor_of
from dinh.kernel.actor import Actor, Role

WORKING = (Role.MOT_CUA.value, Role.SPECIALIST.value, Role.HEAD.value)
_COUNTS = "dossiers_counts"
_DESK = (QueueName.WAITING, QueueName.TO_HAND_OVER)
_WORK = (QueueName.MINE, QueueName.UNASSIGNED)
_HEAD = (QueueName.TO_SIGN, QueueName.UNASSIGNED)
_ALL = (QueueName.LATE, QueueName.DUE_SOON, QueueName.WITH_CITIZEN, QueueName.OPEN, QueueName.CLOSED)
_TONES = {QueueName.LATE: "warning"}


def queues_of(by: Actor) -> tuple[QueueName, ...]:
    """Return the queues this officer works from, their own first."""
    own: list[QueueName] = []
    if by.has_role(Role.MOT_CUA):
        own += _DESK
    if by.has_role(Role.HEAD):
        own += _HEAD
    if by.has_role(Role.SPECIALIST):
        own += _WORK
    return tuple(dict.fromkeys([*own, *_ALL]))


def tell_counts(request: HttpRequest, counts: Mapping[QueueName, int]) -> None:
    """Let the navigation show the counts a page has read anyway."""
    setattr(request, _COUNTS, counts)


def count_words(many: int | None, bound: int = COUNTED) -> int | str | None:
    """Return a count as it is shown: what ends at its bound says so."""
    return f"{bound - 1}+" if many is not None and many >= bound else many


def queue_href(name: QueueName) -> str:
    return f"{reverse('dossiers:desk')}?hang={words.QUEUE_SLUGS[name]}"


def ways(text: str, current: str) -> list[dict[str, Any]]:
    """Return the ways to look for the same words: among dossiers, among people, among papers."""
    names = {"desk_search": _("Dossiers"), "desk_people": _("Find people"), "desk_find_papers": _("Find papers")}
    asked = f"?{urlencode({'q': text})}" if text else ""
    return [
        {"label": label, "href": f"{reverse(f'dossiers:{name}')}{asked}", "current": name == current}
        for name, label in names.items()
    ]


def desk_entries(request: HttpRequest) -> Sequence[NavItem]:
    actor = actor_of(request)
    items: list[NavItem] = []
    if actor.has_role(*WORKING):
        items += _queues(request, actor)
    items += _ways(request, actor)
    return items


def _queues(request: HttpRequest, by: Actor) -> list[NavItem]:
    counts: Mapping[QueueName, int] = getattr(request, _COUNTS, {})
    is_here = request.path == reverse("dossiers:desk")
    current = current_queue(request) if is_here else None
    return [
        NavItem(
            label=str(words.QUEUES[name]),
            href=queue_href(name),
            count=count_words(counts.get(name)),
            is_current=name is current,
            tone=_TONES.get(name, "") if counts.get(name) else "",
            group=_("Queues"),
        )
        for name in queues_of(by)
    ]


def current_queue(request: HttpRequest) -> QueueName:
    """Return the queue asked for, by default the first of this officer's own."""
    asked = words.QUEUE_OF_SLUG.get(request.GET.get("hang", ""))
    return asked or queues_of(actor_of(request))[0]


def _ways(request: HttpRequest, by: Actor) -> list[NavItem]:
    group = _("Other rooms")
    ways: list[tuple[str, str]] = []
    if by.has_role(Role.MOT_CUA):
        ways.append((_("Intake at the counter"), reverse("dossiers:intake")))
    if by.has_role(*WORKING):
        ways.append((_("Search and register"), reverse("dossiers:desk_search")))
        ways.append((_("Absence and substitutes"), reverse("dossiers:absences")))
    if by.has_role(*WORKING, Role.LEADER):
        ways.append((_("Tasks between offices"), reverse("dossiers:subtasks")))
    if by.has_role(Role.HEAD, Role.LEADER):
        ways.append((_("Who is overloaded"), reverse("dossiers:workload")))
    if by.has_role(Role.OPERATOR, Role.DATA_OFFICER):
        ways.append((_("The calendar was corrected"), reverse("dossiers:corrections")))
    ways.append((_("Procedures"), reverse("procedures:index")))
    # A room is kept in sight on the pages behind it; the desk itself lies before all of them.
    return [
        NavItem(label=label, href=href, is_current=request.path.startswith(href), group=group) for label, href in ways
    ]
