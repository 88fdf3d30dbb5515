"""What a cashier took between opening and closing."""

from django.db import models
from django.db.models import Q

from dinh.kernel.ids import new_id


def shift_id() -> str:
    return new_id("shf")


class Shift(models.Model):
    """One cashier's time at the till. The sums at closing are kept as they were read and counted."""

    public_id = models.CharField(max_length=40, unique=True, default=shift_id, editable=False)
    agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    post_id = models.CharField(max_length=40)
    person_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    float_vnd = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField(null=True)
    cash_vnd = models.PositiveBigIntegerField(null=True)
    other_vnd = models.PositiveBigIntegerField(null=True)
    counted_vnd = models.PositiveBigIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post_id"], condition=Q(closed_at__isnull=True), name="shift_one_open_per_post"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(cash_vnd__isnull=False, other_vnd__isnull=False, counted_vnd__isnull=False),
                name="shift_closed_is_counted",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-opened_at", "-id"], name="shift_of_agency")]

    def __str__(self) -> str:
        return f"{self.person_name} {self.opened_at}"
