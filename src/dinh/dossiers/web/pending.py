"""What somebody sent after their session had ended: kept with the browser's session until they signed in again."""

from django.http import HttpRequest

from dinh.dossiers.web.forms import SAVED_AS_TYPED
from dinh.dossiers.web.steps import Kind

_KEY = "dossiers_pending"
_LONGEST = 20_000


def keep(request: HttpRequest, submission_id: str, slug: str) -> None:
    """Keep the typed words of one page; files are not kept, they are chosen again."""
    is_form = slug.startswith(f"{Kind.FORM.value}-")
    typed = {name: request.POST[name] for name in request.POST if name in SAVED_AS_TYPED or is_form}
    typed.pop("csrfmiddlewaretoken", None)
    if typed and sum(len(value) for value in typed.values()) <= _LONGEST:
        request.session[_KEY] = {"submission": submission_id, "slug": slug, "typed": typed}


def take(request: HttpRequest, submission_id: str, slug: str) -> dict[str, str]:
    """Return what was kept for this page, once."""
    kept = request.session.get(_KEY)
    if not kept or (kept["submission"], kept["slug"]) != (submission_id, slug):
        return {}
    del request.session[_KEY]
    typed: dict[str, str] = kept["typed"]
    return typed
