"""From draft to publication and to the end: two people, one entry a step, nothing done twice, nothing lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.models import Version
from dinh.indicators.figures import api as figures
from dinh.kernel import clock
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.indicators.dictionary.conftest import CODE, official, published, row

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def kinds(version_id: str) -> list[str]:
    """Return the steps of a version as the ledger tells them, oldest first."""
    found = [one.kind for one in ledger.entries_of(version_id, limit=50)]
    return [one.removeprefix("indicators.definition.") for one in found]


def begun(by: Actor, **changes: Any) -> api.VersionView:
    return api.begin_draft(by=by, at=clock.now(), row=row(**changes))


def proposed(by: Actor, **changes: Any) -> api.VersionView:
    return api.propose(by=by, at=clock.now(), version_id=begun(by, **changes).version_id)


def test_a_definition_goes_from_draft_to_publication_with_one_entry_a_step(writer: Actor, chief: Actor) -> None:
    made = published(writer, chief)
    assert (made.state, made.number, made.approved and made.approved.name) == (api.State.PUBLISHED, 1, "Chung")
    assert kinds(made.version_id) == ["saved", "proposed", "published"]
    (one,) = figures.versions(CODE)
    assert (one.numerator.measures, one.attribution) == (("received_online",), "received_on")


def test_nobody_approves_what_they_had_a_hand_in(writer: Actor, other: Actor, chief: Actor) -> None:
    draft = begun(writer)
    api.save_draft(by=other, at=clock.now(), version_id=draft.version_id, row=row(unit="phần"), revision=1)
    view = api.propose(by=writer, at=clock.now(), version_id=draft.version_id)
    for hand in (writer, other):
        with pytest.raises(NotAllowed, match="DN03"):
            api.publish(by=hand, at=clock.now(), version_id=view.version_id)
        with pytest.raises(NotAllowed, match="DN03"):
            api.send_back(by=hand, at=clock.now(), version_id=view.version_id, reason="không")
    assert api.publish(by=chief, at=clock.now(), version_id=view.version_id).state is api.State.PUBLISHED


def test_only_data_officers_write_and_only_they_or_leaders_approve(writer: Actor, chief: Actor) -> None:
    specialist = official("per_An")
    for stranger in (chief, specialist):
        with pytest.raises(NotAllowed, match="DN01"):
            begun(stranger)
    view = proposed(writer)
    with pytest.raises(NotAllowed, match="DN02"):
        api.publish(by=specialist, at=clock.now(), version_id=view.version_id)


def test_a_proposal_is_sent_back_with_a_reason_and_mended(writer: Actor, other: Actor) -> None:
    view = proposed(writer)
    with pytest.raises(Invalid, match="DN15"):
        api.send_back(by=other, at=clock.now(), version_id=view.version_id, reason="  ")
    back = api.send_back(by=other, at=clock.now(), version_id=view.version_id, reason="Thiếu điều khoản")
    assert (back.state, back.reason, back.sent_back and back.sent_back.name) == (
        api.State.DRAFT,
        "Thiếu điều khoản",
        "Minh",
    )
    again = api.propose(by=writer, at=clock.now(), version_id=view.version_id)
    assert again.reason == ""
    assert kinds(view.version_id) == ["saved", "proposed", "sent_back", "proposed"]


def test_whoever_proposed_takes_it_back_and_nobody_else(writer: Actor, other: Actor) -> None:
    view = proposed(writer)
    with pytest.raises(NotAllowed, match="DN04"):
        api.take_back(by=other, at=clock.now(), version_id=view.version_id)
    assert api.take_back(by=writer, at=clock.now(), version_id=view.version_id).state is api.State.DRAFT
    with pytest.raises(Conflict, match="DN14"):
        api.take_back(by=writer, at=clock.now(), version_id=view.version_id)


def test_what_is_pressed_twice_is_done_once(writer: Actor, chief: Actor) -> None:
    first, second = begun(writer), begun(writer)
    assert first.version_id == second.version_id
    for _ in range(2):
        api.save_draft(by=writer, at=clock.now(), version_id=first.version_id, row=row(unit="phần"), revision=1)
    assert kinds(first.version_id) == ["saved", "saved"]
    api.propose(by=writer, at=clock.now(), version_id=first.version_id)
    for again, by in ((api.propose, writer), (api.publish, chief)):
        if again is api.publish:
            api.publish(by=chief, at=clock.now(), version_id=first.version_id)
        with pytest.raises(Conflict, match="DN14"):
            again(by=by, at=clock.now(), version_id=first.version_id)


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(writer: Actor, other: Actor) -> None:
    draft = begun(writer)
    api.save_draft(by=writer, at=clock.now(), version_id=draft.version_id, row=row(unit="phần"), revision=1)
    with pytest.raises(Conflict, match="DN12"):
        api.save_draft(by=other, at=clock.now(), version_id=draft.version_id, row=row(unit="hồ sơ"), revision=1)
    stands = api.version(version_id=draft.version_id)
    assert (stands.row["unit"], stands.revision) == ("phần", 2)
    with pytest.raises(Conflict, match="DN12"):
        api.propose(by=other, at=clock.now(), version_id=draft.version_id, revision=1)
    saved = api.save_draft(
        by=other, at=clock.now(), version_id=draft.version_id, row=row(unit="hồ sơ"), revision=stands.revision
    )
    assert saved.row["unit"] == "hồ sơ"


def test_another_person_cannot_begin_a_second_draft_of_the_same(writer: Actor, other: Actor) -> None:
    draft = begun(writer)
    with pytest.raises(Conflict, match="DN16"):
        begun(other, unit="phần")
    api.drop_draft(by=other, at=clock.now(), version_id=draft.version_id)
    with pytest.raises(NotFound):
        api.version(version_id=draft.version_id)
    assert begun(other).number == 1
    assert kinds(draft.version_id) == ["saved", "dropped"]


@pytest.mark.parametrize("code", ["", "Á", "a b", "9a", "x" * 61, "received"])
def test_a_code_no_formula_could_name_is_refused(writer: Actor, code: str) -> None:
    with pytest.raises(Invalid, match="DN11"):
        begun(writer, code=code)


def test_what_is_published_never_changes(writer: Actor, chief: Actor) -> None:
    made = published(writer, chief)
    changes: tuple[Callable[[], object], ...] = (
        lambda: Version.objects.filter(public_id=made.version_id).update(row={}),
        lambda: Version.objects.filter(public_id=made.version_id).update(number=2),
        lambda: Version.objects.filter(public_id=made.version_id).delete(),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(Conflict, match="DN14"):
        api.save_draft(by=writer, at=clock.now(), version_id=made.version_id, row=row(), revision=None)


def test_a_next_version_follows_and_ends_the_one_before(writer: Actor, chief: Actor, today: date) -> None:
    published(writer, chief)
    begins = today + timedelta(days=3)
    made = published(writer, chief, numerator="digitised", valid_from=begins, **{"break": True})
    old, new = figures.versions(CODE)
    assert (made.number, old.valid_to, new.valid_from, new.is_break) == (2, begins - timedelta(days=1), begins, True)
    assert figures.definition(CODE, today).version == 1
    assert figures.definition(CODE, begins).version == 2


def test_a_next_version_does_not_change_days_gone_by(writer: Actor, chief: Actor, today: date) -> None:
    published(writer, chief)
    draft = begun(writer, valid_from=today - timedelta(days=1))
    with pytest.raises(Invalid, match="DN17"):
        api.propose(by=writer, at=clock.now(), version_id=draft.version_id)


def test_an_indicator_of_the_house_is_followed_too(writer: Actor, chief: Actor, today: date) -> None:
    made = published(writer, chief, code="dossiers.online_share", valid_from=today, base_vi="Hồ sơ")
    old, _new = figures.versions("dossiers.online_share")
    assert (made.number, old.valid_to) == (2, today - timedelta(days=1))
    assert len(figures.shipped_versions()["dossiers.online_share"]) == 1


def test_an_end_needs_four_eyes_as_well(writer: Actor, other: Actor, chief: Actor, today: date) -> None:
    made = published(writer, chief)
    said = {"by": writer, "at": clock.now(), "version_id": made.version_id, "last_day": today, "reason": "Hết nhiệm vụ"}
    with pytest.raises(Invalid, match="DN18"):
        api.propose_end(**{**said, "last_day": today - timedelta(days=1)})
    api.propose_end(**said)
    with pytest.raises(Conflict, match="DN19"):
        api.propose_end(**said)
    with pytest.raises(NotAllowed, match="DN03"):
        api.approve_end(by=writer, at=clock.now(), version_id=made.version_id)
    with pytest.raises(NotAllowed, match="DN04"):
        api.take_end_back(by=other, at=clock.now(), version_id=made.version_id)
    api.send_end_back(by=other, at=clock.now(), version_id=made.version_id, reason="Còn cần")
    api.propose_end(**said)
    api.take_end_back(by=writer, at=clock.now(), version_id=made.version_id)
    api.propose_end(**said)
    ended = api.approve_end(by=other, at=clock.now(), version_id=made.version_id)
    figures.forget_published()
    assert [one.name for one in (ended.ending and ended.ending.approved,) if one] == ["Minh"]
    assert figures.versions(CODE)[-1].valid_to == today
    assert kinds(made.version_id)[-6:] == [
        "end_proposed", "end_sent_back", "end_proposed", "end_taken_back", "end_proposed", "ended",
    ]  # fmt: skip
