"""Drafts, submissions and their papers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from dinh.dossiers.types import Channel, DeliveryWay, PartSource, SubmissionState
from dinh.kernel.ids import new_id
from dinh.kernel.search import words_in

PART_WORDS = words_in("name", "file_name")
# What nobody gave is no paper to be found.
PART_GIVEN = ~Q(source__in=[PartSource.MISSING, PartSource.NOT_APPLICABLE])


def submission_id() -> str:
    return new_id("sub")


def part_id() -> str:
    return new_id("prt")


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
        "directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+", null=True, db_index=False
    )
    applicant_name = models.CharField(max_length=200)
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_email = models.CharField(max_length=254, blank=True)
    applicant_address = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    # The version of the form this was begun with, and what was answered in it; "" where there is none.
    form_id = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    # What decision tables said when it was sent: the version, its rules and what it was asked.
    decisions = models.JSONField(default=list)
    draft_version = models.PositiveIntegerField(default=1)
    # Which save wrote each field last, so that two open tabs are merged field by field and never overwrite in silence.
    field_versions = models.JSONField(default=dict)
    receiving_agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", null=True, db_index=False
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
    opened_agency_id = models.CharField(max_length=40, blank=True)
    components_total = models.PositiveSmallIntegerField(default=0)
    components_with_file = models.PositiveSmallIntegerField(default=0)
    components_reused = models.PositiveSmallIntegerField(default=0)
    order_id = models.CharField(max_length=40, blank=True)
    fee_total_vnd = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_post = models.CharField(max_length=40, blank=True)
    answer_reason = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  # drafts have none
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SubmissionState)), name="submission_state_known"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="submission_channel_known"),
            models.CheckConstraint(condition=Q(delivery_way__in=list(DeliveryWay)), name="submission_way_known"),
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
            models.Index(
                fields=["submitter", "-id"],
                name="submission_of_submitter",
                condition=~Q(submitter=models.F("applicant")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.procedure_name}"


class Part(models.Model):
    """One paper of a submission: asked by a component, given as a file, from the store, or on paper."""

    public_id = models.CharField(max_length=40, unique=True, default=part_id, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="parts")
    seq = models.PositiveSmallIntegerField()
    component_id = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    source = models.CharField(max_length=16, default=PartSource.MISSING)
    file_id = models.CharField(max_length=40, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    store_item_id = models.CharField(max_length=40, blank=True)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    is_digitised = models.BooleanField(default=False)
    # Why it does not apply, is lacking or comes on paper, in the words of who said so.
    reason = models.TextField(blank=True)
    added_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "seq"], name="part_one_per_place"),
            models.CheckConstraint(condition=Q(source__in=list(PartSource)), name="part_source_known"),
        ]
        indexes = [GinIndex(PART_WORDS, name="part_words", condition=PART_GIVEN)]

    def __str__(self) -> str:
        return f"{self.seq}. {self.name}"
