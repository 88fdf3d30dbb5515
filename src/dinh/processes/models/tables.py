"""Versions of decision tables: a draft is changed, a published one never, a retired one is kept for what it decided."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from dinh.kernel.ids import new_id
from dinh.processes.types.tables import TablePurpose, TableState

_STATES = [(state.value, state.value) for state in TableState]
_PURPOSES = [(purpose.value, purpose.value) for purpose in TablePurpose]
_OUT = [TableState.PUBLISHED.value, TableState.RETIRED.value]


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


def table_id() -> str:
    return new_id("tbl")


class TableVersion(models.Model):
    """One numbered version under a code; it holds from `valid_from` until before `valid_to`."""

    public_id = models.CharField(max_length=32, unique=True, default=table_id)
    code = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    purpose = models.CharField(max_length=8, choices=_PURPOSES)
    procedure_code = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=_STATES, default=TableState.DRAFT.value)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=500, blank=True)
    dmn = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    editors = models.JSONField(default=list)
    edited_by = models.CharField(max_length=32, blank=True)
    edited_name = models.CharField(max_length=150, blank=True)
    edited_at = models.DateTimeField()
    published_by = models.CharField(max_length=32, blank=True)
    published_name = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="table_number_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(state=TableState.DRAFT.value), name="table_one_draft"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in TableState]), name="table_state"),
            models.CheckConstraint(
                condition=Q(state=TableState.DRAFT.value, published_at__isnull=True, published_by="")
                | Q(state__in=_OUT, published_at__isnull=False, valid_from__isnull=False) & ~Q(published_by=""),
                name="table_published_when",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("edited_by")), name="table_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="table_valid_order"
            ),
            ExclusionConstraint(
                name="table_versions_apart",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=_OUT),
            ),
        ]
        indexes = [models.Index(fields=["procedure_code", "purpose", "-valid_from"], name="table_of_procedure")]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}: {self.state}"
