"""The simulated bank's pages: read a QR code, transfer, answer the platform's messages, give the day's statement."""

import json
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from dinh.kernel import clock
from dinh.kernel.access import access
from dinh.kernel.errors import Invalid, NotFound
from dinh.payments.plugins.national_platform.messages import SUCCESS
from dinh.payments.plugins.national_platform.simulator import bank
from dinh.payments.plugins.national_platform.simulator.bank import Trouble
from dinh.payments.policies import vietqr
from dinh.payments.policies.signature import INIT_FIELDS, QUERY_FIELDS, is_genuine
from dinh.payments.policies.statement import write_statement

TROUBLES = [
    (Trouble.NONE, gettext_lazy("Works as it should")),
    (Trouble.TWICE, gettext_lazy("Sends the message twice")),
    (Trouble.REORDERED, gettext_lazy("Sends “failed” after “paid”")),
    (Trouble.LATE, gettext_lazy("Transfers after the time is over")),
    (Trouble.WRONG_AMOUNT, gettext_lazy("Transfers 1,000 đồng too much")),
    (Trouble.FORGED, gettext_lazy("A stranger sends a forged message, no money moves")),
    (Trouble.FAILED, gettext_lazy("The payment fails")),
    (Trouble.SILENT, gettext_lazy("Transfers and sends no message")),
]


class TransferForm(forms.Form):
    qr = forms.CharField(label=gettext_lazy("Text of the QR code"), max_length=400)
    amount_vnd = forms.IntegerField(label=gettext_lazy("Amount"), min_value=1, max_value=10**13 - 1, required=False)
    trouble = forms.ChoiceField(label=gettext_lazy("How the bank behaves"), choices=TROUBLES, required=False)


def _back(request: HttpRequest, given: str) -> str:
    """Return a path of this site only."""
    is_ours = given.startswith("/") and url_has_allowed_host_and_scheme(given, {request.get_host()})
    return given if is_ours else ""


@require_GET
@access("public")
def home(request: HttpRequest) -> HttpResponse:
    """Read the code somebody scanned and ask whether to transfer."""
    text = request.GET.get("qr", "")
    page: dict[str, object] = {"qr": text, "back": _back(request, request.GET.get("ve", "")), "troubles": TROUBLES}
    if not text:
        return render(request, "payments/bank.html", page)
    try:
        page["wanted"] = vietqr.read(text)
    except Invalid as refused:
        page["fault"] = refused
        return render(request, "payments/bank.html", page, status=422)
    return render(request, "payments/bank.html", page)


@require_POST
@access("public")
def transfer(request: HttpRequest) -> HttpResponse:
    """Transfer, and tell the house by a signed call-back."""
    form = TransferForm(request.POST)
    if not form.is_valid():
        raise Invalid("PA50", _("The bank needs a QR code and an amount."))
    wanted = vietqr.read(form.cleaned_data["qr"])
    amount = wanted.amount or form.cleaned_data["amount_vnd"]
    if not amount:
        raise Invalid("PA51", _("This code has no amount; please enter one."))
    trouble = Trouble(form.cleaned_data["trouble"] or Trouble.NONE)
    url = request.build_absolute_uri(reverse("payments:callback"))
    answers = bank.act(wanted=wanted, amount_vnd=amount, at=clock.now(), trouble=trouble, url=url)
    page = {
        "wanted": wanted,
        "amount": amount,
        "answers": answers,
        "is_moved": trouble not in {Trouble.FORGED, Trouble.FAILED},
        "back": _back(request, request.POST.get("ve", "")),
    }
    return render(request, "payments/bank_done.html", page)


@csrf_exempt
@require_POST
@access("public")
def platform(request: HttpRequest) -> HttpResponse:
    """Answer INIT and QUERY as the National Payment Platform does."""
    try:
        message = json.loads(request.body)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        return JsonResponse({"MaLoi": "99"}, status=400)
    plain = {name: value for name, value in message.items() if isinstance(value, str)}
    kind, secret = plain.get("LoaiBanTin"), bank.platform().secret
    fields = {"INIT": INIT_FIELDS, "QUERY": QUERY_FIELDS}.get(kind or "")
    if fields is None or not is_genuine(plain, fields, secret):
        return JsonResponse({"MaLoi": "97"}, status=403)
    if kind == "QUERY":
        return JsonResponse({"MaLoi": SUCCESS, "KetQua": bank.answer_query(plain["MaThamChieu"])})
    receipt = message["ThongTinBienLai"]
    text = vietqr.payload(
        receipt["MaNHThuHuong"], receipt["TKThuHuong"], int(plain["SoTien"]), plain["ThongTinGiaoDich"]
    )
    query = urlencode({"qr": text, "ve": receipt.get("UrlQuayLai", "")})
    return JsonResponse(
        {"MaLoi": SUCCESS, "UrlThanhToan": request.build_absolute_uri(f"{reverse('payments:bank')}?{query}")}
    )


@require_GET
@access("public")
def statement(request: HttpRequest, on: str) -> HttpResponse:
    """Send the simulated bank's book of a day as CSV."""
    del request
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise NotFound("PA52", _("There is no such day.")) from None
    response = HttpResponse(write_statement(bank.statement_of(day)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sao-ke-{day.isoformat()}.csv"'
    return response
