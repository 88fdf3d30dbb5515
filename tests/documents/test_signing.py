import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dinh.documents import api
from dinh.kernel.actor import Actor
from tests.documents.words import RECEIPT

pytestmark = pytest.mark.django_db
AGENCY = api.SignAs(api.Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt")
PERSONAL = api.SignAs(api.Certificate.PERSONAL, "per_thao", "Lê Hoàng Phương Thảo", "UBND phường Xuân Hương - Đà Lạt")


def issued(officer: Actor, at: datetime, sign: api.SignAs | None = AGENCY) -> api.PaperView:
    return api.issue_paper(by=officer, at=at, template="receipt_01", data=RECEIPT, subject_id="dos_1", sign=sign)


def content(officer: Actor, file_id: str) -> bytes:
    with api.open_file(by=officer, file_id=file_id) as stream:
        return stream.read()


def test_issued_paper_is_signed_and_verifies(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    found = api.verify_pdf(data=content(officer, paper.file_id))
    signature = found.signatures[0]
    assert (found.verdict, found.sha256, paper.signed_by) == (api.Verdict.VALID, paper.sha256, AGENCY.name)
    assert (signature.signer, signature.signed_at, signature.timestamp_ok, signature.long_term) == (
        AGENCY.name,
        at,
        True,
        True,
    )


def test_second_signature_keeps_the_first(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    later = at + timedelta(minutes=5)
    again = api.sign_file(
        by=officer, at=later, file_id=paper.file_id, certificate="personal", reason="Ký nháy", sign_as=PERSONAL
    )
    found = api.verify_pdf(data=content(officer, again.file_id))
    assert (found.verdict, [one.signer for one in found.signatures]) == (
        api.Verdict.VALID,
        [AGENCY.name, PERSONAL.name],
    )
    assert api.paper(paper_id=paper.paper_id).file_id == again.file_id


def test_signing_twice_for_one_purpose_is_one_signature(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at, None)
    first = api.sign_file(by=officer, at=at, file_id=paper.file_id, certificate="agency", sign_as=AGENCY)
    later = at + timedelta(hours=1)
    second = api.sign_file(by=officer, at=later, file_id=paper.file_id, certificate="agency", sign_as=AGENCY)
    assert second == first


def test_pdfsig_says_valid(officer: Actor, at: datetime, tmp_path: Path) -> None:
    kept = tmp_path / "signed.pdf"
    kept.write_bytes(content(officer, issued(officer, at).file_id))
    try:
        said = subprocess.run(["pdfsig", str(kept)], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        pytest.skip("pdfsig (poppler) is not installed")
    assert "Signature is Valid." in said
    assert "Total document signed" in said
