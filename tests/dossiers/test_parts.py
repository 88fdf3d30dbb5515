import io

import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.models import Part
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def _draft(world: w.World) -> str:
    saved = api.open_draft(by=world.hoa, at=w.AT, procedure_code=w.BIRTH)
    w.declare(saved.submission_id)
    return saved.submission_id


def _attach(world: w.World, submission_id: str, seq: int = 1, by: object = None) -> documents.FileView:
    return api.attach(
        by=by or world.hoa,  # type: ignore[arg-type]
        at=w.AT, submission_id=submission_id, seq=seq, name="to khai.pdf", stream=w.pdf(),
    )  # fmt: skip


def _stored(world: w.World, kind: str = "KQ.G15.000031", owner: str = "") -> documents.StoreItemView:
    kept = documents.store_file(
        by=SYSTEM, at=w.AT, name="a.pdf", stream=w.pdf(), purpose="result", owner_person_id=world.hoa.person_id
    )
    return documents.deposit(
        by=SYSTEM, at=w.AT, owner_person_id=owner or world.hoa.person_id, kind_code=kind, title="Giấy khai sinh",
        file_id=kept.file_id, source_subject_id="", number="H36.1-260101-0001-KQ1",
    )  # fmt: skip


def test_file_is_acknowledged_replaced_and_taken_out(world: w.World) -> None:
    submission_id = _draft(world)
    kept = _attach(world, submission_id)
    part = Part.objects.get(submission__public_id=submission_id, seq=1)
    assert (part.source, part.file_sha256, part.file_name) == ("new_upload", kept.sha256, kept.name)
    _attach(world, submission_id)
    api.detach(by=world.hoa, at=w.AT, submission_id=submission_id, seq=1)
    part.refresh_from_db()
    assert (part.source, part.file_id) == ("missing", "")
    assert documents.file(file_id=kept.file_id).sha256 == kept.sha256


def test_file_refused_by_its_content_changes_nothing(world: w.World) -> None:
    submission_id = _draft(world)
    with pytest.raises(Invalid, match="FL"):
        api.attach(
            by=world.hoa, at=w.AT, submission_id=submission_id, seq=1, name="a.pdf", stream=io.BytesIO(b"MZ not a pdf")
        )
    assert Part.objects.get(submission__public_id=submission_id, seq=1).source == "missing"


def test_file_for_an_unknown_paper_or_by_a_stranger_is_refused(world: w.World) -> None:
    submission_id = _draft(world)
    with pytest.raises(NotFound, match="HS03"):
        _attach(world, submission_id, seq=7)
    for actor in (world.nam, world.desk):
        with pytest.raises(NotAllowed):
            _attach(world, submission_id, by=actor)


def test_files_open_to_owner_and_offices_only(world: w.World) -> None:
    submission_id = _draft(world)
    kept = _attach(world, submission_id)
    with pytest.raises(NotAllowed):
        documents.open_file(by=world.desk, file_id=kept.file_id)
    api.mark_part(by=world.hoa, at=w.AT, submission_id=submission_id, seq=2, source="paper")
    api.file_submission(by=world.hoa, at=w.AT, submission_id=submission_id, idempotency_key="k")
    documents.open_file(by=world.desk, file_id=kept.file_id).close()
    dossier_id = api.receive(by=world.desk, at=w.AT, submission_id=submission_id).dossier_id
    documents.open_file(by=world.specialist, file_id=kept.file_id).close()
    for actor in (world.nam, world.builder, world.foreign_desk):
        with pytest.raises(NotAllowed):
            documents.open_file(by=actor, file_id=kept.file_id)
    receipt = api.ensure_receipt(by=world.hoa, at=w.AT, dossier_id=dossier_id)
    documents.open_file(by=world.hoa, file_id=receipt.file_id).close()
    with pytest.raises(NotAllowed):
        documents.open_file(by=world.nam, file_id=receipt.file_id)


def test_paper_can_be_said_not_to_apply_but_not_to_be_a_file(world: w.World) -> None:
    submission_id = _draft(world)
    api.mark_part(by=world.hoa, at=w.AT, submission_id=submission_id, seq=2, source="not_applicable")
    assert [gap.seq for gap in api.check_complete(by=world.hoa, at=w.AT, submission_id=submission_id)][-1] == 1
    with pytest.raises(Invalid, match="HS15"):
        api.mark_part(by=world.hoa, at=w.AT, submission_id=submission_id, seq=2, source="new_upload")


def test_stored_paper_stands_for_one_that_is_asked(world: w.World) -> None:
    item = _stored(world)
    submission_id = _draft(world)
    view = api.submission(by=world.hoa, submission_id=submission_id, at=w.AT)
    assert [[offer.item_id for offer in part.offers] for part in view.parts] == [[], [item.item_id]]
    api.use_stored(by=world.hoa, at=w.AT, submission_id=submission_id, seq=2, item_id=item.item_id)
    _attach(world, submission_id)
    api.file_submission(by=world.hoa, at=w.AT, submission_id=submission_id, idempotency_key="k")
    event = ledger.entries_of(submission_id)[-1].said.event
    assert (event.components_total, event.components_with_file, event.components_reused) == (2, 2, 1)  # type: ignore[attr-defined]


def test_stored_paper_of_another_kind_or_person_does_not_fit(world: w.World) -> None:
    item = _stored(world)
    submission_id = _draft(world)
    with pytest.raises(Conflict, match="HS07"):
        api.use_stored(by=world.hoa, at=w.AT, submission_id=submission_id, seq=1, item_id=item.item_id)
    with pytest.raises(NotAllowed):
        api.use_stored(
            by=world.hoa, at=w.AT, submission_id=submission_id, seq=2,
            item_id=_stored(world, owner=world.nam.person_id).item_id,
        )  # fmt: skip


def test_papers_are_closed_after_filing_and_open_again_for_a_supplement(world: w.World) -> None:
    dossier_id = w.started(world)
    submission_id = w.row(dossier_id).submission.public_id
    with pytest.raises(Conflict, match="HS06"):
        _attach(world, submission_id)
    w.asked(world, dossier_id)
    _attach(world, submission_id, seq=3)
    with pytest.raises(Conflict, match="HS06"):
        api.detach(by=world.hoa, at=w.AT, submission_id=submission_id, seq=3)


def test_desk_scans_and_digitises_with_its_own_signature(world: w.World) -> None:
    dossier_id = w.received(world)
    submission_id = w.row(dossier_id).submission.public_id
    with pytest.raises(Conflict, match="HS08"):
        api.digitise(by=world.desk, at=w.AT, submission_id=submission_id, seq=1)
    kept = _attach(world, submission_id, by=world.desk)
    assert api.Doing.DIGITISE in api.dossier(by=world.desk, dossier_id=dossier_id, at=w.AT).allowed
    with pytest.raises(NotAllowed):
        api.digitise(by=world.hoa, at=w.AT, submission_id=submission_id, seq=1)
    api.digitise(by=world.desk, at=w.AT, submission_id=submission_id, seq=1)
    api.digitise(by=world.desk, at=w.AT, submission_id=submission_id, seq=1)
    part = Part.objects.get(submission__public_id=submission_id, seq=1)
    assert part.is_digitised
    assert part.file_id != kept.file_id
    kinds = [one.kind for one in ledger.entries_of(dossier_id)]
    assert kinds.count("dossiers.dossier.component_digitised") == 1


def test_digitising_needs_a_dossier(world: w.World) -> None:
    with pytest.raises(NotFound, match="HS02"):
        api.digitise(by=world.desk, at=w.AT, submission_id=w.filed(world), seq=1)


def test_desk_counts_papers_of_what_it_opened(world: w.World) -> None:
    submission_id = w.filed(world)
    api.count_papers(
        by=world.desk, at=w.AT, submission_id=submission_id, papers=[api.PaperCount(1, originals=1, copies=2)]
    )
    part = Part.objects.get(submission__public_id=submission_id, seq=1)
    assert (part.originals, part.copies, part.source) == (1, 2, "paper")
    with pytest.raises(NotAllowed):
        api.count_papers(by=world.hoa, at=w.AT, submission_id=submission_id, papers=[])
