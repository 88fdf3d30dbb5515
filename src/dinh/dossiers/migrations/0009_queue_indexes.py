from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    # Indexes of a large table are made beside the work on it, which no transaction can.
    atomic = False

    dependencies = [
        ("dossiers", "0008_work"),
    ]

    operations = [
        ValidateConstraint(model_name="act", name="act_kind_known"),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("assignee_post", ""), ("status__in", [2, 4, 5, 6])),
                fields=["handling_agency", "due_at", "id"],
                name="dossier_unassigned",
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("status__in", [5, 6])),
                fields=["handling_agency", "due_at", "id"],
                name="dossier_waited",
            ),
        ),
    ]
