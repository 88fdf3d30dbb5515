"""Moving an assessment on and freezing it."""

import json
from fractions import Fraction

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.framing import ROLES
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError, NotFound


@require_POST
@access("official", roles=ROLES)
def move(request: HttpRequest) -> HttpResponse:
    """Move the assessment to the step asked for; publication freezes it."""
    asked = address.read(request, clock.now().date())
    to = request.POST.get("to", "")
    if to not in [one.value for one in api.Step]:
        raise NotFound("SC09", _("There is no such step."))
    try:
        if to == api.Step.PUBLICATION:
            api.publish(by=actor_of(request), at=clock.now(), **asked.where)
        else:
            api.move(by=actor_of(request), at=clock.now(), to=api.Step(to), **asked.where)
        messages.success(request, _("The assessment has moved on."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(asked.link("overview"))


@require_GET
@access("official", roles=ROLES)
def frozen(request: HttpRequest, publication_id: str) -> HttpResponse:
    """Show a frozen copy as it was published, and whether it still has its hash."""
    one = api.publication(publication_id=publication_id)
    units = [(unit.unit_id, unit.name) for unit in api.units_of(year=one.year, on=clock.now().date())]
    back = {"nam": one.year, "don-vi": one.unit_id}
    page = {
        "one": one,
        "is_intact": api.is_intact(one),
        "value": numbers.value(one.value),
        "unit": next((name for unit_id, name in units if unit_id == one.unit_id), ""),
        "rows": frozen_rows(one),
        "back": f"{reverse('indicators_scores:overview')}?{urlencode(back)}",
    }
    return render(request, "scores/frozen.html", page)


def frozen_rows(one: api.PublicationView) -> list[dict[str, str]]:
    """Return the main indicators as they stand in a frozen copy, read from the copy alone."""
    told = json.loads(one.content)
    stages = told["scored"][str(one.unit_id)]["stages"]
    return [
        {
            "name": f"{part['code']}. {part['name']}",
            "share": numbers.value(_fraction(stages[part["code"]]["share"])),
            "points": numbers.short(_fraction(stages[part["code"]]["points"])),
            "of": numbers.short(_fraction(part["points"])),
        }
        for part in told["index"]["parts"]
        if not part["parent"] and part["is_scored"] and part["code"] in stages
    ]


def _fraction(text: str | None) -> Fraction | None:
    return Fraction(text) if text else None


@require_POST
@access("official", roles=ROLES)
def approve(request: HttpRequest, structure_id: str) -> HttpResponse:
    """Let a list of components count from now on."""
    asked = address.read(request, clock.now().date())
    try:
        api.approve_structure(by=actor_of(request), at=clock.now(), structure_id=structure_id)
        messages.success(request, _("The list of components counts from now on."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(asked.link("lists"))
