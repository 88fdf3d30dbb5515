"""The catalogue as tables: a procedure, its dated versions, and what each version says."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from dinh.procedures.types import CaseKind, ChangeKind, ChannelKind, FaultKind, FeeKind, Origin


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class CatalogueImport(models.Model):
    """One run of the import that changed something."""

    public_id = models.CharField(max_length=32, unique=True)
    imported_at = models.DateTimeField()
    valid_from = models.DateField()
    digest = models.CharField(max_length=64)
    counts = models.JSONField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.public_id} {self.valid_from}"


class Procedure(models.Model):
    """A procedure of the national catalogue; its code is the catalogue's own identity and never changes."""

    code = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What the source says from `valid_from` until before `valid_to`; an empty span was corrected the same day."""

    public_id = models.CharField(max_length=32, unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    imported = models.ForeignKey(CatalogueImport, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source_digest = models.CharField(max_length=64)
    name = models.TextField()
    sort_key = models.TextField(db_collation="C")
    search_text = models.TextField()
    field = models.TextField()
    ministry = models.TextField()
    levels = models.TextField()
    level_commune = models.BooleanField()
    level_province = models.BooleanField()
    level_ministry = models.BooleanField()
    is_online = models.BooleanField()
    decision_no = models.TextField()
    type = models.TextField()
    subjects = models.TextField()
    implementing_agency = models.TextField()
    competent_agency = models.TextField()
    legal_docs = models.TextField()
    source_url = models.TextField()
    source = models.TextField()
    steps = models.TextField()
    conditions = models.TextField()
    province_entries = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="procedure_version_span"
            ),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(valid_to__isnull=True), name="procedure_one_open_version"
            ),
            ExclusionConstraint(
                name="procedure_versions_apart",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            GinIndex(fields=["search_text"], name="procedure_search_text", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["field"], name="procedure_field"),
            models.Index(fields=["code"], name="procedure_version_code"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from})"


class Channel(models.Model):
    """One row of "how to file": the source may repeat a channel, each time with another fee."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="channels")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in ChannelKind])
    time_raw = models.TextField()
    limit_value = models.PositiveIntegerField(null=True)
    limit_unit = models.CharField(max_length=16)
    limit_origin = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Origin])
    fee_raw = models.TextField()
    is_fee_choice = models.BooleanField()
    note = models.TextField()
    parse_flag = models.CharField(max_length=40)
    province_source = models.TextField()
    is_assumed = models.BooleanField()

    class Meta:
        ordering = ["version_id", "seq"]
        constraints = [
            models.CheckConstraint(
                condition=Q(limit_value__isnull=True, limit_unit="") | Q(limit_value__isnull=False) & ~Q(limit_unit=""),
                name="procedure_channel_limit_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.time_raw} {self.fee_raw}"


class Fee(models.Model):
    """One fee line as far as the source states it: đồng, or another currency as text, or neither."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="fees")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in FeeKind])
    amount_vnd = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    amount_text = models.CharField(max_length=20)
    note = models.TextField()
    origin = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Origin])

    class Meta:
        ordering = ["channel_id", "seq"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_vnd__isnull=True) | Q(amount_vnd__gte=0, currency="VND", amount_text=""),
                name="procedure_fee_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_vnd} {self.amount_text} {self.currency}"


class Case(models.Model):
    """A heading above papers: a real case of the procedure or only a label."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="cases")
    seq = models.PositiveSmallIntegerField()
    name = models.TextField()
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in CaseKind])

    class Meta:
        ordering = ["version_id", "seq"]

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """A paper of the dossier; `name_raw` and `form_raw` as published, `name` and `form_file` as read."""

    public_id = models.CharField(max_length=32, unique=True)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="components")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="components", null=True)
    seq = models.PositiveSmallIntegerField()
    name_raw = models.TextField()
    form_raw = models.TextField()
    name = models.TextField()
    form_file = models.TextField()
    originals = models.PositiveSmallIntegerField(null=True)
    copies = models.PositiveSmallIntegerField(null=True)
    is_note = models.BooleanField()
    is_conditional = models.BooleanField()
    accepts_results = ArrayField(models.CharField(max_length=20), default=list)
    parse_flag = models.CharField(max_length=40)

    class Meta:
        ordering = ["version_id", "seq"]

    def __str__(self) -> str:
        return self.name


class Result(models.Model):
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="results")
    seq = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    name = models.TextField()

    class Meta:
        ordering = ["version_id", "seq"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Fault(models.Model):
    """A place where the source says nothing usable; kept for the data officer, told to the citizen."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="faults")
    kind = models.CharField(max_length=24, choices=[(one.value, one.value) for one in FaultKind])
    place = models.TextField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["kind", "version"], name="procedure_fault_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class Change(models.Model):
    """What one import changed in one procedure, field by field."""

    imported = models.ForeignKey(CatalogueImport, on_delete=models.PROTECT, related_name="changes")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in ChangeKind])
    differences = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "procedure"], name="procedure_change_once_per_import")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.procedure_id}"
