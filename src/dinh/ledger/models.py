"""The record and what hangs on it. All tables but the queues are append-only; the SQL stands in the migrations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One act: its canonical bytes and their SHA-256. Partitioned by month of `recorded_at`; never touched again."""

    entry_id = models.CharField(max_length=40, primary_key=True)
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=100)
    hash = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        db_table = "ledger_entry"

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id}"


class Pending(models.Model):
    """Entries that have no position yet: written with the entry, taken away by the sealer."""

    id = models.BigAutoField(primary_key=True)
    entry_id = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    hash = models.BinaryField()
    subjects = ArrayField(models.CharField(max_length=80))

    class Meta:
        db_table = "ledger_pending"

    def __str__(self) -> str:
        return self.entry_id


class Sealed(models.Model):
    """The position of an entry: gap-free from 1, in the order in which commits became visible."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.CharField(max_length=40, unique=True)
    recorded_at = models.DateTimeField()
    hash = models.BinaryField()
    subject = models.CharField(max_length=80)

    class Meta:
        db_table = "ledger_sealed"

    def __str__(self) -> str:
        return f"{self.position} {self.entry_id}"


class About(models.Model):
    """Which positions speak about a subject."""

    pk = models.CompositePrimaryKey("subject", "position")
    subject = models.CharField(max_length=80)
    position = models.BigIntegerField()

    class Meta:
        db_table = "ledger_about"

    def __str__(self) -> str:
        return f"{self.subject} {self.position}"


class Node(models.Model):
    """The root of a complete subtree, kept at every eighth level."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_node"

    def __str__(self) -> str:
        return f"{self.level}:{self.index}"


class Head(models.Model):
    """A signed head: the note holds size, root, time and the hash of the head before."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    sealed_at = models.DateTimeField()
    hash = models.BinaryField()
    note = models.BinaryField()

    class Meta:
        db_table = "ledger_head"
        constraints = (models.CheckConstraint(condition=Q(number__gte=1, size__gte=1), name="ledger_head_counts"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.size}"


class Follower(models.Model):
    """How far a handler has come; `fault` tells why it stands still, when it does."""

    name = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)
    fault = models.TextField(blank=True)

    class Meta:
        db_table = "ledger_follower"

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class DeadLetter(models.Model):
    """An entry a handler could not take (`fault` says why), or one of the same subject that waits behind it."""

    follower = models.ForeignKey(Follower, on_delete=models.PROTECT, related_name="dead_letters")
    public_id = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=80)
    position = models.BigIntegerField()
    entry_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=100)
    fault = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    parked_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_dead_letter"
        constraints = (
            models.UniqueConstraint(fields=("follower", "position"), name="ledger_dead_letter_once"),
            models.CheckConstraint(
                condition=Q(fault="", attempts=0) | Q(attempts__gte=1), name="ledger_dead_letter_waits_or_failed"
            ),
        )
        indexes = (
            models.Index(
                fields=("follower", "subject", "position"),
                condition=Q(replayed_at__isnull=True),
                name="ledger_dead_letter_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.follower_id} {self.position} {self.subject}"
