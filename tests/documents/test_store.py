import io
from datetime import date, datetime, timedelta

import pytest

from dinh.directory import api as directory
from dinh.documents import api
from dinh.documents.models import StoreUse
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.directory.identity import make as identity
from tests.fakes import documents_files as fakes

pytestmark = pytest.mark.django_db
KIND = "KQ.G15.000031"


def deposited(
    officer: Actor, at: datetime, number: str = "H36-1-KQ1", valid_to: date | None = None, owner: str = "per_an"
) -> api.StoreItemView:
    kept = api.store_file(
        by=officer, at=at, name="kq.pdf", stream=io.BytesIO(fakes.pdf()), purpose="result", subject_id="cas_1"
    )
    return api.deposit(
        by=officer,
        at=at,
        owner_person_id=owner,
        kind_code=KIND,
        title="Trích lục khai sinh",
        file_id=kept.file_id,
        source_subject_id="cas_1",
        number=number,
        valid_to=valid_to,
        issuer_name="UBND phường Xuân Hương - Đà Lạt",
    )


def offered(at: datetime, person_id: str = "per_an", accepts: tuple[str, ...] = (KIND,)) -> list[str]:
    return [one.item_id for one in api.offers(person_id=person_id, accepts=accepts, on=at.date())]


def reused(by: Actor, at: datetime, item_id: str, consent: str = "") -> api.StoreItemView:
    return api.reuse(
        by=by, at=at, item_id=item_id, for_subject_id="upl_9", purpose="Đăng ký thường trú", consent=consent
    )


def test_deposit_is_offered_to_its_owner_only(officer: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    assert (offered(at), offered(at, "per_la"), offered(at, accepts=("KQ.G07.000122",)), offered(at, accepts=())) == (
        [kept.item_id],
        [],
        [],
        [],
    )


def test_deposit_twice_under_one_number_is_one_item(officer: Actor, at: datetime) -> None:
    assert deposited(officer, at).item_id == deposited(officer, at + timedelta(hours=1)).item_id


def test_deposit_by_a_citizen_is_refused(citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed) as refusal:
        deposited(citizen, at)
    assert refusal.value.code == "DC06"


def test_last_day_of_validity_still_counts(officer: Actor, at: datetime) -> None:
    kept = deposited(officer, at, valid_to=at.date())
    assert (offered(at), offered(at + timedelta(days=1))) == ([kept.item_id], [])


def test_reuse_by_the_owner_is_written_down_once(officer: Actor, citizen: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    first, second = reused(citizen, at, kept.item_id), reused(citizen, at, kept.item_id)
    ledger.seal()
    kinds = [entry.kind for entry in ledger.entries_of("upl_9")]
    assert (first.uses, second.uses, kinds) == (1, 1, ["documents.store.reused"])
    assert [use.consent for use in api.uses_of(by=citizen, item_id=kept.item_id)] == ["owner"]


def test_reuse_by_a_stranger_is_refused(officer: Actor, stranger: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    with pytest.raises(NotAllowed) as refusal:
        reused(stranger, at, kept.item_id)
    assert (refusal.value.code, StoreUse.objects.count()) == ("DC09", 0)


def test_reuse_at_the_desk_needs_consent(officer: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    with pytest.raises(NotAllowed) as refusal:
        reused(officer, at, kept.item_id)
    assert refusal.value.code == "DC08"
    assert reused(officer, at, kept.item_id, consent="at_desk").uses == 1


def test_reuse_of_an_expired_paper_is_refused(officer: Actor, citizen: Actor, at: datetime) -> None:
    kept = deposited(officer, at, valid_to=at.date())
    with pytest.raises(Conflict) as refusal:
        reused(citizen, at + timedelta(days=1), kept.item_id)
    assert refusal.value.code == "DC34"


def test_reuse_without_purpose_is_refused(officer: Actor, citizen: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    with pytest.raises(Invalid):
        api.reuse(by=citizen, at=at, item_id=kept.item_id, for_subject_id="upl_9", purpose="")


def test_revoked_paper_is_neither_offered_nor_used(officer: Actor, citizen: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    for _ in range(2):
        ended = api.revoke(by=officer, at=at, item_id=kept.item_id, reason="Cấp sai tên")
    assert (ended.standing, offered(at)) == (api.Standing.REVOKED, [])
    with pytest.raises(Conflict) as refusal:
        reused(citizen, at, kept.item_id)
    assert refusal.value.code == "DC33"


def test_replaced_paper_names_its_successor(officer: Actor, at: datetime) -> None:
    old, new = deposited(officer, at), deposited(officer, at, "H36-1-KQ2")
    ended = api.revoke(by=officer, at=at, item_id=old.item_id, reason="Đính chính", replaced_by=new.item_id)
    assert (ended.standing, offered(at)) == (api.Standing.REPLACED, [new.item_id])


def test_revocation_by_another_agency_is_refused(officer: Actor, at: datetime) -> None:
    from dataclasses import replace

    kept = deposited(officer, at)
    with pytest.raises(NotAllowed) as refusal:
        api.revoke(by=replace(officer, agency_id="agy_khac"), at=at, item_id=kept.item_id, reason="x")
    assert refusal.value.code == "DC37"


def test_owner_withholds_and_offers_again(officer: Actor, citizen: Actor, stranger: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    api.set_offered(by=citizen, at=at, item_id=kept.item_id, is_offered=False)
    assert offered(at) == []
    with pytest.raises(Conflict) as refusal:
        reused(citizen, at, kept.item_id)
    assert refusal.value.code == "DC35"
    api.set_offered(by=citizen, at=at, item_id=kept.item_id, is_offered=True)
    assert offered(at) == [kept.item_id]
    with pytest.raises(NotAllowed):
        api.set_offered(by=stranger, at=at, item_id=kept.item_id, is_offered=False)


def test_store_opens_to_its_owner_only(officer: Actor, citizen: Actor, at: datetime) -> None:
    kept = deposited(officer, at)
    assert [one.item_id for one in api.items_of(by=citizen, person_id="per_an")] == [kept.item_id]
    with pytest.raises(NotAllowed):
        api.items_of(by=officer, person_id="per_an")
    with pytest.raises(NotFound):
        api.item(by=citizen, item_id="sto_none")


def test_official_stands_on_a_consent_until_it_is_withdrawn(officer: Actor, at: datetime) -> None:
    owner = identity.citizen(identity.person("Nguyễn Văn An"))
    item_id = deposited(officer, at, owner=owner.person_id).item_id
    with pytest.raises(NotAllowed) as refusal:
        reused(officer, at, item_id)
    assert refusal.value.code == "DC08"
    given = directory.give_consent(by=owner, at=at, purpose="reuse", wording_version="1")
    reused(officer, at, item_id)
    assert StoreUse.objects.get().consent == "on_record"
    directory.withdraw_consent(by=owner, at=at, consent_id=given.consent_id)
    with pytest.raises(NotAllowed):
        api.reuse(by=officer, at=at, item_id=item_id, for_subject_id="upl_10", purpose="Khai sinh")


def test_consent_for_something_else_or_of_a_stranger_opens_nothing(
    officer: Actor, stranger: Actor, at: datetime
) -> None:
    owner = identity.citizen(identity.person("Nguyễn Văn An"))
    item_id = deposited(officer, at, owner=owner.person_id).item_id
    directory.give_consent(by=owner, at=at, purpose="share", wording_version="1")
    with pytest.raises(NotAllowed):
        reused(officer, at, item_id)
    directory.give_consent(by=owner, at=at, purpose="reuse", wording_version="1")
    with pytest.raises(NotAllowed):
        reused(stranger, at, item_id)
