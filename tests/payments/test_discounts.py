from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinh.payments import registry
from dinh.payments.policies.discounts import Circumstances, DiscountRule, discounted, quote_of, verdict
from dinh.payments.types import Fee, FeeKind, Setter, Verdict

RULES = {rule.code: rule for rule in registry.discounts()}
HCM, HANOI, NGHE_AN = RULES["79-NQ411-2025"], RULES["01-NQ77-2025"], RULES["40-NQ09-2025"]


def fee(name: str = "Lệ phí đăng ký khai sinh", *, kind: FeeKind = FeeKind.LE_PHI, vnd: int = 8_000) -> Fee:
    return Fee(kind=kind, name=name, amount_vnd=vnd, basis="test")


def about(area: str, channel: str = "online", on: date = date(2026, 3, 2)) -> Circumstances:
    return Circumstances(channel=channel, on=on, area=area, procedure_name="Đăng ký khai sinh", field="Hộ tịch")


@pytest.mark.parametrize("area", ["79", "74", "77"])
def test_hcm_cuts_hold_in_every_part_of_the_merged_city(area: str) -> None:
    assert verdict(HCM, fee(), about(area)) is Verdict.APPLIES


@pytest.mark.parametrize(
    ("rule", "what", "where", "said"),
    [
        (HCM, fee(), about("68"), Verdict.NOT),
        (HCM, fee(), about(""), Verdict.UNDECIDED),
        (HCM, fee(), about("79", "desk"), Verdict.NOT),
        (HCM, fee(), about("79", on=date(2025, 9, 28)), Verdict.NOT),
        (HCM, fee(kind=FeeKind.PHI), about("79"), Verdict.NOT),
        (HCM, fee(kind=FeeKind.UNKNOWN), about("79"), Verdict.UNDECIDED),
        (HCM, fee(vnd=0), about("79"), Verdict.NOT),
        (HANOI, fee(kind=FeeKind.UNKNOWN), about("01"), Verdict.APPLIES),
        (HANOI, fee("Phí thẩm định hồ sơ", kind=FeeKind.PHI), about("01"), Verdict.NOT),
        (HANOI, fee(), about("01", on=date(2025, 12, 31)), Verdict.NOT),
        (NGHE_AN, fee(), about("40"), Verdict.UNDECIDED),
        (RULES["79-NQ28-2018"], fee(), about("79", on=date(2021, 1, 1)), Verdict.NOT),
        (RULES["79-NQ28-2018"], fee(), about("79", on=date(2020, 12, 31)), Verdict.UNDECIDED),
    ],
)
def test_rule_holds_only_where_all_it_asks_is_so(
    rule: DiscountRule, what: Fee, where: Circumstances, said: Verdict
) -> None:
    assert verdict(rule, what, where) is said


def test_rule_for_other_charges_does_not_hold() -> None:
    other = Circumstances(channel="online", on=date(2026, 3, 2), area="79", procedure_name="Cấp thẻ căn cước")
    assert verdict(HCM, fee("Lệ phí cấp thẻ"), other) is Verdict.NOT


def test_lam_dong_has_no_invented_discount() -> None:
    assert [rule.code for rule in registry.discounts() if {"68", "60", "67"} & set(rule.areas)] == []
    made = quote_of([fee()], registry.discounts(), about("68"), is_known=True)
    assert (made.total_vnd, made.lines[0].discount_rule) == (8_000, "")


def test_undecided_rule_is_named_and_not_applied() -> None:
    made = quote_of([fee()], registry.discounts(), about("40"), is_known=True)
    assert (made.lines[0].amount_vnd, made.lines[0].undecided_rules) == (8_000, ("40-NQ09-2025",))


def test_setter_unknown_leaves_a_rule_of_the_province_undecided() -> None:
    listed = DiscountRule(
        code="x", instrument="x", valid_from=date(2020, 1, 1), valid_to=None, areas=("68",), channels=("online",),
        kinds=(FeeKind.PHI,), setters=(Setter.PROVINCE,), subjects=(), excluded=(), pays_percent=50, list_known=True,
        mark="memory",
    )  # fmt: skip
    asked = {setter: Fee(FeeKind.PHI, "Phí", 100, "b", setter) for setter in Setter}
    said = {setter: verdict(listed, one, about("68")) for setter, one in asked.items()}
    assert said == {
        Setter.PROVINCE: Verdict.APPLIES,
        Setter.MINISTRY: Verdict.NOT,
        Setter.UNKNOWN: Verdict.UNDECIDED,
    }
    assert quote_of([asked[Setter.PROVINCE]], [listed], about("68"), is_known=True).total_vnd == 50


def test_unknown_amounts_are_not_summed() -> None:
    made = quote_of([fee(), fee()], (), about("68"), is_known=False)
    assert (made.total_vnd, len(made.lines), made.is_known) == (0, 2, False)


@given(st.integers(0, 10**12), st.integers(0, 100))
def test_discount_never_adds_and_stays_whole(full: int, percent: int) -> None:
    paid = discounted(full, percent)
    assert 0 <= paid <= full
    assert paid * 100 <= full * percent < (paid + 1) * 100


@pytest.mark.parametrize(
    "change",
    [
        'channels = ["fax"]',
        "areas = []",
        "pays_percent = 101",
        'kinds = ["tax"]',
        "valid_to = 2000-01-01",
        "mark2 = 1",
    ],
)
def test_fees_file_with_a_fault_is_refused(tmp_path: Path, change: str) -> None:
    good = (
        'code = "a"\ninstrument = "i"\nvalid_from = 2020-01-01\nareas = ["68"]\nchannels = ["online"]\n'
        'kinds = ["phi"]\nsetters = []\npays_percent = 50\nlist_known = true\nmark = "read2"\n'
    )
    key = change.split(" = ", maxsplit=1)[0]
    rows = [
        row for row in good.splitlines() if not row.startswith(f"{key} =") and not (key == "mark2" and "mark" in row)
    ]
    (tmp_path / "99").mkdir()
    (tmp_path / "99" / "fees.toml").write_text("\n".join(["[[discount]]", *rows, change]))
    with pytest.raises(registry.FeesFault, match=r"99/fees\.toml: a"):
        registry.read_discounts(tmp_path)


def test_fees_file_names_a_rule_once(tmp_path: Path) -> None:
    text = (registry.PROVINCES / "01" / "fees.toml").read_text()
    for name in ("01", "02"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "fees.toml").write_text(text)
    with pytest.raises(registry.FeesFault, match="stands twice"):
        registry.read_discounts(tmp_path)
