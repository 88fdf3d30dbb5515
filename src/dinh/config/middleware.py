"""What every request passes: the language, and refusals told as pages a person understands."""

import errno
import sys
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

from dinh.directory import api as directory
from dinh.kernel.access import actor_of
from dinh.kernel.clock import now
from dinh.kernel.errors import DinhError, NotAllowed, Unavailable

Handler = Callable[[HttpRequest], HttpResponse]
_NO_DATABASE = (OperationalError, InterfaceError)
_CHUNK = 1 << 16
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
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
        helpless = _helpless(exception)
        if helpless is not None:
            return _plain(helpless, request)
        if not isinstance(exception, DinhError):
            return None
        told = {"error": exception, "other_post": _other_post(request, exception)}
        response = render(request, "design/refusal.html", told, status=exception.status)
        if exception.status == Unavailable.status:
            response.headers["Retry-After"] = "20"
        return response


def _other_post(request: HttpRequest, refusal: DinhError) -> str:
    """Return where an official of several posts may choose another for this page, "" for everybody else."""
    by = actor_of(request)
    if refusal.status != NotAllowed.status or not by.is_official or request.method != "GET":
        return ""
    posts = directory.posts_now(account_id=by.account_id, on=now().date())
    return f"/chon-vi-tri/?{urlencode({'doi': '1', 'next': request.get_full_path()})}" if len(posts) > 1 else ""


refusals = Refusals
# Words, drawings and tables; papers and pictures are packed already and keep their length and ranges.
_PACKED = ("text/", "application/json", "application/geo+json", "application/manifest+json", "image/svg+xml")


class Packing(GZipMiddleware):
    """Send text smaller. Why this is safe beside secrets: docs/decisions/0006-packed-pages.md."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(_PACKED):
            return response
        return super().process_response(request, response)


packing = Packing


def _helpless(fault: BaseException | None) -> Unavailable | None:
    """Return what to say when the ground under the pages is missing: the database, or room on the disk."""
    if isinstance(fault, _NO_DATABASE):
        return Unavailable(
            "DB01",
            _("The system is restarting its records."),
            _("Nothing you sent before was lost. Please wait a minute and try again."),
        )
    if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
        return Unavailable(
            "DB02",
            _("There is no room to take this just now."),
            _("Nothing was kept of what you just sent; what you sent before was not lost. Please try again later."),
        )
    return None


def _plain(error: Unavailable, request: HttpRequest) -> HttpResponse:
    """Say it on a page that needs no database: who asks, their messages and their session all live in it."""
    _read_on(request)
    page = render_to_string("design/refusal.html", {"error": error})
    return HttpResponse(page, status=error.status, headers={"Retry-After": "20"})


def broken(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught; what fails before any view is reached is told as what it is."""
    helpless = _helpless(sys.exc_info()[1])
    return _plain(helpless, request) if helpless is not None else server_error(request)


def _read_on(request: HttpRequest) -> None:
    """Take the rest of what is being sent: a browser cut off in the middle shows a broken line, not our words."""
    with suppress(OSError):
        while request.read(_CHUNK):
            pass
