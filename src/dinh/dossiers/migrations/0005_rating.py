import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("directory_identity", "0001_initial"),
        ("dossiers", "0004_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(max_length=16)),
                ("comment", models.CharField(blank=True, max_length=1000)),
                ("answers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rating", to="dossiers.dossier"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory_identity.person",
                        to_field="public_id",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(level__in=["very_satisfied", "satisfied", "not_satisfied"]),
                        name="rating_level_known",
                    ),
                    models.CheckConstraint(condition=Q(changed_at__gte=F("created_at")), name="rating_in_order"),
                ]
            },
        ),
    ]
