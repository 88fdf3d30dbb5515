"""Narrow facts made from the ledger, and the roll-ups kept current with them. Nobody else writes here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dinh.indicators.figures.types import Channel, Closing, Outcome, Paid, Rating


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


class FactColumns(models.Model):
    """What is told of one dossier: the live facts and those being made anew have the same columns."""

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
    # Empty where no act has told it: such a dossier is on no side of a figure about it.
    received_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    waited_minutes = models.IntegerField(null=True)
    handled_minutes = models.IntegerField(null=True)
    outcome = models.PositiveSmallIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    fee_vnd = models.BigIntegerField(null=True)
    is_vneid = models.BooleanField(null=True)
    is_full_process = models.BooleanField(null=True)
    is_from_national_store = models.BooleanField(null=True)
    is_synced = models.BooleanField(null=True)
    last_position = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class DossierFact(FactColumns):
    """One dossier with its milestones and counting flags, as of ledger position `last_position`."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="fact_channel_known"),
            models.CheckConstraint(condition=Q(closing__in=list(Closing)), name="fact_closing_known"),
            models.CheckConstraint(condition=Q(paid__in=list(Paid)), name="fact_paid_known"),
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="fact_outcome_known"),
            models.CheckConstraint(condition=Q(rating__in=list(Rating)), name="fact_rating_known"),
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


class OrderColumns(models.Model):
    """What is told of one settled order; `subject_id` is the submission or the dossier it was for."""

    order_id = models.CharField(max_length=40, unique=True)
    subject_id = models.CharField(max_length=40, db_index=True)
    amount_vnd = models.BigIntegerField()
    is_online = models.BooleanField()
    is_refunded = models.BooleanField(default=False)
    last_position = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.order_id


class OrderFact(OrderColumns):
    """An order the live facts are counted with."""


class RecountedFact(FactColumns):
    """A dossier told again from the ledger, beside the live facts until it takes their place."""


class RecountedOrder(OrderColumns):
    """An order told again from the ledger."""


class Recount(models.Model):
    """How far a recount from the ledger has come; a single row, only while one is under way."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=-1)
    told = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="recount_is_one")]

    def __str__(self) -> str:
        return str(self.position)


class DailyCell(models.Model):
    """Whole numbers of one unit, day and procedure; the place of a number is the `place` of its measure."""

    pk = models.CompositePrimaryKey("unit_id", "day", "procedure_id")
    unit_id = models.IntegerField()
    day = models.DateField()
    procedure = models.ForeignKey(ProcedureKey, models.PROTECT, db_index=False, related_name="+")
    counts = ArrayField(models.BigIntegerField(), default=list)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.procedure_id}"


class MonthCell(models.Model):
    """Whole numbers of one unit and month (its first day), all procedures: what the wall reads."""

    pk = models.CompositePrimaryKey("unit_id", "month")
    unit_id = models.IntegerField()
    month = models.DateField()
    counts = ArrayField(models.BigIntegerField(), default=list)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month}"


class Watermark(models.Model):
    """How far in the ledger the facts are; a single row. `counted`: the formula each measure was counted by.

    `told` says by which rules the facts were made (`types.TOLD`), `recounts` how often they were made anew.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=-1)
    told_at = models.DateTimeField(null=True)
    counted = models.JSONField(default=dict)
    told = models.PositiveSmallIntegerField(default=1)
    recounts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="watermark_is_one")]

    def __str__(self) -> str:
        return str(self.position)


class PublicationState(models.TextChoices):
    OPEN = "open", "open"
    HELD = "held", "held"


class Publication(models.Model):
    """Whether the figures may be published: held from the moment a recount differs until one agrees again."""

    public_id = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=PublicationState)
    position = models.BigIntegerField()
    engines = models.JSONField()
    digest = models.CharField(max_length=64)
    cells = models.BigIntegerField()
    differences = models.JSONField(default=list)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.position}"
