"""What is owed: an order and its lines. What was asked never changes (a trigger of migration 0001 sees to it)."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from dinh.kernel.ids import new_id, unguessable
from dinh.payments.types import FeeKind, Method, OrderState

_PAID = [OrderState.SETTLED.value, OrderState.REFUNDED.value]


def choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


def values(kinds: type[StrEnum]) -> list[str]:
    return [kind.value for kind in kinds]


def order_id() -> str:
    return new_id("ord")


def page_token() -> str:
    return unguessable(length=24)


class Order(models.Model):
    """Money owed for one subject (a dossier): its amount, its short reference in the transfer, where it stands."""

    public_id = models.CharField(max_length=32, unique=True, default=order_id)
    reference = models.CharField(max_length=16, unique=True)
    page_token = models.CharField(max_length=24, unique=True, default=page_token)
    subject_id = models.CharField(max_length=32, db_index=True)
    payer_name = models.CharField(max_length=150)
    payer_person = models.ForeignKey(
        "directory_identity.Person",
        to_field="public_id",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    payee_agency = models.ForeignKey(
        "directory_identity.Agency", to_field="public_id", on_delete=models.PROTECT, related_name="+"
    )
    opened_agency_id = models.CharField(max_length=32, blank=True)
    bank_bin = models.CharField(max_length=6)
    bank_name = models.CharField(max_length=120)
    account = models.CharField(max_length=19)
    account_name = models.CharField(max_length=120)
    total_vnd = models.BigIntegerField()
    channel = models.CharField(max_length=16, blank=True)
    quoted_version = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=10, choices=choices(OrderState), default=OrderState.OPEN)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    method = models.CharField(max_length=10, choices=choices(Method), blank=True)
    received_vnd = models.BigIntegerField(null=True, blank=True)
    settled_by_post = models.CharField(max_length=32, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total_vnd__gte=0), name="order_not_negative"),
            models.CheckConstraint(condition=Q(state__in=values(OrderState)), name="order_state"),
            models.CheckConstraint(condition=Q(reference__regex=r"^[0-9A-Z]{6,16}$"), name="order_reference_form"),
            models.CheckConstraint(
                condition=Q(state__in=_PAID, settled_at__isnull=False, method__in=values(Method))
                | (~Q(state__in=_PAID) & Q(settled_at__isnull=True, method="")),
                name="order_settled_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(method=Method.CASH, received_vnd__gte=F("total_vnd"))
                | (~Q(method=Method.CASH) & Q(received_vnd__isnull=True)),
                name="order_cash_received",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "refunded", "expired"], closed_at__isnull=False)
                | (~Q(state__in=["cancelled", "refunded", "expired"]) & Q(closed_at__isnull=True)),
                name="order_closed_when",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("opened_at")), name="order_expires_later"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state__in=["open", "awaiting"]), name="order_due_expiry"),
            models.Index(fields=["settled_at"], name="order_settled_at"),
            models.Index(
                fields=["settled_by_post", "settled_at", "id"], name="order_takings", condition=~Q(settled_by_post="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.total_vnd} đ, {self.state}"


class OrderLine(models.Model):
    """One fee of an order. `basis` is where an amount entered by hand comes from."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=choices(FeeKind))
    name = models.CharField(max_length=500)
    amount_vnd = models.BigIntegerField()
    full_amount_vnd = models.BigIntegerField()
    discount_rule = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="order_line_once"),
            models.CheckConstraint(
                condition=Q(amount_vnd__gte=0, full_amount_vnd__gte=F("amount_vnd")), name="order_line_amounts"
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd=F("full_amount_vnd")) | ~Q(discount_rule=""), name="order_line_cut_has_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount_vnd} đ"
