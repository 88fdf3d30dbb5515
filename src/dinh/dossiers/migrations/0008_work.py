import dinh.dossiers.models.filters
import dinh.dossiers.models.work
import dinh.dossiers.types.words
import dinh.dossiers.types.work
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory_identity", "0001_initial"),
        ("directory_units", "0001_initial"),
        ("dossiers", "0007_decisions"),
        ("procedures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=dinh.dossiers.models.work.absence_id, editable=False, max_length=40, unique=True
                    ),
                ),
                ("post_id", models.CharField(max_length=40)),
                ("post_name", models.CharField(max_length=200)),
                ("substitute_post", models.CharField(max_length=40)),
                ("substitute_name", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=10)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("set_by_post", models.CharField(max_length=40)),
                ("set_at", models.DateTimeField()),
                ("is_void", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("from_post", models.CharField(blank=True, max_length=40)),
                ("from_name", models.CharField(blank=True, max_length=200)),
                ("to_post", models.CharField(blank=True, max_length=40)),
                ("to_name", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("by_post", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("entry_id", models.CharField(max_length=40)),
                ("until_on", models.DateField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("due_at", models.DateTimeField()),
                ("post_id", models.CharField(blank=True, max_length=40)),
                ("noted_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("notice_id", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=dinh.dossiers.models.filters.filter_id, editable=False, max_length=40, unique=True
                    ),
                ),
                ("owner_post", models.CharField(max_length=40)),
                ("owner_name", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=60)),
                ("queue", models.CharField(max_length=20)),
                ("criteria", models.JSONField(default=dict)),
                ("is_shared", models.BooleanField(default=False)),
                ("is_pinned", models.BooleanField(default=True)),
                ("saved_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="act",
            name="act_kind_known",
        ),
        # Checked in the next step, without keeping the desk from writing meanwhile.
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
        migrations.AddField(
            model_name="absence",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory_identity.agency",
                to_field="public_id",
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="dossier",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory_identity.agency",
                to_field="public_id",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("is_void", False)), fields=["substitute_post", "last_on"], name="absence_stood_in"
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("is_void", False)), fields=["agency", "last_on"], name="absence_of_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))), name="absence_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("post_id", models.F("substitute_post")), _negated=True), name="absence_two_posts"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            dinh.dossiers.types.work.AbsenceReason["LEAVE"],
                            dinh.dossiers.types.work.AbsenceReason["DUTY"],
                            dinh.dossiers.types.work.AbsenceReason["TRAINING"],
                            dinh.dossiers.types.work.AbsenceReason["SICK"],
                            dinh.dossiers.types.work.AbsenceReason["OTHER"],
                        ],
                    )
                ),
                name="absence_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_void", False)),
                expressions=[
                    ("post_id", "="),
                    (dinh.dossiers.models.work.DaysOff("first_on", "last_on", models.Value("[]")), "&&"),
                ],
                name="absence_once",
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["dossier", "-id"], name="placement_last"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["by_post", "-id"], name="placement_own"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                condition=models.Q(
                    ("kind", dinh.dossiers.types.work.PlacementKind["DELEGATED"]), ("settled_at__isnull", True)
                ),
                fields=["until_on", "id"],
                name="placement_coming_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            dinh.dossiers.types.work.PlacementKind["CLAIMED"],
                            dinh.dossiers.types.work.PlacementKind["ASSIGNED"],
                            dinh.dossiers.types.work.PlacementKind["GIVEN_BACK"],
                            dinh.dossiers.types.work.PlacementKind["TAKEN_OVER"],
                            dinh.dossiers.types.work.PlacementKind["DELEGATED"],
                            dinh.dossiers.types.work.PlacementKind["RETURNED"],
                            dinh.dossiers.types.work.PlacementKind["UNDONE"],
                        ],
                    )
                ),
                name="placement_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_post", models.F("to_post")), _negated=True), name="placement_moves"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", dinh.dossiers.types.work.PlacementKind["DELEGATED"]), ("until_on__isnull", False)
                    ),
                    models.Q(
                        models.Q(("kind", dinh.dossiers.types.work.PlacementKind["DELEGATED"]), _negated=True),
                        ("settled_at__isnull", True),
                        ("until_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="placement_delegated_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind", dinh.dossiers.types.work.PlacementKind["DELEGATED"]), ("settled_at__isnull", True)
                ),
                fields=("dossier",),
                name="placement_delegated_once",
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)), fields=["post_id", "id"], name="reminder_to_tell"
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("notice_id", ""), _negated=True),
                fields=["post_id", "told_at"],
                name="reminder_last_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            dinh.dossiers.types.work.ReminderKind["SOON"],
                            dinh.dossiers.types.work.ReminderKind["LATE"],
                            dinh.dossiers.types.work.ReminderKind["ESCALATED"],
                        ],
                    )
                ),
                name="reminder_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("notice_id", ""), ("told_at__isnull", False), _connector="OR"),
                name="reminder_told_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("dossier", "kind", "due_at", "post_id"), name="reminder_once"),
        ),
        migrations.AddIndex(
            model_name="savedfilter",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", True)), fields=["owner_post", "id"], name="saved_filter_own"
            ),
        ),
        migrations.AddIndex(
            model_name="savedfilter",
            index=models.Index(
                condition=models.Q(("is_shared", True), ("removed_at__isnull", True)),
                fields=["agency", "id"],
                name="saved_filter_shared",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "queue__in",
                        [
                            dinh.dossiers.types.words.QueueName["WAITING"],
                            dinh.dossiers.types.words.QueueName["UNASSIGNED"],
                            dinh.dossiers.types.words.QueueName["MINE"],
                            dinh.dossiers.types.words.QueueName["OPEN"],
                            dinh.dossiers.types.words.QueueName["DUE_SOON"],
                            dinh.dossiers.types.words.QueueName["LATE"],
                            dinh.dossiers.types.words.QueueName["WITH_CITIZEN"],
                            dinh.dossiers.types.words.QueueName["TO_SIGN"],
                            dinh.dossiers.types.words.QueueName["TO_HAND_OVER"],
                            dinh.dossiers.types.words.QueueName["CLOSED"],
                        ],
                    )
                ),
                name="saved_filter_queue_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="saved_filter_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                models.F("owner_post"),
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("removed_at__isnull", True)),
                name="saved_filter_name_once",
            ),
        ),
    ]
