"""Being away: work goes to the substitute, who acts on behalf of the absent officer and gets no right from it."""

from datetime import date

import pytest

from dinh.dossiers import api
from dinh.dossiers.models import Absence
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 2, 13), date(2026, 2, 27)


def away(world: w.World, **more: object) -> api.AbsenceView:
    wanted = {
        "by": world.specialist, "at": w.AT, "post_id": world.specialist.post_id,
        "substitute_post_id": world.colleague.post_id, "first_on": FIRST, "last_on": LAST,
    }  # fmt: skip
    return api.set_absence(**(wanted | more))  # type: ignore[arg-type]


def test_new_work_goes_to_the_substitute_while_somebody_is_away(world: w.World) -> None:
    away(world)
    dossier_id = w.received(world)
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    assert w.row(dossier_id).assignee_post == world.colleague.post_id
    later = w.received(world)
    api.assign(by=world.head, at=w.at("2026-02-28 08:00"), dossier_id=later, post_id=world.specialist.post_id)
    assert w.row(later).assignee_post == world.specialist.post_id


def test_who_takes_work_themselves_is_there(world: w.World) -> None:
    away(world)
    dossier_id = w.received(world)
    api.assign(by=world.specialist, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    assert w.row(dossier_id).assignee_post == world.specialist.post_id


def test_the_substitute_acts_on_behalf_and_the_record_says_so(world: w.World) -> None:
    dossier_id = w.started(world)
    with pytest.raises(Conflict, match="HS33"):
        api.propose(by=world.colleague, at=w.AT, dossier_id=dossier_id, outcome="approved", content=api.ResultContent())
    absence = away(world)
    assert api.Doing.PROPOSE in api.dossier(by=world.colleague, dossier_id=dossier_id, at=w.AT).allowed
    api.propose(by=world.colleague, at=w.AT, dossier_id=dossier_id, outcome="approved", content=api.ResultContent())
    entry = ledger.entries_of(dossier_id)[-1].said
    assert entry.actor.post_id == world.colleague.post_id
    assert entry.evidence["on_behalf_of"] == world.specialist.post_id
    assert entry.evidence["absence"] == absence.absence_id
    over = w.at("2026-02-28 08:00")
    assert api.Doing.PROPOSE not in api.dossier(by=world.colleague, dossier_id=dossier_id, at=over).allowed
    with pytest.raises(Conflict, match="HS33"):
        api.propose(by=world.colleague, at=over, dossier_id=dossier_id, outcome="approved", content=api.ResultContent())


def test_acts_of_one_s_own_say_nothing_of_others(world: w.World) -> None:
    away(world)
    dossier_id = w.received(world)
    api.start_processing(by=world.colleague, at=w.AT, dossier_id=dossier_id)
    assert "on_behalf_of" not in ledger.entries_of(dossier_id)[-1].said.evidence


def test_standing_in_gives_no_right(world: w.World) -> None:
    dossier_id = w.started(world)
    away(world)
    with pytest.raises(NotAllowed):
        api.decide(by=world.colleague, at=w.AT, dossier_id=dossier_id, outcome="approved")
    for other in (world.desk, world.head, world.builder):
        with pytest.raises(Invalid, match="HS94"):
            away(world, substitute_post_id=other.post_id, first_on=date(2026, 3, 2), last_on=date(2026, 3, 3))


def test_the_substitute_gives_back_and_delegates_for_the_absent(world: w.World) -> None:
    first, second = w.started(world), w.started(world)
    away(world)
    api.give_back(by=world.colleague, at=w.AT, dossier_id=first, reason="Vắng")
    assert ledger.entries_of(first)[-1].said.evidence["on_behalf_of"] == world.specialist.post_id
    until = date(2026, 2, 20)
    api.delegate(by=world.colleague, at=w.AT, dossier_id=second, post_id=world.colleague.post_id, until_on=until)
    assert (w.row(first).assignee_post, w.row(second).assignee_post) == ("", world.colleague.post_id)


def test_a_substitute_who_is_away_too_passes_it_on(world: w.World) -> None:
    third = w.official(world.committee, "specialist", procedures=(w.BIRTH,))
    away(world)
    away(
        world, by=world.head, post_id=world.colleague.post_id, substitute_post_id=third.post_id,
        last_on=date(2026, 2, 16),
    )  # fmt: skip
    dossier_id = w.received(world)
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    assert w.row(dossier_id).assignee_post == third.post_id
    agencies = [world.committee.public_id]
    names = {one.post_id for one in api.stands_in_for(third.post_id, agencies, w.AT.date())}
    assert names == {world.specialist.post_id, world.colleague.post_id}
    assert api.stands_in_for(world.colleague.post_id, agencies, w.AT.date()) == ()
    back = w.at("2026-02-17 08:00").date()
    assert len(api.stands_in_for(world.colleague.post_id, agencies, back)) == 1


def test_when_everybody_is_away_work_stays_where_it_was_given(world: w.World) -> None:
    away(world)
    Absence.objects.create(
        agency_id=world.committee.public_id, post_id=world.colleague.post_id, post_name="B",
        substitute_post=world.specialist.post_id, substitute_name="A", reason="sick", first_on=FIRST, last_on=LAST,
        set_by_post="x", set_at=w.AT,
    )  # fmt: skip
    dossier_id = w.received(world)
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    assert w.row(dossier_id).assignee_post == world.specialist.post_id


def test_absences_do_not_overlap_and_substitutes_are_there(world: w.World) -> None:
    away(world)
    with pytest.raises(Conflict, match="HS101"):
        away(world, first_on=LAST, last_on=date(2026, 3, 9))
    with pytest.raises(Conflict, match="HS101"):
        away(world, by=world.colleague, post_id=world.colleague.post_id, substitute_post_id=world.specialist.post_id)
    away(world, first_on=date(2026, 2, 28), last_on=date(2026, 3, 9))


@pytest.mark.parametrize(
    ("first_on", "last_on"), [(LAST, FIRST), (date(2026, 2, 2), date(2026, 2, 12))]
)  # fmt: skip
def test_days_out_of_order_or_over_are_refused(world: w.World, first_on: date, last_on: date) -> None:
    with pytest.raises(Invalid, match="HS93"):
        away(world, first_on=first_on, last_on=last_on)


def test_only_the_officer_and_the_head_write_it_down(world: w.World) -> None:
    for by in (world.colleague, world.builder_head, world.desk, world.hoa):
        with pytest.raises(NotAllowed):
            away(world, by=by)
    absence = away(world, by=world.head, reason="sick")
    with pytest.raises(NotAllowed, match="HS100"):
        api.end_absence(by=world.colleague, at=w.AT, absence_id=absence.absence_id)
    event = ledger.entries_of(absence.absence_id)[-1].said.event
    assert "sick" not in str(event)


def test_an_absence_is_called_off_or_cut_short(world: w.World) -> None:
    absence = away(world)
    api.end_absence(by=world.specialist, at=w.at("2026-02-20 07:00"), absence_id=absence.absence_id)
    kept = Absence.objects.get(public_id=absence.absence_id)
    assert (kept.last_on, kept.is_void) == (date(2026, 2, 19), False)
    with pytest.raises(Conflict, match="HS103"):
        api.end_absence(by=world.specialist, at=w.at("2026-02-20 07:00"), absence_id=absence.absence_id)
    later = away(world, first_on=date(2026, 3, 2), last_on=date(2026, 3, 3))
    api.end_absence(by=world.head, at=w.AT, absence_id=later.absence_id)
    assert Absence.objects.get(public_id=later.absence_id).is_void
    with pytest.raises(NotFound, match="HS102"):
        api.end_absence(by=world.head, at=w.AT, absence_id="abs_none")


def test_nobody_approves_their_own_proposal_in_whoever_s_place(world: w.World) -> None:
    """A person with two posts proposes in place of an absent colleague and may not decide it as head."""
    both = w.official(world.committee, "specialist", "head")
    dossier_id = w.started(world)
    away(world, substitute_post_id=both.post_id)
    api.propose(by=both, at=w.AT, dossier_id=dossier_id, outcome="approved", content=api.ResultContent())
    assert ledger.entries_of(dossier_id)[-1].said.evidence["on_behalf_of"] == world.specialist.post_id
    with pytest.raises(NotAllowed, match="HS110"):
        api.decide(by=both, at=w.AT, dossier_id=dossier_id, outcome="approved")
    assert api.decide(by=world.head, at=w.AT, dossier_id=dossier_id, outcome="approved").status == 9
