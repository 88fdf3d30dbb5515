"""The main job, end to end: from a citizen's click to the result handed over, all of it in the record."""

import pytest

from dinh.dossiers import api
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def test_journey_of_an_online_dossier_writes_one_entry_an_act(world: w.World) -> None:
    submission_id = w.filed(world)
    moved = api.receive(by=world.desk, at=w.AT, submission_id=submission_id)
    assert moved.code == "H36.41.01.001-260213-0001"
    assert moved.due_at == w.at("2026-02-24 17:00")  # online: 2 working days, over Tết
    dossier_id = moved.dossier_id
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    w.decided(world, dossier_id)
    api.hand_over(by=world.desk, at=w.AT, dossier_id=dossier_id, way="desk")
    kinds = [one.kind for one in ledger.entries_of(dossier_id) if one.kind.startswith("dossiers.")]
    assert sorted(kinds) == sorted(
        [
            "dossiers.dossier.received",
            "dossiers.dossier.assigned",
            "dossiers.dossier.processing_started",
            "dossiers.dossier.decided",
            "dossiers.dossier.handed_over",
        ]
    )
    view = api.dossier(by=world.hoa, dossier_id=dossier_id, at=w.AT)
    assert (view.status, view.outcome, view.result_number) == (10, "approved", f"{moved.code}-KQ1")
