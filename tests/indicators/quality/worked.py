"""One commune and one month of Decision 766 by hand: seeded dossiers, plain lists and decimal arithmetic, no engine.

The text is `docs/766-worked.md`; `DINH_WRITE_DOCS=1 pytest tests/indicators/quality/test_worked.py` writes it anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from dinh.dossiers.events import DossierRated
from dinh.kernel.clock import VN
from dinh.ledger.events import Event
from tests.indicators.chain import decided, received, settled

SEED, MANY = 778, 20
# Open dossiers are judged at the end of the month.
END = datetime(2026, 4, 1, tzinfo=VN)
PROCEDURES = ("1.001193", "2.000815", "1.004222")
# Days to the appointment by procedure.
DAYS = {"2.000815": 30}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Dossier:
    number: int
    procedure: str
    day: int
    channel: str
    is_vneid: bool
    fee: int
    paid: str
    has_file: bool
    is_reused: bool
    gives_paper: bool
    ended: bool
    in_time: bool
    requests: int
    e_result: bool
    is_disliked: bool

    @property
    def code(self) -> str:
        return f"H36.1-260302-{self.number:04d}"

    @property
    def received_at(self) -> datetime:
        return datetime(2026, 3, self.day, 9, 0, tzinfo=VN)

    @property
    def due_at(self) -> datetime:
        return self.received_at + timedelta(days=DAYS.get(self.procedure, 3))

    @property
    def ended_in_time(self) -> bool:
        return self.ended and self.in_time and self.requests <= 1

    @property
    def is_open_in_time(self) -> bool:
        return not self.ended and self.due_at >= END


def made() -> tuple[Dossier, ...]:
    """Return the dossiers of the seed."""
    roll = Random(SEED)  # noqa: S311 - the same every time
    found = []
    for number in range(1, MANY + 1):
        channel, ended = roll.choice(("online", "online", "desk")), roll.random() < 0.8
        fee = roll.choice((0, 0, 20_000, 50_000))
        gives_paper = roll.random() < 0.8
        found.append(
            Dossier(
                number=number,
                procedure=roll.choice(PROCEDURES),
                day=roll.randint(2, 20),
                channel=channel,
                is_vneid=channel == "online",
                fee=fee,
                paid=roll.choice(("online", "cash", "")) if fee else "",
                has_file=channel == "online" or roll.random() < 0.4,
                is_reused=roll.random() < 0.3,
                gives_paper=gives_paper,
                ended=ended,
                in_time=roll.random() < 0.8,
                requests=2 if roll.random() < 0.15 else 0,
                e_result=ended and gives_paper and roll.random() < 0.7,
                is_disliked=ended and roll.random() < 0.15,
            )
        )
    return tuple(found)


def acts(dossiers: Sequence[Dossier], unit_id: int) -> list[Event]:
    """Return the acts of these dossiers as the other modules record them."""
    found: list[Event] = []
    for one in dossiers:
        at = one.received_at
        found.append(
            received(
                one.number, unit_id=unit_id, at=at, procedure_code=one.procedure, channel=one.channel,
                due_at=one.due_at,
                is_vneid=one.is_vneid, has_fee=one.fee > 0, fee_total_vnd=one.fee,
                components_with_file=int(one.has_file), components_reused=int(one.is_reused),
                requires_paper_result=one.gives_paper,
            )
        )  # fmt: skip
        dossier = f"dos_{one.number}"
        if one.paid:
            found.append(settled(one.number, method=one.paid, amount=one.fee))
        if one.ended:
            how = {"decided_at": at + timedelta(days=2), "is_on_time": one.in_time, "has_e_result": one.e_result}
            found.append(decided(one.number, **how, supplement_requests=one.requests))
        if one.is_disliked:
            found.append(DossierRated(dossier_id=dossier, level="not_satisfied", criteria=(), is_change=False))
    return found


@dataclass(frozen=True)
class Line:
    """One item by hand: what stands below and above its line, and what is taken away again above it."""

    code: str
    name: str
    points: int
    threshold: int
    words: tuple[str, str]
    below: tuple[str, ...]
    above: tuple[str, ...]
    taken: tuple[str, ...] = ()

    @property
    def rate(self) -> Decimal:
        share = Decimal(100 * (len(self.above) - len(self.taken))) / len(self.below)
        return share.quantize(CENT, ROUND_HALF_UP)

    @property
    def exact(self) -> Decimal:
        return self.points * min(Decimal(1), max(Decimal(0), self.rate / (self.threshold or 100)))

    @property
    def shown(self) -> str:
        return comma(self.exact.quantize(CENT, ROUND_HALF_UP))


def comma(value: Decimal) -> str:
    return str(value).replace(".", ",")


def _numbers(found: Sequence[Dossier], test: Callable[[Dossier], bool]) -> tuple[str, ...]:
    return tuple(str(one.number) for one in found if test(one))


def _services(found: Sequence[Dossier], test: Callable[[Dossier], bool]) -> tuple[str, ...]:
    return tuple(sorted({one.procedure for one in found if test(one)}))


def lines(found: Sequence[Dossier]) -> tuple[Line, ...]:
    """Return the items of a commune that have data, each counted with a finger on every dossier."""
    every, ended = tuple(str(one.number) for one in found), _numbers(found, lambda one: one.ended)
    ended_in_time = _numbers(found, lambda one: one.ended_in_time)
    in_time = _numbers(found, lambda one: one.ended_in_time or one.is_open_in_time)
    with_fee = _numbers(found, lambda one: one.fee > 0)
    return (
        Line("2.1", "Hồ sơ giải quyết đúng hạn", 20, 0, ("đã kết thúc, và còn mở cuối tháng",
             "kết thúc đúng hạn, yêu cầu bổ sung không quá một lần; còn mở mà chưa đến hẹn"), every, in_time),
        Line("3.2", "Dịch vụ có phát sinh hồ sơ trực tuyến", 4, 100, ("thủ tục có hồ sơ", "có hồ sơ nộp trực tuyến"),
             tuple(sorted({one.procedure for one in found})), _services(found, lambda one: one.channel == "online")),
        Line("3.5b", "Thủ tục có giao dịch thanh toán trực tuyến", 2, 80, ("thủ tục có hồ sơ phải nộp phí",
             "có giao dịch trực tuyến"), _services(found, lambda one: one.fee > 0),
             _services(found, lambda one: one.paid == "online")),
        Line("3.6", "Hồ sơ thanh toán trực tuyến", 6, 100, ("có phí lớn hơn 0 đồng", "trả trực tuyến"), with_fee,
             _numbers(found, lambda one: one.paid == "online")),
        Line("4.1", "Cấp kết quả điện tử", 6, 0, ("thủ tục trả giấy tờ", "đã có kết quả điện tử"),
             _numbers(found, lambda one: one.gives_paper), _numbers(found, lambda one: one.e_result)),
        Line("4.2", "Số hóa hồ sơ", 4, 80, ("mọi hồ sơ", "có tệp, và có kết quả điện tử nếu phải trả giấy tờ"), every,
             _numbers(found, lambda one: one.has_file and (one.e_result or not one.gives_paper))),
        Line("4.3", "Dùng lại dữ liệu số hóa", 2, 80, ("mọi hồ sơ", "có giấy tờ dùng lại"), every,
             _numbers(found, lambda one: one.is_reused)),
        Line("4.5b", "Hồ sơ khai thác dữ liệu dân cư", 2, 0, ("mọi hồ sơ", "nộp bằng VNeID hoặc có giấy tờ dùng lại"),
             every, _numbers(found, lambda one: one.is_vneid or one.is_reused)),
        Line("5.4", "Hài lòng trong giải quyết", 6, 90, ("đã kết thúc", "đúng hạn, trừ hồ sơ bị chê"),
             ended, ended_in_time, _numbers(found, lambda one: one.is_disliked)),
    )  # fmt: skip


def text(found: Sequence[Dossier], commune: str, missing: Sequence[tuple[str, str, str]]) -> str:
    """Return the page; `missing` are items without points: code, name and why, with what they could still add."""
    counted = lines(found)
    total = sum((one.exact for one in counted), Decimal(0))
    told = [_ITEM.format(one=one, rate=comma(one.rate), rule=_rule(one), sides=_sides(one)) for one in counted]
    head = _HEAD.format(seed=SEED, many=len(found), commune=commune)
    rows = "\n".join(_row(one) for one in found)
    why = "\n".join(f"- {code} {name}: {reason}" for code, name, reason in missing)
    known = sum(one.points for one in counted)
    whole = comma(total.quantize(CENT, ROUND_HALF_UP))
    return f"{head}{rows}\n\n{''.join(told)}{_END.format(why=why, whole=whole, known=known)}"


def _row(one: Dossier) -> str:
    yes = {True: "có", False: "không"}
    end = ("đúng hạn" if one.in_time else "trễ") if one.ended else "còn mở"
    paid = {"online": "trực tuyến", "cash": "tiền mặt", "": "chưa"}[one.paid] if one.fee else "không có phí"
    channel = {"online": "trực tuyến", "desk": "tại quầy"}[one.channel]
    cells = (
        one.number, one.code, one.procedure, f"{one.day:02d}/03/2026", f"{one.due_at:%d/%m/%Y}", channel, end,
        one.requests, paid,
        yes[one.has_file], yes[one.is_reused], yes[one.gives_paper], yes[one.e_result], yes[one.is_disliked],
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _rule(one: Line) -> str:
    return f"× min(1; tỷ lệ / {one.threshold} %)" if one.threshold else "× tỷ lệ"


def _sides(one: Line) -> str:
    below, above = ", ".join(one.below), ", ".join(one.above) or "không có"
    taken = f"; trừ: {', '.join(one.taken)}" if one.taken else ""
    many = len(one.above) - len(one.taken)
    return f"- Mẫu số ({one.words[0]}), {len(one.below)}: {below}\n- Tử số ({one.words[1]}), {many}: {above}{taken}"


_HEAD = """# Quyết định 766, tính tay cho một xã, một tháng

Dữ liệu **giả lập**, gieo bằng số {seed}: {many} hồ sơ của {commune}, tháng 03/2026.
Từng con số dưới đây được đếm bằng danh sách, không qua bộ máy tính chỉ tiêu; `tests/indicators/quality/test_worked.py`
giữ trang này, màn hình `/dieu-hanh/766/` và bộ máy luôn bằng nhau.
Công thức: `src/dinh/indicators/quality/definitions/766.toml`.

## Hồ sơ

| Số | Mã | Thủ tục | Tiếp nhận | Hẹn trả | Kênh | Kết thúc | Bổ sung | Trả tiền | Tệp | Dùng lại | Giấy | KQ | Bị chê |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""
_ITEM = """## {one.code} {one.name}: {one.shown} điểm

{sides}
- Tỷ lệ, làm tròn hai chữ số: {rate} %
- Điểm: {one.points} {rule} = **{one.shown}**

"""
_END = """## Chỉ số chưa có điểm

{why}

## Cộng lại

**{whole}** điểm trên {known} điểm tính được. Điều chưa có dữ liệu không bị tính là 0: nó làm tổng điểm là một khoảng.
"""
