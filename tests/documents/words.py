"""Words for every paper, as a dossier would give them."""

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
}
