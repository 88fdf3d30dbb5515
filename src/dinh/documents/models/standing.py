"""How long a paper stands: in force until it is ended with a moment and a reason, perhaps by another in its place."""

from django.db import models
from django.db.models import Q

from dinh.documents.types import Standing


class Stands(models.Model):
    standing = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in Standing], default=Standing.IN_FORCE.value
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


def standing_checks(table: str) -> list[models.CheckConstraint]:
    """Return the checks of a table whose rows stand: a known standing, and an end with its moment and reason."""
    return [
        models.CheckConstraint(condition=Q(standing__in=list(Standing)), name=f"{table}_standing"),
        models.CheckConstraint(
            condition=Q(standing=Standing.IN_FORCE, ended_at__isnull=True)
            | (~Q(standing=Standing.IN_FORCE) & Q(ended_at__isnull=False) & ~Q(ended_reason="")),
            name=f"{table}_ended_pair",
        ),
    ]
