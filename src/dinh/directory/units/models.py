from django.db import models
from django.db.models import F, Q

from dinh.directory.units.types import EdgeKind, Kind, Level

Q_NOW = Q(superseded_at__isnull=True)


class Decision(models.Model):
    """A resolution or law that changed the map."""

    number = models.CharField(max_length=40, unique=True)
    title = models.TextField(blank=True)
    adopted_on = models.DateField(null=True)
    effective_on = models.DateField()
    evidence = models.CharField(max_length=10, choices=[("read", "read"), ("secondary", "secondary")])

    def __str__(self) -> str:
        return self.number


class Unit(models.Model):
    """An administrative unit as one territory under one authority, whatever it is called. The number has no meaning."""

    id = models.IntegerField(primary_key=True)
    level = models.CharField(max_length=10, choices=[(level, level) for level in Level])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="units_unit_level"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Recorded(models.Model):
    """A row with two times: when it held, and when we knew it. A correction supersedes; nothing is overwritten."""

    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class UnitVersion(Recorded):
    """A unit's code, name, kind and parent in [valid_from, valid_to); valid_from NULL: already so on the first list."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=5, blank=True)
    alt_code = models.CharField(max_length=5, blank=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in Kind])
    level = models.CharField(max_length=10, choices=[(level, level) for level in Level])
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"], condition=Q_NOW, nulls_distinct=False, name="units_version_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="units_version_forward",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | ~Q(level=Level.PROVINCE) & Q(parent__isnull=False),
                name="units_version_parent",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], condition=Q_NOW, name="units_version_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitChange(Recorded):
    """One thing that happened to one unit on one day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    effective_on = models.DateField()
    kind = models.CharField(max_length=60)
    old_name = models.CharField(max_length=120, blank=True)
    new_name = models.CharField(max_length=120, blank=True)
    old_parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    new_parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.effective_on} {self.kind} {self.old_name} {self.new_name}"


class UnitEdge(Recorded):
    """Where (a part of) a unit went. A share that is not known is NULL; a missing end says that nobody names it."""

    from_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="edges_out")
    to_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="edges_in")
    effective_on = models.DateField()
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in EdgeKind])
    people_num = models.PositiveBigIntegerField(null=True)
    people_den = models.PositiveBigIntegerField(null=True)
    area_num = models.PositiveBigIntegerField(null=True)
    area_den = models.PositiveBigIntegerField(null=True)
    is_presumed = models.BooleanField()
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    source_url = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_unit__isnull=False) | Q(to_unit__isnull=False), name="units_edge_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(from_unit__isnull=False, to_unit__isnull=False) | Q(kind=EdgeKind.UNKNOWN),
                name="units_edge_open_end_is_unknown",
            ),
            models.CheckConstraint(
                condition=(
                    Q(people_num__isnull=True, people_den__isnull=True)
                    | Q(people_den__gt=0, people_num__lte=F("people_den"))
                ),
                name="units_edge_people_share",
            ),
            models.CheckConstraint(
                condition=(
                    Q(area_num__isnull=True, area_den__isnull=True) | Q(area_den__gt=0, area_num__lte=F("area_den"))
                ),
                name="units_edge_area_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit_id} → {self.to_unit_id} {self.kind} {self.effective_on}"


class UnitPlace(models.Model):
    """Seat, point, area and people of a unit of today; for showing, not for statistics."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="place")
    seat = models.TextField(blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    area_km2 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    area_gis_km2 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    population = models.PositiveIntegerField(null=True)
    population_flag = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.seat}"


class UnitShape(models.Model):
    """The simplified boundary of a unit since a day: polygons of rings of [lon, lat], WGS84."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shapes")
    valid_from = models.DateField()
    digest = models.CharField(max_length=64)
    polygons = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "valid_from"], name="units_shape_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.valid_from}"


class SourceFault(models.Model):
    """A fault of the source lists, kept in sight: what was wrong, and what was done about it."""

    table = models.CharField(max_length=40)
    fault = models.CharField(max_length=120)
    detail = models.TextField()

    def __str__(self) -> str:
        return f"{self.table}: {self.fault}"


class MapLoad(models.Model):
    """One loading of the map: its digest, and how many rows it added and superseded."""

    public_id = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    added = models.JSONField()
    superseded = models.JSONField()

    def __str__(self) -> str:
        return self.public_id
