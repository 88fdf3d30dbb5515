"""What officers were reminded of, so that each is told once."""

from django.db import models
from django.db.models import Q

from dinh.dossiers.models.dossiers import Dossier
from dinh.dossiers.types.work import ReminderKind


class Reminder(models.Model):
    """One limit one post is told of: noted first, told with the day's digest; `notice_id` "" when nobody need be told.

    Another due date is another limit, so a dossier whose appointment was counted anew is reminded of anew.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    post_id = models.CharField(max_length=40, blank=True)
    noted_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    notice_id = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(ReminderKind)), name="reminder_kind_known"),
            models.CheckConstraint(condition=Q(notice_id="") | Q(told_at__isnull=False), name="reminder_told_when"),
            models.UniqueConstraint(fields=["dossier", "kind", "due_at", "post_id"], name="reminder_once"),
        ]
        indexes = [
            models.Index(fields=["post_id", "id"], condition=Q(told_at__isnull=True), name="reminder_to_tell"),
            models.Index(fields=["post_id", "told_at"], condition=~Q(notice_id=""), name="reminder_last_told"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dossier_id} {self.post_id}"
