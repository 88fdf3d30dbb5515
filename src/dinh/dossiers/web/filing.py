"""The filing, one thing a page: questions, then papers, then the check of answers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dinh.dossiers import api
from dinh.dossiers.web import answering, cosigning, forms, parts
from dinh.dossiers.web.checking import check_answers, send_answers
from dinh.dossiers.web.pending import keep, take
from dinh.dossiers.web.places import communes
from dinh.dossiers.web.steps import CHECK, Kind, Page, page_at, resume_at
from dinh.dossiers.web.walking import back_url, go_on, walk_of
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid, NotFound
from dinh.procedures import api as procedures

_FORMS: Mapping[Kind, type[forms.StepForm]] = {
    Kind.PLACE: forms.PlaceForm,
    Kind.CASE: forms.CaseForm,
    Kind.CONTACT: forms.ContactForm,
    Kind.CONTENT: forms.ContentForm,
    Kind.ASKED: forms.QuestionForm,
    Kind.DELIVERY: forms.DeliveryForm,
}
_CHANGED_ELSEWHERE = "HS12"
# Their answers choose the papers, so what comes next is known only after they are saved.
_CHOOSING = frozenset({Kind.CASE, Kind.ASKED})


@access("citizen")
def resume(request: HttpRequest, code: str, submission_id: str) -> HttpResponse:
    """Go on where something is still missing."""
    del code
    view = api.submission(by=actor_of(request), submission_id=submission_id)
    if view.state is not api.SubmissionState.DRAFT:
        return redirect("dossiers:citizen_dossier", submission_id)
    return redirect("dossiers:step", view.procedure_code, submission_id, resume_at(view))


@access("public")
def step(request: HttpRequest, code: str, submission_id: str, slug: str) -> HttpResponse:
    """Show or take one page. What is typed after the session ended is kept and shown again after signing in."""
    if request.method == "POST" and not actor_of(request).is_citizen:
        keep(request, submission_id, slug)
    return _step(request, code, submission_id, slug)


@access("citizen")
def _step(request: HttpRequest, code: str, submission_id: str, slug: str) -> HttpResponse:
    if slug == CHECK and request.method == "POST":
        return send_answers(request, code, submission_id)
    view = api.submission(by=actor_of(request), submission_id=submission_id)
    if view.state is not api.SubmissionState.DRAFT:
        return redirect("dossiers:citizen_dossier", submission_id)
    page = page_at(view, slug)
    if page is None:
        raise NotFound("HS60", _("This page is not part of the filing."), _("Go on from your list of dossiers."))
    return _PAGES.get(page.kind, _question)(request, view, page)


def _form(view: api.SubmissionView, page: Page, data: Mapping[str, Any] | None, initial: dict[str, Any]) -> Any:
    more: dict[str, Any] = {}
    if page.kind is Kind.PLACE:
        source = procedures.version(version_id=view.version_id)
        more = {"communes": communes(clock.now().date()), "is_commune": source.level_commune}
    if page.kind is Kind.CASE:
        more = {"cases": view.cases}
    if page.kind is Kind.ASKED:
        more = {"questions": view.questions}
    return _FORMS[page.kind](data, initial=initial, **more)


def _question(request: HttpRequest, view: api.SubmissionView, page: Page) -> HttpResponse:
    known = forms.known_values(view)
    if request.method != "POST":
        pending = take(request, view.submission_id, page.slug)
        if pending:
            messages.info(request, _("You had been signed out. What you typed is still here."))
        return _show(request, view, page, _form(view, page, None, {**known, **pending}))
    form = _form(view, page, request.POST, known)
    if not form.is_valid():
        return _show(request, view, page, form, status=422)
    try:
        _save(request, view, form.values())
    except Invalid as refused:
        _tell(form, refused)
        return _show(request, view, page, form, status=422)
    except Conflict as clash:
        if clash.code != _CHANGED_ELSEWHERE:
            raise
        return _changed_elsewhere(request, view, page, form)
    if page.kind in _CHOOSING:
        view = api.submission(by=actor_of(request), submission_id=view.submission_id)
    return go_on(request, view, page)


def _save(request: HttpRequest, view: api.SubmissionView, values: Mapping[str, str]) -> api.Saved:
    text = request.POST.get("draft_version", "")
    return api.save_draft(
        by=actor_of(request),
        at=clock.now(),
        submission_id=view.submission_id,
        values=_without_lost_home(view, values),
        draft_version=int(text) if text.isascii() and text.isdigit() else view.draft_version,
    )


def _without_lost_home(view: api.SubmissionView, values: Mapping[str, str]) -> dict[str, str]:
    """A home outside of the province cannot be chosen here, so choosing none must not forget it."""
    kept = {name: "" if value == forms.OUTSIDE else value for name, value in values.items()}
    here = {key for key, _name in communes(clock.now().date())}
    if not kept.get("residence_unit_id", "-") and str(view.residence_unit_id or "") not in here:
        del kept["residence_unit_id"]
    return kept


def _tell(form: Any, refused: Invalid) -> None:
    for name, sentence in refused.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not refused.fields:
        form.add_error(None, str(refused.message))


def _changed_elsewhere(request: HttpRequest, view: api.SubmissionView, page: Page, form: Any) -> HttpResponse:
    """Show what was typed once more, beside the newer answer; sending again is then a choice."""
    known = forms.known_values(api.submission(by=actor_of(request), submission_id=view.submission_id))
    typed = form.values()
    newer = [known[name] for name in typed if name in known and known[name] != typed[name] and known[name]]
    return _show(request, view, page, form, status=409, newer=newer)


def _show(
    request: HttpRequest, view: api.SubmissionView, page: Page, form: Any, *, status: int = 200, newer: Any = None
) -> HttpResponse:
    shown = {
        "walk": walk_of(page),
        "view": view,
        "form": form,
        "newer": newer,
        "is_clash": newer is not None,
        "back": back_url(view, page),
        "save_url": reverse("dossiers:save", args=[view.procedure_code, view.submission_id]),
        "is_place": page.kind is Kind.PLACE,
        "is_asked": page.kind is Kind.ASKED,
        "is_single": len(form.fields) == 1,
    }
    return render(request, "dossiers/question.html", shown, status=status)


_PAGES: Mapping[Kind, Callable[[HttpRequest, api.SubmissionView, Page], HttpResponse]] = {
    Kind.FORM: answering.form_page,
    Kind.COSIGN: cosigning.invite_page,
    Kind.PART: parts.part_page,
    Kind.OTHERS: parts.others_page,
    Kind.CHECK: check_answers,
}


@require_POST
@access("citizen")
def save(request: HttpRequest, code: str, submission_id: str) -> HttpResponse:
    """Keep what is being typed, while it is typed; the page gets the number of the version it now stands on."""
    del code
    actor = actor_of(request)
    view = api.submission(by=actor, submission_id=submission_id)
    if answering.PAGE in request.POST:
        return answering.save_typed(request, view)
    asked = forms.SAVED_AS_TYPED | {one.key for one in view.questions}
    typed = {name: request.POST[name] for name in request.POST if name in asked}
    # What is chosen from a list may be empty while somebody thinks; the whole page says whether that is meant.
    values = {name: value for name, value in typed.items() if value or not name.endswith(("_id", "_way", "_name"))}
    saved = _save(request, view, values)
    return JsonResponse({"draft_version": str(saved.draft_version)})
