"""How many questions the two busiest acts ask of the database; more of them is a change somebody decides on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinh.dossiers import api
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _count(act: object) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()  # type: ignore[operator]
    told = [one["sql"] for one in seen if "SAVEPOINT" not in one["sql"]]
    return len(told)


def _file(world: w.World, submission_id: str) -> api.Filed:
    return api.file_submission(by=world.hoa, at=w.AT, submission_id=submission_id, idempotency_key=submission_id)


def test_filing_and_receiving_ask_few_questions(world: w.World) -> None:
    warm = w.filed(world)
    api.receive(by=world.desk, at=w.AT, submission_id=warm)
    submission_id = w.draft(world)
    assert _count(lambda: _file(world, submission_id)) == 5
    assert _count(lambda: api.receive(by=world.desk, at=w.AT, submission_id=submission_id)) == 8


def test_opening_and_saving_a_draft_ask_few_questions(world: w.World) -> None:
    warm = api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.BIRTH)

    def save() -> None:
        api.save_draft(by=world.hoa, at=w.AT, submission_id=warm.submission_id, values={"detail": "x"}, draft_version=1)

    assert _count(lambda: api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.BIRTH)) == 7
    assert _count(save) == 2
