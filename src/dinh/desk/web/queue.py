"""Numbers: at the door, on the wall, at the window."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.design.api import qr_code
from dinh.desk import api
from dinh.desk.web import words
from dinh.desk.web.forms import NumberForm, WindowForm
from dinh.desk.web.nav import COUNTER
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.kernel.ids import new_id

_RENEWED = {api.TicketState.WAITING, api.TicketState.CALLED}
_ENDINGS = {"xong": False, "vang": True}


@never_cache
@access("official", roles=COUNTER)
def counter(request: HttpRequest) -> HttpResponse:
    """Show who stands at my window, who waits, and call the next."""
    actor, on = actor_of(request), clock.now().date()
    place = api.open_place(by=actor, at=clock.now())
    window = api.window_of(post_id=actor.post_id)
    door = request.build_absolute_uri(reverse("desk:door", args=[place.token]))
    page = {
        "place": place,
        "window": window,
        "form": WindowForm(initial={"window": window}),
        "now": api.at_window(agency_id=place.agency_id, on=on, window=window) if window else None,
        "waiting": _told(api.waiting(agency_id=place.agency_id, on=on)),
        "absent": api.absent(agency_id=place.agency_id, on=on),
        "door": door,
        "qr": qr_code(door),
    }
    return render(request, "desk/counter.html", page)


def _told(tickets: tuple[api.TicketView, ...]) -> list[dict[str, object]]:
    return [{"ticket": one, "topic": words.TOPICS[one.topic]} for one in tickets]


@require_POST
@access("official", roles=COUNTER)
def sit(request: HttpRequest) -> HttpResponse:
    """Remember my window."""
    form = WindowForm(request.POST)
    if form.is_valid():
        api.sit_at(by=actor_of(request), at=clock.now(), window=form.cleaned_data["window"])
    else:
        messages.error(request, _("The number of the window is from 1 to 99."))
    return redirect("desk:counter")


@require_POST
@access("official", roles=COUNTER)
def call(request: HttpRequest) -> HttpResponse:
    """Call the next number to my window."""
    actor = actor_of(request)
    window = api.window_of(post_id=actor.post_id)
    if window is None:
        messages.error(request, _("Please say first at which window you sit."))
        return redirect("desk:counter")
    topic = request.POST.get("topic", "")
    topics = (api.Topic(topic),) if topic in set(api.Topic) else ()
    try:
        api.call_next(by=actor, at=clock.now(), window=window, topics=topics)
    except Conflict as nobody:
        messages.info(request, str(nobody.message))
    return redirect("desk:counter")


@require_POST
@access("official", roles=COUNTER)
def move(request: HttpRequest, ticket_id: str, act: str) -> HttpResponse:
    """Call again, close as served or absent, or let somebody wait again."""
    actor, at = actor_of(request), clock.now()
    try:
        if act == "goi-lai":
            api.call_again(by=actor, at=at, ticket_id=ticket_id)
        elif act == "cho-lai":
            api.return_ticket(by=actor, at=at, ticket_id=ticket_id)
        elif act in _ENDINGS:
            api.close_ticket(by=actor, at=at, ticket_id=ticket_id, is_absent=_ENDINGS[act])
        else:
            raise NotFound("DK08", _("There is no such act."))
    except Conflict as clash:
        messages.error(request, f"{clash.message} {clash.hint}".strip())
    return redirect("desk:counter")


@require_safe
@never_cache
@access("public")
def board(request: HttpRequest, token: str) -> HttpResponse:
    """Show the screen on the wall; with scripts it renews itself."""
    shown = api.board(token=token, on=clock.now().date())
    waiting = [{"name": words.TOPICS[topic], "count": shown.waiting.get(topic, 0)} for topic in api.Topic]
    page = {"board": shown, "waiting": waiting, "door": reverse("desk:door", args=[token])}
    name = "desk/board_live.html" if request.headers.get("HX-Request") else "desk/board.html"
    return render(request, name, page)


@never_cache
@access("public")
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Give a number to somebody at the door."""
    place = api.place_by_token(token=token)
    form = NumberForm(request.POST or None, initial={"key": new_id("key")})
    if request.method == "POST" and form.is_valid():
        try:
            made = api.take_ticket(
                by=actor_of(request),
                at=clock.now(),
                token=token,
                topic=form.chosen(),
                idempotency_key=form.cleaned_data["key"],
                is_priority=form.cleaned_data["is_priority"],
            )
        except (Conflict, Invalid) as refused:
            form.add_error(None, f"{refused.message} {refused.hint}".strip())
        else:
            return redirect("desk:ticket", made.token)
    return render(request, "desk/door.html", {"place": place, "form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
@access("public")
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Show one number to who holds it: how many are ahead, or where to go."""
    shown = api.ticket_by_token(token=token)
    page = {
        "ticket": shown,
        "topic": words.TOPICS[shown.topic],
        "state": words.STATES[shown.state],
        "is_open": shown.state in _RENEWED,
        "qr": qr_code(request.build_absolute_uri()),
    }
    return render(request, "desk/ticket_live.html" if request.headers.get("HX-Request") else "desk/ticket.html", page)
