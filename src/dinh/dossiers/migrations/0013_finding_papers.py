import dinh.dossiers.types.words
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models


class Migration(migrations.Migration):
    # Indexes of a large table are made beside the work on it, which no transaction can.
    atomic = False

    dependencies = [
        ("dossiers", "0012_reasons_of_papers"),
    ]

    operations = [
        ValidateConstraint(model_name="act", name="act_kind_known"),
        AddIndexConcurrently(
            model_name="part",
            index=GinIndex(
                models.Func(
                    "name",
                    "file_name",
                    arg_joiner=" || ' ' || ",
                    output_field=SearchVectorField(),
                    template="array_to_tsvector(array_remove(string_to_array(regexp_replace(translate(regexp_replace(normalize(%(expressions)s, NFD), '[\\u0300-\\u036f]', '', 'g'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZĐđ', 'abcdefghijklmnopqrstuvwxyzdd'), '[^a-z0-9]+', ' ', 'g'), ' '), ''))",
                ),
                condition=models.Q(
                    (
                        "source__in",
                        [
                            dinh.dossiers.types.words.PartSource["MISSING"],
                            dinh.dossiers.types.words.PartSource["NOT_APPLICABLE"],
                        ],
                    ),
                    _negated=True,
                ),
                name="part_words",
            ),
        ),
    ]
