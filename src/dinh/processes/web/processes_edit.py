"""Changing processes: a new draft, the table of steps without JavaScript, a file of another modeller, publishing."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, DinhError, Invalid, NotFound
from dinh.kernel.text import nfc
from dinh.procedures import api as procedures
from dinh.processes import api
from dinh.processes.policies import editing
from dinh.processes.types import ProcessModel
from dinh.processes.web.processes import EDITORS, ROLES, version_page
from dinh.processes.web.processes_forms import NewProcessForm, PublishForm
from dinh.processes.web.processes_reading import changed, read_typed


@access("official", roles=EDITORS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a process: from the one in force, from nothing, or from a file."""
    form = NewProcessForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        initial = {"procedure_code": request.GET.get("thu-tuc", "")}
        shown = form if request.method == "POST" else NewProcessForm(initial=initial)
        return render(request, "processes/new.html", {"form": shown}, status=422 if request.method == "POST" else 200)
    try:
        model, source = _begun(form.cleaned_data)
    except DinhError as refused:
        form.add_error(
            "procedure_code" if refused.code == "PR27" else "file", f"{refused.message} {refused.hint}".strip()
        )
        return render(request, "processes/new.html", {"form": form}, status=422)
    said = form.cleaned_data
    made = api.save_draft(
        by=actor_of(request),
        at=clock.now(),
        model=model,
        procedure_code=said["procedure_code"],
        kind="one_stop" if said["procedure_code"] else said["kind"],
        bpmn=source,
    )
    return redirect("processes:process", made.version_id)


def _begun(said: dict[str, Any]) -> tuple[ProcessModel, str]:
    code, today = said["procedure_code"].strip(), clock.now().date()
    name = nfc(" ".join(said["name"].split()))
    if code:
        code = said["procedure_code"] = procedures.national_code(code)
        known = procedures.names(codes=[code], on=today).get(code, "")
        if not known:
            raise Invalid("PR27", _("There is no procedure with this code."))
        name = name or known[:300]
    if said["file"]:
        imported = api.import_bpmn(data=said["file"].read())
        return (replace(imported.model, name=name) if name else imported.model), imported.source
    if said["begin"] == "default":
        try:
            found = api.process_for(procedure_code=code, kind=said["kind"], on=today)
        except NotFound:
            return editing.empty("Process_1", name or _("New process")), ""
        return replace(found.model, name=name or found.name), ""
    return editing.empty("Process_1", name or _("New process")), ""


@require_POST
@access("official", roles=EDITORS)
def draft(request: HttpRequest, version_id: str) -> HttpResponse:
    """Begin a new draft from a version."""
    view = api.version(version_id=version_id)
    made = api.save_draft(
        by=actor_of(request),
        at=clock.now(),
        model=view.model,
        procedure_code=view.procedure_code,
        kind=view.kind,
        bpmn=api.source_of(version_id=version_id),
    )
    messages.success(request, _("A new draft was made; the version in force stays until another person publishes it."))
    return redirect("processes:process", made.version_id)


@require_POST
@access("official", roles=EDITORS)
def edit(request: HttpRequest, version_id: str) -> HttpResponse:
    """Keep what was typed, and do what the button says."""
    view = api.version(version_id=version_id)
    typed = read_typed(view.model, {key: str(value) for key, value in request.POST.items()})
    if typed.errors:
        shown = replace(view, model=typed.model)
        return version_page(request, shown, errors=dict(typed.errors), typed=dict(typed.times), status=422)
    act, _colon, step = request.POST.get("do", "save").partition(":")
    model = changed(typed.model, act, step, _("New step"))
    if model != view.model:
        revision = request.POST.get("revision", "")
        try:
            api.save_draft(
                by=actor_of(request),
                at=clock.now(),
                version_id=version_id,
                revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
                model=model,
            )
        except Conflict as refused:
            messages.error(request, f"{refused.message} {refused.hint}".strip())
            return redirect("processes:process", version_id)
    if act == "save":
        messages.success(request, _("The draft was saved."))
    return redirect(f"{reverse('processes:process', args=[version_id])}{_place(view.model, model, act, step)}")


def _place(before: ProcessModel, after: ProcessModel, act: str, step: str) -> str:
    """Return the anchor of what was changed, so that nobody has to look for it."""
    new_steps = [node.id for node in after.steps if node.id not in before.by_id]
    if act == "add" and new_steps:
        return f"#buoc-{new_steps[0]}"
    return f"#buoc-{step}" if step in after.by_id else ("#cac-buoc" if act != "save" else "")


@require_POST
@access("official", roles=EDITORS)
def bring(request: HttpRequest, version_id: str) -> HttpResponse:
    """Put the model of a BPMN file in the place of the draft."""
    view = api.version(version_id=version_id)
    form = NewProcessForm({"kind": "one_stop", "begin": "empty"}, request.FILES)
    if not form.is_valid() or not form.cleaned_data["file"]:
        messages.error(request, _("Please choose a BPMN file of at most 2 MB."))
        return redirect("processes:process", version_id)
    try:
        imported = api.import_bpmn(data=form.cleaned_data["file"].read())
        api.save_draft(
            by=actor_of(request),
            at=clock.now(),
            version_id=version_id,
            revision=view.revision,
            model=imported.model,
            bpmn=imported.source,
        )
    except (Invalid, Conflict) as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
        return redirect("processes:process", version_id)
    messages.success(request, _("The file was brought in. Below stands what of it is kept but not executed."))
    return redirect("processes:process", version_id)


@require_POST
@access("official", roles=EDITORS)
def drop(request: HttpRequest, version_id: str) -> HttpResponse:
    api.drop_draft(by=actor_of(request), at=clock.now(), version_id=version_id)
    messages.success(request, _("The draft was thrown away."))
    return redirect("processes:processes")


@require_POST
@access("official", roles=ROLES)
def publish(request: HttpRequest, version_id: str) -> HttpResponse:
    """Put a draft in force; somebody who did not work on it presses this."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        return version_page(request, api.version(version_id=version_id), form=form, status=422)
    try:
        made = api.publish(
            by=actor_of(request), at=clock.now(), version_id=version_id, valid_from=form.cleaned_data["valid_from"]
        )
    except Invalid as refused:
        form.add_error("valid_from", f"{refused.message} {refused.hint}".strip())
        return version_page(request, api.version(version_id=version_id), form=form, status=422)
    messages.success(request, _("Version %(number)s was published.") % {"number": made.number})
    return redirect("processes:process", version_id)
