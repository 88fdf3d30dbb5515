from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Indexes of a large table are made beside the work on it, which no transaction can.
    atomic = False

    dependencies = [
        ("dossiers", "0013_finding_papers"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(fields=["applicant", "handling_agency", "-id"], name="dossier_of_person_at"),
        ),
    ]
