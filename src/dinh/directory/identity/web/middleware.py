from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dinh.kernel.actor import ANONYMOUS


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put who asks on every request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
