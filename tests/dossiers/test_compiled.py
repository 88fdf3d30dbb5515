"""Questions compiled once answer as the ones they were made from."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from dinh.dossiers.models import Dossier, Part, Submission
from dinh.dossiers.operations.basics import lock_submission
from dinh.kernel.compiled import Compiled
from dinh.kernel.errors import NotFound
from tests.dossiers import world as w


@pytest.mark.django_db
def test_compiled_question_answers_for_each_value_as_the_plain_one(world: w.World) -> None:
    asked = Compiled(Part.objects, lambda rows: rows.filter(submission_id=0).order_by("seq"))
    for submission_id in (w.draft(world), w.filed(world)):
        row = Submission.objects.get(public_id=submission_id)
        plain = list(Part.objects.filter(submission=row).order_by("seq"))
        assert [vars(one) | {"_state": None} for one in asked.ask(row.pk)] == [
            vars(one) | {"_state": None} for one in plain
        ]
    assert asked.ask(-1) == []


@pytest.mark.django_db
def test_locked_submission_is_the_whole_row(world: w.World) -> None:
    submission_id = w.filed(world)
    with transaction.atomic():
        locked, plain = lock_submission(submission_id), Submission.objects.get(public_id=submission_id)
        assert vars(locked) | {"_state": None} == vars(plain) | {"_state": None}
        with pytest.raises(NotFound, match="HS01"):
            lock_submission("sub_unknown")


@pytest.mark.django_db
def test_lock_outside_a_transaction_is_refused() -> None:
    asked = Compiled(Submission.objects, lambda rows: rows.select_for_update().filter(public_id=""))
    assert asked.ask("sub_unknown") == []
    # Another thread has a connection of its own, which no transaction holds.
    with ThreadPoolExecutor(max_workers=1) as pool, pytest.raises(TransactionManagementError):
        pool.submit(asked.ask, "sub_unknown").result()


@pytest.mark.django_db
def test_compiled_question_brings_the_rows_it_points_to(
    world: w.World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    received, draft = w.received(world), w.draft(world)
    asked = Compiled(Dossier.objects, lambda rows: rows.select_related("submission").filter(public_id=""))
    back = Compiled(Submission.objects, lambda rows: rows.select_related("dossier").filter(public_id=""))
    with django_assert_num_queries(3):
        found = asked.first(received)
        assert found is not None
        assert back.ask(found.submission.public_id)[0].dossier == found
        assert getattr(back.ask(draft)[0], "dossier", None) is None
    assert asked.first("dos_unknown") is None


@pytest.mark.django_db
def test_compiled_question_leaves_out_what_is_deferred(world: w.World) -> None:
    asked = Compiled(Submission.objects, lambda rows: rows.defer("content").filter(public_id=""))
    found = asked.ask(w.draft(world))[0]
    assert found.get_deferred_fields() == {"content"}
    assert found.content == Submission.objects.get(pk=found.pk).content


@pytest.mark.django_db
def test_question_asked_often_is_planned_once_and_answers_the_same(world: w.World) -> None:
    asked = Compiled(Part.objects, lambda rows: rows.filter(submission_id=0).order_by("seq"))
    pk = Submission.objects.get(public_id=w.draft(world)).pk
    found = {tuple(part.pk for part in asked.ask(pk)) for _time in range(8)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%dossiers_part%%'")
        assert (cursor.fetchone()[0], len(found)) == (1, 1)
    with pytest.raises(LookupError), transaction.atomic():
        raise LookupError
    assert {tuple(part.pk for part in asked.ask(pk))} == found
