"""Being away: who stands in from a day to a day, written down by the officer or their head, and ended early."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.actions import officers_of
from dinh.dossiers.web.desk.cases import tell_fields
from dinh.dossiers.web.desk.nav import WORKING
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class AbsenceForm(forms.Form):
    """Who is away, who stands in, and on which days."""

    post_id = forms.ChoiceField(label=gettext_lazy("Who is away"))
    substitute = forms.ChoiceField(label=gettext_lazy("Who stands in"))
    first_on = forms.DateField(
        label=gettext_lazy("First day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_on = forms.DateField(
        label=gettext_lazy("Last day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why away"),
        choices=[(one.value, said) for one, said in words.ABSENCES.items()],
        help_text=gettext_lazy("Only you and your head read this; it is not in the record."),
    )

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        officers = officers_of(by.agency_id)
        own = officers if by.has_role(Role.HEAD) else [one for one in officers if one[0] == by.post_id]
        for name, found in (("post_id", own), ("substitute", officers)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access("official", roles=WORKING)
def absences(request: HttpRequest) -> HttpResponse:
    """Show who is away and write down an absence."""
    actor, today = actor_of(request), clock.now().date()
    is_sent = request.method == "POST"
    initial = {"post_id": actor.post_id, "first_on": today}
    form = AbsenceForm(request.POST, by=actor) if is_sent else AbsenceForm(initial=initial, by=actor)
    if is_sent and form.is_valid() and _set(actor, form):
        messages.success(request, _("The absence is written down; new work goes to the substitute."))
        return redirect("dossiers:absences")
    kept = api.absences_of(by=actor, on=today)
    own = {one.absence_id for one in kept}
    page = {
        "form": form,
        "mine": [_line(one) for one in kept],
        "others": [one for one in api.absences_now([actor.agency_id], today).values() if one.absence_id not in own],
        "stands_for": api.stands_in_for(actor.post_id, [actor.agency_id], today),
    }
    return render(request, "dossiers/desk/absences.html", page, status=422 if is_sent else 200)


def _line(one: api.AbsenceView) -> dict[str, Any]:
    return {"one": one, "reason": words.ABSENCES[one.reason]}


def _set(by: Actor, form: AbsenceForm) -> bool:
    data = form.cleaned_data
    try:
        api.set_absence(
            by=by,
            at=clock.now(),
            post_id=data["post_id"],
            substitute_post_id=data["substitute"],
            first_on=data["first_on"],
            last_on=data["last_on"],
            reason=data["reason"],
        )
    except (Conflict, Invalid, NotAllowed) as refused:
        tell_fields(form, getattr(refused, "fields", {}), str(refused.message))
        return False
    return True


@require_POST
@access("official", roles=WORKING)
def end(request: HttpRequest, absence_id: str) -> HttpResponse:
    """End an absence: the officer is back."""
    try:
        api.end_absence(by=actor_of(request), at=clock.now(), absence_id=absence_id)
    except (Conflict, NotAllowed, NotFound) as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The absence has ended."))
    return redirect("dossiers:absences")
