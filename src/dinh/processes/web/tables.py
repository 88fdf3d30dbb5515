"""Decision tables for the people who keep them: the list, one table with its findings, trying it, publishing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.errors import DinhError, Invalid
from dinh.processes import api
from dinh.processes.policies.access import can_edit
from dinh.processes.policies.tables.comparing import compare
from dinh.processes.web import tables_showing as showing
from dinh.processes.web.tables_forms import PublishForm, RetireForm
from dinh.processes.web.tables_words import POLICIES, PURPOSES, STATES

ROLES = (Role.DATA_OFFICER.value, Role.LEADER.value)
EDITORS = (Role.DATA_OFFICER.value,)


@require_GET
@access("official", roles=ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """List every table with the version in force and its draft."""
    groups: dict[str, list[api.TableView]] = {}
    for one in api.tables():
        groups.setdefault(one.code, []).append(one)
    today = clock.now().date()
    rows = [_row(versions, today) for versions in groups.values()]
    page = {"rows": rows, "may_edit": can_edit(actor_of(request))}
    return render(request, "processes/tables/index.html", page)


def _row(versions: list[api.TableView], today: object) -> dict[str, object]:
    draft = next((one for one in versions if one.state is api.TableState.DRAFT), None)
    out = [one for one in versions if one.state is not api.TableState.DRAFT]
    shown = draft or out[0]
    return {
        "one": out[0] if out else shown,
        "draft": draft,
        "purpose": PURPOSES[shown.purpose],
        "sign": showing.sign_of(shown.table),
        "rules": len(shown.table.rules),
        "state": STATES[(out[0] if out else shown).state],
        "is_waiting": bool(out and out[0].valid_from and str(out[0].valid_from) > str(today)),
    }


def try_out(request: HttpRequest, view: api.TableView) -> dict[str, object]:
    """Return what the try-it panel shows: what was entered, the decision, and why."""
    table = view.table
    entered = {one.name: request.GET.get(f"v{at}", "") for at, one in enumerate(table.inputs)}
    decision, refused, errors = None, "", {}
    if request.GET.get("thu"):
        try:
            given = {name: words for name, words in entered.items() if words.strip()}
            decision = api.decide_by(table_id=view.table_id, inputs=given)
        except Invalid as wrong:
            errors, refused = dict(wrong.fields), str(wrong.message)
        except ValueError:
            refused = _("The table cannot be tried while cells cannot be read.")
    return {
        "asked": showing.asked(table, entered, errors),
        "decision": decision,
        "answer": showing.answer(table, decision) if decision else [],
        "refused": refused,
    }


@require_GET
@access("official", roles=ROLES)
def show(request: HttpRequest, table_id: str) -> HttpResponse:
    """Show one version as a decision table, with findings beside its rows."""
    return one_page(request, api.table(table_id=table_id), PublishForm(initial={"valid_from": clock.now().date()}))


def one_page(request: HttpRequest, view: api.TableView, form: PublishForm, status: int = 200) -> HttpResponse:
    findings = api.check_table(view.table)
    tried = try_out(request, view)
    decision = tried["decision"]
    versions = api.table_versions(code=view.code)
    hits = decision.hits if isinstance(decision, api.Decision) else ()
    page = {
        "view": view,
        "table": showing.shown(view.table, findings, hits),
        "policy": POLICIES[view.table.hit_policy],
        "purpose": PURPOSES[view.purpose],
        "state": STATES[view.state],
        "is_draft": view.state is api.TableState.DRAFT,
        "is_published": view.state is api.TableState.PUBLISHED,
        "findings": findings,
        "loose": [one for one in findings if not one.rules],
        "blocking": sum(one.is_blocking for one in findings),
        "versions": [(one, STATES[one.state][0]) for one in versions],
        "previous": next((one for one in versions if one.number < view.number), None),
        "has_draft": any(one.state is api.TableState.DRAFT for one in versions),
        "may_edit": can_edit(actor_of(request)),
        "may_publish": api.may_publish_table(table_id=view.table_id, by=actor_of(request)),
        "form": form,
        "retire_form": RetireForm(initial={"valid_to": clock.now().date()}),
        **tried,
    }
    return render(request, "processes/tables/show.html", page, status=status)


@require_POST
@access("official", roles=ROLES)
def publish(request: HttpRequest, table_id: str) -> HttpResponse:
    form = PublishForm(request.POST)
    view = api.table(table_id=table_id)
    if not form.is_valid():
        return one_page(request, view, form, 422)
    try:
        made = api.publish_table(
            table_id=table_id, valid_from=form.cleaned_data["valid_from"], by=actor_of(request), at=clock.now()
        )
    except DinhError as refused:
        form.add_error("valid_from", f"{refused.message} {refused.hint}".strip())
        return one_page(request, view, form, refused.status)
    messages.success(request, _("Version %(number)s is published.") % {"number": made.number})
    return redirect("processes:table", table_id)


@require_POST
@access("official", roles=ROLES)
def retire(request: HttpRequest, table_id: str) -> HttpResponse:
    form = RetireForm(request.POST)
    if not form.is_valid():
        raise Invalid("TB15", _("Please say from which day the table no longer holds."))
    api.retire_table(table_id=table_id, valid_to=form.cleaned_data["valid_to"], by=actor_of(request), at=clock.now())
    messages.success(request, _("The table ends on the day given."))
    return redirect("processes:table", table_id)


@require_GET
@access("official", roles=ROLES)
def against(request: HttpRequest, table_id: str) -> HttpResponse:
    """Show what a version changed against the one before it."""
    view = api.table(table_id=table_id)
    versions = [one for one in api.table_versions(code=view.code) if one.number < view.number]
    page: dict[str, object] = {"view": view, "previous": versions[0] if versions else None}
    if versions:
        page |= {"found": compare(versions[0].table, view.table)}
        page |= {"old_policy": POLICIES[versions[0].table.hit_policy], "new_policy": POLICIES[view.table.hit_policy]}
    return render(request, "processes/tables/compare.html", page)


@require_GET
@access("official", roles=ROLES)
def dmn(request: HttpRequest, table_id: str) -> HttpResponse:
    """Send a version as DMN."""
    del request
    view = api.table(table_id=table_id)
    response = HttpResponse(api.export_dmn(table_id=table_id), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.code}-v{view.number}.dmn"'
    return response


@require_GET
@access("official", roles=ROLES)
def sheet(request: HttpRequest, table_id: str) -> HttpResponse:
    """Send a version as CSV a spreadsheet opens."""
    del request
    view = api.table(table_id=table_id)
    # The mark lets spreadsheets read the letters.
    response = HttpResponse(f"\ufeff{api.export_sheet(table_id=table_id)}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.code}-v{view.number}.csv"'
    return response
