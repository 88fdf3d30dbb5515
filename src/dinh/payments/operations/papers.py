"""The receipt as a paper with a code to check it by."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.alone import Done, each_alone
from dinh.kernel.money import amount_in_words
from dinh.kernel.text import datetime_vi
from dinh.payments import registry
from dinh.payments.models import Order, OrderLine, Receipt

__all__ = ["ask_for_papers_of", "print_due_receipts", "print_receipt"]

# Words of the printed form: the law's own, so not translated.
_KINDS = {"phi": "Phí", "le_phi": "Lệ phí", "unknown": "Phí, lệ phí"}
_METHODS = {"online": "Trực tuyến", "cash": "Tiền mặt", "transfer": "Chuyển khoản"}


def _dong(amount_vnd: int) -> str:
    return f"{amount_vnd:,}".replace(",", ".")


def _cut(line: OrderLine) -> str:
    rule = registry.discount(line.discount_rule)
    act = rule.instrument if rule else line.discount_rule
    return f"{line.name}: giảm từ {_dong(line.full_amount_vnd)} đồng theo {act}."


def _words(receipt: Receipt, order: Order, at: datetime) -> dict[str, object]:
    agency = directory.agency(agency_id=order.payee_agency_id)
    lines = list(order.lines.filter(kind=receipt.kind))
    return {
        "agency": agency.name,
        "place": directory.unit(unit_id=agency.unit_id, on=at.date()).name,
        "payer": order.payer_name,
        "lines": [{"name": one.name, "kind": _KINDS[one.kind], "amount": _dong(one.amount_vnd)} for one in lines],
        "total": _dong(receipt.amount_vnd),
        "total_words": amount_in_words(receipt.amount_vnd),
        "method": _METHODS[order.method],
        "paid_text": datetime_vi(order.settled_at) if order.settled_at else "",
        "discount_note": " ".join(_cut(one) for one in lines if one.discount_rule),
    }


@transaction.atomic
def print_receipt(*, by: Actor, at: datetime, receipt_id: str) -> str:
    """Set the receipt as a PDF with its verification code and return the paper's id; a second time the same one.

    It carries the seal of the agency that gets the money.

    The act is recorded by `documents`. Raises what `documents.issue_paper` raises.
    """
    rows = Receipt.objects.select_related("order").select_for_update(of=("self",), no_key=True)
    receipt = rows.get(public_id=receipt_id)
    if not receipt.paper_id:
        agency = directory.agency(agency_id=receipt.order.payee_agency_id)
        paper = documents.issue_paper(
            by=Actor(kind=ActorKind.SYSTEM, agency_id=agency.agency_id, display_name=agency.name),
            at=at,
            template="fee_receipt",
            data={**_words(receipt, receipt.order, at), "officer": by.display_name if by.is_official else ""},
            subject_id=receipt.public_id,
            number=f"{receipt.symbol} {receipt.number}",
            owner_person_id=receipt.order.payer_person_id or "",
            owner_name=receipt.order.payer_name,
            sign=documents.SignAs(documents.Certificate.AGENCY, agency.agency_id, agency.name, agency.name),
        )
        receipt.paper_id, receipt.is_paper_due = paper.paper_id, False
        receipt.save(update_fields=["paper_id", "is_paper_due"])
    return receipt.paper_id


def ask_for_papers_of(receipt_ids: Collection[str]) -> bool:
    """Note that these receipts still need their paper; tell whether any does. A second time nothing changes."""
    rows = Receipt.objects.filter(public_id__in=receipt_ids, paper_id="")
    return rows.update(is_paper_due=True) > 0


def print_due_receipts(*, by: Actor, at: datetime, limit: int = 50, without: Collection[str] = frozenset()) -> Done:
    """Make papers still due, each in its own transaction; who asks again after a crash makes what is left.

    One that cannot be made stays due, keeps no other waiting, and is passed over when named in `without`.
    """
    rows = Receipt.objects.filter(is_paper_due=True).exclude(public_id__in=without).order_by("id")
    due = list(rows.values_list("public_id", flat=True)[:limit])
    return each_alone(due, lambda receipt_id: print_receipt(by=by, at=at, receipt_id=receipt_id))
