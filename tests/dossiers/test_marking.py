"""A paper that is lacking or does not apply says why: on the paper, in the story, and as a digest in the record."""

import pytest

from dinh.dossiers import api
from dinh.dossiers.events import PartMarked
from dinh.dossiers.models import Part, Submission
from dinh.kernel.errors import Conflict, Invalid
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
WHY = "Mẹ đã mất giấy, đang xin trích lục"


def part(submission_id: str, seq: int = 2) -> Part:
    return Part.objects.get(submission__public_id=submission_id, seq=seq)


def entries(submission_id: str) -> list[PartMarked]:
    told = (one.said.event for one in ledger.entries_of(submission_id))
    return [one for one in told if isinstance(one, PartMarked)]


def test_a_draft_keeps_the_reason_and_leaves_no_entry(world: w.World) -> None:
    sent = w.draft(world)
    api.mark_part(by=world.hoa, at=w.AT, submission_id=sent, seq=2, source="not_applicable", reason=f" {WHY} ")
    view = api.submission(by=world.hoa, submission_id=sent)
    assert [one.reason for one in view.parts] == ["", WHY]
    assert entries(sent) == []
    api.mark_part(by=world.hoa, at=w.AT, submission_id=sent, seq=2, source="paper")
    assert part(sent).reason == ""


@pytest.mark.parametrize("source", ["missing", "not_applicable"])
def test_an_officer_says_why_and_everybody_reads_it(world: w.World, source: str) -> None:
    dossier_id = w.received(world)
    sent = w.row(dossier_id).submission.public_id
    with pytest.raises(Invalid, match="HS20"):
        api.mark_part(by=world.desk, at=w.AT, submission_id=sent, seq=2, source=source, reason=" ")
    api.mark_part(by=world.desk, at=w.AT, submission_id=sent, seq=2, source=source, reason=WHY)
    view = api.dossier(by=world.hoa, dossier_id=dossier_id)
    assert (view.parts[1].source, view.parts[1].reason) == (source, WHY)
    assert (view.story[-1].kind, view.story[-1].note) == (api.ActKind.PART_MARKED, f"{view.parts[1].name}: {WHY}")
    (entry,) = entries(sent)
    assert (entry.source, entry.reason) == (source, ledger.digest(WHY, part(sent).public_id))
    assert WHY not in str(entry)


def test_what_comes_later_takes_the_reason_away(world: w.World) -> None:
    dossier_id = w.received(world)
    sent = w.row(dossier_id).submission.public_id
    mark = {"by": world.desk, "at": w.AT, "submission_id": sent, "seq": 2}
    api.mark_part(**mark, source="missing", reason=WHY)
    api.attach(**mark, name="a.pdf", stream=w.pdf())
    assert part(sent).reason == ""
    api.mark_part(**mark, source="missing", reason=WHY)
    api.count_papers(by=world.desk, at=w.AT, submission_id=sent, papers=[api.PaperCount(2, 1, 0)])
    assert (part(sent).source, part(sent).reason) == ("paper", "")


def test_nonsense_and_closed_dossiers_are_refused(world: w.World) -> None:
    dossier_id = w.received(world)
    sent = Submission.objects.get(dossier__public_id=dossier_id).public_id
    with pytest.raises(Invalid, match="HS15"):
        api.mark_part(by=world.desk, at=w.AT, submission_id=sent, seq=2, source="stolen", reason=WHY)
    api.withdraw(by=world.hoa, at=w.AT, dossier_id=dossier_id)
    with pytest.raises(Conflict, match="HS06"):
        api.mark_part(by=world.desk, at=w.AT, submission_id=sent, seq=2, source="missing", reason=WHY)
