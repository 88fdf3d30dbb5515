"""Where a dossier lay and who is away: the places a dossier went through, and absences with their substitutes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from dinh.dossiers.models.dossiers import Dossier
from dinh.dossiers.types.work import AbsenceReason, PlacementKind
from dinh.kernel.ids import new_id


def absence_id() -> str:
    return new_id("abs")


class DaysOff(Func):
    """The days of an absence, both ends among them."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Placement(models.Model):
    """One move of a dossier between the queue of its office and officers, "" being the queue.

    `until_on` is the last day of a delegation, `settled_at` when it ended; `undone_at` when its giver took it back.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="placements", db_index=False)
    kind = models.CharField(max_length=12)
    from_post = models.CharField(max_length=40, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    to_post = models.CharField(max_length=40, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    by_post = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    entry_id = models.CharField(max_length=40)
    until_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(PlacementKind)), name="placement_kind_known"),
            models.CheckConstraint(condition=~Q(from_post=F("to_post")), name="placement_moves"),
            models.CheckConstraint(
                condition=Q(kind=PlacementKind.DELEGATED, until_on__isnull=False)
                | (~Q(kind=PlacementKind.DELEGATED) & Q(until_on__isnull=True, settled_at__isnull=True)),
                name="placement_delegated_until",
            ),
            # What was delegated comes back before it can be delegated anew.
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(kind=PlacementKind.DELEGATED, settled_at__isnull=True),
                name="placement_delegated_once",
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "-id"], name="placement_last"),
            models.Index(fields=["by_post", "-id"], name="placement_own"),
            models.Index(
                fields=["until_on", "id"],
                condition=Q(kind=PlacementKind.DELEGATED, settled_at__isnull=True),
                name="placement_coming_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.from_post or '-'} > {self.to_post or '-'}"


class Absence(models.Model):
    """An officer's days away with who stands in; it moves work, never rights. `last_on` is the last day away."""

    public_id = models.CharField(max_length=40, unique=True, default=absence_id, editable=False)
    agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    post_id = models.CharField(max_length=40)
    post_name = models.CharField(max_length=200)
    substitute_post = models.CharField(max_length=40)
    substitute_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=10)
    first_on = models.DateField()
    last_on = models.DateField()
    set_by_post = models.CharField(max_length=40)
    set_at = models.DateTimeField()
    # Called off before its first day; one that is cut short keeps the days it had.
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_in_order"),
            models.CheckConstraint(condition=~Q(post_id=F("substitute_post")), name="absence_two_posts"),
            models.CheckConstraint(condition=Q(reason__in=list(AbsenceReason)), name="absence_reason_known"),
            ExclusionConstraint(
                name="absence_once",
                expressions=[
                    ("post_id", RangeOperators.EQUAL),
                    (DaysOff("first_on", "last_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_void=False),
            ),
        ]
        indexes = [
            models.Index(fields=["substitute_post", "last_on"], name="absence_stood_in", condition=Q(is_void=False)),
            models.Index(fields=["agency", "last_on"], name="absence_of_agency", condition=Q(is_void=False)),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.first_on} - {self.last_on}"
