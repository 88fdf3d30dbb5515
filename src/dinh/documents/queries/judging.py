import hashlib
import io
from datetime import datetime
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.errors import ValidationError

from dinh.documents.policies import verdicts
from dinh.documents.queries.comparison import compare
from dinh.documents.registry import authority, pen
from dinh.documents.types import Change, SignatureReport, Verdict, Verification

_UNREADABLE = (PdfError, SigningError, ValueError)
_TEST_TAIL = " (THỬ NGHIỆM)"


def judge(data: bytes) -> Verification:
    """Judge every signature of a PDF; a file that cannot be read gives a verdict, never an error."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        found = sorted(reader.embedded_regular_signatures, key=_end)
        has_validation_data = _has_validation_data(reader)
        reports = tuple(_report(one, data, found, has_validation_data=has_validation_data) for one in found)
    except _UNREADABLE:
        return _told(digest, Verdict.UNREADABLE, ())
    return _told(digest, verdicts.verdict_of(reports), reports)


def _told(digest: str, verdict: Verdict, reports: tuple[SignatureReport, ...]) -> Verification:
    return Verification(
        sha256=digest,
        verdict=verdict,
        signatures=reports,
        sentence_vi=verdicts.sentence(verdict, reports, "vi"),
        sentence_en=verdicts.sentence(verdict, reports, "en"),
        change_lines_vi=verdicts.lines(reports, "vi"),
        change_lines_en=verdicts.lines(reports, "en"),
    )


def _end(one: EmbeddedPdfSignature) -> int:
    return int(one.byte_range[2]) + int(one.byte_range[3])


def _has_validation_data(reader: PdfFileReader) -> bool:
    try:
        return bool(DocumentSecurityStore.read_dss(reader).crls)
    except NoDSSFoundError:
        return False


def _report(
    one: EmbeddedPdfSignature, data: bytes, found: list[EmbeddedPdfSignature], *, has_validation_data: bool
) -> SignatureReport:
    claimed = _timestamp(one)
    status = _status(one, claimed)
    stamp = status.timestamp_validity if status is not None else None
    timestamp_ok = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
    signer, organization = _names(one.signer_cert)
    # A byte range with a hole beside the signature itself vouches for nothing.
    is_intact = bool(status and status.intact and status.valid and one.coverage is not SignatureCoverageLevel.UNCLEAR)
    changes = _changes(one, data, found) if is_intact else ()
    # Not every list gives a reason, and the library passes over entries without one: so we look ourselves as well.
    revoked_at = _revoked_at(one)
    was_revoked = revoked_at is not None and (claimed is None or revoked_at <= claimed)
    return SignatureReport(
        field_name=str(one.field_name),
        signer=signer,
        organization=organization,
        reason=str(one.sig_object.get("/Reason", "")),
        signed_at=claimed if timestamp_ok else one.self_reported_timestamp,
        timestamp_ok=timestamp_ok,
        intact=is_intact,
        trusted=bool(status and (status.trusted or status.revoked)) and _is_ours(one),
        valid_at_signing=bool(status and status.trusted) and not was_revoked,
        revoked_later=revoked_at is not None and not was_revoked,
        covers_whole_file=_end(one) >= len(data.rstrip()),
        long_term=timestamp_ok and has_validation_data,
        changes_since=changes,
    )


def _timestamp(one: EmbeddedPdfSignature) -> datetime | None:
    for token in extract_tst_data_iter(one.signer_info, signed=False):
        moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
        return moment
    return None


def _status(one: EmbeddedPdfSignature, moment: datetime | None) -> Any:
    try:
        return validate_pdf_signature(
            one,
            signer_validation_context=pen.trust(moment),
            ts_validation_context=pen.trust(moment),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    except (SignatureValidationError, ValidationError):
        return None


def _names(certificate: Any) -> tuple[str, str]:
    subject = certificate.subject.native
    common = str(subject.get("common_name", ""))
    organization = str(subject.get("organization_name", ""))
    bare = common.removesuffix(_TEST_TAIL)
    # A name too long for the certificate stands whole as the organization.
    if bare.endswith("…") and organization.startswith(bare[:-1]):
        bare = organization
    return bare or organization, organization


def _is_ours(one: EmbeddedPdfSignature) -> bool:
    issuing = x509.load_der_x509_certificate(authority.chain()[0])
    signer = x509.load_der_x509_certificate(one.signer_cert.dump())
    return signer.issuer == issuing.subject


def _revoked_at(one: EmbeddedPdfSignature) -> datetime | None:
    listed = x509.load_der_x509_crl(authority.crls()[1])
    entry = listed.get_revoked_certificate_by_serial_number(one.signer_cert.serial_number)
    return entry.revocation_date_utc if entry is not None and _is_ours(one) else None


def _changes(one: EmbeddedPdfSignature, data: bytes, found: list[EmbeddedPdfSignature]) -> tuple[Change, ...]:
    """Compare the file as it was signed with the file as it is; the library judges what pages do not show."""
    end = _end(one)
    if end >= len(data.rstrip()):
        return ()
    later = [other for other in found if _end(other) > end]
    signed_again = tuple(Change("signature", detail=_names(other.signer_cert)[0]) for other in later)
    try:
        seen = compare(data[:end], data)
    except ValueError:
        seen = (Change("other"),)
    if not seen and b"%%EOF" not in data[end:]:
        seen = (Change("tail"),)
    elif not seen and not _is_harmless(one):
        seen = (Change("other"),)
    return (*seen, *signed_again)


def _is_harmless(one: EmbeddedPdfSignature) -> bool:
    judged = one.diff_result
    level = getattr(judged, "modification_level", ModificationLevel.OTHER)
    return bool(level <= ModificationLevel.FORM_FILLING)
