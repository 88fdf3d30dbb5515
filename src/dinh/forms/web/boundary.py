"""The boundary of one commune, for the map a point is set on. Boundaries are public."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from dinh.forms import api
from dinh.kernel import clock
from dinh.kernel.access import access

_SECONDS = 3600


@require_safe
@access("public")
def boundary(request: HttpRequest) -> JsonResponse:
    """Send the commune that is meant: rings of whole microdegrees; unit 0 where nobody can say which."""
    asked = request.GET
    unit, name, rings = api.boundary(text=asked.get("ten", ""), picked=asked.get("so", ""), on=clock.now().date())
    response = JsonResponse({"unit": unit, "name": name, "rings": rings}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=_SECONDS)
    return response
