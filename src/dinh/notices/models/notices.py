"""What was told, to whom, in which words, by which ways, and every try to send it."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from dinh.kernel.ids import new_id
from dinh.notices.policies.masking import mask
from dinh.notices.types import MessageState, TryOutcome, Way

_GONE = [MessageState.SENT.value, MessageState.DELIVERED.value]
_ENDED = [MessageState.FAILED.value, MessageState.GIVEN_UP.value]


def notice_id() -> str:
    return new_id("ntc")


def message_id() -> str:
    return new_id("msg")


def values(kinds: type[StrEnum]) -> list[str]:
    return [kind.value for kind in kinds]


class Notice(models.Model):
    """One piece of news for one person, in the very words they got. Only `read_at` ever changes."""

    public_id = models.CharField(max_length=32, unique=True, default=notice_id)
    person = models.ForeignKey(
        "directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    post = models.ForeignKey(
        "directory_identity.Post", models.PROTECT, to_field="public_id", related_name="+", null=True, db_index=False
    )
    template = models.CharField(max_length=60)
    template_version = models.PositiveSmallIntegerField()
    subject_id = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    body = models.TextField()
    href = models.CharField(max_length=200, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    is_urgent = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(href="") | Q(href__startswith="/"), name="notice_href_is_ours"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="notice_has_words"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["subject_id", "id"], name="notice_of_subject"),
            models.Index(fields=["post", "-id"], name="notice_of_post", condition=Q(post__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.template}"


class Message(models.Model):
    """A notice by one way. `text` is kept exactly as it was given to the provider."""

    public_id = models.CharField(max_length=32, unique=True, default=message_id)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="messages", db_index=False)
    way = models.CharField(max_length=8)
    address = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    keeps_quiet = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default=MessageState.QUEUED)
    provider = models.CharField(max_length=40, blank=True)
    provider_ref = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "way"], name="message_once_by_way"),
            models.CheckConstraint(condition=Q(way__in=values(Way)), name="message_way_known"),
            models.CheckConstraint(
                condition=Q(state=MessageState.QUEUED, next_at__isnull=False)
                | (Q(state__in=[*_GONE, *_ENDED]) & Q(next_at__isnull=True)),
                name="message_queued_has_next",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_GONE) | Q(sent_at__isnull=False), name="message_sent_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.DELIVERED, delivered_at__isnull=False)
                | (~Q(state=MessageState.DELIVERED) & Q(delivered_at__isnull=True)),
                name="message_delivered_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False)
                | (~Q(state__in=_ENDED) & Q(ended_at__isnull=True)),
                name="message_ended_has_moment",
            ),
            models.CheckConstraint(condition=Q(way=Way.PORTAL) | ~Q(address=""), name="message_outside_has_address"),
        ]
        indexes = [
            models.Index(
                fields=["way", "id"],
                name="message_waiting",
                condition=Q(state=MessageState.QUEUED),
                include=["next_at"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.way} {mask(self.address)} {self.state}"


class Try(models.Model):
    """One try to hand a message to a provider, and how it ended; no address in its words."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="tries", db_index=False)
    number = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=40)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="try_in_order"),
            models.CheckConstraint(condition=Q(outcome__in=values(TryOutcome)), name="try_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.provider} {self.outcome}"


class Preference(models.Model):
    """How a person wants to be told; without a row the house's own habits hold. The portal always tells."""

    person = models.OneToOneField("directory_identity.Person", models.PROTECT, to_field="public_id", related_name="+")
    wants_email = models.BooleanField(default=True)
    wants_sms = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="vi")
    keeps_quiet = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(language__in=["vi", "en"]), name="preference_language_known")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.language}"
