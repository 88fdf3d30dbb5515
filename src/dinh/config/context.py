"""What every page knows of the house it stands in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dinh.kernel.access import actor_of


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the actor and the marks of this installation for all templates."""
    return {
        "actor": actor_of(request),
        "is_synthetic": settings.DINH_SYNTHETIC,
        "is_simulated": settings.DINH_SIMULATORS,
        "province_code": settings.DINH_PROVINCE,
    }
