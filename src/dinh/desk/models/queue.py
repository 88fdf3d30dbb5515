"""Places where people wait, windows that call, and numbers."""

from django.db import models
from django.db.models import Q

from dinh.desk.types import TicketState, Topic
from dinh.kernel.ids import new_id, unguessable


def ticket_id() -> str:
    return new_id("tic")


def token() -> str:
    return unguessable(length=20)


class Place(models.Model):
    """A desk with a queue; its token is in the link of the screen on the wall and of the square code at the door."""

    agency = models.OneToOneField(
        "directory_identity.Agency", models.PROTECT, to_field="public_id", related_name="+", primary_key=True
    )
    token = models.CharField(max_length=24, unique=True, default=token)

    def __str__(self) -> str:
        return str(self.agency_id)


class Window(models.Model):
    """At which window of which desk a post calls."""

    post_id = models.CharField(max_length=40, primary_key=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="window_number")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.number}"


class TicketCounter(models.Model):
    """The last number given at a place on a day for a topic; locked while one is given, so there are no gaps."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="counters", db_index=False)
    day = models.DateField()
    topic = models.CharField(max_length=8)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day", "topic"], name="ticket_counter_once")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.day} {self.topic}: {self.last}"


class Ticket(models.Model):
    """A number in the queue of one day. It names nobody."""

    public_id = models.CharField(max_length=40, unique=True, default=ticket_id, editable=False)
    token = models.CharField(max_length=24, unique=True, default=token)
    place = models.ForeignKey(Place, models.PROTECT, related_name="tickets", db_index=False)
    day = models.DateField()
    topic = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    is_priority = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=TicketState.WAITING)
    window = models.PositiveSmallIntegerField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_by_post = models.CharField(max_length=40, blank=True)
    issued_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    idempotency_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "day", "topic", "number"], name="ticket_once"),
            models.CheckConstraint(condition=Q(state__in=list(TicketState)), name="ticket_state_known"),
            models.CheckConstraint(condition=Q(topic__in=list(Topic)), name="ticket_topic_known"),
            models.CheckConstraint(
                condition=Q(state=TicketState.WAITING) | Q(window__isnull=False, called_at__isnull=False),
                name="ticket_called_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["place", "day", "state", "id"], name="ticket_queue")]

    def __str__(self) -> str:
        return f"{self.day} {self.topic} {self.number}"
