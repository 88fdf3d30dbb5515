"""The code that proves a message of the National Payment Platform: plain SHA-256, the shared secret last."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

__all__ = ["CALLBACK_FIELDS", "INIT_FIELDS", "QUERY_FIELDS", "is_genuine", "sign"]

INIT_FIELDS = (
    "LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan",
    "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip",
)  # fmt: skip
CALLBACK_FIELDS = (
    "LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang",
    "ThoiGianGD", "ThongTinGiaoDich",
)  # fmt: skip
QUERY_FIELDS = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")


def sign(message: Mapping[str, str], fields: Sequence[str], secret: str) -> str:
    """Return MaXacThuc: lower-case hex SHA-256 of the fields in their order joined by "|", the secret last."""
    text = "|".join([*(message.get(name, "") for name in fields), secret])
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_genuine(message: Mapping[str, str], fields: Sequence[str], secret: str) -> bool:
    """Say whether MaXacThuc is right, in a time that does not tell how much of it is."""
    claimed = message.get("MaXacThuc", "")
    return hmac.compare_digest(sign(message, fields, secret).encode(), claimed.encode("utf-8", "replace"))
