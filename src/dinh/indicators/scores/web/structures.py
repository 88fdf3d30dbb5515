"""The list of components of an edition: typed or from a sheet, looked at, handed in, approved by another person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import numbers
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.files import sheet_faults
from dinh.indicators.scores.web.forms import ListFileForm, ListForm
from dinh.indicators.scores.web.framing import ROLES, frame
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError


@require_http_methods(["GET", "POST"])
@access("official", roles=ROLES)
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists of an edition; take a new one in three steps: a file or lines, a look, handing in."""
    asked = address.read(request, clock.now().date())
    do = request.POST.get("do", "")
    if do == "file":
        return _from_file(request, asked)
    form = ListForm(request.POST if do else None, initial={"lines": api.written(asked.index.parts)})
    if not (do and form.is_valid()):
        return _show(request, asked, form)
    read = api.read_list(api.typed_lines(form.cleaned_data["lines"]), asked.index)
    seen = _seen(asked, read)
    if do == "enter" and not seen["faults"]:
        try:
            api.enter_structure(
                by=actor_of(request),
                at=clock.now(),
                index_code=asked.index.code,
                version=asked.index.version,
                rows=[one.row for one in read],
                source=form.cleaned_data["source"],
            )
        except DinhError as refused:
            messages.error(request, f"{refused.message} {refused.hint}".strip())
        else:
            messages.success(request, _("The list is handed in. It counts once another person has approved it."))
            return redirect(asked.link("lists"))
    return _show(request, asked, form, seen)


def _from_file(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Put what a file says into the lines, where it can be mended before it is handed in."""
    sent = ListFileForm(request.POST, request.FILES)
    if not sent.is_valid():
        return _show(request, asked, ListForm(initial={"lines": api.written(asked.index.parts)}), file=sent)
    file = sent.cleaned_data["file"]
    try:
        lines = api.read_list_file(file.name, file.read())
    except api.SheetFault as fault:
        sent.add_error("file", sheet_faults(fault.code))
        return _show(request, asked, ListForm(initial={"lines": api.written(asked.index.parts)}), file=sent)
    read = api.read_list(api.typed_lines(lines), asked.index)
    form = ListForm(initial={"lines": lines, "source": request.POST.get("source", "")})
    return _show(request, asked, form, _seen(asked, read))


def _seen(asked: Asked, read: tuple[api.Listed, ...]) -> dict[str, Any]:
    """Return what a list would change, or everything that is wrong with it, each at its line."""
    faults = [{"line": one.line, "told": " | ".join(one.told)[:160], "why": one.fault} for one in read if one.fault]
    changes: tuple[api.PartChange, ...] = ()
    if not read:
        faults.append({"line": "", "told": "", "why": _("The list has no lines.")})
    elif not faults:
        try:
            made = api.proposed(index=asked.index, rows=[one.row for one in read])
            changes = api.part_changes(asked.index, made)
        except api.DefinitionFault as fault:
            faults.append({"line": "", "told": "", "why": str(fault).removeprefix(", ").removeprefix(": ")})
    return {
        "faults": faults,
        "many": len(read),
        "changes": [_change(one) for one in changes],
        "sums": _sums(read),
    }


def _change(one: api.PartChange) -> dict[str, str]:
    words = _("says otherwise") if one.before and one.after else _("new") if one.after else _("no longer there")
    return {
        "name": f"{one.part.code}. {one.part.name}",
        "what": words,
        "before": _points(one.before),
        "after": _points(one.after),
        "kind": api.KIND_WORDS[one.part.shape.kind] if one.part.shape else "",
    }


def _points(part: api.Part | None) -> str:
    return numbers.short(part.points) if part is not None and part.points is not None else ""


def _sums(read: tuple[api.Listed, ...]) -> list[dict[str, Any]]:
    """Count the components below each main indicator and add up their points, to be held against the decision."""
    found: dict[str, dict[str, Any]] = {}
    for one in read:
        parent = str(one.row.get("parent", "")).split(".")[0]
        if one.row and parent and "shape" in one.row:
            kept = found.setdefault(parent, {"code": parent, "many": 0, "points": api.read_number("0").value})
            kept["many"] += 1
            kept["points"] += api.read_number(str(one.row.get("points", "0")).replace(".", ",")).value
    return [{**one, "points": numbers.short(one["points"])} for one in found.values()]


def _show(
    request: HttpRequest,
    asked: Asked,
    form: ListForm,
    seen: dict[str, Any] | None = None,
    file: ListFileForm | None = None,
) -> HttpResponse:
    by = actor_of(request)
    found = api.structures(code=asked.index.code, version=asked.index.version)
    in_force = next((one.structure_id for one in found if one.approved_at), "")
    page = frame(request, asked) | {
        "form": form,
        "file": file or ListFileForm(),
        "seen": seen,
        "here": asked.link("lists"),
        "lists": [
            {
                "one": one,
                "is_in_force": one.structure_id == in_force,
                "is_own": one.entered_by == by.person_id,
                "href": asked.link("approve", one.structure_id),
            }
            for one in found
        ],
        "examples": [(api.KIND_WORDS[kind], words) for kind, words in api.EXAMPLES.items()],
        "plain": [words for kind, words in api.KIND_WORDS.items() if kind not in api.EXAMPLES],
        "years_of": ", ".join(str(year) for year in asked.index.years),
    }
    is_wrong = bool(form.errors or (file and file.errors) or (seen and seen["faults"]))
    return render(request, "scores/lists.html", page, status=422 if is_wrong else 200)
