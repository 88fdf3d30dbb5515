"""The providers' side: how each fares, what receipts came, and what the simulators have taken in."""

from django.db import models
from django.db.models import F, Q

from dinh.notices.models.notices import Message, values
from dinh.notices.types import ReceiptOutcome, Way


class ProviderState(models.Model):
    """How a provider fares, shared by all workers; one that failed often rests until `open_until`."""

    name = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_until__isnull=True) | Q(failures__gt=0), name="provider_rests_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.failures}"


class DeliveryReceipt(models.Model):
    """A provider's word about a message, once per content; the same bytes again only raise `times`."""

    digest = models.CharField(max_length=64, unique=True)
    provider = models.CharField(max_length=40)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="receipts")
    outcome = models.CharField(max_length=12)
    reason = models.CharField(max_length=300, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=values(ReceiptOutcome)), name="receipt_outcome_known"),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="receipt_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.outcome}"


class SimulatedArrival(models.Model):
    """What a simulated mailbox or phone got. The same key again is the same message: it only raises `times`."""

    way = models.CharField(max_length=8)
    key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=254)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    arrived_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(way__in=values(Way)), name="arrival_way_known")]
        indexes = [models.Index(fields=["way", "-id"], name="arrival_newest")]

    def __str__(self) -> str:
        return f"{self.way} {self.key}"
