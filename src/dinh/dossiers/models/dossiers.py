"""Accepted cases, their clock, and the running numbers of their codes."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from dinh.dossiers.models.submissions import Submission
from dinh.dossiers.types import Outcome, ResultStanding, SyncState
from dinh.dossiers.workflow import OPEN, PAUSED, Status
from dinh.kernel.ids import new_id
from dinh.kernel.worktime import RowKind

_OPEN = [status.value for status in sorted(OPEN)]
_PAUSED = [status.value for status in sorted(PAUSED)]
_CLOSED_WITHOUT_RESULT = [Status.WITHDRAWN.value, Status.STOPPED.value]
_SPLIT = "array_remove(string_to_array(translate(%(expressions)s, '-,;:()/', '       '), ' '), '')"
# Whole words, not trigrams: those of "nguyễn thị" stand in every second row and cost seconds at a million of them.
# Beside them what a search is narrowed to, so that the index alone intersects a common word with an agency or a status.
WORDS = Func(
    Func("search_text", template=_SPLIT),
    Func(
        Func("handling_agency", template="'=a' || %(expressions)s"),
        Func("status", template="'=s' || %(expressions)s::text"),
        Func("channel", template="'=c' || %(expressions)s"),
        template="ARRAY[%(expressions)s]",
    ),
    # In the order of their names, as migrations write them: Django compares them in order.
    arg_joiner=" || ",
    template="array_to_tsvector(%(expressions)s)",
    output_field=SearchVectorField(),
)
# The words of a row without the index, for walks where asking it would cost more.
BARE_WORDS = Func(
    Func("search_text", template=_SPLIT),
    template="array_to_tsvector(%(expressions)s)",
    output_field=SearchVectorField(),
)


def dossier_id() -> str:
    return new_id("dos")


class CodeCounter(models.Model):
    """The last running number given by an agency on a day. The row is locked until the receipt commits: no gaps."""

    agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="counter_one_per_day")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}: {self.last}"


class Dossier(models.Model):
    """An accepted case. The versions it was received under stay on it; the due date is recomputable from its clock."""

    public_id = models.CharField(max_length=40, unique=True, default=dossier_id, editable=False)
    code = models.CharField(max_length=60, unique=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="dossier")
    status = models.PositiveSmallIntegerField(default=Status.ACCEPTED)
    version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    rule_version = models.CharField(max_length=60)
    calendar_version = models.CharField(max_length=80)
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.TextField()
    channel = models.CharField(max_length=8)
    applicant = models.ForeignKey("directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+")
    applicant_name = models.CharField(max_length=200)
    applicant_phone = models.CharField(max_length=20, blank=True)
    receiving_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    receiving_unit = models.ForeignKey("directory_units.Unit", models.PROTECT, related_name="+", db_index=False)
    competent_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    competent_unit = models.ForeignKey("directory_units.Unit", models.PROTECT, related_name="+", db_index=False)
    handling_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    residence_unit = models.ForeignKey(
        "directory_units.Unit", models.PROTECT, related_name="+", null=True, db_index=False
    )
    assignee_post = models.CharField(max_length=40, blank=True)
    assignee_name = models.CharField(max_length=200, blank=True)
    received_by_post = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    # What the specialist laid before the head; gone again when the dossier goes back for papers.
    proposal = models.JSONField(null=True)
    supplement_requests = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    is_receipt_due = models.BooleanField(default=False)
    receipt_paper_id = models.CharField(max_length=40, blank=True)
    result_paper_id = models.CharField(max_length=40, blank=True)
    result_number = models.CharField(max_length=80, blank=True)
    result_code = models.CharField(max_length=20, blank=True)
    # How many results were issued (a correction issues another), and whether the last one still has force.
    result_ordinal = models.PositiveSmallIntegerField(default=1)
    result_standing = models.CharField(max_length=12, blank=True)
    sync_state = models.CharField(max_length=14, default=SyncState.NOT_CONNECTED)
    obligation_order_id = models.CharField(max_length=40, blank=True)
    search_text = models.TextField(blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status if s not in {Status.REGISTERED, Status.DECLINED}]),
                name="dossier_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_OPEN, closed_at__isnull=True)
                | (~Q(status__in=_OPEN) & Q(closed_at__isnull=False)),
                name="dossier_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.DECIDED.value, Status.HANDED_OVER.value])
                | Q(decided_at__isnull=False, outcome__in=list(Outcome)),
                name="dossier_decided_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(result_standing__in=["", *ResultStanding]), name="dossier_result_standing_known"
            ),
            models.CheckConstraint(condition=Q(sync_state__in=list(SyncState)), name="dossier_sync_state_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("received_at")), name="dossier_in_order"
            ),
        ]
        indexes = [
            # The queues: what is open at an agency, the most urgent first; the counts read the index alone.
            models.Index(
                fields=["handling_agency", "due_at", "id"],
                name="dossier_queue",
                condition=Q(status__in=_OPEN),
                include=["status", "assignee_post"],
            ),
            models.Index(fields=["assignee_post", "due_at", "id"], name="dossier_mine", condition=Q(status__in=_OPEN)),
            # Bounded counts stop after their first entries only where an index holds nothing else.
            models.Index(
                fields=["handling_agency", "due_at", "id"],
                name="dossier_unassigned",
                condition=Q(status__in=_OPEN, assignee_post=""),
            ),
            models.Index(
                fields=["handling_agency", "due_at", "id"],
                name="dossier_waited",
                condition=Q(status__in=_PAUSED),
            ),
            models.Index(
                fields=["receiving_agency", "id"],
                name="dossier_to_hand_over",
                condition=Q(status=Status.DECIDED.value),
            ),
            models.Index(
                fields=["handling_agency", "due_at", "id"],
                name="dossier_to_sign",
                condition=Q(status=Status.PROCESSING.value, proposal__isnull=False),
            ),
            models.Index(fields=["handling_agency", "-received_at", "-id"], name="dossier_of_agency"),
            models.Index(
                fields=["residence_unit", "-received_at", "-id"],
                name="dossier_of_place",
                condition=Q(residence_unit__isnull=False),
            ),
            models.Index(
                fields=["handling_agency", "-closed_at", "-id"], name="dossier_closed", condition=~Q(status__in=_OPEN)
            ),
            models.Index(fields=["receiving_agency", "received_at", "id"], name="dossier_register"),
            # A desk opens all of a person's, a handler those of the own agency among hundreds.
            models.Index(fields=["applicant", "-id"], name="dossier_of_person"),
            models.Index(fields=["applicant", "handling_agency", "-id"], name="dossier_of_person_at"),
            models.Index(fields=["id"], name="dossier_receipt_due", condition=Q(is_receipt_due=True)),
            GinIndex(WORDS, name="dossier_search"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.procedure_name}"


class ClockEntry(models.Model):
    """One row of a dossier's clock: start, pause, resume, restart or extend, with its cause and its document."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock", db_index=False)
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    cause = models.CharField(max_length=40)
    document_id = models.CharField(max_length=40, blank=True)
    limit_value = models.PositiveIntegerField(null=True)
    limit_unit = models.CharField(max_length=20, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="clock_in_order"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in RowKind]), name="clock_kind_known"),
            models.CheckConstraint(
                condition=Q(limit_value__isnull=True, limit_unit="")
                | (Q(limit_value__isnull=False) & ~Q(limit_unit="")),
                name="clock_limit_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.at}"
