"""Small routes of the house itself: is it alive, is it ready, in which language."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from dinh.kernel.access import access


@access("public")
def alive(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process answers."""
    del request
    return HttpResponse("ok", content_type="text/plain")


@access("public")
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"})


@require_POST
@access("public")
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language the person chose and go back to where they were."""
    return django_set_language(request)
