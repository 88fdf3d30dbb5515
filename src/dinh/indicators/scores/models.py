"""Values are only ever added; a frozen copy never changes. Triggers of the database hold both."""

from django.db import models
from django.db.models import F, Q

from dinh.indicators.scores.types.records import Step, ValueKind
from dinh.kernel.ids import new_id

_KINDS = [(kind.value, kind.value) for kind in ValueKind]
_STEPS = [(step.value, step.value) for step in Step]


def value_id() -> str:
    return new_id("scv")


def publication_id() -> str:
    return new_id("scp")


def import_id() -> str:
    return new_id("sci")


def structure_id() -> str:
    return new_id("scs")


def trial_id() -> str:
    return new_id("sct")


class Assessment(models.Model):
    """One index, year and unit on its way from self-assessment to publication."""

    index_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    unit_id = models.IntegerField()
    step = models.CharField(max_length=20, choices=_STEPS, default=Step.SELF_ASSESSMENT.value)
    moved_by = models.CharField(max_length=40, blank=True)
    moved_name = models.CharField(max_length=150, blank=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index_code", "year", "unit_id"], name="score_assessment_once"),
            models.CheckConstraint(condition=Q(step__in=[one.value for one in Step]), name="score_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.index_code} {self.year} {self.unit_id}: {self.step}"


class Import(models.Model):
    """One file taken in; undone, its values no longer count, but they stay."""

    public_id = models.CharField(max_length=32, unique=True, default=import_id)
    index_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    unit_id = models.IntegerField()
    file_id = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    entered_by = models.CharField(max_length=40)
    entered_name = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    undone_by = models.CharField(max_length=40, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["index_code", "year", "unit_id", "-id"], name="score_import_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="score_import_undone_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.rows})"


class Value(models.Model):
    """One value of one part, of one kind. The newest that was not undone counts; the others tell the story."""

    public_id = models.CharField(max_length=32, unique=True, default=value_id)
    index_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    unit_id = models.IntegerField()
    part = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=_KINDS)
    a = models.DecimalField(max_digits=28, decimal_places=8, null=True)
    b = models.DecimalField(max_digits=28, decimal_places=8, null=True)
    choice = models.CharField(max_length=80, blank=True)
    met = models.JSONField(null=True)
    share = models.DecimalField(max_digits=14, decimal_places=12, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    files = models.JSONField(default=list)
    is_synthetic = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=40, blank=True)
    entered_name = models.CharField(max_length=150, blank=True)
    entered_at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    taken_from = models.ForeignKey(Import, models.PROTECT, null=True, related_name="values")

    class Meta:
        indexes = [models.Index(fields=["index_code", "year", "unit_id", "part", "kind", "-id"], name="score_value_of")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in ValueKind]), name="score_kind_known"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="score_share_between"
            ),
            models.CheckConstraint(
                condition=(Q(a__isnull=True) | Q(a__gte=0)) & (Q(b__isnull=True) | Q(b__gte=0)),
                name="score_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(kind=ValueKind.PUBLISHED.value) | ~Q(entered_by=""), name="score_entered_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index_code} {self.year} {self.part}: {self.kind}"


class Structure(models.Model):
    """Components and points of a version of an index, as entered from its instrument; a second person approves."""

    public_id = models.CharField(max_length=32, unique=True, default=structure_id)
    index_code = models.CharField(max_length=40)
    index_version = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=500)
    is_synthetic = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=40)
    entered_name = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index_code", "index_version", "number"], name="score_structure_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | (Q(approved_at__isnull=False) & ~Q(approved_by="")),
                name="score_structure_approved_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("entered_by")), name="score_structure_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index_code} {self.index_version} #{self.number}"


class Publication(models.Model):
    """The frozen copy of a computed index; a correction is a new copy that points to the old one."""

    public_id = models.CharField(max_length=32, unique=True, default=publication_id)
    index_code = models.CharField(max_length=40)
    index_version = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    unit_id = models.IntegerField()
    content = models.TextField()
    hash = models.CharField(max_length=64)
    published_by = models.CharField(max_length=40)
    published_name = models.CharField(max_length=150)
    published_at = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index_code", "year", "unit_id"],
                condition=Q(corrects__isnull=True),
                name="score_published_first_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.index_code} {self.year} {self.unit_id}: {self.hash[:12]}"


class Trial(models.Model):
    """A what-if somebody gave a name; the address of its page holds everything else."""

    public_id = models.CharField(max_length=32, unique=True, default=trial_id)
    index_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    unit_id = models.IntegerField()
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=2000)
    entered_by = models.CharField(max_length=40)
    entered_name = models.CharField(max_length=150)
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["index_code", "year", "unit_id", "-id"], name="score_trial_of")]

    def __str__(self) -> str:
        return self.name
