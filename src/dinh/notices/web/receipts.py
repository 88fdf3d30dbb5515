"""Where providers tell us what became of a message: no session, no form token, only their signature counts."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dinh.kernel import clock
from dinh.kernel.access import access
from dinh.kernel.actor import SYSTEM
from dinh.notices import api

_LONGEST = 16 * 1024
_STATUS = {api.ReceiptOutcome.FORGED: 403, api.ReceiptOutcome.MALFORMED: 400}


@csrf_exempt
@require_POST
@access("public")
def receipt(request: HttpRequest, name: str) -> HttpResponse:
    """Take one delivery receipt. 200 tells the gateway to stop repeating it, also for a message we do not know."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LONGEST:
        return JsonResponse({"outcome": "too long"}, status=413)
    outcome = api.receive_receipt(
        by=SYSTEM, at=clock.now(), provider_name=name, body=request.body, headers=request.headers
    )
    return JsonResponse({"outcome": str(outcome)}, status=_STATUS.get(outcome, 200))
