"""The simulated mailbox and phone as pages, and the gateway's own door."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from dinh.kernel import clock
from dinh.kernel.access import access
from dinh.kernel.errors import Invalid, NotFound
from dinh.notices.models import SimulatedArrival
from dinh.notices.plugins.assembly import SIMULATED_SMS
from dinh.notices.plugins.sms_http.gateway import SIGNATURE, SmsGateway
from dinh.notices.plugins.sms_http.simulator import phone
from dinh.notices.plugins.sms_http.simulator.phone import Answering
from dinh.notices.policies.signature import is_genuine
from dinh.notices.policies.sms import size_of
from dinh.notices.registry.providers import provider
from dinh.notices.types import Way

_NEWEST = 50
ANSWERS = [
    (Answering.DELIVERED, gettext_lazy("It arrived")),
    (Answering.UNDELIVERED, gettext_lazy("The phone is switched off")),
    (Answering.TWICE, gettext_lazy("Says “arrived” twice")),
    (Answering.REORDERED, gettext_lazy("Says “switched off” after “arrived”")),
    (Answering.FORGED, gettext_lazy("A stranger says that it arrived")),
]


def _gateway() -> SmsGateway:
    found = provider(SIMULATED_SMS)
    if found is None or not isinstance(found[1], SmsGateway):
        raise NotFound("TB30", _("No simulated text messages here: a real gateway is configured."))
    return found[1]


@require_GET
@never_cache
@access("public")
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show what the simulated mailbox got, newest first."""
    rows = SimulatedArrival.objects.filter(way=Way.EMAIL).order_by("-id")[:_NEWEST]
    return render(request, "notices/mailbox.html", {"mails": rows})


@require_GET
@never_cache
@access("public")
def messages(request: HttpRequest) -> HttpResponse:
    """Show what the simulated phones got, and let their network answer."""
    rows = SimulatedArrival.objects.filter(way=Way.SMS).order_by("-id")[:_NEWEST]
    shown = [{"row": row, "size": size_of(row.text)} for row in rows]
    return render(request, "notices/phone.html", {"texts": shown, "answers": ANSWERS})


@csrf_exempt
@require_POST
@access("public")
def take(request: HttpRequest) -> HttpResponse:
    """Take a text message as a gateway does; only a signed one."""
    if not is_genuine(request.body, request.headers.get(SIGNATURE, ""), _gateway().secret):
        return JsonResponse({"error": "signature"}, status=403)
    asked = json.loads(request.body)
    reference = phone.arrive(
        way=Way.SMS, key=asked["id"], address=asked["to"], title=asked["from"], text=asked["text"], at=clock.now()
    )
    return JsonResponse({"ref": reference})


@require_POST
@access("public")
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Let the network say what became of a message, rightly or wrongly."""
    row = SimulatedArrival.objects.filter(way=Way.SMS, key=key).first()
    if row is None:
        raise NotFound("TB31", _("This phone got no such message."))
    try:
        how = Answering(request.POST.get("how", ""))
    except ValueError:
        raise Invalid("TB32", _("Please choose what the network says.")) from None
    url = request.build_absolute_uri(reverse("notices:receipt", args=[SIMULATED_SMS]))
    for said in phone.answer(key=key, how=how, at=clock.now(), url=url, secret=_gateway().secret):
        _say(request, said)
    return redirect("notices:phone")


def _say(request: HttpRequest, said: phone.Answer) -> None:
    from django.contrib import messages as flashes

    flashes.info(request, f"{said.label}: {said.status} {said.text}")
