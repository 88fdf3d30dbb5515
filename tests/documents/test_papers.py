import io
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from dinh.documents import api
from dinh.documents.registry.house import House
from dinh.documents.registry.papers import FORMS
from dinh.kernel.actor import SYSTEM, Actor
from dinh.kernel.clock import VN
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.ledger import api as ledger
from tests.documents.words import PAPERS, RECEIPT

pytestmark = pytest.mark.django_db


def issued(by: Actor, at: datetime, template: str = "receipt_01", **changed: Any) -> api.PaperView:
    words = {**PAPERS[template], **changed}
    return api.issue_paper(
        by=by, at=at, template=template, data=words, subject_id="cas_1", owner_name="Nguyễn Thị Ánh Nguyệt"
    )


def content(by: Actor, paper: api.PaperView) -> bytes:
    with api.open_file(by=by, file_id=paper.file_id) as stream:
        return stream.read()


def test_every_form_has_words_to_be_tested_with() -> None:
    assert set(PAPERS) == set(FORMS)


@pytest.mark.parametrize("template", PAPERS)
def test_paper_is_set_with_room_for_a_signature(officer: Actor, at: datetime, template: str) -> None:
    paper = issued(officer, at, template)
    with pikepdf.open(io.BytesIO(content(officer, paper))) as opened:
        assert len(opened.pages) == 1
    assert (paper.standing, paper.signed_by, len(paper.verify_code)) == (api.Standing.IN_FORCE, "", 12)


def test_receipt_is_found_by_its_code_however_typed(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    spaced = " ".join(paper.verify_code[i : i + 4] for i in range(0, 12, 4)).lower()
    found = api.paper_by_code(code=f" {spaced} ")
    assert (found, found.owner_masked) == (paper, "Nguyễn T*** Á*** N***")


def test_title_and_number_of_the_form_follow_the_day(officer: Actor) -> None:
    old = issued(officer, datetime(2025, 9, 14, 9, tzinfo=VN), "apology_04")
    new = issued(officer, datetime(2025, 9, 15, 9, tzinfo=VN), "apology_04")
    assert (old.title, new.title) == (
        "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
        "Phiếu xin lỗi và gia hạn thời gian giải quyết hồ sơ",
    )


def test_stop_before_its_form_existed_is_still_told(officer: Actor) -> None:
    paper = issued(officer, datetime(2025, 3, 3, 9, tzinfo=VN), "stop_05")
    assert paper.title == "Thông báo dừng giải quyết hồ sơ"


def test_square_code_leads_to_the_public_page(officer: Actor, at: datetime, tmp_path: Path) -> None:
    paper = issued(officer, at)
    (tmp_path / "p.pdf").write_bytes(content(officer, paper))
    try:
        subprocess.run(["pdftoppm", "-r", "200", "-png", "p.pdf", "p"], cwd=tmp_path, check=True)
        said = subprocess.run(["zbarimg", "-q", "--raw", "p-1.png"], cwd=tmp_path, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("pdftoppm and zbarimg are not installed")
    assert said.stdout.decode().strip() == paper.verify_url


def test_words_in_typst_markup_stay_words(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at, applicant='#panic("x") $ * _ \\ ] [ <stamp> @a', reason="=")
    assert paper.sha256


def test_missing_words_are_named(officer: Actor, at: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        issued(officer, at, due_text="", applicant="")
    assert (refusal.value.code, sorted(refusal.value.fields)) == ("DC41", ["applicant", "due_text"])


def test_unknown_template_is_refused(officer: Actor, at: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        api.issue_paper(by=officer, at=at, template="../base", data=RECEIPT, subject_id="cas_1")
    assert refusal.value.code == "DC40"


def test_citizen_issues_nothing(citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed) as refusal:
        issued(citizen, at)
    assert refusal.value.code == "DC03"


def test_issue_writes_one_entry(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    ledger.seal()
    assert [(one.entry_id, one.kind) for one in ledger.entries_of("cas_1")] == [
        (paper.entry_id, "documents.paper.issued")
    ]


def test_revoked_paper_says_since_when_and_why(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    for _ in range(2):
        ended = api.revoke_paper(by=officer, at=at, paper_id=paper.paper_id, reason="Ghi sai ngày sinh")
    assert (ended.standing, ended.ended_at, ended.ended_reason) == (api.Standing.REVOKED, at, "Ghi sai ngày sinh")


def test_replaced_paper_points_to_the_new_one(officer: Actor, at: datetime) -> None:
    old, new = issued(officer, at), issued(officer, at)
    ended = api.revoke_paper(
        by=officer, at=at, paper_id=old.paper_id, reason="Đính chính", replaced_by_paper_id=new.paper_id
    )
    assert (ended.standing, ended.replaced_by_code) == (api.Standing.REPLACED, new.verify_code)


def test_revocation_has_its_limits(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    stranger = replace(officer, agency_id="agy_khac")
    with pytest.raises(NotAllowed):
        api.revoke_paper(by=stranger, at=at, paper_id=paper.paper_id, reason="x")
    with pytest.raises(Invalid):
        api.revoke_paper(by=officer, at=at, paper_id=paper.paper_id, reason="")
    with pytest.raises(Conflict):
        api.revoke_paper(by=officer, at=at, paper_id=paper.paper_id, reason="x", replaced_by_paper_id=paper.paper_id)
    with pytest.raises(NotFound):
        api.revoke_paper(by=officer, at=at, paper_id="pap_none", reason="x")


def test_upload_is_held_against_the_paper(officer: Actor, at: datetime, house: House) -> None:
    del house
    paper, other = issued(SYSTEM, at), issued(officer, at, applicant="Người Khác")
    same = api.compare_with_paper(code=paper.verify_code, data=content(SYSTEM, paper))
    different = api.compare_with_paper(code=paper.verify_code, data=content(officer, other))
    assert (same.is_same, different.is_same) == (True, False)
    assert different.lines_vi == ("Nội dung trang 1 khác bản đã phát hành.",)
