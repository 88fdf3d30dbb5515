"""The filters an officer keeps: saving, renaming, sharing, pinning, taking away and bringing back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.filtering import address, asked
from dinh.dossiers.web.desk.nav import WORKING, current_queue
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid, NotFound


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the filter"), max_length=60)
    is_shared = forms.BooleanField(label=gettext_lazy("Everybody at the agency sees it"), required=False)


class ChangeForm(NameForm):
    is_pinned = forms.BooleanField(label=gettext_lazy("Shown as a tab"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access("official", roles=WORKING)
def filters(request: HttpRequest) -> HttpResponse:
    """List the filters of an officer; keep the one of the address under a name."""
    actor, wanted = actor_of(request), asked(request)
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = api.save_filter(
                by=actor, at=clock.now(), queue=current_queue(request), wanted=wanted, **form.cleaned_data
            )
        except (Invalid, Conflict) as refused:
            form.add_error("name", str(refused.message))
        else:
            messages.success(request, _("The filter is kept as “%(name)s”.") % {"name": kept.name})
            return redirect(_href(kept))
    page = {
        "form": form if wanted != api.Filter() else None,
        "kept": [_line(one) for one in api.saved_filters(by=actor)],
        "here": request.get_full_path(),
        "undo": request.GET.get("bo", ""),
    }
    return render(request, "dossiers/desk/filters.html", page, status=422 if form.is_bound else 200)


def _href(one: api.FilterView) -> str:
    return f"{reverse('dossiers:desk')}?{address(one.wanted, hang=words.QUEUE_SLUGS[one.queue])}"


def _line(one: api.FilterView) -> dict[str, object]:
    initial = {"name": one.name, "is_shared": one.is_shared, "is_pinned": one.is_pinned}
    form = ChangeForm(initial=initial, auto_id=f"id_{one.filter_id}_%s") if one.is_own else None
    return {"one": one, "href": _href(one), "queue": words.QUEUES[one.queue], "form": form}


@require_POST
@access("official", roles=WORKING)
def change(request: HttpRequest, filter_id: str) -> HttpResponse:
    """Rename, share or pin one's own filter."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give the filter a name of at most 60 signs."))
        return redirect("dossiers:filters")
    try:
        api.change_filter(by=actor_of(request), at=clock.now(), filter_id=filter_id, **form.cleaned_data)
    except (Invalid, Conflict, NotFound) as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The filter was changed."))
    return redirect("dossiers:filters")


@require_POST
@access("official", roles=WORKING)
def remove(request: HttpRequest, filter_id: str) -> HttpResponse:
    """Take a filter away; the list offers to bring it back."""
    try:
        removed = api.remove_filter(by=actor_of(request), at=clock.now(), filter_id=filter_id)
    except NotFound as refused:
        messages.error(request, str(refused.message))
        return redirect("dossiers:filters")
    messages.success(request, _("The filter “%(name)s” was taken away.") % {"name": removed.name})
    return redirect(f"{reverse('dossiers:filters')}?bo={filter_id}")


@require_POST
@access("official", roles=WORKING)
def restore(request: HttpRequest, filter_id: str) -> HttpResponse:
    """Bring a filter back."""
    try:
        kept = api.restore_filter(by=actor_of(request), at=clock.now(), filter_id=filter_id)
    except (Conflict, NotFound) as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The filter is kept as “%(name)s”.") % {"name": kept.name})
    return redirect("dossiers:filters")
