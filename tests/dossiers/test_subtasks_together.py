"""Two offices at the same moment, and one that dies in the middle: the join opens what is behind it exactly once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from dinh.dossiers import api
from dinh.dossiers.models import Subtask
from dinh.kernel.errors import DinhError
from dinh.ledger import api as ledger
from dinh.processes import api as processes
from tests.dossiers import joint as j
from tests.dossiers import world as w

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.integration]


class Died(Exception):
    """Stands for a process that ends between two statements."""


@pytest.fixture
def laid(open_world: w.World) -> tuple[j.Joint, str]:
    """Opinions of two offices lie before their heads; that of the house is in."""
    j.publish(j.opinions())
    offices = j.make_joint(open_world)
    dossier_id = j.opened(open_world)
    j.answered(open_world.colleague, open_world.head, j.task(dossier_id, "site"))
    for by, step in ((offices.police, "fire"), (offices.tax, "money")):
        api.receive_subtask(by=by, at=w.AT, subtask_id=j.task(dossier_id, step))
        api.answer_subtask(by=by, at=w.AT, subtask_id=j.task(dossier_id, step), answer=j.SAID)
    return offices, dossier_id


def test_two_offices_answer_at_the_same_moment(laid: tuple[j.Joint, str]) -> None:
    offices, dossier_id = laid
    acts = [(offices.police_head, "fire"), (offices.tax_head, "money")] * 2

    def confirm(act: tuple[object, str]) -> bool:
        try:
            api.confirm_subtask(by=act[0], at=w.AT, subtask_id=j.task(dossier_id, act[1]))  # type: ignore[arg-type]
        except DinhError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(confirm, acts)) == [False, False, True, True]
    assert [one.step_id for one in processes.steps_of(dossier_id)].count("sign") == 1
    assert j.stands(dossier_id) == {"sign"}


def test_an_office_that_dies_in_the_middle_leaves_all_or_nothing(laid: tuple[j.Joint, str]) -> None:
    offices, dossier_id = laid
    before = len(ledger.entries_of(dossier_id, limit=100))
    with suppress(Died), transaction.atomic():
        api.confirm_subtask(by=offices.police_head, at=w.AT, subtask_id=j.task(dossier_id, "fire"))
        raise Died
    assert (j.state(dossier_id, "fire"), j.stands(dossier_id)) == ("laid", {"fire", "money"})
    assert len(ledger.entries_of(dossier_id, limit=100)) == before
    api.confirm_subtask(by=offices.police_head, at=w.AT, subtask_id=j.task(dossier_id, "fire"))
    assert j.stands(dossier_id) == {"money"}
    assert Subtask.objects.filter(dossier__public_id=dossier_id, state="done").count() == 2
