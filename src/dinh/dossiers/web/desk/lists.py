"""The search and the register of the desk, and every list of it as CSV."""

import csv
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.policies.codes import read_code
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.filtering import asked
from dinh.dossiers.web.desk.nav import WORKING, current_queue, ways
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Invalid, NotAllowed, NotFound

_ROWS = 25
# Where fewer are found, another spelling is offered.
_FEW = 3
_FOUND = 1000
_EXPORTED = 5000
_PAPER_LINK = re.compile(r"/xac-minh/([0-9A-Za-z-]{8,24})/?$")
_STATUSES = {str(one.value) for one in api.Status}


def _href(row: api.QueueRow) -> str:
    if row.dossier_id:
        return reverse("dossiers:desk_dossier", args=[row.dossier_id])
    return reverse("dossiers:desk_submission", args=[row.submission_id])


def shown(row: api.QueueRow) -> dict[str, Any]:
    case_id = row.dossier_id or row.submission_id
    return {
        "row": row,
        "href": _href(row),
        "panel": reverse("dossiers:desk_panel", args=[case_id]),
        # In one's own queue the agency's part of the code and the word "procedure" say nothing new.
        "short_code": row.code.partition("-")[2],
        "short_name": _short(row.procedure_name),
        "look": words.DUE_LOOKS.get(row.due.state, "open"),
        "channel": words.CHANNELS[row.channel],
        "tone": words.STATUS_TONES[row.status],
    }


def _short(name: str) -> str:
    bare = name.removeprefix("Thủ tục ")
    return bare[:1].upper() + bare[1:]


def _found(request: HttpRequest, text: str, *, size: int, cursor: str = "") -> api.FoundPage:
    status, channel = request.GET.get("trang-thai", ""), request.GET.get("kenh", "")
    return api.search_page(
        by=actor_of(request),
        text=text,
        cursor=cursor,
        size=size,
        status=int(status) if status in _STATUSES else None,
        channel=channel if channel in words.CHANNELS else "",
    )


def _scanned(request: HttpRequest, text: str) -> str:
    """Return the dossier a scanner typed the code of, or the square code of a paper about it; "" when it is no such."""
    link = _PAPER_LINK.search(text)
    try:
        if link:
            dossier_id = documents.paper_by_code(code=link[1]).subject_id
        else:
            found = api.search(by=actor_of(request), text=text, limit=2) if read_code(text) else ()
            dossier_id = found[0].dossier_id if len(found) == 1 else ""
        return api.dossier(by=actor_of(request), dossier_id=dossier_id).dossier_id if dossier_id else ""
    except (NotFound, NotAllowed):
        return ""


def _aside(request: HttpRequest, text: str, found: api.FoundPage) -> dict[str, Any]:
    """What else may have been meant: another spelling where little is found, a place under its former name."""
    by = actor_of(request)
    meant = api.did_you_mean(by=by, text=text) if len(found.rows) < _FEW else ""
    places = api.search_former(by=by, text=text, cursor=request.GET.get("noi", ""), size=_ROWS)
    return {
        "meant": meant,
        "meant_url": f"?{urlencode({'q': meant})}" if meant else "",
        "places": [
            {
                "words": directory.former_words(one.place),
                "rows": [shown(row) for row in one.rows],
                "next_url": f"?{urlencode({'q': text, 'noi': one.next_cursor})}" if one.next_cursor else "",
            }
            for one in places
        ],
    }


@require_safe
@never_cache
@access("official", roles=WORKING)
def search(request: HttpRequest) -> HttpResponse:
    """Find dossiers by code, name, telephone or procedure, without tones, a page at a time."""
    text, cursor = request.GET.get("q", "").strip(), request.GET.get("tiep", "")
    found = api.FoundPage((), "")
    refused = ""
    scanned = _scanned(request, text)
    if scanned:
        return redirect("dossiers:desk_dossier", scanned)
    if text:
        try:
            found = _found(request, text, size=_ROWS, cursor=cursor)
        except Invalid as fault:
            refused = str(fault.message)
    rows = found.rows
    aside = _aside(request, text, found) if text and not cursor else {}
    asked = {name: request.GET.get(name, "") for name in ("q", "trang-thai", "kenh")}
    page = {
        "text": text,
        "ways": ways(text, "desk_search"),
        "rows": [shown(row) for row in rows],
        "refused": refused,
        **aside,
        "is_whole": not cursor and not found.next_cursor,
        "next_url": f"?{urlencode({**asked, 'tiep': found.next_cursor})}" if found.next_cursor else "",
        "prev_url": f"?{urlencode(asked)}" if cursor else "",
        "statuses": [(str(one.value), api.status_name(one)) for one in api.Status],
        "channels": words.CHANNELS.items(),
        "status": asked["trang-thai"],
        "channel": asked["kenh"],
        "export_url": f"{reverse('dossiers:desk_export')}?{urlencode(asked)}" if rows else "",
        "registers": [
            (words.QUEUES[name], f"{reverse('dossiers:desk')}?hang={words.QUEUE_SLUGS[name]}")
            for name in (api.QueueName.OPEN, api.QueueName.CLOSED)
        ],
    }
    return render(request, "dossiers/desk/search.html", page)


@require_safe
@never_cache
@access("official", roles=WORKING)
def export(request: HttpRequest) -> HttpResponse:
    """Send a queue or what a search found as CSV, at most 5,000 rows."""
    text = request.GET.get("q", "").strip()
    if text:
        rows: Sequence[api.QueueRow] = _found(request, text, size=_FOUND).rows
    else:
        rows = _whole_queue(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="ho-so-{clock.now():%Y%m%d-%H%M}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [
            _("Dossier code"), _("Procedure code"), _("Procedure"), _("Applicant"), _("How it came"), _("Arrived"),
            _("Due"), _("Stands at"), _("Officer"),
        ]
    )  # fmt: skip
    writer.writerows(_line(row) for row in rows)
    return response


def _whole_queue(request: HttpRequest) -> list[api.QueueRow]:
    rows: list[api.QueueRow] = []
    cursor = ""
    while len(rows) < _EXPORTED:
        view = api.queue(
            by=actor_of(request),
            name=current_queue(request),
            cursor=cursor,
            size=500,
            wanted=asked(request),
            for_post=request.GET.get("thay", ""),
        )
        rows += view.rows
        cursor = view.next_cursor
        if not cursor:
            break
    return rows[:_EXPORTED]


def _line(row: api.QueueRow) -> list[str]:
    due = row.due.at
    cells = [
        row.code or row.submission_id,
        row.procedure_code,
        row.procedure_name,
        row.applicant_name,
        str(words.CHANNELS[row.channel]),
        f"{clock.local(row.arrived_at):%d/%m/%Y %H:%M}",
        f"{clock.local(due):%d/%m/%Y %H:%M}" if due else "",
        row.status_name,
        row.assignee_name,
    ]
    return [_plain(cell) for cell in cells]


def _plain(text: str) -> str:
    """Keep a spreadsheet from running what somebody wrote as their name."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
