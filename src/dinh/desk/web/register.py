"""The register of what this desk received: on the screen, as CSV, as form 07."""

import csv
from collections.abc import Iterator
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dinh.desk import api
from dinh.desk.web.forms import DaysForm
from dinh.desk.web.nav import REGISTER
from dinh.dossiers import api as dossiers
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid

_HEADER = (
    "ma_ho_so", "thu_tuc", "nguoi_nop", "co_quan_giai_quyet", "kenh", "trang_thai", "ngay_nhan", "ngay_hen",
    "ngay_giai_quyet", "ngay_tra", "ghi_chu",
)  # fmt: skip
_SIZE = 50


def _days(request: HttpRequest) -> tuple[DaysForm, date, date]:
    today = clock.now().date()
    form = DaysForm(request.GET or None, initial={"since": today, "until": today})
    if form.is_bound and form.is_valid():
        return form, form.cleaned_data["since"], form.cleaned_data["until"]
    return form, today, today


@require_safe
@never_cache
@access("official", roles=REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """List the dossiers of some days, a page at a time."""
    form, since, until = _days(request)
    after = request.GET.get("sau", "")
    page: dossiers.RegisterPage | None = None
    try:
        page = dossiers.register(
            by=actor_of(request), since=since, until=until, after=int(after) if after.isdigit() else 0, size=_SIZE
        )
    except Invalid as refused:
        form.errors.setdefault("since", form.error_class([str(refused.message)]))
    days = {"since": since.isoformat(), "until": until.isoformat()}
    shown = {
        "form": form,
        "rows": page.rows if page else (),
        "statuses": [dossiers.status_name(one.status) for one in page.rows] if page else (),
        "next_url": f"?{urlencode({**days, 'sau': str(page.next_after)})}" if page and page.next_after else "",
        "days": days,
        "query": urlencode(days),
    }
    return render(request, "desk/register.html", shown, status=422 if form.errors else 200)


def _url(days: dict[str, str], after: int) -> str:
    return "?" + urlencode({**days, "sau": str(after)})


@require_safe
@access("official", roles=REGISTER)
def register_csv(request: HttpRequest) -> HttpResponse:
    """Send the register of some days as CSV."""
    form, since, until = _days(request)
    if form.errors:
        sentence = _("Please give two days in order, at most a year apart.")
        raise Invalid("DK32", sentence, fields={"since": sentence})
    response = HttpResponse(_lines(actor_of(request), since, until), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="so-theo-doi-{since}-{until}.csv"'
    return response


class _Line:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


def _lines(by: Actor, since: date, until: date) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(_HEADER)
    after = 0
    while True:
        page = dossiers.register(by=by, since=since, until=until, after=after)
        for one in page.rows:
            yield writer.writerow(_cells(one))
        after = page.next_after
        if not after:
            return


def _cells(one: dossiers.RegisterRow) -> list[str]:
    moments = (one.received_at, one.due_at, one.decided_at, one.returned_at)
    names = (one.code, one.procedure_name, one.applicant_name, one.handling_name, one.channel)
    texts = [_safe(text) for text in names]
    return [*texts, dossiers.status_name(one.status), *map(_moment, moments), _safe(one.note)]


def _safe(text: str) -> str:
    """Keep a table program from reading a cell as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%d/%m/%Y %H:%M}" if at else ""


@require_POST
@access("official", roles=REGISTER)
def register_paper(request: HttpRequest) -> HttpResponse:
    """Issue form 07 for some days and open it."""
    form = DaysForm(request.POST)
    if not form.is_valid():
        return redirect("desk:register")
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    paper = api.issue_register(by=actor_of(request), at=clock.now(), since=since, until=until)
    return redirect("documents:file", paper.file_id)
