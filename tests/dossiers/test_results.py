"""A result that was wrong: corrected or annulled, in every copy; and the four states told apart."""

import pytest

from dinh.documents import api as documents
from dinh.dossiers import api
from dinh.dossiers.policies.states import delivery_state, financial_state
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict, Invalid, NotAllowed
from dinh.ledger import api as ledger
from tests.dossiers import world as w

_RIGHT = api.ResultContent(summary="Kết quả đúng", articles=("Điều 1. Ghi lại ngày sinh cho đúng.",))


def _issued(world: w.World) -> str:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    ledger.seal()
    ledger.deliver()
    return dossier_id


def _correct(world: w.World, dossier_id: str, reason: str = "Sai ngày sinh") -> api.Moved:
    return api.correct_result(by=world.head, at=w.AT, dossier_id=dossier_id, content=_RIGHT, reason=reason)


@pytest.mark.django_db
def test_correction_stands_in_every_copy_of_the_old_result(world: w.World) -> None:
    dossier_id = _issued(world)
    before = w.row(dossier_id)
    moved = _correct(world, dossier_id)
    after = w.row(dossier_id)
    assert (after.status, after.decided_at) == (before.status, before.decided_at)
    assert after.result_number == f"{after.code}-KQ2"
    old, new = (documents.paper(paper_id=one) for one in (before.result_paper_id, moved.paper_id))
    assert (old.standing, old.replaced_by_code, new.standing) == ("replaced", new.verify_code, "in_force")
    items = documents.items_about(subject_id=dossier_id)
    assert [(one.number, one.standing) for one in items] == [
        (f"{after.code}-KQ1", "replaced"),
        (f"{after.code}-KQ2", "in_force"),
    ]
    view = api.dossier(by=world.hoa, dossier_id=dossier_id, at=w.AT)
    assert (view.states.result, view.story[-1].kind, view.story[-1].note) == (
        "corrected", "result_corrected", "Sai ngày sinh",
    )  # fmt: skip


@pytest.mark.django_db
def test_annulled_result_has_no_force_anywhere(world: w.World) -> None:
    dossier_id = _issued(world)
    api.annul_result(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Cấp không đúng thẩm quyền")
    row = w.row(dossier_id)
    assert documents.paper(paper_id=row.result_paper_id).standing == "revoked"
    assert [one.standing for one in documents.items_about(subject_id=dossier_id)] == ["revoked"]
    assert "result_annulled" in api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT).flags
    assert api.deposit_result(by=SYSTEM, at=w.AT, dossier_id=dossier_id) == ""
    for act in (api.Doing.CORRECT, api.Doing.ANNUL):
        assert act not in api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT).allowed
    with pytest.raises(Conflict, match="HS70"):
        _correct(world, dossier_id)


@pytest.mark.django_db
def test_annulled_before_it_reached_the_store_never_reaches_it(world: w.World) -> None:
    dossier_id = w.started(world)
    w.decided(world, dossier_id)
    api.annul_result(by=world.head, at=w.AT, dossier_id=dossier_id, reason="Nhầm hồ sơ")
    ledger.seal()
    ledger.deliver()
    assert documents.items_about(subject_id=dossier_id) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["specialist", "desk", "builder_head", "hoa"])
def test_only_the_head_of_the_agency_changes_a_result(world: w.World, who: str) -> None:
    dossier_id = _issued(world)
    with pytest.raises(NotAllowed):
        api.annul_result(by=getattr(world, who), at=w.AT, dossier_id=dossier_id, reason="x")
    with pytest.raises(NotAllowed):
        api.correct_result(by=getattr(world, who), at=w.AT, dossier_id=dossier_id, content=_RIGHT, reason="x")


@pytest.mark.django_db
def test_change_of_a_result_needs_a_result_and_a_reason(world: w.World) -> None:
    open_one, dossier_id = w.started(world), _issued(world)
    with pytest.raises(Conflict, match="HS70"):
        _correct(world, open_one)
    with pytest.raises(Invalid, match="HS20"):
        _correct(world, dossier_id, reason=" ")
    with pytest.raises(Invalid, match="HS20"):
        api.annul_result(by=world.head, at=w.AT, dossier_id=dossier_id, reason="")
    assert w.row(dossier_id).result_standing == "in_force"


@pytest.mark.django_db
def test_corrected_twice_counts_on(world: w.World) -> None:
    dossier_id = _issued(world)
    _correct(world, dossier_id)
    _correct(world, dossier_id, "Vẫn còn sai")
    items = documents.items_about(subject_id=dossier_id)
    assert [one.standing for one in items] == ["replaced", "replaced", "in_force"]
    assert w.row(dossier_id).result_number.endswith("-KQ3")


@pytest.mark.parametrize(
    ("orders", "is_known", "state"),
    [
        ((), True, "nothing_due"),
        ((), False, "unknown"),
        (("settled",), True, "paid"),
        (("settled", "open"), True, "due"),
        (("awaiting",), False, "due"),
        (("refunded", "cancelled"), True, "returned"),
        (("expired",), True, "lapsed"),
        (("cancelled",), True, "lapsed"),
    ],
)
def test_money_is_a_state_of_its_own(orders: tuple[str, ...], state: str, *, is_known: bool) -> None:
    assert financial_state(orders, is_fee_known=is_known) == state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.PROCESSING, "not_ready"),
        (Status.DECIDED, "waiting"),
        (Status.HANDED_OVER, "delivered"),
        (Status.STOPPED, "none"),
        (Status.WITHDRAWN, "none"),
    ],
)
def test_decided_is_not_delivered(status: Status, state: str) -> None:
    assert delivery_state(status) == state
