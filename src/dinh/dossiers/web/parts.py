"""One paper a page: send a file, use one from the store, bring it on paper, or say why it does not apply."""

from mimetypes import guess_type
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.forms import SkipForm, UploadForm
from dinh.dossiers.web.steps import Kind, Page
from dinh.dossiers.web.walking import back_url, go_on, url_of, walk_of
from dinh.kernel import clock
from dinh.kernel.access import actor_of
from dinh.kernel.errors import Conflict, Invalid

_TITLE = 140
_GIVEN = frozenset(api.PartSource) - {api.PartSource.MISSING, api.PartSource.NOT_APPLICABLE}
_ANSWERED = (api.PartSource.PAPER, api.PartSource.NOT_APPLICABLE)


def file_href(file_id: str) -> str:
    return f"{reverse('documents:file', args=[file_id])}?xem=1" if file_id else ""


def thumb_of(part: api.PartView) -> dict[str, Any]:
    """Return a paper as the component that shows it small wants it, without asking the store of files."""
    kind = guess_type(part.file_name)[0] or "application/pdf"
    return {"name": part.file_name, "media_type": kind, "size": None, "pages": None, "href": file_href(part.file_id)}


def part_page(request: HttpRequest, view: api.SubmissionView, page: Page) -> HttpResponse:
    """Show or take the page of one paper of a draft."""
    part = next(one for one in view.parts if one.seq == page.seq)
    upload, skip = UploadForm(), SkipForm(initial={"reason": part.reason})
    if request.method == "POST":
        do = request.POST.get("do", "upload")
        if do == "upload":
            upload = UploadForm(request.POST, request.FILES)
            answer = _upload(request, view, part, upload)
        elif do == "skip":
            skip = SkipForm(request.POST)
            answer = _skip(request, view, part, skip, page)
        else:
            answer = _simple(request, view, part, page, do)
        if answer is not None:
            return answer
    return _show(request, view, page, part, upload, skip)


def others_page(request: HttpRequest, view: api.SubmissionView, page: Page) -> HttpResponse:
    """Show the papers only some people owe as one list; going on says that the rest is not theirs."""
    others = [part for part in view.parts if part.is_in_case and not part.is_required]
    if request.method == "POST":
        for part in others:
            if part.source is api.PartSource.MISSING:
                api.mark_part(
                    by=actor_of(request),
                    at=clock.now(),
                    submission_id=view.submission_id,
                    seq=part.seq,
                    source=api.PartSource.NOT_APPLICABLE,
                )
        return go_on(request, view, page)
    items = [
        {
            "title": Truncator(part.name).chars(_TITLE),
            "hint": _("Already in your document store") if part.offers else "",
            "href": url_of(view, Page(Kind.PART, part.seq).slug),
            "state": words.SOURCES[part.source][0] if part.source in _GIVEN else "",
            "tone": words.SOURCES[part.source][1],
        }
        for part in others
    ]
    shown = {"walk": walk_of(page), "view": view, "items": items, "back": back_url(view, page)}
    return render(request, "dossiers/others.html", shown)


def _here(request: HttpRequest) -> HttpResponse:
    return redirect(request.get_full_path())


def _upload(
    request: HttpRequest, view: api.SubmissionView, part: api.PartView, form: UploadForm
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        api.attach(
            by=actor_of(request),
            at=clock.now(),
            submission_id=view.submission_id,
            seq=part.seq,
            name=file.name,
            stream=file,
        )
    except Invalid as refused:
        form.add_error("file", f"{refused.message} {refused.hint}".strip())
        return None
    return _here(request)


def _skip(
    request: HttpRequest, view: api.SubmissionView, part: api.PartView, form: SkipForm, page: Page
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    api.mark_part(
        by=actor_of(request),
        at=clock.now(),
        submission_id=view.submission_id,
        seq=part.seq,
        source=api.PartSource.NOT_APPLICABLE,
        reason=form.cleaned_data["reason"],
    )
    return go_on(request, view, page)


def _simple(request: HttpRequest, view: api.SubmissionView, part: api.PartView, page: Page, do: str) -> HttpResponse:
    by, at, submission_id = actor_of(request), clock.now(), view.submission_id
    if do == "paper":
        api.mark_part(by=by, at=at, submission_id=submission_id, seq=part.seq, source=api.PartSource.PAPER)
    elif do == "none":
        # A paper asked only in some situations: passing it by says that the situation is not theirs.
        api.mark_part(by=by, at=at, submission_id=submission_id, seq=part.seq, source=api.PartSource.NOT_APPLICABLE)
    elif do == "remove":
        _remove(request, view, part)
        return _here(request)
    elif do == "reuse":
        _reuse(request, view, part)
        return _here(request)
    return go_on(request, view, page)


def _remove(request: HttpRequest, view: api.SubmissionView, part: api.PartView) -> None:
    by, at = actor_of(request), clock.now()
    if part.source in _ANSWERED:
        api.mark_part(by=by, at=at, submission_id=view.submission_id, seq=part.seq, source=api.PartSource.MISSING)
    else:
        api.detach(by=by, at=at, submission_id=view.submission_id, seq=part.seq)


def _reuse(request: HttpRequest, view: api.SubmissionView, part: api.PartView) -> None:
    try:
        api.use_stored(
            by=actor_of(request),
            at=clock.now(),
            submission_id=view.submission_id,
            seq=part.seq,
            item_id=request.POST.get("item", ""),
        )
    except Conflict as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())


def _show(
    request: HttpRequest,
    view: api.SubmissionView,
    page: Page,
    part: api.PartView,
    upload: UploadForm,
    skip: SkipForm,
) -> HttpResponse:
    kept = documents.file(file_id=part.file_id) if part.file_id else None
    wrong = upload if upload.errors else skip
    shown = {
        "walk": walk_of(page),
        "view": view,
        "part": part,
        "file": kept,
        "href": file_href(part.file_id),
        "source": words.SOURCES[part.source][0],
        "is_answered": part.source is not api.PartSource.MISSING,
        "reason": part.reason,
        "upload": upload,
        "skip": skip,
        "wrong": wrong,
        "max_mb": settings.DINH_UPLOAD_MAX_MB,
        "back": back_url(view, page),
    }
    return render(request, "dossiers/part.html", shown, status=422 if wrong.errors else 200)
