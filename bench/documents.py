"""Papers: setting, signing and verifying a receipt, beside the bare work of the same key and the same bytes."""

import dataclasses
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from bench.report import Measure

TITLE = "Papers"
PAPERS = 40
AT = datetime(2026, 2, 13, 2, 5, tzinfo=UTC)
WORDS = {
    "title": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "form_line": "Mẫu số 01",
    "agency": "Trung tâm Phục vụ hành chính công",
    "number": "",
    "code": "7HK3PQ9XTR4V",
    "code_spaced": "7HK3 PQ9X TR4V",
    "verify_url": "https://dinh.example/xac-minh/7HK3PQ9XTR4V/",
    "verify_show": "dinh.example/xac-minh/7HK3PQ9XTR4V/",
    "public_url": "https://dinh.example",
    "public_show": "dinh.example",
    "system_name": "Đình",
    "is_synthetic": True,
}
BODY = {
    "agency": "Trung tâm Phục vụ hành chính công",
    "place": "Lâm Đồng",
    "date_text": "ngày 13 tháng 02 năm 2026",
    "applicant": "Nguyễn Thị Ánh Nguyệt",
    "procedure": "Đăng ký khai sinh",
    "components": [{"name": f"Giấy tờ thứ {number}", "originals": 1} for number in range(5)],
    "received_text": "09 giờ 05 phút, ngày 13/02/2026",
    "due_text": "17 giờ 00 phút, ngày 25/02/2026",
}


def run() -> list[Measure]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
    django.setup()
    from dinh.documents.registry import house as registry

    before = registry.house()
    with tempfile.TemporaryDirectory() as folder:
        registry.configure(dataclasses.replace(before, pki=Path(folder) / "pki", files=Path(folder) / "files"))
        try:
            return _measured()
        finally:
            registry.configure(before)


def _measured() -> list[Measure]:
    from dinh.documents import api
    from dinh.documents.registry import authority, envelope, pen, press

    agency = api.SignAs(api.Certificate.AGENCY, "agy_bench", "UBND phường Xuân Hương - Đà Lạt")

    def typeset(number: int) -> bytes:
        square = press.qr_svg(f"{WORDS['verify_url']}{number}")
        words = {"body": {**BODY, "dossier_code": f"H36-{number:06d}"}, "house": {**WORDS, "qr": square}}
        return press.press("receipt_01", words, AT).pdf

    place = pen.Place(1, 227, 450, 147, 43)

    def signed(number: int) -> bytes:
        return pen.sign(papers[number], sign=agency, at=AT, field="ChuKy1", place=place, reason="Tiếp nhận")

    papers: list[bytes] = []
    done: list[bytes] = []
    typeset(0)
    setting = _rate(lambda number: papers.append(typeset(number)))
    signed(0)
    signing = _rate(lambda number: done.append(signed(number)))
    verifying = _rate(lambda number: _must_hold(api.verify_pdf(data=done[number]).verdict))
    key = authority.holder(agency).key
    bare = _rate(lambda number: envelope.raw(key, papers[number]))
    hashing = _rate(lambda number: sha256(done[number]).digest())
    return [
        Measure("receipts set", setting, "papers/s"),
        Measure("receipts signed (PAdES B-LT)", signing, "signatures/s", "RSA-2048 signatures alone", bare),
        Measure("receipts verified", verifying, "files/s", "SHA-256 of the same files", hashing),
    ]


def _must_hold(verdict: str) -> None:
    if verdict != "valid":
        sys.exit(f"a signature made here is {verdict}")


def _rate(work: Callable[[int], object]) -> float:
    start = time.perf_counter()
    for number in range(PAPERS):
        work(number)
    return PAPERS / (time.perf_counter() - start)
