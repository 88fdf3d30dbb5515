"""Questions kept under a name: an address, whose it is, and whether others may see it. Never figures."""

from django.db import models
from django.db.models import Q

from dinh.kernel.ids import new_id


def view_id() -> str:
    return new_id("ivw")


class View(models.Model):
    """A question of the workbench; removed, it stays for the record and is shown to nobody."""

    public_id = models.CharField(max_length=32, unique=True, default=view_id)
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(default=False)
    kept_by = models.CharField(max_length=40)
    kept_name = models.CharField(max_length=150, blank=True)
    kept_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="workbench_view_named"),
            models.CheckConstraint(condition=~Q(kept_by=""), name="workbench_view_owned"),
        ]
        indexes = [
            models.Index(fields=["kept_by", "-id"], name="workbench_own", condition=Q(removed_at__isnull=True)),
            models.Index(fields=["-id"], name="workbench_shared", condition=Q(removed_at__isnull=True, is_shared=True)),
        ]

    def __str__(self) -> str:
        return self.name
