import io
import subprocess
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from dinh.documents import api
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Invalid, NotAllowed
from tests.documents.words import RECEIPT
from tests.fakes import documents_files as fakes

pytestmark = pytest.mark.django_db
AGENCY = api.SignAs(api.Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt")
PERSONAL = api.SignAs(api.Certificate.PERSONAL, "per_thao", "Lê Hoàng Phương Thảo", "UBND phường Xuân Hương - Đà Lạt")


def issued(officer: Actor, at: datetime, sign: api.SignAs | None = AGENCY) -> api.PaperView:
    return api.issue_paper(by=officer, at=at, template="receipt_01", data=RECEIPT, subject_id="cas_1", sign=sign)


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


def test_earlier_version_is_known_as_such(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at)
    before = content(officer, paper.file_id)
    api.sign_file(by=officer, at=at, file_id=paper.file_id, certificate="personal", sign_as=PERSONAL)
    found = api.compare_with_paper(code=paper.verify_code, data=before)
    assert (found.is_same, found.is_earlier_version) == (False, True)


def test_signing_an_old_version_signs_the_newest(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at, None)
    api.sign_file(by=officer, at=at, file_id=paper.file_id, certificate="agency", sign_as=AGENCY)
    again = api.sign_file(by=officer, at=at, file_id=paper.file_id, certificate="personal", sign_as=PERSONAL)
    assert len(api.verify_pdf(data=content(officer, again.file_id)).signatures) == 2


@pytest.mark.parametrize(
    ("changed", "sign", "code"),
    [
        ({"agency_id": "agy_khac"}, AGENCY, "DC04"),
        ({"roles": frozenset({"specialist"})}, AGENCY, "DC04"),
        ({"person_id": "per_khac"}, PERSONAL, "DC05"),
    ],
)
def test_signing_for_others_is_refused(
    officer: Actor, at: datetime, changed: dict[str, object], sign: api.SignAs, code: str
) -> None:
    paper = issued(officer, at, None)
    with pytest.raises(NotAllowed) as refusal:
        api.sign_file(
            by=replace(officer, **changed),  # type: ignore[arg-type]
            at=at,
            file_id=paper.file_id,
            certificate=sign.certificate,
            sign_as=sign,
        )
    assert refusal.value.code == code


def scanned(officer: Actor, at: datetime, pages: bytes) -> api.FileView:
    return api.store_file(
        by=officer, at=at, name="quét.tif", stream=io.BytesIO(pages), purpose="cmp_1", subject_id="cas_1"
    )


def test_scan_becomes_a_pdf_signed_by_who_scanned(officer: Actor, at: datetime) -> None:
    scan = scanned(officer, at, fakes.scan(2))
    first = api.digitise(by=officer, at=at, file_id=scan.file_id, component_id="cmp_1", sign_as=PERSONAL)
    second = api.digitise(by=officer, at=at, file_id=scan.file_id, component_id="cmp_1", sign_as=PERSONAL)
    found = api.verify_pdf(data=content(officer, first.file_id))
    kept = api.file(file_id=first.file_id)
    assert (first, found.verdict, found.signatures[0].signer) == (second, api.Verdict.VALID, PERSONAL.name)
    assert (kept.origin, kept.pages, kept.name) == ("digitised", 2, "quét.pdf")


def test_word_file_is_not_digitised(officer: Actor, at: datetime) -> None:
    kept = scanned(officer, at, fakes.word())
    with pytest.raises(Invalid) as refusal:
        api.digitise(by=officer, at=at, file_id=kept.file_id, sign_as=PERSONAL)
    assert refusal.value.code == "DC52"


def test_citizen_does_not_digitise(citizen: Actor, officer: Actor, at: datetime) -> None:
    kept = scanned(officer, at, fakes.pdf())
    with pytest.raises(NotAllowed) as refusal:
        api.digitise(by=citizen, at=at, file_id=kept.file_id)
    assert refusal.value.code == "DC14"


@pytest.mark.django_db(transaction=True)
def test_two_signers_at_once_make_one_chain(officer: Actor, at: datetime) -> None:
    paper = issued(officer, at, None)
    gate = threading.Barrier(2)

    def sign(who: api.SignAs) -> None:
        gate.wait()
        api.sign_file(by=officer, at=at, file_id=paper.file_id, certificate=who.certificate, sign_as=who)
        connection.close()

    threads = [threading.Thread(target=sign, args=(who,)) for who in (AGENCY, PERSONAL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    newest = api.paper(paper_id=paper.paper_id)
    assert len(api.verify_pdf(data=content(officer, newest.file_id)).signatures) == 2
