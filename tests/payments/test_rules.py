"""Both sides of every rule that decides without a database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.kernel.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.payments.policies import access
from dinh.payments.policies.matching import why_unmatched
from dinh.payments.policies.reconciling import compare, doubled
from dinh.payments.policies.references import find_reference, purpose_of
from dinh.payments.policies.signature import CALLBACK_FIELDS, is_genuine, sign
from dinh.payments.policies.statement import read_statement, write_statement
from dinh.payments.types import DifferenceKind, OrderState, OurMoney, StatementRow, Unmatched
from tests.payments.make import AT


def official(agency: str, *roles: Role) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, agency_id=agency, roles=frozenset(roles))


@pytest.mark.parametrize(
    ("by", "sees"),
    [
        (SYSTEM, True), (ANONYMOUS, False), (official("a"), True), (official("b"), True), (official("c"), False),
        (official(""), False), (Actor(kind=ActorKind.CITIZEN, person_id="p"), True),
        (Actor(kind=ActorKind.CITIZEN, person_id="q"), False), (Actor(kind=ActorKind.CITIZEN), False),
    ],
)  # fmt: skip
def test_order_is_seen_by_payer_and_agencies(by: Actor, sees: bool) -> None:  # noqa: FBT001
    order = {"payer_person_id": "p", "payee_agency_id": "a", "opened_agency_id": "b"}
    assert access.can_see_order(by, **order) is sees
    if not sees:
        with pytest.raises(NotAllowed):
            access.check_can_see_order(by, **order)


def test_payer_without_a_person_is_nobody() -> None:
    nobody = Actor(kind=ActorKind.CITIZEN, person_id="")
    assert not access.can_see_order(nobody, payer_person_id="", payee_agency_id="a", opened_agency_id="")
    with pytest.raises(NotAllowed):
        access.check_can_open(nobody, payer_person_id="")


@pytest.mark.parametrize(
    ("by", "may"),
    [(SYSTEM, True), (official("a", Role.CASHIER), True), (official("a", Role.OPERATOR), True),
     (official("a", Role.DATA_OFFICER), False), (official("a", Role.HEAD), False),
     (Actor(kind=ActorKind.CITIZEN), False)],
)  # fmt: skip
def test_reconciling_is_for_cashiers_and_the_operator(by: Actor, may: bool) -> None:  # noqa: FBT001
    if may:
        access.check_can_reconcile(by)
    else:
        with pytest.raises(NotAllowed):
            access.check_can_reconcile(by)


def test_money_is_returned_by_a_cashier() -> None:
    access.check_can_return(official("a", Role.CASHIER))
    for by in (SYSTEM, official("a", Role.MOT_CUA)):
        with pytest.raises(NotAllowed):
            access.check_can_return(by)


@pytest.mark.parametrize(
    ("state", "amount", "late", "why"),
    [
        (OrderState.OPEN, 5, 0, None), (OrderState.AWAITING, 5, 0, None),
        (OrderState.OPEN, 4, 0, Unmatched.WRONG_AMOUNT), (OrderState.OPEN, 5, 1, Unmatched.EXPIRED),
        (OrderState.OPEN, 4, 1, Unmatched.WRONG_AMOUNT), (OrderState.SETTLED, 5, 0, Unmatched.ALREADY_SETTLED),
        (OrderState.CANCELLED, 5, 0, Unmatched.CANCELLED), (OrderState.EXPIRED, 5, 0, Unmatched.EXPIRED),
        (OrderState.REFUNDED, 5, 0, Unmatched.REFUNDED),
    ],
)  # fmt: skip
def test_money_settles_only_an_open_order_of_its_amount(
    state: OrderState,
    amount: int,
    late: int,
    why: Unmatched | None,
) -> None:
    paid_at = AT + timedelta(seconds=late)
    assert why_unmatched(state, total_vnd=5, amount_vnd=amount, expires_at=AT, paid_at=paid_at) is why


def test_signature_is_sha256_of_the_fields_with_the_secret_last() -> None:
    import hashlib

    message = {name: name.lower() for name in CALLBACK_FIELDS}
    text = (
        "loaibantin|maloi|madoitac|mathamchieu|sotien|matiente|magiaodich|manganhang|thoigiangd|thongtingiaodich|secret"
    )
    assert sign(message, CALLBACK_FIELDS, "secret") == hashlib.sha256(text.encode()).hexdigest()


@given(st.sampled_from(CALLBACK_FIELDS), st.text(min_size=1, max_size=10))
def test_any_changed_field_breaks_the_signature(name: str, more: str) -> None:
    message = dict.fromkeys(CALLBACK_FIELDS, "x")
    message["MaXacThuc"] = sign(message, CALLBACK_FIELDS, "s")
    assert is_genuine(message, CALLBACK_FIELDS, "s")
    assert not is_genuine({**message, name: message[name] + more}, CALLBACK_FIELDS, "s")
    assert not is_genuine(message, CALLBACK_FIELDS, "S")


def test_comparison_tells_the_four_differences() -> None:
    ours = [
        OurMoney("1", "A", 5, True),
        OurMoney("2", "B", 5, True),
        OurMoney("3", "C", 5, True),
        OurMoney("4", "D", 5, False),
    ]
    bank = [StatementRow("1", "A", 5), StatementRow("3", "C", 6), StatementRow("4", "D", 5), StatementRow("5", "E", 7)]
    matched, found = compare(ours, bank)
    assert matched == 1
    assert [(one.transaction_no, one.kind, one.ours_vnd, one.bank_vnd) for one in found] == [
        ("2", DifferenceKind.ONLY_OURS, 5, None),
        ("3", DifferenceKind.AMOUNT_DIFFERS, 5, 6),
        ("4", DifferenceKind.NOT_SETTLED, 5, 5),
        ("5", DifferenceKind.ONLY_BANK, None, 7),
    ]
    assert doubled([*bank, bank[0]]) == ("1",)


MONEY = st.dictionaries(st.text("123456789", min_size=1, max_size=2), st.integers(1, 99), max_size=8)


@given(MONEY, MONEY)
def test_comparison_loses_no_transaction(ours: dict[str, int], bank: dict[str, int]) -> None:
    matched, found = compare(
        [OurMoney(number, "", vnd, True) for number, vnd in ours.items()],
        [StatementRow(number, "", vnd) for number, vnd in bank.items()],
    )
    assert matched + len(found) == len(ours.keys() | bank.keys())
    gap = sum(one.bank_vnd or 0 for one in found) - sum(one.ours_vnd or 0 for one in found)
    assert gap == sum(bank.values()) - sum(ours.values())


@given(st.lists(st.builds(StatementRow, st.text("AB12", min_size=1), st.text("AB", max_size=5), st.integers(1, 9**9))))
def test_statement_reads_back(rows: list[StatementRow]) -> None:
    assert list(read_statement(write_statement(rows).encode())) == rows


@pytest.mark.parametrize("row", ["x,,", ",,5", "1,,0", "1,,-5", "1,,1.000", "1,,5,,,,", "1,,5,x,hh", "1,,٥"])
def test_statement_line_that_is_no_money_is_named(row: str) -> None:
    text = f"ma_giao_dich,ma_tham_chieu,so_tien,noi_dung,thoi_gian\nA,,5,,\n{row}\n"
    with pytest.raises(Invalid) as refused:
        read_statement(text.encode())
    assert (refused.value.code, "3" in str(refused.value.message)) == ("PA61", True)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", "so_tien;ma_giao_dich".encode("utf-16")])
def test_other_files_are_no_statement(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_statement(data)
    assert refused.value.code == "PA60"


def test_reference_is_found_between_the_bank_s_words() -> None:
    words = purpose_of("DT23456789", 25)
    assert (words, find_reference(f"MBVCB.123.{words.lower()}-CT tu 001")) == ("DT23456789 phi le phi", "DT23456789")
    assert find_reference("phi le phi") == ""
