"""Definitions as files, in the format of those that come with the house."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinh.indicators.dictionary import api
from dinh.indicators.figures import api as figures
from dinh.kernel.access import access
from dinh.kernel.errors import NotFound


@require_GET
@access("official", roles=api.READING)
def defined(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send a version in force as a definition file."""
    del request
    try:
        row = figures.written(code, number)
    except KeyError as unknown:
        raise NotFound("DN13", _("There is no such version of an indicator.")) from unknown
    return _file(code, number, api.to_toml(row))


@require_GET
@access("official", roles=api.READING)
def draft(request: HttpRequest, version_id: str) -> HttpResponse:
    """Send a version as it was written, drafts too."""
    del request
    view = api.version(version_id=version_id)
    return _file(view.code, view.number, api.to_toml(view.row))


def _file(code: str, number: int, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-v{number}.toml"'
    return response
