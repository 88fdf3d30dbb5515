"""The calendar was corrected: what stands on the old one, ordering the recount, and every date that moved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dinh.dossiers import api, tasks
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.errors import Conflict, NotFound

_SIZE = 100
_WATCHERS = (Role.OPERATOR, Role.DATA_OFFICER, Role.LEADER, Role.HEAD)
_READERS = (*_WATCHERS, Role.SPECIALIST, Role.MOT_CUA)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why was the calendar corrected?"),
        help_text=gettext_lazy("Name the decision; the people of each dossier read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Please write why the calendar was corrected; the people of each dossier read it.")
        },
    )


@require_http_methods(["GET", "POST"])
@never_cache
@access("official", roles=_WATCHERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show what stands on an older calendar and the corrections so far; the operator orders the recount."""
    by = actor_of(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            correction_id = api.correct_calendar(by=by, at=clock.now(), reason=form.cleaned_data["reason"])
        except Conflict as fault:
            messages.warning(request, str(fault.message))
            return redirect("dossiers:corrections")
        tasks.ask_to_count_anew()
        return redirect("dossiers:correction", correction_id)
    page = {
        "stale": api.stale_calendars(by=by),
        "corrections": api.corrections(by=by),
        "form": form,
        "may_order": by.has_role(Role.OPERATOR, Role.DATA_OFFICER),
    }
    return render(request, "dossiers/desk/corrections.html", page, status=422 if form.is_bound else 200)


@require_safe
@never_cache
@access("official", roles=_READERS)
def one(request: HttpRequest, correction_id: str) -> HttpResponse:
    """List the dates one correction moved: which dossier, from when to when, and why."""
    by = actor_of(request)
    view = api.correction(by=by, correction_id=correction_id)
    if view is None:
        raise NotFound("HS134", _("This correction does not exist."))
    after = request.GET.get("sau", "")
    rows, more = api.moved_dates(
        by=by, correction_id=correction_id, after=int(after) if after.isascii() and after.isdigit() else 0, size=_SIZE
    )
    page: dict[str, Any] = {
        "one": view,
        "rows": [{"row": row, "href": _href(row) if by.has_role(*_DESK) else ""} for row in rows],
        "next_url": f"?sau={more}" if more else "",
    }
    return render(request, "dossiers/desk/correction.html", page)


_DESK = (Role.HEAD, Role.SPECIALIST, Role.MOT_CUA)


def _href(row: api.RecountRow) -> str:
    if row.dossier_id:
        return reverse("dossiers:desk_dossier", args=[row.dossier_id])
    return reverse("dossiers:desk_submission", args=[row.submission_id])
