"""What a procedure of the catalogue costs: known, unknown, chosen by case, entered at the desk, cut by area."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dinh.directory.units.models import Unit, UnitVersion
from dinh.directory.units.queries.atlas import forget_atlas
from dinh.directory.units.types import Kind
from dinh.kernel.errors import Invalid
from dinh.payments import api
from dinh.payments.types import Fee, FeeKind
from dinh.procedures import api as procedures
from tests.payments import make
from tests.procedures import conftest as catalogue

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
write = catalogue.write
CHOICE = "Lệ phí : 5.000 Đồng (Bản sao) Lệ phí : 8.000 Đồng (Khai sinh quá hạn)"


def unit(number: int, code: str) -> int:
    made = Unit.objects.create(id=number, level="province")
    UnitVersion.objects.create(
        unit=made, province=made, code=code, name=code, short_name=code, kind=Kind.TINH, level="province",
        recorded_at=make.AT,
    )  # fmt: skip
    forget_atlas()
    return number


@pytest.fixture
def version(write: Callable[[catalogue.Tables], Path]) -> Callable[..., str]:
    """Return a function that loads a procedure with these fees and gives its version."""

    def load(**fees: str) -> str:
        tables = catalogue.small()
        names = {"desk": "Trực tiếp", "online": "Trực tuyến"}
        rows = [catalogue.channel("1.000001", channel=names[way], fee_raw=fee) for way, fee in fees.items()]
        tables["procedures.csv"][0]["channels"] = "|".join(names[way] for way in fees)
        tables["procedure_channels.csv"] = [*rows, *tables["procedure_channels.csv"][1:]]
        catalogue.load(write(tables))
        return procedures.version_on(code="1.000001", on=ON).version_id

    return load


def quote(version_id: str, *, channel: str = "desk", case: str = "", unit_id: int) -> api.Quote:
    return api.quote(version_id=version_id, case=case, channel=channel, on=ON, unit_id=unit_id)


def test_known_fee_of_lam_dong_is_asked_in_full_online(version: Callable[..., str]) -> None:
    version_id, here = version(online="Lệ phí : 8.000 Đồng"), unit(1, "68")
    made = quote(version_id, channel="online", unit_id=here)
    assert (made.total_vnd, made.is_known, made.version_id, made.unit_id) == (8_000, True, version_id, here)
    assert (made.lines[0].kind, made.lines[0].discount_rule) == (FeeKind.LE_PHI, "")


def test_hcm_pays_nothing_online_and_all_at_the_desk(version: Callable[..., str]) -> None:
    version_id, there = version(online="Lệ phí : 8.000 Đồng", desk="Lệ phí : 8.000 Đồng"), unit(2, "79")
    online = quote(version_id, channel="online", unit_id=there)
    assert (online.total_vnd, online.lines[0].full_amount_vnd) == (0, 8_000)
    assert online.lines[0].discount_rule == "79-NQ411-2025"
    assert quote(version_id, unit_id=there).total_vnd == 8_000


def test_unit_of_no_single_old_province_leaves_rules_undecided(version: Callable[..., str]) -> None:
    made = quote(version(online="Lệ phí : 8.000 Đồng"), channel="online", unit_id=404)
    assert (made.total_vnd, "79-NQ411-2025" in made.lines[0].undecided_rules) == (8_000, True)


@pytest.mark.parametrize("fee", ["Miễn phí", "", "10 USD", "Phí : theo quy định", CHOICE])
def test_fee_the_source_does_not_settle_is_unknown(version: Callable[..., str], fee: str) -> None:
    made = quote(version(desk=fee), unit_id=unit(1, "68"))
    assert (made.is_known, made.total_vnd) == (False, 0)


def test_case_chooses_among_fees_that_exclude_each_other(version: Callable[..., str]) -> None:
    made = quote(version(desk=CHOICE), case="khai sinh quá hạn", unit_id=unit(1, "68"))
    assert (made.is_known, made.total_vnd) == (True, 8_000)


def test_channel_the_procedure_has_not_is_unknown(version: Callable[..., str]) -> None:
    made = quote(version(desk="Lệ phí : 8.000 Đồng"), channel="post", unit_id=unit(1, "68"))
    assert (made.lines, made.is_known) == ((), False)


def test_entered_amounts_keep_their_basis_and_their_cut(version: Callable[..., str]) -> None:
    version_id, there = version(desk="Miễn phí"), unit(2, "79")
    fee = Fee(FeeKind.LE_PHI, "Lệ phí hộ tịch", 8_000, "124/2016/NQ-HĐND")
    made = api.entered_quote(version_id=version_id, channel="online", on=ON, unit_id=there, fees=[fee])
    assert (made.is_known, made.total_vnd, made.lines[0].basis) == (True, 0, "124/2016/NQ-HĐND")


@pytest.mark.parametrize(
    ("fees", "code"),
    [
        ([], "PA41"),
        ([Fee(FeeKind.PHI, " ", 1, "x")], "PA42"),
        ([Fee(FeeKind.PHI, "x", 1, "")], "PA42"),
        ([Fee(FeeKind.PHI, "x", -1, "y")], "PA43"),
        ([Fee(FeeKind.PHI, "x", 1.5, "y")], "PA43"),  # type: ignore[arg-type]
    ],
)
def test_entered_amounts_without_ground_are_refused(fees: list[Fee], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        api.entered_quote(version_id="prv_x", channel="desk", on=ON, unit_id=1, fees=fees)
    assert refused.value.code == code
