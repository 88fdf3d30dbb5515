"""A process as configuration: drafts, published versions, retired ones. What was published never changes."""

from django.db import models
from django.db.models import F, Q

from dinh.kernel.ids import new_id
from dinh.processes.types import VersionState

_STATES = [(state.value, state.value) for state in VersionState]
_OUT = [VersionState.PUBLISHED.value, VersionState.RETIRED.value]


def version_id() -> str:
    return new_id("pvn")


class ProcessVersion(models.Model):
    """One numbered version for one procedure, or ("") the default of a kind. `model` holds nodes and flows."""

    public_id = models.CharField(max_length=32, unique=True, default=version_id)
    procedure_code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=24, default="one_stop")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=_STATES, default=VersionState.DRAFT.value)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    model = models.JSONField()
    bpmn = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    is_shipped = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=32, blank=True)
    created_name = models.CharField(max_length=150, blank=True)
    editors = models.JSONField(default=list)
    edited_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=32, blank=True)
    approved_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["procedure_code", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure_code", "kind", "number"], name="process_number_once"),
            models.UniqueConstraint(
                fields=["procedure_code", "kind", "valid_from"],
                condition=Q(state=VersionState.PUBLISHED.value),
                name="process_from_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in VersionState]), name="process_state"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT.value, approved_at__isnull=True, valid_from__isnull=True)
                | Q(state__in=_OUT, approved_at__isnull=False, valid_from__isnull=False),
                name="process_published_when",
            ),
            models.CheckConstraint(
                condition=Q(is_shipped=True) | Q(approved_by="") | ~Q(approved_by=F("created_by")),
                name="process_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="process_valid_order"
            ),
        ]
        indexes = [models.Index(fields=["procedure_code", "kind", "-valid_from"], name="process_in_force")]

    def __str__(self) -> str:
        return f"{self.procedure_code or self.kind} v{self.number}: {self.state}"
