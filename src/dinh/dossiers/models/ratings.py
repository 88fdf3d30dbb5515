"""What the citizen said of how a dossier was settled."""

from django.db import models
from django.db.models import F, Q

from dinh.dossiers.models.dossiers import Dossier
from dinh.dossiers.types.ratings import Level


class Rating(models.Model):
    """One per dossier, from one of its people. The comment stays here; the ledger has the level and the answers."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="rating")
    person = models.ForeignKey(
        "directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    level = models.CharField(max_length=16)
    comment = models.CharField(max_length=1000, blank=True)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="rating_level_known"),
            models.CheckConstraint(condition=Q(changed_at__gte=F("created_at")), name="rating_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.level}"
