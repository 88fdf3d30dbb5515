"""Where the payment platform tells us of payments: no session, no form token, only its signature counts."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dinh.kernel import clock
from dinh.kernel.access import access
from dinh.payments import api
from dinh.payments.types import Outcome

_LONGEST = 16 * 1024
_CODES = {Outcome.FORGED: ("97", 403), Outcome.MALFORMED: ("99", 400), Outcome.CONTRADICTED: ("98", 409)}


def flat(message: Mapping[Any, Any]) -> dict[str, str]:
    """Return the plain fields of a message as text; nested ones carry nothing that is signed."""
    return {str(name): str(value) for name, value in message.items() if isinstance(value, str | int)}


def read_body(request: HttpRequest) -> dict[str, str] | None:
    """Return the fields of a JSON or form message, None when it is neither or too long."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LONGEST:
        return None
    if not (request.content_type or "").startswith("application/json"):
        return {name: request.POST[name] for name in request.POST}
    try:
        message = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return flat(message) if isinstance(message, dict) else None


@csrf_exempt
@require_POST
@access("public")
def callback(request: HttpRequest) -> HttpResponse:
    """Take one message. "00" tells the platform to stop repeating it, also for money that must be given back."""
    message = read_body(request)
    if message is None:
        return JsonResponse({"MaLoi": "99", "MoTa": "unreadable"}, status=400)
    outcome = api.receive_callback(raw=message, at=clock.now()).outcome
    code, status = _CODES.get(outcome, ("00", 200))
    return JsonResponse({"MaLoi": code, "MoTa": str(outcome)}, status=status)
