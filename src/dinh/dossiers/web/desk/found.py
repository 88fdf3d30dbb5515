"""Papers at the desk: found by words of their kind, title, number or file, each leading to its dossier."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.dossiers import api
from dinh.dossiers.web.desk.nav import WORKING, ways
from dinh.dossiers.web.parts import file_href
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Invalid

_ROWS = 25
# Of the two lists each turns its own pages.
_GIVEN, _ISSUED = "nop", "cap"


@require_safe
@never_cache
@access("official", roles=WORKING)
def papers(request: HttpRequest) -> HttpResponse:
    """Find papers handed in with dossiers or issued about them, as far as this officer may open those."""
    text = request.GET.get("q", "").replace("\x00", "").strip()
    page: dict[str, Any] = {"text": text, "ways": ways(text, "desk_find_papers")}
    if text:
        try:
            page["groups"] = [
                _group(request, text, _ISSUED, _("Issued by the office"), api.issued_papers),
                _group(request, text, _GIVEN, _("Handed in by citizens"), api.given_papers),
            ]
        except Invalid as fault:
            page["refused"] = str(fault.message)
    return render(request, "dossiers/desk/find_papers.html", page)


def _group(
    request: HttpRequest, text: str, name: str, label: str, find: Callable[..., api.PapersFound]
) -> dict[str, Any]:
    cursor = request.GET.get(name, "")
    found = find(by=actor_of(request), text=text, cursor=cursor, size=_ROWS)
    asked = {"q": text, **{other: request.GET[other] for other in (_GIVEN, _ISSUED) if request.GET.get(other)}}
    first = {key: value for key, value in asked.items() if key != name}
    return {
        "label": label,
        "rows": [{"hit": one, "href": _place(one), "file_href": file_href(one.file_id)} for one in found.papers],
        "next_url": f"?{urlencode({**asked, name: found.next_cursor})}" if found.next_cursor else "",
        "prev_url": f"?{urlencode(first)}" if cursor else "",
    }


def _place(one: api.PaperHit) -> str:
    """Where the paper stands in its dossier: an issued one on its page, one handed in among its papers."""
    if one.paper_id:
        return f"{reverse('dossiers:desk_dossier', args=[one.dossier_id])}#giay-{one.paper_id}"
    papers_of = reverse("dossiers:desk_papers", args=[one.dossier_id or one.submission_id])
    return f"{papers_of}?giay={one.seq}#giay-{one.seq}"
