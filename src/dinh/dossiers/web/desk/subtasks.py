"""Tasks for dossiers of other offices: the queue of one's own, and a page for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk import subtask_forms as forms
from dinh.dossiers.web.desk.cases import tell_fields
from dinh.dossiers.web.desk.papers import paper_list
from dinh.dossiers.web.desk.steps import task_shown
from dinh.dossiers.web.stories import Item
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Conflict, Invalid, NotFound, Words

DOING = (Role.SPECIALIST.value, Role.HEAD.value, Role.LEADER.value, Role.MOT_CUA.value)
_M = api.SubtaskMove


@dataclass(frozen=True, slots=True)
class Act:
    """One move on the page: its address, its form, what the button says and what is said when it is done."""

    move: api.SubtaskMove
    slug: str
    form: type[forms.TaskForm]
    label: Words
    done: Words
    kind: str
    run: Callable[[Actor, api.SubtaskView, Any], None]


def _said(by: Actor, view: api.SubtaskView) -> dict[str, Any]:
    return {"by": by, "at": clock.now(), "subtask_id": view.subtask_id}


def _answer(by: Actor, view: api.SubtaskView, form: Any) -> api.Answer:
    """Keep the file before any lock: a slow line must not hold up the dossier."""
    data, kept = form.cleaned_data, None
    if data.get("file"):
        kept = documents.store_file(
            by=by, at=clock.now(), name=data["file"].name, stream=data["file"], purpose=view.subtask_id,
            subject_id=view.dossier_id,
        )  # fmt: skip
    return api.Answer(
        opinion=api.Opinion(data["opinion"]),
        text=data["text"],
        document=data["document"],
        file_id=kept.file_id if kept else "",
        file_name=kept.name if kept else "",
    )


def _give(by: Actor, view: api.SubtaskView, form: Any) -> None:
    api.answer_time(**_said(by, view), is_given=True, reason=form.cleaned_data["reason"])


def _refuse(by: Actor, view: api.SubtaskView, form: Any) -> None:
    api.answer_time(**_said(by, view), is_given=False, reason=form.cleaned_data["reason"])


def _ask(by: Actor, view: api.SubtaskView, form: Any) -> None:
    api.ask_time(**_said(by, view), until=form.until_at(), reason=form.cleaned_data["reason"])


ACTS: tuple[Act, ...] = (
    Act(_M.RECEIVE, "nhan", forms.TaskForm, _("Take this task"), _("The task is yours."), "primary",
        lambda by, view, _form: api.receive_subtask(**_said(by, view))),
    Act(_M.CONFIRM, "xac-nhan", forms.TaskForm, _("Confirm and send the answer"), _("The answer is on its way."),
        "primary", lambda by, view, _form: api.confirm_subtask(**_said(by, view))),
    Act(_M.ANSWER, "tra-loi", forms.AnswerForm, _("Answer"), _("The answer lies before the head."), "primary",
        lambda by, view, form: api.answer_subtask(**_said(by, view), answer=_answer(by, view, form))),
    Act(_M.RECORD, "ghi-tra-loi", forms.RecordForm, _("Write down its answer"), _("The answer is written down."),
        "primary", lambda by, view, form: api.record_subtask(**_said(by, view), answer=_answer(by, view, form))),
    Act(_M.RESEND, "gui-lai", forms.ReasonForm, _("Send it again"), _("Sent again."), "primary",
        lambda by, view, form: api.resend_subtask(**_said(by, view), note=form.cleaned_data["reason"])),
    Act(_M.GIVE_TIME, "cho-them-gio", forms.ReasonForm, _("Give the time asked for"), _("The limit has moved."),
        "secondary", _give),
    Act(_M.REFUSE_TIME, "khong-cho-them-gio", forms.ReasonForm, _("Refuse more time"), _("The limit stays."),
        "secondary", _refuse),
    Act(_M.SEND_BACK, "lam-lai", forms.ReasonForm, _("Have it written again"), _("Given back to the officer."),
        "secondary",
        lambda by, view, form: api.send_back_subtask(**_said(by, view), reason=form.cleaned_data["reason"])),
    Act(_M.ASK_TIME, "xin-them-gio", forms.TimeForm, _("Ask for more time"), _("Asked for more time."), "secondary",
        _ask),
    Act(_M.RETURN, "tra-lai", forms.ReasonForm, _("Return as incomplete"), _("Returned as incomplete."), "secondary",
        lambda by, view, form: api.return_subtask(**_said(by, view), reason=form.cleaned_data["reason"])),
)  # fmt: skip
BY_SLUG: Mapping[str, Act] = {act.slug: act for act in ACTS}


@require_safe
@never_cache
@access("official", roles=DOING)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what other offices ask of one's own, and what one's own dossiers wait for elsewhere."""
    actor, at = actor_of(request), clock.now()
    page = {
        "own": [task_shown(one) for one in api.subtask_queue(by=actor, at=at)],
        "sent": [task_shown(one) for one in api.subtasks_sent(by=actor, at=at)],
    }
    return render(request, "dossiers/desk/subtasks.html", page)


@require_safe
@never_cache
@access("official", roles=DOING)
def subtask(request: HttpRequest, subtask_id: str) -> HttpResponse:
    """Show one task with the dossier it is about and what can be done with it."""
    return _page(request, api.subtask(by=actor_of(request), subtask_id=subtask_id))


def _page(request: HttpRequest, view: api.SubtaskView, wrong: tuple[str, forms.TaskForm] | None = None) -> HttpResponse:
    actor = actor_of(request)
    held = api.dossier(by=actor, dossier_id=view.dossier_id)
    acts: list[dict[str, Any]] = [
        {
            "act": one,
            "form": wrong[1] if wrong and wrong[0] == one.slug else one.form(view=view, auto_id=f"id_{one.slug}_%s"),
            "is_open": bool(wrong and wrong[0] == one.slug),
        }
        for one in ACTS
        if one.move in view.allowed
    ]
    page = {
        **task_shown(view),
        "held": held,
        **paper_list(held),
        "primary": acts.pop(0) if acts and acts[0]["act"].kind == "primary" else None,
        "acts": acts,
        "wrong": wrong[1] if wrong else None,
        "story": [_line(one) for one in view.story],
        "is_holder": actor.agency_id == held.handling.agency_id,
    }
    return render(request, "dossiers/desk/subtask.html", page, status=422 if wrong else 200)


def _line(one: api.SubtaskAct) -> Item:
    who = " · ".join(part for part in (one.agency_name, one.by_name) if part)
    return Item(str(words.SUBTASK_MOVES[one.move]), "done", one.at, who, one.note)


@require_POST
@access("official", roles=DOING)
def act(request: HttpRequest, subtask_id: str, slug: str) -> HttpResponse:
    """Do one thing with a task. When somebody else was faster, say so."""
    actor, chosen = actor_of(request), BY_SLUG.get(slug)
    if chosen is None:
        raise NotFound("HS61", _("There is no such act."))
    view = api.subtask(by=actor, subtask_id=subtask_id)
    form = chosen.form(request.POST, request.FILES, view=view, auto_id=f"id_{slug}_%s")
    if not form.is_valid():
        return _page(request, view, (slug, form))
    try:
        chosen.run(actor, view, form)
    except Invalid as refused:
        tell_fields(form, refused.fields, f"{refused.message} {refused.hint}")
        return _page(request, view, (slug, form))
    except Conflict as clash:
        messages.error(request, f"{clash.message} {clash.hint}".strip())
    else:
        messages.success(request, str(chosen.done))
    return redirect("dossiers:subtask", subtask_id)
