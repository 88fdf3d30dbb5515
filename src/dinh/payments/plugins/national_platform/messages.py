"""Messages of the National Payment Platform, version 1.0.6, as flat text fields in their order."""

import re
from collections.abc import Mapping
from datetime import datetime

from dinh.kernel.clock import VN, local
from dinh.payments.policies.signature import CALLBACK_FIELDS, INIT_FIELDS, QUERY_FIELDS, sign
from dinh.payments.types import GatewayMessage, StartRequest

VERSION = "1.0.6"
SUCCESS = "00"
# 24-hour clock: systems that wrote hh here booked afternoons twelve hours early.
_TIME = "%Y%m%d%H%M%S"
_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_AMOUNT = re.compile(r"[1-9][0-9]{0,14}")


def time_text(moment: datetime) -> str:
    return local(moment).strftime(_TIME)


def read_time(text: str) -> datetime:
    """Return the moment; ValueError when it is not ThoiGianGD."""
    return datetime.strptime(text, _TIME).replace(tzinfo=VN)


def signed(message: Mapping[str, str], fields: tuple[str, ...], secret: str) -> dict[str, str]:
    return {**message, "MaXacThuc": sign(message, fields, secret)}


def init(asked: StartRequest, partner: str, secret: str) -> dict[str, object]:
    """Return the message that begins a payment, with what the receipt needs."""
    head = {
        "LoaiBanTin": "INIT",
        "PhienBan": VERSION,
        "MaDoiTac": partner,
        "MaThamChieu": asked.reference,
        "SoTien": str(asked.amount_vnd),
        "LoaiHinhThanhToan": "PAY",
        "MaKenhThanhToan": "WEB",
        "MaThietBi": "",
        "NgonNgu": "vi",
        "MaTienTe": "VND",
        "MaNganHang": "",
        "ThongTinGiaoDich": asked.text,
        "ThoiGianGD": time_text(asked.at),
        "Ip": asked.ip,
    }
    receipt = {
        "MaHoSo": asked.subject_id,
        "TKThuHuong": asked.payee.account,
        "MaNHThuHuong": asked.payee.bank_bin,
        "TenTKThuHuong": asked.payee.name,
        "HoTenNguoiNop": asked.payer_name,
        **asked.details,
        "PhiLePhi": [
            {"LoaiPhiLePhi": kind, "MaPhiLePhi": "", "TenPhiLePhi": name, "SoTien": str(amount)}
            for kind, name, amount in asked.lines
        ],
        "DSKhoanNop": [{"NoiDung": name, "SoTien": str(amount)} for _kind, name, amount in asked.lines],
    }
    return {**signed(head, INIT_FIELDS, secret), "ThongTinBienLai": receipt}


def query(reference: str, at: datetime, partner: str, secret: str) -> dict[str, str]:
    """Return the message that asks what became of a payment."""
    head = {
        "LoaiBanTin": "QUERY",
        "PhienBan": VERSION,
        "MaDoiTac": partner,
        "MaThamChieu": reference,
        "ThoiGianGD": time_text(at),
    }
    return signed(head, QUERY_FIELDS, secret)


def callback(
    *,
    reference: str,
    amount_vnd: int,
    transaction_no: str,
    bank: str,
    paid_at: datetime,
    text: str,
    partner: str,
    secret: str,
    error_code: str = SUCCESS,
) -> dict[str, str]:
    """Return the platform's message that a payment was made or failed; written by the simulator and in tests."""
    head = {
        "LoaiBanTin": "CALLBACK",
        "MaLoi": error_code,
        "MaDoiTac": partner,
        "MaThamChieu": reference,
        "SoTien": str(amount_vnd),
        "MaTienTe": "VND",
        "MaGiaoDich": transaction_no,
        "MaNganHang": bank,
        "ThoiGianGD": time_text(paid_at),
        "ThongTinGiaoDich": text,
    }
    return signed(head, CALLBACK_FIELDS, secret)


def read_callback(raw: Mapping[str, str]) -> GatewayMessage:
    """Return the message; ValueError where a field cannot be what it says. The signature is judged elsewhere."""
    amount, reference, number = raw.get("SoTien", ""), raw.get("MaThamChieu", ""), raw.get("MaGiaoDich", "")
    is_ours = raw.get("MaTienTe") == "VND" and _AMOUNT.fullmatch(amount) and _ID.fullmatch(reference)
    if not is_ours or not _ID.fullmatch(number):
        raise ValueError("not a call-back of version 1.0.6")
    return GatewayMessage(
        reference=reference,
        transaction_no=number,
        amount_vnd=int(amount),
        bank=raw.get("MaNganHang", "")[:32],
        paid_at=read_time(raw.get("ThoiGianGD", "")),
        error_code=raw.get("MaLoi", ""),
        text=raw.get("ThongTinGiaoDich", ""),
    )
