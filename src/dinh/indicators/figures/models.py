"""Narrow facts made from the ledger, and the roll-ups kept current with them. Nobody else writes here."""

from django.db import models
from django.db.models import Q

from dinh.indicators.figures.types import Channel, Closing, Paid


class ProcedureKey(models.Model):
    """A dense number for a procedure code: cells by numbers cost a fifth of cells by words."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class AgencyKey(models.Model):
    id = models.AutoField(primary_key=True)
    agency_id = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.agency_id


class DossierFact(models.Model):
    """One dossier with its milestones and counting flags, as of ledger position `last_position`."""

    dossier_id = models.CharField(max_length=40, unique=True)
    submission_id = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=60)
    procedure = models.ForeignKey(ProcedureKey, models.PROTECT, db_index=False, related_name="+")
    agency = models.ForeignKey(AgencyKey, models.PROTECT, db_index=False, related_name="+")
    unit_id = models.IntegerField()
    receiving_unit_id = models.IntegerField()
    channel = models.PositiveSmallIntegerField()
    received_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closing = models.PositiveSmallIntegerField(default=Closing.OPEN)
    is_on_time = models.BooleanField(null=True)
    is_paused = models.BooleanField(default=False)
    supplement_requests = models.PositiveSmallIntegerField(default=0)
    has_fee = models.BooleanField(default=False)
    paid = models.PositiveSmallIntegerField(default=Paid.NOT)
    has_file = models.BooleanField(default=False)
    requires_result = models.BooleanField(default=False)
    has_e_result = models.BooleanField(default=False)
    is_reused = models.BooleanField(default=False)
    last_position = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="fact_channel_known"),
            models.CheckConstraint(condition=Q(closing__in=list(Closing)), name="fact_closing_known"),
            models.CheckConstraint(condition=Q(paid__in=list(Paid)), name="fact_paid_known"),
            models.CheckConstraint(
                condition=Q(closing=Closing.OPEN, closed_on__isnull=True)
                | (~Q(closing=Closing.OPEN) & Q(closed_on__isnull=False)),
                name="fact_closed_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "received_on", "id"], name="fact_received"),
            models.Index(fields=["unit_id", "closed_on", "id"], name="fact_closed", condition=~Q(closing=Closing.OPEN)),
            models.Index(
                fields=["due_at", "unit_id"], name="fact_open_due", condition=Q(closing=Closing.OPEN, is_paused=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OrderFact(models.Model):
    """One settled order; `subject_id` is the submission or the dossier it was for."""

    order_id = models.CharField(max_length=40, unique=True)
    subject_id = models.CharField(max_length=40, db_index=True)
    amount_vnd = models.BigIntegerField()
    is_online = models.BooleanField()
    is_refunded = models.BooleanField(default=False)
    last_position = models.BigIntegerField()

    def __str__(self) -> str:
        return self.order_id


class _Counted(models.Model):
    """The measures, in the order of `types.MEASURES`."""

    received = models.BigIntegerField(default=0)
    received_online = models.BigIntegerField(default=0)
    with_fee = models.BigIntegerField(default=0)
    paid_online = models.BigIntegerField(default=0)
    digitised = models.BigIntegerField(default=0)
    reused = models.BigIntegerField(default=0)
    closed = models.BigIntegerField(default=0)
    closed_on_time = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class DailyCell(_Counted):
    """Whole numbers of one unit, day and procedure."""

    pk = models.CompositePrimaryKey("unit_id", "day", "procedure_id")
    unit_id = models.IntegerField()
    day = models.DateField()
    procedure = models.ForeignKey(ProcedureKey, models.PROTECT, db_index=False, related_name="+")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.procedure_id}"


class MonthCell(_Counted):
    """Whole numbers of one unit and month (its first day), all procedures: what the wall reads."""

    pk = models.CompositePrimaryKey("unit_id", "month")
    unit_id = models.IntegerField()
    month = models.DateField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month}"


class Watermark(models.Model):
    """How far in the ledger the facts are; a single row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=-1)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="watermark_is_one")]

    def __str__(self) -> str:
        return str(self.position)
