"""The HTTP interface at /api/: the routers of the modules, one way to tell errors (RFC 9457), entity tags."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.errors import ValidationError

from dinh.directory.units.http import router as units
from dinh.indicators.figures.http import router as indicators
from dinh.indicators.scores.http import router as scores
from dinh.kernel.errors import DinhError, Invalid
from dinh.ledger.http import router as ledger
from dinh.procedures.http import router as procedures

# The description is at /api/openapi.json; the bundled viewer loads scripts from other hosts, which we do not.
api = NinjaAPI(title="Đình", version="1", docs_url=None, urls_namespace="api")
api.add_router("/procedures", procedures)
api.add_router("/units", units)
api.add_router("/indicators", indicators)
api.add_router("/ledger", ledger)
api.add_router("/scores", scores)


def _problem(status: int, code: str, title: str, **more: object) -> HttpResponse:
    told = {"type": "about:blank", "status": status, "code": code, "title": title, **more}
    return JsonResponse(told, status=status, content_type="application/problem+json")


@api.exception_handler(DinhError)
def _refused(request: HttpRequest, error: DinhError) -> HttpResponse:
    del request
    fields = {name: str(words) for name, words in error.fields.items()} if isinstance(error, Invalid) else {}
    return _problem(error.status, error.code, str(error.message), detail=str(error.hint), fields=fields)


@api.exception_handler(KeyError)
def _unknown(request: HttpRequest, error: KeyError) -> HttpResponse:
    del request
    return _problem(404, "API04", f"{error.args[0]} is not known")


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    fields = {".".join(str(part) for part in one["loc"]): one["msg"] for one in error.errors}
    return _problem(422, "API22", "what was asked cannot be read", fields=fields)


def routes() -> list[URLPattern | URLResolver]:
    """Return the routes, each with its policy (rights are checked inside, per operation) and entity tags."""
    return [_guarded(pattern) for pattern in api.urls[0]]


def _guarded(pattern: Any) -> Any:
    pattern.callback = conditional_page(pattern.callback)
    pattern.callback.dinh_access = (("public",), ())
    return pattern
