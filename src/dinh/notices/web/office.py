"""What a post is told of its work, and the words of the house with their price."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.notices import api
from dinh.notices.web.pages import PAGE


@require_safe
@never_cache
@access("official")
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the post was told, newest first."""
    rows = api.office_inbox(by=actor_of(request), before=request.GET.get("truoc", ""), limit=PAGE + 1)
    page = {
        "notices": rows[:PAGE],
        "older": rows[PAGE - 1].notice_id if len(rows) > PAGE else "",
        "has_unread": any(row.read_at is None for row in rows),
    }
    return render(request, "notices/office.html", page)


@require_POST
@access("official")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything the post was told as read."""
    api.mark_office_read(by=actor_of(request), at=clock.now())
    return redirect("notices:office")


@require_safe
@access("official", roles=(Role.OPERATOR, Role.DATA_OFFICER))
def templates(request: HttpRequest) -> HttpResponse:
    """Show the words in force, and how many parts each text message costs with and without marks."""
    today = clock.local(clock.now()).date()
    found = api.template_previews(on=today, language="en" if get_language() == "en" else "vi")
    return render(request, "notices/templates.html", {"templates": found})
