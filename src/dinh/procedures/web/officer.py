"""What is wrong with the source, for the data officer."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from dinh.kernel.access import access
from dinh.kernel.actor import Role
from dinh.procedures import api
from dinh.procedures.web.views import number_of
from dinh.procedures.web.words import FAULTS

_ROLES = (Role.DATA_OFFICER.value, Role.OPERATOR.value, Role.LEADER.value)
_CSV_HEADER = ("code", "name", "fault", "place", "text", "source_url")


@access("official", roles=_ROLES)
def faults(request: HttpRequest) -> HttpResponse:
    """List the faults of the source by kind, with the imports beside."""
    kind = _kind(request)
    found = api.faults(kind=kind, page=number_of(request.GET.get("trang", "1")))
    counts = api.fault_counts()
    context = {
        "found": [(FAULTS[one.kind], one) for one in found.items],
        "total": found.total,
        "kind": kind,
        "kinds": [(one.value, FAULTS[one], count) for one, count in counts.items() if count],
        "all": sum(counts.values()),
        "imports": api.imports(),
        "next_url": _url(kind, found.number + 1) if found.has_next else "",
        "prev_url": _url(kind, found.number - 1) if found.has_previous else "",
    }
    return render(request, "procedures/faults.html", context)


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("loai", "")
    return asked if asked in {one.value for one in api.FaultKind} else ""


def _url(kind: str, number: int) -> str:
    return f"?{urlencode({'loai': kind, 'trang': str(number)})}"


class _Line:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


@access("official", roles=_ROLES)
def faults_csv(request: HttpRequest) -> HttpResponse:
    """Send the faults as CSV, one line each."""
    kind = _kind(request)
    response = HttpResponse(_lines(kind), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="loi-danh-muc-thu-tuc{"-" + kind if kind else ""}.csv"'
    return response


def _lines(kind: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    # The mark lets spreadsheets read the letters.
    yield "\ufeff"
    yield writer.writerow(_CSV_HEADER)
    for one in api.all_faults(kind=kind):
        cells = (one.code, one.name, one.kind.value, one.place, one.text, one.source_url)
        yield writer.writerow([_inert(cell) for cell in cells])


def _inert(cell: str) -> str:
    """Keep a spreadsheet from taking published words for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell


@access("official", roles=_ROLES)
def changes(request: HttpRequest, import_id: str) -> HttpResponse:
    """Show what one import changed, field by field."""
    kind = request.GET.get("loai", "")
    kind = kind if kind in {"added", "changed", "closed"} else ""
    found = api.changes(import_id=import_id, kind=kind, page=number_of(request.GET.get("trang", "1")))
    context = {
        "found": found,
        "kind": kind,
        "import_id": import_id,
        "next_url": _url(kind, found.number + 1) if found.has_next else "",
        "prev_url": _url(kind, found.number - 1) if found.has_previous else "",
    }
    return render(request, "procedures/changes.html", context)
