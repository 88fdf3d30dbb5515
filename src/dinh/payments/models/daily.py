"""A day compared with the bank, and what did not agree."""

from django.db import models
from django.db.models import Q

from dinh.kernel.ids import new_id
from dinh.payments.models.orders import choices
from dinh.payments.types import DifferenceKind


def reconciliation_id() -> str:
    return new_id("rec")


def difference_id() -> str:
    return new_id("dif")


class Reconciliation(models.Model):
    """One comparison of a day; comparing again makes a new one, the latest counts."""

    public_id = models.CharField(max_length=32, unique=True, default=reconciliation_id)
    on = models.DateField(db_index=True)
    made_at = models.DateTimeField()
    made_by_post = models.CharField(max_length=32, blank=True)
    statement_digest = models.CharField(max_length=64)
    statement_rows = models.PositiveIntegerField()
    matched = models.PositiveIntegerField()
    ours_vnd = models.BigIntegerField()
    bank_vnd = models.BigIntegerField()

    class Meta:
        ordering = ["-on", "-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["on", "made_at"], name="reconciliation_once"),
            models.CheckConstraint(condition=Q(ours_vnd__gte=0, bank_vnd__gte=0), name="reconciliation_sums"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.matched}"


class Difference(models.Model):
    """One transaction that does not agree, until somebody explains it."""

    public_id = models.CharField(max_length=32, unique=True, default=difference_id)
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=16, choices=choices(DifferenceKind))
    transaction_no = models.CharField(max_length=64)
    reference = models.CharField(max_length=64, blank=True)
    ours_vnd = models.BigIntegerField(null=True, blank=True)
    bank_vnd = models.BigIntegerField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_post = models.CharField(max_length=32, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["transaction_no"]
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "transaction_no"], name="difference_once"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, note="") | (Q(resolved_at__isnull=False) & ~Q(note="")),
                name="difference_resolved_with_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_no}: {self.kind}"
