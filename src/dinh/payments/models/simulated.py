"""The memory of the simulated bank and e-receipt provider: outside systems, which nothing of ours reads."""

from django.db import models
from django.db.models import Q

from dinh.payments.models.orders import choices
from dinh.payments.types import FeeKind


class SimulatedTransfer(models.Model):
    """A transfer someone made in the bank that does not exist."""

    transaction_no = models.CharField(max_length=64, unique=True)
    reference = models.CharField(max_length=64, blank=True, db_index=True)
    bank_bin = models.CharField(max_length=6)
    account = models.CharField(max_length=19)
    amount_vnd = models.BigIntegerField()
    content = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="simulated_transfer_positive")]

    def __str__(self) -> str:
        return f"{self.transaction_no}: {self.amount_vnd} đ"


class SimulatedReceipt(models.Model):
    """A number given out by the provider that does not exist; its primary key is its range."""

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=choices(FeeKind))
    amount_vnd = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pk}: {self.key}"
