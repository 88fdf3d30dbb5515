"""Looking at a form: as a citizen sees it, beside the version in force, and as a file."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.forms import api
from dinh.forms.web.builder import ROLES
from dinh.forms.web.words import CHANGES, STATES
from dinh.kernel import clock
from dinh.kernel.access import access


@require_safe
@never_cache
@access("official", roles=ROLES)
def preview(request: HttpRequest, form_id: str, name: str) -> HttpResponse:
    """Show one page as it stands on a citizen's phone."""
    view = api.form(form_id=form_id)
    shown = api.preview(definition=view.definition, page=name, on=clock.now().date())
    pages = view.definition.pages
    context = {
        "view": view,
        "shown": shown,
        "pages": [{"page": page, "is_here": page.name == name} for page in pages],
        "findings": [one for one in api.check(definition=view.definition) if one.place.split(" · ")[0] == name],
    }
    return render(request, "forms/preview.html", context)


@require_safe
@never_cache
@access("official", roles=ROLES)
def compare(request: HttpRequest, form_id: str) -> HttpResponse:
    """Show what differs from the version in force."""
    view = api.form(form_id=form_id)
    older = next(
        (
            one
            for one in api.versions(code=view.code)
            if one.state is not api.FormState.DRAFT and one.number < view.number
        ),
        None,
    )
    found = api.compare(before=older.definition, after=view.definition) if older else ()
    rows = [{"one": one, "words": CHANGES[one.kind][0], "tone": CHANGES[one.kind][1]} for one in found]
    context = {"view": view, "older": older, "rows": rows, "state": STATES[view.state]}
    return render(request, "forms/compare.html", context)


@require_safe
@access("official", roles=ROLES)
def export(request: HttpRequest, form_id: str) -> HttpResponse:
    """Send the form as JSON, the same that can be brought in again."""
    del request
    view = api.form(form_id=form_id)
    text = json.dumps(json.loads(api.canonical(view.definition)), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.code}-{view.number}.json"'
    return response
