from functools import partial

from django.db import models
from django.db.models import Q

from dinh.documents.models.files import StoredFile
from dinh.documents.models.standing import Stands, standing_checks
from dinh.kernel.ids import new_id


class StoreItem(Stands):
    """One paper in a citizen's electronic store."""

    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    public_id = models.CharField(max_length=32, unique=True, default=partial(new_id, "sto"), editable=False)
    owner_person_id = models.CharField(max_length=32)
    kind_code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    source_subject_id = models.CharField(max_length=32, blank=True)
    issuer_agency_id = models.CharField(max_length=32, blank=True)
    issuer_name = models.CharField(max_length=300, blank=True)
    deposited_at = models.DateTimeField()
    valid_to = models.DateField(null=True, blank=True)
    is_offered = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["owner_person_id", "kind_code"], name="documents_store_offer")]
        constraints = [
            models.CheckConstraint(condition=~Q(owner_person_id=""), name="documents_store_owned"),
            *standing_checks("documents_store"),
            # <dossier code>-KQ1 names one result of one person, however often the deposit is tried.
            models.UniqueConstraint(
                fields=["owner_person_id", "number"], condition=~Q(number=""), name="documents_store_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class StoreUse(models.Model):
    """One use of an item in a dossier: for what, by whom, when."""

    item = models.ForeignKey(StoreItem, on_delete=models.PROTECT, related_name="uses")
    for_subject_id = models.CharField(max_length=32)
    purpose = models.CharField(max_length=300)
    consent = models.CharField(max_length=120)
    used_by = models.CharField(max_length=32, blank=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "for_subject_id", "purpose"], name="documents_use_once"),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(for_subject_id=""), name="documents_use_has_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.for_subject_id}: {self.purpose}"
