"""Who is overloaded: the officers of the agency with their work, each number a list, and giving work out anew."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.design.api import Chart, Series
from dinh.dossiers import api
from dinh.dossiers.web.desk.actions import away_words, officers_of
from dinh.dossiers.web.desk.lists import shown
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.errors import Invalid

HEADS = (Role.HEAD.value, Role.LEADER.value)
_ROWS = 100
_OFFICERS = 20
_NOBODY = "chua-giao"
_KINDS = {
    "dang-mo": (api.WorkKind.OPEN, gettext_lazy("Under way")),
    "sap-den-han": (api.WorkKind.SOON, gettext_lazy("Due soon")),
    "qua-han": (api.WorkKind.LATE, gettext_lazy("Overdue")),
    "da-xong": (api.WorkKind.DONE, gettext_lazy("Done this week")),
}


class GiveForm(forms.Form):
    """To whom the chosen dossiers go."""

    post_id = forms.ChoiceField(label=gettext_lazy("Give the chosen dossiers to"))

    def __init__(self, *args: Any, officers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["post_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = officers


def _href(post_id: str, slug: str) -> str:
    return f"{reverse('dossiers:work_of', args=[post_id or _NOBODY])}?loai={slug}"


def _line(load: api.OfficerLoad, most: int, absence: api.AbsenceView | None) -> dict[str, Any]:
    numbers = {"dang-mo": load.open, "sap-den-han": load.soon, "qua-han": load.late, "da-xong": load.done}
    return {
        "name": load.name or _("Nobody has it yet"),
        "title": load.title,
        "away": away_words(absence) if absence else "",
        "cells": [(many, _href(load.post_id, slug) if many else "", slug) for slug, many in numbers.items()],
        "open": load.open,
        "most": most,
    }


@require_safe
@never_cache
@access("official", roles=HEADS)
def workload(request: HttpRequest) -> HttpResponse:
    """Show who of the agency has how much, the most overdue first."""
    actor = actor_of(request)
    nobody, *loads = api.workload(by=actor)
    away = api.absences_now([actor.agency_id], clock.now().date())
    page_no = _number(request.GET.get("trang", ""))
    listed = loads[(page_no - 1) * _OFFICERS : page_no * _OFFICERS]
    most = max((one.open for one in [nobody, *loads]), default=0)
    page = {
        "heads": [name for _kind, name in _KINDS.values()],
        "lines": [_line(one, most, away.get(one.post_id)) for one in ([nobody, *listed] if page_no == 1 else listed)],
        "sentence": _sentence(loads),
        "most_open": _most_open(loads),
        "chart": _chart(listed),
        "next_url": f"?trang={page_no + 1}" if len(loads) > page_no * _OFFICERS else "",
        "prev_url": f"?trang={page_no - 1}" if page_no > 1 else "",
    }
    return render(request, "dossiers/desk/workload.html", page)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1  # noqa: PLR2004


def _sentence(loads: list[api.OfficerLoad]) -> str:
    late = [one for one in loads if one.late]
    if not late:
        return _("Nobody of the agency has overdue dossiers.")
    worst = late[0]
    said = {"name": worst.name, "late": worst.late, "open": worst.open}
    return _("%(name)s has the most overdue dossiers: %(late)s of %(open)s open ones.") % said


def _most_open(loads: list[api.OfficerLoad]) -> str:
    """What the drawing shows, which is not who is late: the two are often different people."""
    most = max(loads, key=lambda one: one.open, default=None)
    return _("%(name)s has the most open dossiers: %(n)s.") % {"name": most.name, "n": most.open} if most else ""


def _chart(loads: list[api.OfficerLoad]) -> Chart | None:
    if not any(one.open for one in loads):
        return None
    series = Series(_("Open dossiers"), tuple(one.open for one in loads))
    return Chart(
        kind="bar",
        labels=tuple(one.name for one in loads),
        series=(series,),
        hrefs=tuple(_href(one.post_id, "dang-mo") for one in loads),
    )


@require_safe
@never_cache
@access("official", roles=HEADS)
def work_of(request: HttpRequest, post_id: str) -> HttpResponse:
    """Show one officer's dossiers behind a number, to be chosen and given to somebody else."""
    actor, slug = actor_of(request), request.GET.get("loai", "")
    slug = slug if slug in _KINDS else "dang-mo"
    cursor = request.GET.get("tiep", "")
    kind, name = _KINDS[slug]
    view = api.officer_work(by=actor, post_id=_post(post_id), kind=kind, cursor=cursor, size=_ROWS)
    may_give = actor.has_role(Role.HEAD) and kind is not api.WorkKind.DONE and bool(view.rows)
    page = {
        "name": view.name or _("Nobody has it yet"),
        "kind": name,
        "kinds": [(title, _href(_post(post_id), one), one == slug) for one, (_kind, title) in _KINDS.items()],
        "rows": [shown(row) for row in view.rows],
        "may_give": may_give,
        "form": GiveForm(officers=officers_of(actor.agency_id)) if may_give else None,
        "give_url": f"{reverse('dossiers:give', args=[post_id])}?loai={slug}",
        "next_url": f"?{urlencode({'loai': slug, 'tiep': view.next_cursor})}" if view.next_cursor else "",
        "prev_url": f"?loai={slug}" if cursor else "",
    }
    return render(request, "dossiers/desk/work.html", page)


def _post(path: str) -> str:
    return "" if path == _NOBODY else path


@require_POST
@access("official", roles=(Role.HEAD.value,))
def give(request: HttpRequest, post_id: str) -> HttpResponse:
    """Give the chosen dossiers to one officer; say of each that could not be given why."""
    actor = actor_of(request)
    form = GiveForm(request.POST, officers=officers_of(actor.agency_id))
    back = redirect(_href(_post(post_id), request.GET.get("loai", "dang-mo")))
    if not form.is_valid():
        messages.error(request, _("Please choose the officer."))
        return back
    chosen = request.POST.getlist("dossier")
    try:
        given = api.assign_many(by=actor, at=clock.now(), dossier_ids=chosen, post_id=form.cleaned_data["post_id"])
    except Invalid as refused:
        messages.error(request, str(refused.message))
        return back
    many = len(given.done)
    if many:
        messages.success(
            request, ngettext("%(n)d dossier was given.", "%(n)d dossiers were given.", many) % {"n": many}
        )
    for one in given.failed:
        messages.error(request, f"{one.code}: {one.why}")
    return back
