from functools import partial

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from dinh.documents.models.files import StoredFile
from dinh.documents.models.standing import Stands, standing_checks
from dinh.documents.types import Standing
from dinh.kernel.ids import new_id
from dinh.kernel.search import words_in

PAPER_WORDS = words_in("title", "number")


class Paper(Stands):
    """One paper we issued, looked up by anybody under its unguessable code."""

    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    public_id = models.CharField(max_length=32, unique=True, default=partial(new_id, "pap"), editable=False)
    verify_code = models.CharField(max_length=20, unique=True)
    template = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=32, db_index=True)
    agency_id = models.CharField(max_length=32, blank=True)
    agency_name = models.CharField(max_length=300)
    owner_person_id = models.CharField(max_length=32, blank=True)
    # Written down when the paper is made, so that the public page never has to open the person.
    owner_masked = models.CharField(max_length=200, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="paper")
    latest = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="paper_as_latest")
    # Where the template left room for signatures, in order: [page, x, y, width, height] from the top left, in points.
    stamps = models.JSONField(default=list)
    entry_id = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    signed_by = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            *standing_checks("documents_paper"),
            models.CheckConstraint(
                condition=Q(standing=Standing.REPLACED, replaced_by__isnull=False)
                | (~Q(standing=Standing.REPLACED) & Q(replaced_by__isnull=True)),
                name="documents_paper_replaced_pair",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_at__isnull=True) | (~Q(signed_by="") & Q(signed_at__isnull=False)),
                name="documents_paper_signed_pair",
            ),
        ]
        indexes = [GinIndex(PAPER_WORDS, name="documents_paper_words")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()
