"""What every request passes: the language, and refusals told as pages a person understands."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import DinhError, Unavailable

Handler = Callable[[HttpRequest], HttpResponse]
_LANGUAGES = {code for code, _name in settings.LANGUAGES}


def language(get_response: Handler) -> Handler:
    """Speak Vietnamese unless the person chose otherwise; what the browser asks for does not count."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in _LANGUAGES else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


class Refusals:
    """Turn a refusal into a page with its code, its sentence and what to do."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            exception = Unavailable(
                "DB01",
                _("The system is restarting its records."),
                _("Nothing you sent before was lost. Please wait a minute and try again."),
            )
        if not isinstance(exception, DinhError):
            return None
        response = render(request, "design/refusal.html", {"error": exception}, status=exception.status)
        if exception.status == Unavailable.status:
            response.headers["Retry-After"] = "20"
        return response


refusals = Refusals
