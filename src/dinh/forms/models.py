"""Versions of forms, and second signatures under what was answered in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dinh.forms.types import CosignState, FormState
from dinh.kernel.ids import new_id


def form_id() -> str:
    return new_id("frv")


def cosign_id() -> str:
    return new_id("cos")


class FormVersion(models.Model):
    """One version of a form; what is published never changes again."""

    public_id = models.CharField(max_length=40, unique=True, default=form_id, editable=False)
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default=FormState.DRAFT)
    procedures = ArrayField(models.CharField(max_length=40), default=list)
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    # Counts the saves of a draft, so that two windows never overwrite each other in silence.
    edit = models.PositiveIntegerField(default=1)
    # What a draft was before its last changes, the newest last: each can be taken back.
    earlier = models.JSONField(default=list)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    drafted_by = models.CharField(max_length=60)
    drafted_name = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    published_by = models.CharField(max_length=60, blank=True)
    published_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    entry_id = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="form_one_number_per_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(state=FormState.DRAFT), name="form_one_draft"),
            models.UniqueConstraint(fields=["code"], condition=Q(state=FormState.PUBLISHED), name="form_one_published"),
            models.CheckConstraint(condition=Q(state__in=list(FormState)), name="form_state_known"),
            models.CheckConstraint(
                condition=Q(state=FormState.DRAFT, published_at__isnull=True, valid_from__isnull=True)
                | (~Q(state=FormState.DRAFT) & Q(published_at__isnull=False, valid_from__isnull=False)),
                name="form_published_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(published_by=F("drafted_by")), name="form_four_eyes"
            ),
        ]
        indexes = [models.Index(fields=["state", "code"], name="form_by_state")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Cosignature(models.Model):
    """A second person's word on answers as they stood: invited by code or by a notice, or given at the desk.

    Neither the code nor the number of the person is kept, only digests that tell a right one from a wrong one.
    """

    public_id = models.CharField(max_length=40, unique=True, default=cosign_id, editable=False)
    # Whose answers: a submission, named by whoever asked.
    subject_id = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=500)
    form_id = models.CharField(max_length=60)
    answers = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=CosignState.INVITED)
    signer_name = models.CharField(max_length=200)
    number_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  # none at the desk
    failures = models.PositiveSmallIntegerField(default=0)
    is_at_desk = models.BooleanField(default=False)
    # Who was told in the portal, and whether they signed in there to answer.
    signer = models.ForeignKey(
        "directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+", null=True, db_index=False
    )
    is_signed_in = models.BooleanField(default=False)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(CosignState)), name="cosign_state_known"),
            models.UniqueConstraint(
                fields=["subject_id", "name"],
                condition=Q(state__in=[CosignState.INVITED, CosignState.AGREED]),
                name="cosign_one_standing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CosignState.AGREED, CosignState.REFUSED]) | Q(answered_at__isnull=False),
                name="cosign_answered_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="cosign_of_subject"),
            models.Index(fields=["expires_at"], name="cosign_waiting", condition=Q(state=CosignState.INVITED)),
            models.Index(fields=["signer", "-id"], name="cosign_of_signer", condition=Q(signer__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.name} {self.state}"


class Prefill(models.Model):
    """What was filled in without asking when somebody began: by address the value, its source and its day."""

    subject_id = models.CharField(max_length=40, unique=True)
    facts = models.JSONField()

    def __str__(self) -> str:
        return self.subject_id
