"""Tables of submissions, dossiers and their clocks. Verbs stand in `operations`."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dinh.dossiers.types import Channel, DeliveryWay, PartSource, SubmissionState
from dinh.dossiers.workflow import OPEN, Status
from dinh.kernel.ids import new_id


def submission_id() -> str:
    return new_id("sub")


def dossier_id() -> str:
    return new_id("dos")


def part_id() -> str:
    return new_id("prt")


def act_id() -> str:
    return new_id("act")


class Submission(models.Model):
    """What a person sends, before anybody has accepted it; a draft is a submission not yet filed."""

    public_id = models.CharField(max_length=40, unique=True, default=submission_id, editable=False)
    state = models.CharField(max_length=12, default=SubmissionState.DRAFT)
    version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.TextField()
    case_name = models.TextField(blank=True)
    channel = models.CharField(max_length=8)
    applicant = models.ForeignKey("directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+")
    submitter = models.ForeignKey(
        "directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    applicant_name = models.CharField(max_length=200)
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_email = models.CharField(max_length=254, blank=True)
    applicant_address = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    receiving_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", null=True
    )
    receiving_unit = models.ForeignKey(
        "directory_units.Unit", models.PROTECT, related_name="+", null=True, db_index=False
    )
    competent_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", null=True, db_index=False
    )
    competent_unit = models.ForeignKey(
        "directory_units.Unit", models.PROTECT, related_name="+", null=True, db_index=False
    )
    residence_unit = models.ForeignKey(
        "directory_units.Unit", models.PROTECT, related_name="+", null=True, db_index=False
    )
    delivery_way = models.CharField(max_length=12, default=DeliveryWay.ONLINE)
    is_vneid = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_post = models.CharField(max_length=40, blank=True)
    answer_reason = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, null=True)
    search_text = models.TextField(blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SubmissionState)), name="submission_state_known"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="submission_channel_known"),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.DRAFT)
                | Q(
                    filed_at__isnull=False,
                    answer_due_at__isnull=False,
                    receiving_agency__isnull=False,
                    competent_agency__isnull=False,
                ),
                name="submission_filed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SubmissionState.DRAFT, SubmissionState.FILED]) | Q(answered_at__isnull=False),
                name="submission_answered_has_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receiving_agency", "answer_due_at", "id"],
                name="submission_waiting",
                condition=Q(state=SubmissionState.FILED),
            ),
            models.Index(fields=["applicant", "-id"], name="submission_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.procedure_name}"


class Part(models.Model):
    """One paper of a submission: asked by a component of the procedure, given as a file, from the store, or on paper."""

    public_id = models.CharField(max_length=40, unique=True, default=part_id, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="parts")
    seq = models.PositiveSmallIntegerField()
    component_id = models.CharField(max_length=40)
    name = models.TextField()
    source = models.CharField(max_length=16, default=PartSource.MISSING)
    file_id = models.CharField(max_length=40, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    store_item_id = models.CharField(max_length=40, blank=True)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    is_digitised = models.BooleanField(default=False)
    added_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "seq"], name="part_one_per_place"),
            models.CheckConstraint(condition=Q(source__in=list(PartSource)), name="part_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}. {self.name}"


class CodeCounter(models.Model):
    """The last running number given by an agency on a day. A row is locked while a code is issued: no gaps."""

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
    delivery_state = models.CharField(max_length=12, default="none")
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
    received_by_post = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    supplement_requests = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    receipt_paper_id = models.CharField(max_length=40, blank=True)
    result_paper_id = models.CharField(max_length=40, blank=True)
    result_number = models.CharField(max_length=80, blank=True)
    order_id = models.CharField(max_length=40, blank=True)
    lookup_salt = models.CharField(max_length=16, blank=True)
    search_text = models.TextField(blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status if s not in {Status.REGISTERED, Status.DECLINED}]),
                name="dossier_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in OPEN], closed_at__isnull=True)
                | (~Q(status__in=[s.value for s in OPEN]) & Q(closed_at__isnull=False)),
                name="dossier_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.DECIDED.value, Status.HANDED_OVER.value])
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="dossier_decided_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("received_at")), name="dossier_in_order"
            ),
        ]
        indexes = [
            # The queues: what is open at an agency, the most urgent first.
            models.Index(
                fields=["handling_agency", "due_at", "id"],
                name="dossier_queue",
                condition=Q(status__in=[s.value for s in OPEN]),
            ),
            models.Index(
                fields=["assignee_post", "due_at", "id"],
                name="dossier_mine",
                condition=Q(status__in=[s.value for s in OPEN]),
            ),
            models.Index(
                fields=["receiving_agency", "id"],
                name="dossier_to_hand_over",
                condition=Q(status=Status.DECIDED.value),
            ),
            models.Index(fields=["handling_agency", "-received_at", "-id"], name="dossier_of_agency"),
            models.Index(fields=["applicant", "-id"], name="dossier_of_person"),
            GinIndex(fields=["search_text"], name="dossier_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.procedure_name}"


class ClockEntry(models.Model):
    """One row of a dossier's clock: start, pause, resume, restart or extend, with its cause and its document."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock")
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
            models.CheckConstraint(
                condition=Q(kind__in=["START", "PAUSE", "RESUME", "RESTART", "EXTEND"]), name="clock_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.at}"


class Act(models.Model):
    """One line of the story people read. Words about persons stay here; the ledger keeps ids and digests."""

    public_id = models.CharField(max_length=40, unique=True, default=act_id, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)
    by_post = models.CharField(max_length=40, blank=True)
    agency_name = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    paper_id = models.CharField(max_length=40, blank=True)
    entry_id = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["submission", "at", "id"], name="act_story")]

    def __str__(self) -> str:
        return f"{self.at} {self.kind}"
