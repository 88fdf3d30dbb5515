"""Dossiers on paper on their way from the desk to the agency that handles them."""

from django.db import models
from django.db.models import F, Q

from dinh.kernel.ids import new_id


def slip_id() -> str:
    return new_id("slp")


class SlipCounter(models.Model):
    """The last slip number of a desk on a day; locked while one is given."""

    agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="slip_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}: {self.last}"


class Slip(models.Model):
    """One hand-over: from whom, to whom, what, and who took it."""

    public_id = models.CharField(max_length=40, unique=True, default=slip_id, editable=False)
    number = models.CharField(max_length=40)
    from_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    to_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    made_by_post = models.CharField(max_length=40)
    made_by_name = models.CharField(max_length=200)
    accepted_at = models.DateTimeField(null=True)
    accepted_by_post = models.CharField(max_length=40, blank=True)
    accepted_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_agency", "number"], name="slip_number_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by_post="")
                | (Q(accepted_at__isnull=False) & ~Q(accepted_by_post="")),
                name="slip_accepted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(from_agency=F("to_agency")), name="slip_goes_elsewhere"),
        ]
        indexes = [
            models.Index(fields=["from_agency", "-id"], name="slip_sent"),
            models.Index(fields=["to_agency", "-id"], name="slip_to_accept", condition=Q(accepted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number


class SlipRow(models.Model):
    """One dossier on one slip; a dossier is handed over by the desk once."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="rows")
    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, to_field="public_id", related_name="+")

    def __str__(self) -> str:
        return str(self.dossier_id)
