"""The province's own versions of indicators. Published, a version never changes; only its end is added, once."""

from django.db import models
from django.db.models import F, Q

from dinh.indicators.dictionary.types import State
from dinh.kernel.ids import new_id

_STATES = [(state.value, state.value) for state in State]
_OPEN = [State.DRAFT.value, State.PROPOSED.value]


def version_id() -> str:
    return new_id("idv")


class Edition(models.Model):
    """One row whose mark differs whenever what is published differs: what the books of every process look at."""

    mark = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.mark


class Version(models.Model):
    """One numbered version of an indicator: `row` as in a definition file, dates as text."""

    public_id = models.CharField(max_length=32, unique=True, default=version_id)
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=_STATES, default=State.DRAFT.value)
    row = models.JSONField()
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    editors = models.JSONField(default=list)
    edited_by = models.CharField(max_length=40)
    edited_name = models.CharField(max_length=150, blank=True)
    edited_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40, blank=True)
    proposed_name = models.CharField(max_length=150, blank=True)
    proposed_at = models.DateTimeField(null=True)
    sent_back_by = models.CharField(max_length=40, blank=True)
    sent_back_name = models.CharField(max_length=150, blank=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_reason = models.CharField(max_length=1000, blank=True)
    approved_by = models.CharField(max_length=40, blank=True)
    approved_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    end_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=1000, blank=True)
    end_proposed_by = models.CharField(max_length=40, blank=True)
    end_proposed_name = models.CharField(max_length=150, blank=True)
    end_proposed_at = models.DateTimeField(null=True)
    end_sent_back_reason = models.CharField(max_length=1000, blank=True)
    end_approved_by = models.CharField(max_length=40, blank=True)
    end_approved_name = models.CharField(max_length=150, blank=True)
    end_approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"], condition=Q(state=State.PUBLISHED.value), name="dictionary_number_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=Q(state__in=_OPEN), name="dictionary_one_draft"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, proposed_by="", proposed_at__isnull=True)
                | Q(state__in=[State.PROPOSED.value, State.PUBLISHED.value], proposed_at__isnull=False)
                & ~Q(proposed_by=""),
                name="dictionary_proposed_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, approved_by="", approved_at__isnull=True)
                | Q(state=State.PUBLISHED.value, approved_at__isnull=False) & ~Q(approved_by=""),
                name="dictionary_approved_when",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("edited_by")),
                name="dictionary_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(end_on__isnull=True, end_proposed_by="", end_proposed_at__isnull=True)
                | Q(state=State.PUBLISHED.value, end_on__isnull=False, end_proposed_at__isnull=False)
                & ~Q(end_proposed_by=""),
                name="dictionary_end_proposed_when",
            ),
            models.CheckConstraint(
                condition=Q(end_approved_by="", end_approved_at__isnull=True)
                | Q(end_on__isnull=False, end_approved_at__isnull=False)
                & ~Q(end_approved_by="")
                & ~Q(end_approved_by=F("end_proposed_by")),
                name="dictionary_end_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}: {self.state}"
