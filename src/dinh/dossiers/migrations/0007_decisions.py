from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_rating"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="decisions",
            field=models.JSONField(default=list),
        ),
    ]
