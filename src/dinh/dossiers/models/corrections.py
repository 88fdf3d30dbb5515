"""Corrections of the calendar: what changed, who ordered the recount and why, and every date that was looked at."""

from django.db import models
from django.db.models import Q

from dinh.dossiers.models.dossiers import Dossier
from dinh.dossiers.models.submissions import Submission
from dinh.kernel.ids import new_id


def correction_id() -> str:
    return new_id("cor")


class Correction(models.Model):
    """One order to count anew: `days` are those that differ, `failed` the dossiers that could not be counted.

    `done_at` is set once nothing is left and everybody is told.
    """

    public_id = models.CharField(max_length=40, unique=True, default=correction_id, editable=False)
    ordered_at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)
    by_post = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    versions = models.JSONField(default=dict)
    days = models.JSONField(default=list)
    failed = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            # One at a time: the next waits until this one has told everybody.
            models.UniqueConstraint(
                models.Value(1), condition=Q(done_at__isnull=True), name="correction_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.reason}"


class Recount(models.Model):
    """One date counted anew: of a dossier its appointment, of a submission its answer; once in one correction."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="recounts")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="recounts", db_index=False)
    agency_id = models.CharField(max_length=40)
    post_id = models.CharField(max_length=40, blank=True)
    old_at = models.DateTimeField(null=True)
    new_at = models.DateTimeField(null=True)
    is_moved = models.BooleanField()
    calendar_version = models.CharField(max_length=80)
    entry_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "submission", "dossier"], nulls_distinct=False, name="recount_once"
            ),
            models.CheckConstraint(
                condition=Q(is_moved=False, entry_id="") | Q(is_moved=True) & ~Q(entry_id=""),
                name="recount_moved_is_recorded",
            ),
        ]
        indexes = [
            models.Index(fields=["correction", "id"], name="recount_moved", condition=Q(is_moved=True)),
            models.Index(fields=["dossier", "-id"], name="recount_of_dossier", condition=Q(is_moved=True)),
        ]

    def __str__(self) -> str:
        return f"{self.old_at} → {self.new_at}"
