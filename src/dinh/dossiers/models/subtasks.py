"""Sub-tasks at other offices: one row for each step of a process that is done apart, and its history."""

from django.db import models
from django.db.models import Q

from dinh.dossiers.models.dossiers import Dossier
from dinh.dossiers.policies.subtasks import LIVE
from dinh.dossiers.types.subtasks import Opinion, SubtaskMove, SubtaskState
from dinh.kernel.ids import new_id

_LIVE = sorted(state.value for state in LIVE)


def subtask_id() -> str:
    return new_id("sbt")


class Subtask(models.Model):
    """What one office does or says for a dossier, with its own limit. `due_at` follows that of the step."""

    public_id = models.CharField(max_length=40, unique=True, default=subtask_id, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="subtasks", db_index=False)
    step_run_id = models.CharField(max_length=40, unique=True)
    step_id = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    act = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=24, blank=True)
    place = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", null=True, db_index=False
    )
    state = models.CharField(max_length=10, default=SubtaskState.SENT)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    # When the office was told that its limit has passed: once.
    late_told_at = models.DateTimeField(null=True)
    silence = models.CharField(max_length=300, blank=True)
    assignee_post = models.CharField(max_length=40, blank=True)
    assignee_name = models.CharField(max_length=200, blank=True)
    opinion = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    document = models.CharField(max_length=120, blank=True)
    file_id = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    asked_until = models.DateTimeField(null=True)
    asked_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SubtaskState)), name="subtask_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=_LIVE, closed_at__isnull=True)
                | (~Q(state__in=_LIVE) & Q(closed_at__isnull=False)),
                name="subtask_closed_has_moment",
            ),
            models.CheckConstraint(condition=Q(opinion__in=["", *Opinion]), name="subtask_opinion_known"),
            models.CheckConstraint(
                condition=~Q(state=SubtaskState.DONE) | ~Q(opinion=""), name="subtask_done_says_what"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "id"], name="subtask_of_dossier"),
            models.Index(fields=["agency", "due_at", "id"], name="subtask_queue", condition=Q(state__in=_LIVE)),
            models.Index(fields=["agency", "-closed_at", "id"], name="subtask_closed", condition=~Q(state__in=_LIVE)),
            models.Index(
                fields=["due_at"],
                name="subtask_to_be_told",
                condition=Q(state__in=_LIVE, late_told_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class SubtaskLine(models.Model):
    """One line of what happened to a sub-task; words about persons stay here, the ledger keeps ids."""

    subtask = models.ForeignKey(Subtask, models.PROTECT, related_name="lines", db_index=False)
    move = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)
    by_post = models.CharField(max_length=40, blank=True)
    agency_name = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    entry_id = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(move__in=list(SubtaskMove)), name="subtask_line_known")]
        indexes = [models.Index(fields=["subtask", "id"], name="subtask_story")]

    def __str__(self) -> str:
        return f"{self.at} {self.move}"
