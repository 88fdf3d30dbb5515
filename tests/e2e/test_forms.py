"""One family before the counter on every form of the law, 01 to 07; with DINH_TOUR=1 they are kept in docs/tour/."""

import dataclasses
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from dinh.desk import api as desk
from dinh.documents import api as documents
from dinh.documents.registry import house as registry
from dinh.dossiers import api
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.conftest import authority, fresh_references, house, standing, world
from tests.dossiers.web.conftest import mapped
from tests.e2e.visit import TOUR

__all__ = ["authority", "fresh_references", "house", "mapped", "standing", "world"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(os.environ.get("DINH_TOUR") != "1", reason="pictures are taken when asked for"),
]
FORMS = TOUR / "forms"
MOST_BYTES = 150_000
_NAMES = {
    "committee": "Ủy ban nhân dân xã Đạ Tẻh",
    "center": "Trung tâm Phục vụ hành chính công xã Đạ Tẻh",
    "province": "Ủy ban nhân dân tỉnh Lâm Đồng",
}
_PEOPLE = {"desk": "Trần Thị Mai", "specialist": "Phạm Quang Huy", "head": "Lê Văn Thành"}
_SUPPLEMENT = [
    api.SupplementItem("Giấy chứng sinh", "Bản đã nộp bị mờ ở phần họ tên mẹ; cần bản chụp rõ cả trang."),
    api.SupplementItem("Văn bản ủy quyền", "Người nộp không phải cha, mẹ: cần văn bản ủy quyền có chứng thực."),
]


@pytest.fixture
def family(mapped: w.World, house: registry.House) -> w.World:
    """The same province with names as they stand on paper, in a house that marks its papers as invented."""
    registry.configure(dataclasses.replace(house, is_synthetic=True))
    for place, name in _NAMES.items():
        row = getattr(mapped, place)
        type(row).objects.filter(pk=row.pk).update(name=name, short_name=name)
    named = {who: dataclasses.replace(getattr(mapped, who), display_name=name) for who, name in _PEOPLE.items()}
    return dataclasses.replace(mapped, **named)


def _at_counter(family: w.World, key: str) -> str:
    moved = api.receive_at_desk(
        by=family.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=family.hoa.person_id, idempotency_key=key,
        papers=[api.PaperCount(1, originals=1), api.PaperCount(2, originals=1, copies=1)],
        values={"applicant_address": "Thôn 3, xã Đạ Tẻh", "applicant_phone": "0912 345 678"},
    )  # fmt: skip
    api.start_processing(by=family.specialist, at=w.at("2026-02-13 10:15"), dossier_id=moved.dossier_id)
    return moved.dossier_id


def _walked(family: w.World) -> dict[str, documents.PaperView]:
    """Let the family's dossiers come to every form; return them by what they are kept as."""
    later, by = w.at("2026-02-13 14:30"), family.specialist
    child, twin, third = (_at_counter(family, key) for key in ("child", "twin", "third"))
    asked = api.request_supplement(
        by=by, at=later, dossier_id=twin, items=_SUPPLEMENT, reason="Hồ sơ chưa đủ căn cứ để xác định quan hệ mẹ con."
    )
    declined = api.decline(
        by=family.desk, at=later, submission_id=w.filed(family, when=w.AT),
        reason="Trẻ đã được đăng ký khai sinh tại xã Đạ Tẻh ngày 02/01/2026; không đăng ký lần thứ hai.",
        guidance="Anh/chị cần bản sao thì nộp hồ sơ cấp bản sao trích lục hộ tịch, trực tuyến hoặc tại quầy.",
    )  # fmt: skip
    extended = api.extend(
        by=by, at=later, dossier_id=child, new_due_at=w.at("2026-03-02 10:00"),
        reason="Cần chờ xác minh của nơi cư trú trước đây, chưa có văn bản trả lời.",
    )  # fmt: skip
    stopped = api.stop(
        by=by, at=later, dossier_id=third, reason="Người yêu cầu đề nghị dừng vì đã nộp hồ sơ cùng nội dung.",
        basis="Nghị định số 118/2025/NĐ-CP",
    )  # fmt: skip
    w.decided(family, child, w.at("2026-02-27 09:00"))
    day = w.AT.date()
    return {
        "01-receipt": api.ensure_receipt(by=family.desk, at=w.AT, dossier_id=child),
        "02-supplement": documents.paper(paper_id=asked.paper_id),
        "03-refusal": documents.paper(paper_id=declined),
        "04-apology": documents.paper(paper_id=extended.paper_id),
        "05-stop": documents.paper(paper_id=stopped.paper_id),
        "06-control": api.control_slip(by=by, at=w.at("2026-02-27 09:30"), dossier_id=child),
        "07-register": desk.issue_register(by=family.desk, at=w.AT + timedelta(hours=8), since=day, until=day),
    }


def _kept(by: Actor, name: str, paper: documents.PaperView) -> Path:
    with documents.open_file(by=by, file_id=paper.file_id) as stream:
        file = FORMS / f"{name}.pdf"
        file.write_bytes(stream.read())
    picture = [str(shutil.which("pdftoppm")), "-png", "-singlefile", "-r", "100", str(file), str(FORMS / name)]
    subprocess.run(picture, check=True)
    return file


def _size(file: Path) -> tuple[int, int]:
    with pikepdf.open(file) as made:
        _left, _bottom, right, top = made.pages[0].mediabox
        return round(float(right)), round(float(top))


A5, A5_ON_SIDE, A4_ON_SIDE = (420, 595), (595, 420), (842, 595)


def test_family_has_every_form(family: w.World) -> None:
    FORMS.mkdir(exist_ok=True)
    officers = {"01-receipt": family.desk, "03-refusal": family.desk, "07-register": family.desk}
    papers = _walked(family)
    files = {name: _kept(officers.get(name, family.specialist), name, paper) for name, paper in papers.items()}
    sizes = {name: _size(file) for name, file in files.items()}
    assert {sizes.pop("06-control"), sizes.pop("07-register")} == {A5_ON_SIDE, A4_ON_SIDE}
    assert set(sizes.values()) == {A5}
    for file in FORMS.iterdir():
        assert file.stat().st_size < MOST_BYTES, file.name
