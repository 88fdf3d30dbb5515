"""Taking in a self-assessment from a file: looked at first, agreed to, taken back if need be; and the way out."""

import base64
import binascii
import csv
import hashlib
import io
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from openpyxl import Workbook

from dinh.documents import api as documents
from dinh.indicators.scores import api
from dinh.indicators.scores.web import asked as address
from dinh.indicators.scores.web import formulas
from dinh.indicators.scores.web.asked import Asked
from dinh.indicators.scores.web.forms import FileForm
from dinh.indicators.scores.web.framing import ROLES, frame
from dinh.indicators.scores.web.words import KINDS
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Role
from dinh.kernel.errors import DinhError, Invalid

Told = str | Fraction | None
_PLACES = 12
OFFICERS = (Role.DATA_OFFICER.value,)
_FATES = {api.Fate.TAKEN: "good", api.Fate.LEFT: "quiet", api.Fate.FAULTY: "warning"}


@require_http_methods(["GET", "POST"])
@access("official", roles=OFFICERS)
def files(request: HttpRequest) -> HttpResponse:
    """Ask for a file; show row by row what would be taken in."""
    asked = address.read(request, clock.now().date())
    if request.method != "POST":
        return render(request, "scores/files.html", _page(request, asked, FileForm()))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "scores/files.html", _page(request, asked, form), status=422)
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        reading = api.read_file(file.name, data, asked.index)
    except api.SheetFault as fault:
        form.add_error("file", sheet_faults(fault.code))
        return render(request, "scores/files.html", _page(request, asked, form), status=422)
    page = _page(request, asked, form) | {
        "name": file.name,
        "reading": reading,
        "rows": [_row(one) for one in reading.rows],
        "counts": {fate.value: reading.count(fate) for fate in api.Fate},
        "data": base64.b64encode(data).decode(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return render(request, "scores/preview.html", page)


def sheet_faults(code: str) -> str:
    return {
        "broken": _("This file cannot be opened as a sheet. Please save it as XLSX and send it again."),
        "too_large": _("This file holds far more than a self-assessment. Please send the sheet alone."),
        "entities": _("This file holds parts a sheet never has. Please save it anew as XLSX."),
    }[code]


def _row(one: Any) -> dict[str, Any]:
    words = {api.Fate.TAKEN: _("taken"), api.Fate.LEFT: _("left out"), api.Fate.FAULTY: _("faulty")}
    return {
        "place": f"{one.sheet} {one.line}".strip(),
        "told": " · ".join(text for text in one.told if text),
        "part": one.part,
        "value": formulas.entry_words(one.entry) if one.entry else "",
        "fate": words[one.fate],
        "tone": _FATES[one.fate],
        "sentences": one.sentences,
    }


@require_POST
@access("official", roles=OFFICERS)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in the file that was looked at."""
    asked = address.read(request, clock.now().date())
    by, at = actor_of(request), clock.now()
    name = request.POST.get("name", "")[:300]
    data = _sent(request)
    reading = api.read_file(name, data, asked.index)
    kept = ""
    try:
        if data.startswith(b"PK"):
            subject = api.subject_of(asked.index.code, asked.year, asked.unit.unit_id)
            kept = documents.store_file(
                by=by, at=at, name=name, stream=io.BytesIO(data), purpose="assessment", subject_id=subject
            ).file_id
        api.take_in(
            by=by,
            at=at,
            **asked.where,
            entries=reading.entries,
            notes=reading.notes,
            name=name,
            file_id=kept,
            sha256=hashlib.sha256(data).hexdigest(),
        )
        messages.success(request, _("%(many)s values are taken in.") % {"many": len(reading.entries)})
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(asked.link("files"))


def _sent(request: HttpRequest) -> bytes:
    try:
        return base64.b64decode(request.POST.get("data", ""), validate=True)
    except binascii.Error as error:
        raise Invalid("SC30", _("The file did not arrive whole. Please send it again.")) from error


@require_POST
@access("official", roles=OFFICERS)
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take the values of a file back."""
    asked = address.read(request, clock.now().date())
    try:
        api.undo_import(by=actor_of(request), at=clock.now(), import_id=import_id)
        messages.success(request, _("The values of this file no longer count."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(asked.link("files"))


def _page(request: HttpRequest, asked: Asked, form: FileForm) -> dict[str, Any]:
    return frame(request, asked) | {"form": form, "imports": api.imports(**asked.where), "here": asked.link("files")}


@require_GET
@access("official", roles=ROLES)
def sheet(request: HttpRequest, ending: str) -> HttpResponse:
    """Send all values of the year as CSV or XLSX; the file can be filled in and taken in again."""
    asked = address.read(request, clock.now().date())
    rows = _table(asked)
    name = f"dti-{asked.year}-{asked.unit.code}"
    if ending == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([_written(one) for one in row] for row in rows)
        answer = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    else:
        book, kept = Workbook(), io.BytesIO()
        for row in rows:
            book.worksheets[0].append([_cell(one) for one in row])
        book.save(kept)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer = HttpResponse(kept.getvalue(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _table(asked: Asked) -> list[list[Told]]:
    """Return one row for each part: codes and names, a and b or the value, by kind; the first kind can be read back."""
    found = api.readings(index=asked.index, year=asked.year, unit_id=asked.unit.unit_id)
    kinds = (api.ValueKind.SELF, api.ValueKind.VERIFIED, api.ValueKind.PUBLISHED)
    head: list[Told] = [_("Code"), _("Name"), _("Maximum")]
    for kind in kinds:
        before = "" if kind is api.ValueKind.SELF else f"{KINDS[kind]}: "
        head += [f"{before}{name}" for name in ("a", "b", _("value"), _("points"))]
    rows = [[*head, _("Opened at")]]
    for part in asked.index.parts:
        row: list[Told] = [part.code, part.name, part.points]
        for kind in kinds:
            row += _cells(part, found[kind])
        rows.append([*row, f"{settings.DINH_PUBLIC_URL}{asked.link('part', part.code)}"])
    return rows


def _cells(part: api.Part, one: api.Reading) -> list[Told]:
    told = one.values.get(part.code)
    stages = one.scored.stages.get(part.code) if one.scored else None
    entry = told.entry if told else api.Entry()
    value: Told = entry.share
    if entry.choice or entry.met is not None:
        value = entry.choice or "; ".join(entry.met or ()) or _("none")
    return [entry.a, entry.b, value, stages.points if stages else None]


def _written(told: Told) -> str:
    """Write a number with a decimal comma: that is read back, where 1.234 would be thousands."""
    if isinstance(told, Fraction):
        return api.decimal_text(told, _PLACES).rstrip("0").rstrip(".").replace(".", ",")
    return _safe(told or "")


def _cell(told: Told) -> str | Decimal | None:
    if isinstance(told, Fraction):
        return Decimal(api.decimal_text(told, _PLACES))
    return _safe(told) if told else None


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{text}" if text[:1] in "=+-@" and text else text
