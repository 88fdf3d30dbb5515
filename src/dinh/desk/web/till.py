"""The till of one cashier: opened, watched, closed, printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.desk import api
from dinh.desk.web.forms import CloseForm, OpenForm
from dinh.desk.web.nav import REGISTER, TILL
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid


@never_cache
@access("official", roles=TILL)
def till(request: HttpRequest) -> HttpResponse:
    """Open my shift, see what it took, close it."""
    actor, at = actor_of(request), clock.now()
    running = api.open_shift_of(by=actor, at=at)
    form = (CloseForm if running else OpenForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if running is None:
                api.open_shift(by=actor, at=at, float_vnd=form.cleaned_data["float_vnd"])
                return redirect("desk:till")
            closed = api.close_shift(by=actor, at=at, **form.cleaned_data)
        except Invalid as refused:
            for name, sentence in refused.fields.items():
                form.add_error(name if name in form.fields else None, str(sentence))
        except Conflict as clash:
            form.add_error(None, f"{clash.message} {clash.hint}".strip())
        else:
            messages.success(request, _("The shift is closed."))
            return redirect("desk:shift", closed.shift_id)
    page = {"running": running, "form": form, "shifts": api.shifts_of(by=actor)}
    return render(request, "desk/till.html", page, status=422 if form.errors else 200)


@require_safe
@never_cache
@access("official", roles=REGISTER)
def shift(request: HttpRequest, shift_id: str) -> HttpResponse:
    """Show one shift with its lines, to print and sign."""
    shown = api.shift(by=actor_of(request), shift_id=shift_id, at=clock.now())
    return render(request, "desk/shift.html", {"shift": shown})
