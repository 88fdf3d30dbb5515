"""Handing out a file: never run, never framed, never guessed at."""

from base64 import b64encode
from typing import cast
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.documents import api
from dinh.kernel.access import access, actor_of

# Only what a browser draws without running anything may open in the window.
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


@access("citizen", "official")
@never_cache
@require_safe
def file(request: HttpRequest, file_id: str) -> HttpResponse:
    stream = api.open_file(by=actor_of(request), file_id=file_id)
    found = api.file(file_id=file_id)
    response = FileResponse(stream, content_type=found.media_type)
    is_shown = request.GET.get("xem") == "1" and found.media_type in _SHOWN
    way = "inline" if is_shown else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(found.name, safe='')}"
    response.headers["Content-Length"] = str(found.size)
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(found.sha256)}:"
    # A stream is no HttpResponse by type, only by use.
    return cast("HttpResponse", response)


def _base64(sha256: str) -> str:
    return b64encode(bytes.fromhex(sha256)).decode("ascii")
