from functools import partial

from django.db import models

from dinh.documents.types import Certificate, Origin
from dinh.kernel.ids import new_id


class StoredFile(models.Model):
    """One kept file; its bytes lie in the content store under `sha256`. Never changed: a signature makes a new row."""

    public_id = models.CharField(max_length=32, unique=True, default=partial(new_id, "fil"), editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    pages = models.IntegerField(default=0)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=32, blank=True, db_index=True)
    owner_person_id = models.CharField(max_length=32, blank=True)
    agency_id = models.CharField(max_length=32, blank=True)
    stored_by = models.CharField(max_length=32, blank=True)
    origin = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Origin])
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="documents_file_not_empty"),
            models.CheckConstraint(condition=models.Q(origin__in=list(Origin)), name="documents_file_origin"),
            # The same bytes sent twice for the same end are one file: a double click makes no double.
            models.UniqueConstraint(
                fields=["sha256", "subject_id", "purpose", "stored_by"], name="documents_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.name}"


class Signature(models.Model):
    """One signature we made: the file before it and the file with it."""

    # Empty when the paper was signed in the moment it was made: then there is no unsigned file.
    base = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="signatures")
    # The first, unsigned file of the chain: its row is the lock that keeps two signers from forking it.
    root = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="chain")
    result = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="made_by")
    certificate = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Certificate])
    holder_id = models.CharField(max_length=32)
    holder_name = models.CharField(max_length=300)
    serial = models.CharField(max_length=40)
    purpose = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "holder_id", "purpose"], name="documents_signature_once"),
            models.UniqueConstraint(fields=["base"], name="documents_signature_no_fork"),
            models.CheckConstraint(
                condition=models.Q(certificate__in=list(Certificate)), name="documents_signature_certificate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} {self.signed_at:%Y-%m-%d}"
