from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models


class Migration(migrations.Migration):
    # An index of a large table is made beside the work on it, which no transaction can.
    atomic = False

    dependencies = [
        ("documents", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="paper",
            index=GinIndex(
                models.Func(
                    "title",
                    "number",
                    arg_joiner=" || ' ' || ",
                    output_field=SearchVectorField(),
                    template="array_to_tsvector(array_remove(string_to_array(regexp_replace(translate(regexp_replace(normalize(%(expressions)s, NFD), '[\\u0300-\\u036f]', '', 'g'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZĐđ', 'abcdefghijklmnopqrstuvwxyzdd'), '[^a-z0-9]+', ' ', 'g'), ' '), ''))",
                ),
                name="documents_paper_words",
            ),
        ),
    ]
