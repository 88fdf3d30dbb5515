from django.db import models
from django.db.models import Q

from dinh.kernel.ids import new_id
from dinh.payments.models.orders import Order, choices
from dinh.payments.types import FeeKind


def receipt_id() -> str:
    return new_id("rct")


class Receipt(models.Model):
    """A fee receipt (biên lai) with the e-receipt provider's number: one for phí, one for lệ phí, also for 0 đồng."""

    public_id = models.CharField(max_length=32, unique=True, default=receipt_id)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=8, choices=choices(FeeKind))
    form = models.CharField(max_length=30)
    symbol = models.CharField(max_length=30)
    number = models.CharField(max_length=30)
    provider = models.CharField(max_length=60)
    is_demo = models.BooleanField()
    amount_vnd = models.BigIntegerField()
    issued_at = models.DateTimeField()
    paper_id = models.CharField(max_length=32, blank=True)
    is_paper_due = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], name="receipt_paper_due", condition=Q(is_paper_due=True))]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="receipt_once"),
            models.UniqueConstraint(fields=["provider", "form", "symbol", "number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gte=0), name="receipt_not_negative"),
            models.CheckConstraint(condition=~Q(number=""), name="receipt_has_number"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.number}"
