"""What people read of a case, and what was asked of them."""

from django.db import models
from django.db.models import Q

from dinh.dossiers.models.dossiers import Dossier
from dinh.dossiers.models.submissions import Submission
from dinh.dossiers.types import ActKind
from dinh.kernel.ids import new_id


def act_id() -> str:
    return new_id("act")


class Act(models.Model):
    """One line of the story people read. Words about persons stay here; the ledger keeps ids and digests."""

    public_id = models.CharField(max_length=40, unique=True, default=act_id, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="acts", db_index=False)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)
    by_post = models.CharField(max_length=40, blank=True)
    agency_name = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    paper_id = models.CharField(max_length=40, blank=True)
    entry_id = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(ActKind)), name="act_kind_known")]
        indexes = [models.Index(fields=["submission", "at", "id"], name="act_story")]

    def __str__(self) -> str:
        return f"{self.at} {self.kind}"


class Supplement(models.Model):
    """One request to supplement: what, why, when asked and when answered."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements", db_index=False)
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    items = models.JSONField(default=list)
    # A further request is against the law's "once"; its reason stays and the figures count it as late.
    extra_reason = models.TextField(blank=True)
    is_returned = models.BooleanField(default=False)
    requested_at = models.DateTimeField()
    provided_at = models.DateTimeField(null=True)
    paper_id = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="supplement_in_order"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(extra_reason=""), name="supplement_extra_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"


class LookupTry(models.Model):
    """How often a look-up failed from one place or for one code in one span of time; neither is kept itself."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="lookup_try_once")]
        indexes = [models.Index(fields=["window"], name="lookup_try_window")]

    def __str__(self) -> str:
        return f"{self.window}: {self.failures}"
