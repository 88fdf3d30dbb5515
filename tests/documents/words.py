"""Words for every paper, as a dossier would give them."""

from collections.abc import Mapping
from typing import Any

_COMMON: dict[str, Any] = {
    "place": "Lâm Đồng",
    "parent_agency": "UBND phường Xuân Hương - Đà Lạt",
    "agency": "Trung tâm Phục vụ hành chính công",
    "dossier_code": "H36.12-260213-0007",
    "applicant": "Nguyễn Thị Ánh Nguyệt",
    "procedure": "Đăng ký khai sinh có yếu tố nước ngoài (2.000528)",
    "officer": "Lê Hoàng Phương Thảo",
}
RECEIPT: dict[str, Any] = {
    **_COMMON,
    "components": [{"name": "Tờ khai đăng ký khai sinh", "originals": 1}],
    "received_text": "09 giờ 05 phút, ngày 13/02/2026",
    "due_text": "17 giờ 00 phút, thứ Tư ngày 25/02/2026",
    "exclusions": ["thời gian thực hiện nghĩa vụ tài chính"],
}
PAPERS: Mapping[str, Mapping[str, Any]] = {
    "receipt_01": RECEIPT,
    "supplement_02": {
        **_COMMON,
        "reason": "Ảnh mờ.",
        "components": [{"name": "Giấy chứng sinh", "request": "Chụp lại"}],
    },
    "refusal_03": {**_COMMON, "reason": ["Không thuộc thẩm quyền.", "Thiếu ủy quyền."]},
    "apology_04": {**_COMMON, "reason": "Chờ xác minh.", "new_due_text": "27/02/2026"},
    "stop_05": {**_COMMON, "reason": "Người dân rút hồ sơ."},
    "control_06": {**_COMMON, "received_text": "13/02/2026", "steps": [{"given_by": "A", "received_by": "B"}]},
    "register_07": {**_COMMON, "rows": [{"code": "H36.12-260213-0007", "procedure": "Khai sinh"}]},
    "result_generic": {
        **_COMMON,
        "subject_line": "Về việc đăng ký khai sinh",
        "verb": "Quyết định",
        "articles": ["Ghi nhận việc khai sinh.", "Có hiệu lực từ ngày ký."],
        "recipients": ["Như Điều 2"],
    },
    "declaration": {
        **_COMMON,
        "form_title": "Tờ khai đăng ký khai sinh",
        "sections": [
            {
                "title": "Người được khai sinh",
                "rows": [
                    {"label": "Trẻ", "value": "", "depth": 0, "is_heading": True},
                    {"label": "Họ, chữ đệm, tên", "value": "Trần Bảo An", "depth": 1, "is_heading": False},
                ],
            }
        ],
    },
    "fee_receipt": {
        **_COMMON,
        "payer": "Trần Quốc Bảo",
        "lines": [{"name": "Lệ phí khai sinh", "kind": "Lệ phí", "amount": "75.000"}],
        "total": "75.000",
    },
}
