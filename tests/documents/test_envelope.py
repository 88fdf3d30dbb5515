import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from asn1crypto import cms
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from dinh.documents.registry import authority, envelope, pen
from dinh.documents.types import Certificate, SignAs
from tests.fakes import documents_files as fakes

AT = datetime(2026, 2, 13, 2, 5, tzinfo=UTC)
WHO = SignAs(Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt", "UBND phường Xuân Hương - Đà Lạt")


def made(digest: bytes, at: datetime = AT) -> bytes:
    who, tsa = authority.holder(WHO), authority.timestamper()
    return envelope.envelope_of(digest, who, tsa, authority.chain(), at=at)


def test_envelope_is_the_canonical_form_of_itself() -> None:
    found = made(sha256(b"paper").digest())
    assert cms.ContentInfo.load(found, strict=True).dump(force=True) == found


def test_envelope_tells_digest_certificates_and_moment() -> None:
    digest = sha256(b"paper").digest()
    signed = cms.ContentInfo.load(made(digest))["content"]
    signer = signed["signer_infos"][0]
    attributes = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    assert attributes["message_digest"].native == digest
    assert len(signed["certificates"]) == 3
    token = signer["unsigned_attrs"][0]["values"][0]["content"]["encap_content_info"]["content"].parsed
    assert token["gen_time"].native == AT
    assert token["message_imprint"]["hashed_message"].native == sha256(signer["signature"].native).digest()


@given(micro=st.integers(min_value=0, max_value=999_999))
def test_moment_of_the_timestamp_keeps_its_fraction(micro: int) -> None:
    at = AT.replace(microsecond=micro)
    token = envelope.token_of(bytes(32), authority.timestamper(), authority.chain(), at=at)
    info = cms.ContentInfo.load(token, strict=True)["content"]["encap_content_info"]["content"].parsed
    assert info["gen_time"].native == at


def test_certificate_without_force_signs_nothing() -> None:
    gone = SignAs(Certificate.AGENCY, "agy_gone", "UBND phường cũ", "UBND phường cũ")
    pdf = fakes.pdf()
    assert pen.sign(pdf, sign=gone, at=AT, field="ChuKy1", place=None, reason="").startswith(pdf)
    authority.revoke_certificate(gone, AT + timedelta(days=1))
    with pytest.raises(ValueError, match="force"):
        pen.sign(pdf, sign=gone, at=AT + timedelta(days=2), field="ChuKy1", place=None, reason="")
    with pytest.raises(ValueError, match="force"):
        pen.sign(pdf, sign=WHO, at=datetime(2051, 1, 1, tzinfo=UTC), field="ChuKy1", place=None, reason="")


def test_what_is_no_pdf_takes_no_signature() -> None:
    with pytest.raises(ValueError, match="signature"):
        pen.sign(b"%PDF-1.7 nothing follows", sign=WHO, at=AT, field="ChuKy1", place=None, reason="")


def test_second_signature_adds_nothing_twice_to_the_validation_data() -> None:
    once = pen.sign(fakes.pdf(), sign=WHO, at=AT, field="ChuKy1", place=None, reason="")
    twice = pen.sign(once, sign=WHO, at=AT, field="ChuKy2", place=None, reason="")
    store = PdfFileReader(io.BytesIO(twice)).root["/DSS"]
    assert (len(store["/Certs"]), len(store["/CRLs"])) == (4, 2)
