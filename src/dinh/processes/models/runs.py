"""Where cases stand, as rows and nothing else: a run's state is found again from its steps."""

from django.db import models
from django.db.models import F, Q

from dinh.kernel.ids import new_id
from dinh.processes.models.versions import ProcessVersion

_RUN_STATES = ["running", "ended", "cancelled"]


def run_id() -> str:
    return new_id("run")


def step_run_id() -> str:
    return new_id("stp")


class Run(models.Model):
    """One case under one version of its process. `facts` are the values at the start that conditions look at."""

    public_id = models.CharField(max_length=32, unique=True, default=run_id)
    subject_id = models.CharField(max_length=32)
    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, default="running")
    whole_due_at = models.DateTimeField(null=True, blank=True)
    whole_seconds = models.PositiveIntegerField(default=0)
    calendar_version = models.CharField(max_length=64)
    # How many steps were closed: whoever moves the run says the number they saw, so nobody moves it twice.
    moves = models.PositiveSmallIntegerField(default=0)
    agencies = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(state="running"), name="run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at__isnull=True)
                | Q(state__in=_RUN_STATES[1:], ended_at__isnull=False),
                name="run_ended_when",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["subject_id"], name="run_subject")]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.state}"


class StepRun(models.Model):
    """One step of one run at one agency, from opening to closing: the place where lateness belongs."""

    public_id = models.CharField(max_length=32, unique=True, default=step_run_id)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    opened_no = models.PositiveSmallIntegerField()
    closed_no = models.PositiveSmallIntegerField(null=True, blank=True)
    step_id = models.CharField(max_length=120)
    role = models.CharField(max_length=24, blank=True)
    agency_id = models.CharField(max_length=32, blank=True)
    assignee_post_id = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_post = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    is_late = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "opened_no"]
        constraints = [
            models.UniqueConstraint(fields=["run", "opened_no"], name="step_run_opened_once"),
            models.UniqueConstraint(fields=["run", "closed_no"], name="step_run_closed_once"),
            models.UniqueConstraint(
                fields=["run", "step_id"], condition=Q(closed_at__isnull=True), name="step_run_one_token"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_no__isnull=True, is_late=False, is_cancelled=False)
                | Q(closed_at__isnull=False, closed_no__isnull=False, is_cancelled=False)
                | Q(closed_at__isnull=False, closed_no__isnull=True, is_cancelled=True),
                name="step_run_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(closed_at__gt=F("due_at")), name="step_run_late_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency_id", "due_at"], condition=Q(closed_at__isnull=True), name="step_run_open_agency"
            ),
            models.Index(
                fields=["assignee_post_id", "due_at"],
                condition=Q(closed_at__isnull=True) & ~Q(assignee_post_id=""),
                name="step_run_open_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {'closed' if self.closed_at else 'open'}"
