"""New tables: blank, from pasted rows, from a DMN file, or those the house brings along."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError, Invalid
from dinh.kernel.text import nfc, slug
from dinh.processes import api
from dinh.processes.policies.tables.editing import new_table
from dinh.processes.policies.tables.pasted import read_pasted
from dinh.processes.web.tables import EDITORS
from dinh.processes.web.tables_forms import NewTableForm

_LONGEST_CODE = 60


@access("official", roles=EDITORS)
def new(request: HttpRequest) -> HttpResponse:
    """Make a new table, blank or out of what was given."""
    form = NewTableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _imported(request, form) if form.cleaned_data["file"] else _made(request, form)
        except DinhError as refused:
            field = "file" if form.cleaned_data["file"] else "pasted" if form.cleaned_data["pasted"] else "name"
            form.add_error(field, f"{refused.message} {refused.hint}".strip())
    status = 422 if request.method == "POST" else 200
    return render(request, "processes/tables/new.html", {"form": form}, status=status)


def _made(request: HttpRequest, form: NewTableForm) -> HttpResponse:
    said = form.cleaned_data
    name = nfc(said["name"].strip())
    table = read_pasted(said["pasted"], name) if said["pasted"].strip() else new_table(name)
    code = slug(name)[:_LONGEST_CODE].strip("-")
    if api.table_versions(code=code):
        raise Invalid("TB17", _("A table of this name exists already; choose another name."))
    made = api.save_table_draft(
        code=code,
        table=table,
        by=actor_of(request),
        at=clock.now(),
        purpose=api.TablePurpose(said["purpose"]),
        procedure_code=said["procedure_code"].strip(),
    )
    return redirect("processes:table_edit", made.table_id)


def _imported(request: HttpRequest, form: NewTableForm) -> HttpResponse:
    said = form.cleaned_data
    name = said["name"].strip()
    saved, reading = api.import_dmn(
        data=said["file"].read(),
        by=actor_of(request),
        at=clock.now(),
        code=slug(name)[:_LONGEST_CODE].strip("-") if name and len(name) > 1 else "",
        purpose=api.TablePurpose(said["purpose"]),
        source=said["file"].name[:200],
    )
    page = {"saved": saved, "kept": reading.kept}
    return render(request, "processes/tables/imported.html", page)


@require_POST
@access("official", roles=EDITORS)
def bring(request: HttpRequest) -> HttpResponse:
    """Save the tables the house brings along as drafts."""
    made = len(api.save_shipped_tables(by=actor_of(request), at=clock.now()))
    words = ngettext("%(count)s table was added as a draft.", "%(count)s tables were added as drafts.", made)
    messages.success(request, words % {"count": made})
    return redirect("processes:tables")
