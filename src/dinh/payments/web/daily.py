"""The day beside the bank: import the statement, explain differences, give unmatched money back."""

import csv
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Invalid, NotFound
from dinh.payments import api
from dinh.payments.policies.access import RECONCILING
from dinh.payments.policies.statement import read_statement
from dinh.payments.types import DifferenceKind, Outcome, Unmatched
from dinh.payments.web.forms import NoteForm, StatementForm

_ROLES = tuple(sorted(RECONCILING))
_LARGEST = 5 * 1024 * 1024
DIFFERENCE_WORDS = {
    DifferenceKind.ONLY_OURS: gettext_lazy("Only in our records"),
    DifferenceKind.ONLY_BANK: gettext_lazy("Only at the bank"),
    DifferenceKind.AMOUNT_DIFFERS: gettext_lazy("Amounts differ"),
    DifferenceKind.NOT_SETTLED: gettext_lazy("Received, settles nothing"),
}
REASON_WORDS = {
    Unmatched.NO_ORDER: gettext_lazy("No payment has this code"),
    Unmatched.WRONG_AMOUNT: gettext_lazy("Another amount than asked"),
    Unmatched.ALREADY_SETTLED: gettext_lazy("Was paid already"),
    Unmatched.CANCELLED: gettext_lazy("Was cancelled"),
    Unmatched.EXPIRED: gettext_lazy("Came after its time"),
    Unmatched.REFUNDED: gettext_lazy("Was refunded"),
}
OUTCOME_WORDS = {
    Outcome.FORGED: gettext_lazy("Wrong signature"),
    Outcome.MALFORMED: gettext_lazy("Cannot be read"),
    Outcome.CONTRADICTED: gettext_lazy("Contradicts an earlier message"),
    Outcome.FAILED: gettext_lazy("Payment failed at the bank"),
}


def _days(request: HttpRequest, form: StatementForm, status: int = 200) -> HttpResponse:
    page = {
        "form": form,
        "days": api.reconciliations(),
        "waiting": [(money, REASON_WORDS[Unmatched(money.reason)]) for money in api.waiting_money()],
        "troubled": [(one, OUTCOME_WORDS[one.outcome]) for one in api.troubled_callbacks()],
        "may_return": actor_of(request).has_role("cashier"),
    }
    return render(request, "payments/days.html", page, status=status)


def _rows(file: "UploadedFile[bytes]") -> tuple[api.StatementRow, ...]:
    if (file.size or 0) > _LARGEST:
        raise Invalid("PA68", _("This file is larger than a day's statement can be (5 MB)."))
    return read_statement(file.read())


@access("official", roles=_ROLES)
def days(request: HttpRequest) -> HttpResponse:
    """List the days compared, and import the statement of one."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _days(request, StatementForm(initial={"on": clock.now().date()}))
    if not form.is_valid():
        return _days(request, form, 422)
    file = form.cleaned_data["statement"]
    try:
        made = api.reconcile(
            by=actor_of(request),
            at=clock.now(),
            on=form.cleaned_data["on"],
            statement=_rows(file),
        )
    except Invalid as refused:
        form.add_error("statement", f"{refused.message} {refused.hint}".strip())
        return _days(request, form, 422)
    return redirect("payments:day", made.on.isoformat())


def _day(on: str) -> api.ReconciliationView:
    try:
        found = api.latest_reconciliation(on=date.fromisoformat(on))
    except ValueError:
        found = None
    if found is None:
        raise NotFound("PA69", _("This day was not compared with the bank yet."))
    return found


@require_GET
@access("official", roles=_ROLES)
def day(request: HttpRequest, on: str) -> HttpResponse:
    """Show one day with its differences."""
    made = _day(on)
    differences = [(one, DIFFERENCE_WORDS[one.kind]) for one in made.differences]
    return render(request, "payments/day.html", {"made": made, "differences": differences, "form": NoteForm()})


@require_POST
@access("official", roles=_ROLES)
def resolve(request: HttpRequest, difference_id: str) -> HttpResponse:
    made = api.resolve_difference(
        by=actor_of(request), at=clock.now(), difference_id=difference_id, note=request.POST.get("note", "")
    )
    messages.success(request, _("The explanation was kept."))
    return redirect("payments:day", made.on.isoformat())


@require_POST
@access("official", roles=("cashier",))
def give_back(request: HttpRequest, money_id: str) -> HttpResponse:
    api.return_money(by=actor_of(request), at=clock.now(), money_id=money_id, note=request.POST.get("note", ""))
    messages.success(request, _("The money is noted as given back."))
    return redirect("payments:days")


def _plain(text: str) -> str:
    """Keep a spreadsheet from running what somebody wrote in a transfer."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@require_GET
@access("official", roles=_ROLES)
def export(request: HttpRequest, on: str) -> HttpResponse:
    """Send the differences of a day as CSV."""
    del request
    made = _day(on)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="doi-soat-{made.on.isoformat()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["loai", "ma_giao_dich", "ma_tham_chieu", "so_tien_he_thong", "so_tien_ngan_hang", "ket_luan"])
    for one in made.differences:
        sums = ["" if vnd is None else vnd for vnd in (one.ours_vnd, one.bank_vnd)]
        writer.writerow(
            [str(DIFFERENCE_WORDS[one.kind]), _plain(one.transaction_no), one.reference, *sums, _plain(one.note)]
        )
    return response
