"""A citizen's notices: the list, one opened, how to be told."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.notices import api

PAGE = 20
INBOX, OFFICE = "notices:inbox", "notices:office"


class PreferenceForm(forms.Form):
    wants_email = forms.BooleanField(
        label=gettext_lazy("By e-mail"), required=False, help_text=gettext_lazy("To the address you gave.")
    )
    wants_sms = forms.BooleanField(
        label=gettext_lazy("By text message"),
        required=False,
        help_text=gettext_lazy("Only what cannot wait: more papers, payment, a new appointment, the result."),
    )
    keeps_quiet = forms.BooleanField(
        label=gettext_lazy("No text messages at night"),
        required=False,
        help_text=gettext_lazy("What comes in the night is sent in the morning."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the notices"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
    )


@require_safe
@never_cache
@access("citizen")
def inbox(request: HttpRequest) -> HttpResponse:
    """List a person's notices, newest first."""
    actor = actor_of(request)
    rows = api.inbox(by=actor, person_id=actor.person_id, before=request.GET.get("truoc", ""), limit=PAGE + 1)
    page = {
        "notices": rows[:PAGE],
        "older": rows[PAGE - 1].notice_id if len(rows) > PAGE else "",
        "has_unread": any(row.read_at is None for row in rows),
    }
    return render(request, "notices/inbox.html", page)


@require_safe
@never_cache
@access("citizen", "official")
def follow(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Come from the link of a mail: sign in as whom it is for, in the post it is for, and go on to what it is about."""
    actor = actor_of(request)
    found = api.address_of(by=actor, notice_id=notice_id)
    if found.post_id != actor.post_id and found.post_id:
        return redirect(f"{reverse('identity:choose_post')}?{urlencode({'doi': '1', 'next': request.path})}")
    _mark(actor, notice_id)
    return redirect(found.href or (OFFICE if found.post_id else INBOX))


@require_POST
@access("citizen", "official")
def open_notice(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Mark one notice as read and go on to what it is about."""
    actor = actor_of(request)
    _mark(actor, notice_id)
    href = request.POST.get("href", "")
    is_ours = href.startswith("/") and url_has_allowed_host_and_scheme(href, {request.get_host()})
    return redirect(href if is_ours else OFFICE if actor.is_official else INBOX)


def _mark(actor: Actor, notice_id: str) -> None:
    if actor.is_official:
        api.mark_office_read(by=actor, at=clock.now(), notice_ids=[notice_id])
    else:
        api.mark_read(by=actor, at=clock.now(), person_id=actor.person_id, notice_ids=[notice_id])


@require_POST
@access("citizen")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    actor = actor_of(request)
    api.mark_read(by=actor, at=clock.now(), person_id=actor.person_id)
    return redirect("notices:inbox")


@never_cache
@access("citizen")
def settings(request: HttpRequest) -> HttpResponse:
    """Choose how to be told."""
    actor = actor_of(request)
    wish = api.preference(by=actor, person_id=actor.person_id)
    now = {name: getattr(wish, name) for name in PreferenceForm.base_fields}
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        api.set_preference(
            by=actor, at=clock.now(), person_id=actor.person_id, wish=api.PreferenceView(**form.cleaned_data)
        )
        messages.success(request, _("Saved. It holds from the next notice on."))
        return redirect("notices:inbox")
    return render(request, "notices/settings.html", {"form": form}, status=422 if form.is_bound else 200)
