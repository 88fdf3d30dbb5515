"""Processes for the people who keep them: the list, one version with its drawing and findings, comparing, files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.processes import api
from dinh.processes.policies.access import can_approve, can_edit
from dinh.processes.policies.checking import has_errors
from dinh.processes.queries.versions import source_of, whole_limit
from dinh.processes.queries.words import KINDS, STATES
from dinh.processes.types import VersionState
from dinh.processes.web import processes_showing as showing
from dinh.processes.web.processes_forms import PublishForm

ROLES = (Role.DATA_OFFICER.value, Role.LEADER.value)
EDITORS = (Role.DATA_OFFICER.value,)
TONES = {VersionState.DRAFT: "quiet", VersionState.PUBLISHED: "good", VersionState.RETIRED: ""}


@require_GET
@access("official", roles=ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """List processes by the words looked for, the newest first."""
    text, state = request.GET.get("q", "").strip()[:200], request.GET.get("trang-thai", "")
    state = state if state in {one.value for one in VersionState} else ""
    found = api.search(text=text, state=state)
    names = showing.names_of([one.procedure_code for one in found], clock.now().date())
    rows = [
        {
            "one": one,
            "state": STATES[one.state],
            "tone": TONES[one.state],
            "procedure": names.get(one.procedure_code, "") if one.procedure_code else KINDS.get(one.kind, one.kind),
            "steps": len(one.model.steps),
        }
        for one in found
    ]
    states = [(one.value, STATES[one]) for one in VersionState]
    page = {"rows": rows, "text": text, "state": state, "states": states, "may_edit": can_edit(actor_of(request))}
    return render(request, "processes/index.html", page)


@require_GET
@access("official", roles=ROLES)
def show(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show one version: its drawing, its steps, what the check found."""
    return version_page(request, api.version(version_id=version_id))


def version_page(
    request: HttpRequest, view: api.VersionView, *, errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None, form: PublishForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    by, today = actor_of(request), clock.now().date()
    found = api.check(model=view.model, procedure_code=view.procedure_code, on=today)
    versions = api.history(procedure_code=view.procedure_code, kind=view.kind)
    is_draft = view.state is VersionState.DRAFT
    page = {
        "view": view,
        "state": STATES[view.state],
        "tone": TONES[view.state],
        "procedure": procedure_words(view),
        "whole": whole_limit(view.procedure_code, today),
        "pictures": showing.pictures(view.model, found),
        "findings": [(one, showing.anchor(view.model, one)) for one in found],
        "has_errors": has_errors(found),
        "rows": showing.rows(view.model, found, errors, typed),
        "choices": showing.choices(view.model),
        "kept": showing.kept_parts(source_of(version_id=view.version_id)),
        "versions": [(one, STATES[one.state], TONES[one.state]) for one in versions],
        "previous": showing.before(view, versions),
        "is_draft": is_draft,
        "may_edit": can_edit(by),
        "may_publish": can_approve(by, view.editors),
        "is_own": by.person_id in view.editors,
        "form": form or PublishForm(initial={"valid_from": today}),
        "roles": showing.role_choices(),
        "agencies": showing.agency_choices(),
        "acts": showing.act_choices(),
        "start": next((node.id for node in view.model.nodes if node.kind.value == "start"), ""),
    }
    template = "processes/edit.html" if is_draft and can_edit(by) else "processes/show.html"
    return render(request, template, page, status=status)


def procedure_words(view: api.VersionView) -> str:
    if not view.procedure_code:
        return str(KINDS.get(view.kind, view.kind))
    name = showing.names_of([view.procedure_code], clock.now().date()).get(view.procedure_code, "")
    return f"{view.procedure_code} {name}".strip()


@require_GET
@access("official", roles=ROLES)
def against(request: HttpRequest, version_id: str) -> HttpResponse:
    """Compare a version with the one before it."""
    view = api.version(version_id=version_id)
    old = showing.before(view, api.history(procedure_code=view.procedure_code, kind=view.kind))
    found = showing.changes(old, view) if old else []
    page = {
        "view": view,
        "old": old,
        "changes": found,
        "procedure": procedure_words(view),
        "pictures": showing.pictures(view.model, marked=showing.change_marks(found)),
        "old_pictures": showing.pictures(old.model, marked={}) if old else (),
    }
    return render(request, "processes/compare.html", page)


@require_GET
@access("official", roles=ROLES)
def bpmn(request: HttpRequest, version_id: str) -> HttpResponse:
    """Send a version as BPMN 2.0."""
    del request
    view = api.version(version_id=version_id)
    response = HttpResponse(api.export_bpmn(version_id=version_id), content_type="application/xml")
    name = f"quy-trinh-{view.procedure_code or view.kind}-v{view.number}.bpmn"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
