"""What the synthetic province is made of: shares and weights. ALL ASSUMED for the demonstration, none published.

They shape made-up dossiers so that pages and figures look like a province at work; they count nothing and claim nothing
about the real Lâm Đồng.
"""

from dataclasses import dataclass
from datetime import date

DAYS = 730
# Monday to Sunday: what people bring to the counter, and what they send from home.
WEEK_AT_DESK = (1.15, 1.05, 1.0, 1.0, 0.95, 0.0, 0.0)
WEEK_ONLINE = (1.1, 1.05, 1.0, 1.0, 0.95, 0.35, 0.25)
MONTHS = (0.95, 0.7, 1.1, 1.05, 1.0, 1.05, 1.1, 1.1, 1.05, 1.0, 1.0, 0.95)
# The two weeks before Tết are quiet and the one after slow; days off are off by the calendar.
BEFORE_TET_DAYS, AFTER_TET_DAYS, TET_SHARE = 10, 5, 0.55
# The share of the counters of the province itself; the rest goes to communes.
PROVINCE_COUNTERS = 0.16
# The demonstration's own ward is busier than its size, so that its officers find work on their desks.
DEMO_SHARE = 0.035
DEMO_RECENT = 4.0
RECENT_DAYS = 20


@dataclass(frozen=True, slots=True)
class Rising:
    """A share that moves from `first` to `last` over the two years."""

    first: float
    last: float

    def at(self, progress: float) -> float:
        return self.first + (self.last - self.first) * progress


ONLINE = Rising(0.34, 0.72)
POST = Rising(0.015, 0.03)
VNEID = Rising(0.70, 0.97)
PAY_ONLINE_AT_DESK = Rising(0.08, 0.45)
DIGITISED = Rising(0.42, 0.86)
REUSED = Rising(0.03, 0.24)
LATE = Rising(0.085, 0.035)
LATE_ANSWER = Rising(0.06, 0.02)
E_RESULT = Rising(0.55, 0.93)

# What the province decides is filed half as often at the counter of a commune as its weight would have it.
ELSEWHERE_FIRST = 0.5
WANTS_E_RESULT, PAYS_AT_ONCE, GIVEN_BY_HEAD = 0.88, 0.9, 0.7
MORNING, IN_THE_DAY = 0.58, 0.6
SUPPLEMENT, SECOND_SUPPLEMENT = 0.075, 0.04
EXTENDED = 0.02
REJECTED = 0.012
WITHDRAWN, STOPPED = 0.006, 0.004
NEVER_ANSWERED = 0.05
OBLIGATION = 0.55
DECLINED, TAKEN_BACK = 0.015, 0.004
WAITING_RECENTLY = 0.10
KNOWN_PERSON = 0.45
POOL = 400
LONG_LATE = 0.12

# Besides the frequent procedures of the catalogue: work for the department of justice, where the demonstration sits.
MORE_PROCEDURES = {"1.008628": 9, "1.003915": 6}

# A money duty asked for during the work, as with land: these procedures, and how much.
DUTIES = {"1.013978": (500_000, 12_000_000), "1.013831": (800_000, 15_000_000)}
DUTY_NAME = "Lệ phí trước bạ (giả lập)"
DUTY_BASIS = "Thông báo nộp tiền giả lập"

SUPPLEMENT_REASONS = (
    "Bản chụp không rõ, cần chụp lại đủ bốn góc của giấy tờ.",
    "Tờ khai chưa ghi đủ thông tin về nơi cư trú.",
    "Còn thiếu chữ ký của người yêu cầu trên tờ khai.",
    "Giấy tờ gửi kèm không phải loại được yêu cầu.",
)
DECLINE_REASONS = (
    "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan.",
    "Hồ sơ nộp trùng với hồ sơ đã tiếp nhận trước đó.",
    "Thành phần hồ sơ không đọc được và không liên lạc được với người nộp.",
)
REJECT_REASONS = ("Không đủ điều kiện theo quy định của thủ tục.", "Thông tin khai không khớp với dữ liệu hộ tịch.")
WITHDRAW_REASONS = ("Công dân không còn nhu cầu.", "Công dân muốn nộp lại hồ sơ khác.")
STOP_REASONS = ("Quá thời hạn bổ sung mà không nhận được giấy tờ.", "Có tranh chấp đang chờ giải quyết.")
EXTEND_REASONS = ("Cần xác minh thêm tại nơi cư trú trước đây.", "Cơ quan phối hợp chưa trả lời.")


def progress(on: date, first: date) -> float:
    return min(1.0, max(0.0, (on - first).days / DAYS))
