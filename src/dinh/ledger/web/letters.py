"""The operators' page of what could not be delivered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.ledger import api

PAGE = 50


@require_safe
@access("official", roles=("operator",))
def waiting(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("tu", "0")
    offset = int(asked) if asked.isdecimal() and len(asked) < 10 else 0  # noqa: PLR2004  nine digits fit any list
    found = api.dead_letters(limit=PAGE + 1, offset=offset)
    newest = api.head()
    context = {
        "letters": found[:PAGE],
        "followers": api.followers(),
        "size": 0 if newest is None else newest.size,
        "count": api.count_dead_letters(),
        "next_url": f"?tu={offset + PAGE}" if len(found) > PAGE else "",
        "prev_url": f"?tu={max(offset - PAGE, 0)}" if offset else "",
    }
    return render(request, "ledger/dead_letters.html", context)


@require_POST
@access("official", roles=("operator",))
def deliver_again(request: HttpRequest, dead_letter_id: str) -> HttpResponse:
    outcome = api.replay(dead_letter_id=dead_letter_id, by=actor_of(request), at=clock.now())
    words = {"count": outcome.delivered, "fault": outcome.fault}
    if outcome.fault:
        messages.warning(request, _("%(count)s entries delivered, then it failed again: %(fault)s") % words)
    else:
        messages.success(request, _("%(count)s entries delivered. Nothing of this subject waits any more.") % words)
    return redirect("ledger:dead_letters")
