from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators_quality", "0002_guards")]

    operations = [migrations.AddField("reportedvalue", "files", models.JSONField(default=list, db_default=[]))]
