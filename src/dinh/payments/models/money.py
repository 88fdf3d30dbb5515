"""What came from the bank: every message as it was, and every sum of money once."""

from django.db import models
from django.db.models import F, Q

from dinh.kernel.ids import new_id
from dinh.payments.models.orders import Order, choices, values
from dinh.payments.types import MoneyState, Outcome, Unmatched


def money_id() -> str:
    return new_id("mon")


class Money(models.Model):
    """One sum the platform says it received: it settles its order or waits to be given back. Never counted twice."""

    public_id = models.CharField(max_length=32, unique=True, default=money_id)
    reference = models.CharField(max_length=64)
    transaction_no = models.CharField(max_length=64)
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="money")
    amount_vnd = models.BigIntegerField()
    bank = models.CharField(max_length=32, blank=True)
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=choices(MoneyState))
    reason = models.CharField(max_length=16, choices=choices(Unmatched), blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "transaction_no"], name="money_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state=MoneyState.SETTLING), name="money_settles_an_order_once"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="money_positive"),
            models.CheckConstraint(condition=Q(state__in=values(MoneyState)), name="money_state"),
            models.CheckConstraint(
                condition=Q(state=MoneyState.SETTLING, reason="", order__isnull=False)
                | Q(state__in=["unmatched", "returned"], reason__in=values(Unmatched))
                | Q(state="returned", reason="", order__isnull=False),
                name="money_unmatched_why",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_at__isnull=False)
                | (~Q(state="returned") & Q(returned_at__isnull=True)),
                name="money_returned_when",
            ),
        ]
        indexes = [
            models.Index(fields=["paid_at"], name="money_paid_at"),
            models.Index(fields=["received_at"], condition=Q(state="unmatched"), name="money_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_no}: {self.amount_vnd} đ, {self.state}"


class Callback(models.Model):
    """A message of the platform, as it came; the same bytes again only raise `times`."""

    digest = models.CharField(max_length=64, unique=True)
    raw = models.JSONField()
    reference = models.CharField(max_length=64, blank=True, db_index=True)
    outcome = models.CharField(max_length=14, choices=choices(Outcome))
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    money = models.ForeignKey(Money, null=True, blank=True, on_delete=models.PROTECT, related_name="callbacks")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=values(Outcome)), name="callback_outcome"),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at"), times__gte=1), name="callback_times"),
        ]
        indexes = [models.Index(fields=["-first_at"], name="callback_newest")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome} x{self.times}"
