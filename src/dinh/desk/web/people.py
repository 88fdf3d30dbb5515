"""One person's several dossiers at once: what they handed in here today, and all their receipts in one print."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.desk import api
from dinh.desk.web.nav import COUNTER
from dinh.directory import api as directory
from dinh.dossiers import api as dossiers
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor

_MOST = 50


def _today(by: Actor, person_id: str, on: date) -> tuple[dossiers.RegisterRow, ...]:
    return dossiers.register(by=by, since=on, until=on, applicant_person_id=person_id, size=_MOST).rows


@require_safe
@never_cache
@access("official", roles=COUNTER)
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """List what one person handed in here today, and go on with the next dossier."""
    rows = _today(actor_of(request), person_id, clock.now().date())
    page = {
        "person": directory.person(person_id=person_id),
        "rows": [{"row": one, "status": dossiers.status_name(one.status)} for one in rows],
        "next_url": f"{reverse('dossiers:intake')}?{urlencode({'nguoi': person_id})}",
    }
    return render(request, "desk/person.html", page)


@require_safe
@never_cache
@access("official", roles=COUNTER)
def receipts(request: HttpRequest, person_id: str) -> HttpResponse:
    """Send the receipts of one person's dossiers of today as one PDF, to print at one go."""
    actor, at = actor_of(request), clock.now()
    joined = api.joined_receipts(by=actor, at=at, person_id=person_id)
    response = HttpResponse(joined, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-hen-{at:%Y%m%d}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
