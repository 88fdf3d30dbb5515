import dinh.dossiers.types.words
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# Until now the form kept it among its own answers.
_MOVE = """
UPDATE dossiers_part p SET reason = s.content ->> ('part_reason_' || p.seq)
FROM dossiers_submission s WHERE s.id = p.submission_id AND s.content ? ('part_reason_' || p.seq)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0011_subtasks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="act",
            name="act_kind_known",
        ),
        migrations.AddField(
            model_name="part",
            name="reason",
            field=models.TextField(blank=True),
        ),
        AddConstraintNotValid(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            dinh.dossiers.types.words.ActKind["FILED"],
                            dinh.dossiers.types.words.ActKind["DECLINED"],
                            dinh.dossiers.types.words.ActKind["RECEIVED"],
                            dinh.dossiers.types.words.ActKind["ASSIGNED"],
                            dinh.dossiers.types.words.ActKind["PLACED"],
                            dinh.dossiers.types.words.ActKind["STARTED"],
                            dinh.dossiers.types.words.ActKind["SUPPLEMENT_REQUESTED"],
                            dinh.dossiers.types.words.ActKind["SUPPLEMENT_PROVIDED"],
                            dinh.dossiers.types.words.ActKind["OBLIGATION_REQUESTED"],
                            dinh.dossiers.types.words.ActKind["OBLIGATION_MET"],
                            dinh.dossiers.types.words.ActKind["EXTENDED"],
                            dinh.dossiers.types.words.ActKind["DUE_RECOMPUTED"],
                            dinh.dossiers.types.words.ActKind["DIGITISED"],
                            dinh.dossiers.types.words.ActKind["PART_MARKED"],
                            dinh.dossiers.types.words.ActKind["STEP_FINISHED"],
                            dinh.dossiers.types.words.ActKind["TASK_MOVED"],
                            dinh.dossiers.types.words.ActKind["PROPOSED"],
                            dinh.dossiers.types.words.ActKind["DECIDED"],
                            dinh.dossiers.types.words.ActKind["RESULT_CORRECTED"],
                            dinh.dossiers.types.words.ActKind["RESULT_ANNULLED"],
                            dinh.dossiers.types.words.ActKind["HANDED_OVER"],
                            dinh.dossiers.types.words.ActKind["WITHDRAWN"],
                            dinh.dossiers.types.words.ActKind["STOPPED"],
                        ],
                    )
                ),
                name="act_kind_known",
            ),
        ),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
    ]
