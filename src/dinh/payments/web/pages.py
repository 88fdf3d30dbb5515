"""The payment page of the payer and of the desk, and the receipt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.documents import api as documents
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError, Invalid, NotFound
from dinh.kernel.money import amount_in_words
from dinh.payments import api
from dinh.payments.policies.access import check_can_see_order
from dinh.payments.web.forms import CashForm
from dinh.payments.web.showing import KIND_WORDS, Shown, own_ways, shown, token_ways

_STOP_POLLING = 286


def _own(request: HttpRequest, order_id: str) -> api.OrderView:
    order = api.order(order_id=order_id)
    check_can_see_order(
        actor_of(request),
        payer_person_id=order.payer_person_id,
        payee_agency_id=order.payee_agency_id,
        opened_agency_id=order.opened_agency_id,
    )
    return order


def _may_take_cash(request: HttpRequest, order: api.OrderView) -> bool:
    return order.is_due and api.can_take_cash(
        actor_of(request), payee_agency_id=order.payee_agency_id, opened_agency_id=order.opened_agency_id
    )


@require_GET
@access("citizen", "official")
def order_page(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show what is due, how to pay and where the payment stands."""
    order = _own(request, order_id)
    form = CashForm(initial={"received_vnd": order.total_vnd}) if _may_take_cash(request, order) else None
    page = {"shown": shown(order, own_ways(order), clock.now()), "cash": form, "is_open_page": False}
    return render(request, "payments/order.html", page)


@require_GET
@access("public")
def open_order_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the same to whoever holds the unguessable link, without names."""
    order = api.order_by_token(token=token)
    page = {"shown": shown(order, token_ways(order), clock.now()), "cash": None, "is_open_page": True}
    return render(request, "payments/order.html", page)


def _state(request: HttpRequest, view: Shown) -> HttpResponse:
    response = render(request, "payments/state.html", {"shown": view})
    if not view.is_payable:
        response.status_code = _STOP_POLLING
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
@access("citizen", "official")
def state(request: HttpRequest, order_id: str) -> HttpResponse:
    order = _own(request, order_id)
    return _state(request, shown(order, own_ways(order), clock.now()))


@require_GET
@access("public")
def open_state(request: HttpRequest, token: str) -> HttpResponse:
    order = api.order_by_token(token=token)
    return _state(request, shown(order, token_ways(order), clock.now()))


def _ask(request: HttpRequest, order: api.OrderView) -> None:
    """Ask the platform in case its message was lost; tell the payer how it stands."""
    try:
        api.ask_platform(at=clock.now(), reference=order.reference)
    except DinhError as fault:
        messages.warning(request, f"{fault.message} {fault.hint}")
        return
    if api.order(order_id=order.order_id).is_due:
        messages.info(
            request,
            _("The bank has not told us of your transfer yet. It can take a few minutes; please do not pay twice."),
        )


@require_POST
@access("citizen", "official")
def ask(request: HttpRequest, order_id: str) -> HttpResponse:
    _ask(request, _own(request, order_id))
    return redirect("payments:order", order_id)


@require_POST
@access("public")
def open_ask(request: HttpRequest, token: str) -> HttpResponse:
    _ask(request, api.order_by_token(token=token))
    return redirect("payments:open_order", token)


@require_POST
@access("citizen", "official")
def leave(request: HttpRequest, order_id: str) -> HttpResponse:
    """Begin the payment at the platform and show the way there."""
    _own(request, order_id)
    url = api.start_payment(
        by=actor_of(request),
        at=clock.now(),
        order_id=order_id,
        ip=request.META.get("REMOTE_ADDR", ""),
        back=reverse("payments:order", args=[order_id]),
    )
    page = {"shown": shown(order := api.order(order_id=order_id), own_ways(order), clock.now()), "url": url}
    return render(request, "payments/leave.html", page)


@require_POST
@access("official")
def cash(request: HttpRequest, order_id: str) -> HttpResponse:
    """Take cash at the counter."""
    order = _own(request, order_id)
    form = CashForm(request.POST)
    if form.is_valid():
        try:
            api.settle_cash(
                by=actor_of(request),
                at=clock.now(),
                order_id=order_id,
                received_vnd=form.cleaned_data["received_vnd"],
            )
        except Invalid as refused:
            form.add_error("received_vnd", str(refused.message))
        else:
            messages.success(request, _("The money was taken. The receipt comes in a moment."))
            return redirect("payments:order", order_id)
    page = {"shown": shown(order, own_ways(order), clock.now()), "cash": form, "is_open_page": False}
    return render(request, "payments/order.html", page, status=422)


@require_GET
@access("citizen", "official")
def receipt(request: HttpRequest, order_id: str, receipt_id: str) -> HttpResponse:
    """Show one receipt for reading and printing."""
    order = _own(request, order_id)
    found = next((one for one in order.receipts if one.receipt_id == receipt_id), None)
    if found is None:
        raise NotFound("PA45", _("There is no such receipt."))
    view = shown(order, own_ways(order), clock.now())
    page = {
        "shown": view,
        "receipt": found,
        "kind": KIND_WORDS[found.kind],
        "file_id": documents.paper(paper_id=found.paper_id).file_id if found.paper_id else "",
        "lines": [one for one in view.lines if one.line.kind == found.kind],
        "amount_words": amount_in_words(found.amount_vnd),
    }
    return render(request, "payments/receipt.html", page)
