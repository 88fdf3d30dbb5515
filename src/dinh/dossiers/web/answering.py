"""The pages of a form inside a filing: shown, read, kept even when half right, and told what to mend."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.dossiers import api
from dinh.dossiers.web.parts import file_href
from dinh.dossiers.web.pending import take
from dinh.dossiers.web.steps import CHECK, Kind, Page, resume_at
from dinh.dossiers.web.walking import BACK_TO, back_url, go_on, url_of, walk_of
from dinh.forms import api as forms
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict

PAGE = "form_page"
_CHANGED_ELSEWHERE = "HS12"
ADD, OUT, _MOVE = "add:", "out:", "move"
_WIDEST = 60


def form_page(request: HttpRequest, view: api.SubmissionView, page: Page) -> HttpResponse:
    """Show or take one page of the form."""
    if request.method != "POST":
        kept = take(request, view.submission_id, page.slug)
        if kept:
            messages.info(request, _("You had been signed out. What you typed is still here."))
            read = _read(view, page, {name: [value] for name, value in kept.items()})
            return _show(request, view, page, _with(view, page, read), read=read)
        return _show(request, view, page, view.answers)
    do = request.POST.get("do", "")
    if do == _MOVE:
        return _move(request, view)
    read = _read(view, page, _posted(request))
    try:
        saved = _save(request, view, page, without_row(read.answers, do))
    except Conflict as clash:
        if clash.code != _CHANGED_ELSEWHERE:
            raise
        typed = _with(view, page, read)
        return _show(request, view, page, typed, read=read, newer=_newer(view, page, typed))
    if do.startswith((ADD, OUT)):
        return _rows(request, saved, page, do)
    faults = {**forms.validate(form_id=view.form_id, answers=saved.answers, on=_today(), page=page.name), **read.faults}
    if faults:
        return _show(request, saved, page, saved.answers, read=read, faults=faults)
    return go_on(request, saved, page)


def save_typed(request: HttpRequest, view: api.SubmissionView) -> HttpResponse:
    """Keep what is being typed; what cannot be read yet is not told before the whole page is sent."""
    page = Page(Kind.FORM, name=request.POST.get(PAGE, "")[:_WIDEST])
    read = _read(view, page, _posted(request))
    # While a place or a day is half typed, the answer given before stays.
    answers = {**read.answers, **_held(view, read)}
    saved = _save(request, view, page, answers)
    return JsonResponse({"draft_version": str(saved.draft_version)})


def _held(view: api.SubmissionView, read: forms.Read) -> dict[str, Any]:
    names = {address.split(".")[0] for address in read.faults}
    return {name: view.answers[name] for name in names if name in view.answers and name not in read.answers}


def _newer(view: api.SubmissionView, page: Page, typed: Mapping[str, Any]) -> list[forms.SummaryRow]:
    """Return what the other window answered on this page and these words would overwrite."""
    here, mine = (
        {row.address: row for part in answered(view.form_id, each) if part.page == page.name for row in part.rows}
        for each in (view.answers, typed)
    )
    return [row for place, row in here.items() if row.value and (place not in mine or mine[place].value != row.value)]


def _today() -> date:
    return clock.now().date()


def _posted(request: HttpRequest) -> Mapping[str, list[str]]:
    return {name: [str(one) for one in values] for name, values in request.POST.lists()}


def _read(view: api.SubmissionView, page: Page, posted: Mapping[str, list[str]]) -> forms.Read:
    return forms.read(form_id=view.form_id, name=page.name, posted=posted, on=_today())


def _with(view: api.SubmissionView, page: Page, read: forms.Read) -> Mapping[str, Any]:
    return forms.merge(form_id=view.form_id, name=page.name, answers=view.answers, page_answers=read.answers)


def _save(request: HttpRequest, view: api.SubmissionView, page: Page, answers: Mapping[str, Any]) -> api.SubmissionView:
    text = request.POST.get("draft_version", "")
    actor = actor_of(request)
    api.save_answers(
        by=actor,
        at=clock.now(),
        submission_id=view.submission_id,
        page=page.name,
        answers=answers,
        draft_version=int(text) if text.isascii() and text.isdigit() else view.draft_version,
    )
    return api.submission(by=actor, submission_id=view.submission_id)


def without_row(answers: Mapping[str, Any], do: str) -> Mapping[str, Any]:
    """Return the answers without the row that is to be taken out."""
    if not do.startswith(OUT):
        return answers
    *above, last = do.removeprefix(OUT).split(".")
    found: Any = answers
    for part in above:
        found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, list) and last.isascii() and last.isdigit() and int(last) < len(found):
        found.pop(int(last))
    return answers


def _rows(request: HttpRequest, view: api.SubmissionView, page: Page, do: str) -> HttpResponse:
    extra = {do.removeprefix(ADD): 1} if do.startswith(ADD) else {}
    return _show(request, view, page, view.answers, extra_rows=extra)


def _move(request: HttpRequest, view: api.SubmissionView) -> HttpResponse:
    actor = actor_of(request)
    lost = api.move_form(by=actor, at=clock.now(), submission_id=view.submission_id)
    if lost:
        said = _("You are on the new form now. These answers have no place in it: %(labels)s.")
        messages.warning(request, said % {"labels": ", ".join(lost)})
    else:
        messages.success(request, _("You are on the new form now. All your answers came along."))
    view = api.submission(by=actor, submission_id=view.submission_id)
    return redirect(url_of(view, resume_at(view)))


def is_replaced(view: api.SubmissionView) -> bool:
    """Tell whether a newer version of the form came into force while this one was being filled in."""
    newest = forms.own_form_id(procedure_code=view.procedure_code, on=_today())
    return bool(newest) and newest != view.form_id


def _show(
    request: HttpRequest,
    view: api.SubmissionView,
    page: Page,
    answers: Mapping[str, Any],
    *,
    read: forms.Read | None = None,
    faults: Mapping[str, str] | None = None,
    extra_rows: Mapping[str, int] | None = None,
    newer: Sequence[forms.SummaryRow] | None = None,
) -> HttpResponse:
    shown = forms.page(
        form_id=view.form_id,
        name=page.name,
        answers=answers,
        on=_today(),
        read=read,
        faults=faults,
        extra_rows=extra_rows,
        facts=forms.facts_of(subject_id=view.submission_id),
    )
    context = {
        "walk": walk_of(page),
        "view": view,
        "shown": shown,
        "is_clash": newer is not None,
        "newer": newer,
        "is_replaced": is_replaced(view),
        "back": back_url(view, page),
        "save_url": reverse("dossiers:save", args=[view.procedure_code, view.submission_id]),
    }
    status = 409 if newer is not None else 422 if faults else 200
    return render(request, "dossiers/form_page.html", context, status=status)


def answered(form_id: str, answers: Mapping[str, Any], submission_id: str = "") -> tuple[forms.SummaryPart, ...]:
    """Return what was answered in the form, page by page; with the submission also what was known otherwise."""
    if not form_id:
        return ()
    facts = forms.facts_of(subject_id=submission_id) if submission_id else {}
    return forms.summary(form_id=form_id, answers=answers, on=_today(), facts=facts)


def answered_to_change(view: api.SubmissionView) -> tuple[forms.SummaryPart, ...]:
    """The same for who is still answering: each page with the way back to it."""
    return tuple(
        replace(part, href=f"{url_of(view, Page(Kind.FORM, name=part.page).slug)}?{BACK_TO}={CHECK}")
        for part in answered(view.form_id, view.answers, view.submission_id)
    )


@access("citizen", "official")
def declaration(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Open the declaration as a sealed paper. It is set once, when somebody first asks for it."""
    paper = api.ensure_declaration(by=actor_of(request), at=clock.now(), submission_id=submission_id)
    return redirect(file_href(paper.file_id))
