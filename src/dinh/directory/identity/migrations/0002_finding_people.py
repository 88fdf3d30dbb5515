from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Reverse


class Migration(migrations.Migration):
    # Indexes of a large table are made beside the work on it, which no transaction can.
    atomic = False

    dependencies = [
        ("directory_identity", "0001_initial"),
        ("directory_units", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(
                models.Func(
                    models.F("folded"),
                    output_field=models.TextField(),
                    template=(r"regexp_replace(split_part(%(expressions)s, '(', 1), '([^ ])[^ ]* *', '\1', 'g')"),
                ),
                name="person_initials",
            ),
        ),
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(
                OpClass(Reverse("cccd"), name="text_pattern_ops"),
                condition=models.Q(("cccd", ""), _negated=True),
                name="person_cccd_end",
            ),
        ),
    ]
