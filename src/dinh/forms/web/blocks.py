"""One block, one page, the head of a form: written on a page of their own."""

from dataclasses import replace

from django import forms as boxes
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dinh.forms import api
from dinh.forms.web.block_forms import BlockForm, HeadForm, PageForm
from dinh.forms.web.builder import ROLES, edit_of, way_of
from dinh.forms.web.words import KINDS
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, NotFound


def _draft(form_id: str) -> api.FormView:
    view = api.form(form_id=form_id)
    if view.state is not api.FormState.DRAFT:
        raise Conflict("BM06", _("This version was published already."), _("Begin a new version from it."))
    return view


def _no_place() -> NotFound:
    return NotFound("BM02", _("This form has no such page."), _("Please open the list of forms again."))


def _keep(request: HttpRequest, view: api.FormView, changed: api.FormDefinition, anchor: str = "") -> HttpResponse:
    try:
        saved = api.save_draft(by=actor_of(request), at=clock.now(), definition=changed, edit=edit_of(request, view))
    except Conflict as clash:
        messages.error(request, f"{clash.message} {clash.hint}")
        return redirect("forms:one", view.form_id)
    response = redirect("forms:one", saved.form_id)
    response["Location"] += anchor
    return response


def _show(request: HttpRequest, view: api.FormView, form: boxes.Form, title: str, lead: str = "") -> HttpResponse:
    context = {"view": view, "form": form, "title": title, "lead": lead}
    return render(request, "forms/edit.html", context, status=422 if form.errors else 200)


@never_cache
@access("official", roles=ROLES)
def head(request: HttpRequest, form_id: str) -> HttpResponse:
    """Write what belongs to the whole form."""
    view = _draft(form_id)
    old = view.definition
    initial = {name: getattr(old, name) for name in HeadForm.base_fields} | {"procedures": ", ".join(old.procedures)}
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _keep(request, view, form.definition(old))
    return _show(request, view, form, _("About this form"))


@never_cache
@access("official", roles=ROLES)
def page(request: HttpRequest, form_id: str, page: int) -> HttpResponse:
    """Write one page."""
    view = _draft(form_id)
    if page >= len(view.definition.pages):
        raise _no_place()
    old = view.definition.pages[page]
    initial = {name: getattr(old, name) for name in PageForm.base_fields}
    form = PageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _keep(request, view, api.with_page(view.definition, page, form.page(old)), f"#trang-{page}")
    return _show(request, view, form, _("Page"))


@never_cache
@access("official", roles=ROLES)
def block(request: HttpRequest, form_id: str, page: int, way: str) -> HttpResponse:
    """Write one block."""
    view = _draft(form_id)
    try:
        old = api.block_at(view.definition, page, way_of(way))
    except IndexError as gone:
        raise _no_place() from gone
    form = BlockForm(request.POST or None, block=old)
    if request.method == "POST" and form.is_valid():
        written = form.block()
        if written.parts == api.usual_parts(written.kind):
            written = replace(written, parts=())
        changed = api.with_block(view.definition, page, way_of(way), written)
        return _keep(request, view, changed, f"#khoi-{page}-{way.replace('.', '-')}")
    return _show(request, view, form, str(KINDS[old.kind]), old.label)
