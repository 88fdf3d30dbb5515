"""Filters of queues that officers keep under a name."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from dinh.dossiers.types import QueueName
from dinh.kernel.ids import new_id


def filter_id() -> str:
    return new_id("flt")


class SavedFilter(models.Model):
    """A filter and order of one queue, of one post, seen by its whole agency when shared."""

    public_id = models.CharField(max_length=40, unique=True, default=filter_id, editable=False)
    agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    owner_post = models.CharField(max_length=40)
    owner_name = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    queue = models.CharField(max_length=20)
    # What `policies.filters.written` makes of a filter and reads again.
    criteria = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=True)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(queue__in=list(QueueName)), name="saved_filter_queue_known"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_name"),
            models.UniqueConstraint(
                "owner_post", Lower("name"), condition=Q(removed_at__isnull=True), name="saved_filter_name_once"
            ),
        ]
        indexes = [
            models.Index(fields=["owner_post", "id"], condition=Q(removed_at__isnull=True), name="saved_filter_own"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(removed_at__isnull=True, is_shared=True),
                name="saved_filter_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.name
