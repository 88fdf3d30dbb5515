from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_takings")]

    operations = [
        # With a default of the database too: what still runs the code before writes rows without this column.
        migrations.AddField(
            model_name="receipt",
            name="is_paper_due",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(condition=models.Q(("is_paper_due", True)), fields=["id"], name="receipt_paper_due"),
        ),
    ]
