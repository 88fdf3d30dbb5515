"""What units say of themselves, and copies frozen as published. Rows are only added; triggers hold that."""

from django.db import models
from django.db.models import F, Q

from dinh.kernel.ids import new_id


def reported_id() -> str:
    return new_id("qrp")


def frozen_id() -> str:
    return new_id("qfr")


class ReportedValue(models.Model):
    """One item as a unit reports it; the newest counts, the others tell the story."""

    public_id = models.CharField(max_length=32, unique=True, default=reported_id)
    item = models.CharField(max_length=20)
    unit_id = models.IntegerField()
    agency_id = models.CharField(max_length=40, blank=True)
    first = models.DateField()
    last = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    source = models.CharField(max_length=500)
    files = models.JSONField(default=list, db_default=[])
    entered_by = models.CharField(max_length=40)
    entered_name = models.CharField(max_length=150)
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit_id", "agency_id", "first", "last", "item", "-id"], name="points_reported")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__gte=0, denominator__gte=F("numerator"), denominator__gt=0),
                name="points_reported_share",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="points_reported_span"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(entered_by=""), name="points_reported_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.unit_id}: {self.numerator}/{self.denominator}"


class FrozenPoints(models.Model):
    """The points of a unit and period as computed; published by somebody other than who prepared them."""

    public_id = models.CharField(max_length=32, unique=True, default=frozen_id)
    edition = models.CharField(max_length=40)
    unit_id = models.IntegerField()
    agency_id = models.CharField(max_length=40, blank=True)
    first = models.DateField()
    last = models.DateField()
    content = models.TextField()
    hash = models.CharField(max_length=64)
    prepared_by = models.CharField(max_length=40)
    prepared_name = models.CharField(max_length=150)
    prepared_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, blank=True)
    published_name = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit_id", "agency_id", "first", "last", "-id"], name="points_frozen")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="points_frozen_span"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="")),
                name="points_published_by",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("prepared_by")), name="points_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.unit_id} {self.first}: {self.hash[:8]}"
