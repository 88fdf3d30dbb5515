"""From what the signatures prove to one sentence a person understands, in Vietnamese and English."""

from collections.abc import Sequence
from datetime import datetime

from dinh.documents.types import Change, SignatureReport, Verdict
from dinh.kernel.clock import local

_VI = {
    "pages_added": "Sau khi ký, tệp có thêm {n} trang ({pages}); phần thêm này không được chữ ký xác nhận.",
    "pages_removed": "Sau khi ký, tệp bị bỏ {n} trang ({pages} của bản đã ký).",
    "pages_changed": "Sau khi ký, nội dung {pages} đã bị sửa.",
    "notes": "Sau khi ký, có ghi chú được thêm, sửa hoặc xóa ở {pages}.",
    "fields": "Sau khi ký, các ô điền đã bị sửa: {detail}.",
    "signature": "Sau đó tệp có thêm chữ ký của {detail}; việc này không làm mất giá trị chữ ký trước.",
    "tail": "Phần cuối tệp sau chữ ký bị cắt dở hoặc có dữ liệu lạ; xin lấy lại tệp từ nguồn ban đầu.",
    "other": "Sau khi ký, tệp bị sửa ở phần không nhìn thấy được.",
}
_EN = {
    "pages_added": "After signing, {n} page(s) were added ({pages}); the signature does not vouch for them.",
    "pages_removed": "After signing, {n} page(s) were taken out ({pages} of the signed version).",
    "pages_changed": "After signing, the content of {pages} was changed.",
    "notes": "After signing, notes were added, changed or removed on {pages}.",
    "fields": "After signing, form fields were changed: {detail}.",
    "signature": "Later {detail} signed as well; that takes nothing from the earlier signature.",
    "tail": "The end of the file after the signature is cut off or strange; please fetch the file again.",
    "other": "After signing, the file was changed in a part that cannot be seen.",
}
HARMLESS = frozenset({"signature"})


def verdict_of(signatures: Sequence[SignatureReport]) -> Verdict:
    """Return the verdict over all signatures: the worst one speaks."""
    if not signatures:
        return Verdict.UNSIGNED
    if not all(one.intact for one in signatures):
        return Verdict.BROKEN
    if not all(one.trusted and one.valid_at_signing for one in signatures):
        return Verdict.UNTRUSTED
    if any(change.kind not in HARMLESS for one in signatures for change in one.changes_since):
        return Verdict.VALID_THEN_CHANGED
    return Verdict.VALID


def lines(signatures: Sequence[SignatureReport], language: str) -> tuple[str, ...]:
    """Return one line for each thing that happened after a signature, none twice."""
    words = _VI if language == "vi" else _EN
    said = [_line(words[change.kind], change, language) for one in signatures for change in one.changes_since]
    return tuple(dict.fromkeys(said))


_DIFF_VI = {
    "pages_added": "Tệp này có thêm {n} trang so với bản đã phát hành ({pages}).",
    "pages_removed": "Tệp này thiếu {n} trang so với bản đã phát hành ({pages}).",
    "pages_changed": "Nội dung {pages} khác bản đã phát hành.",
    "notes": "Có ghi chú khác bản đã phát hành ở {pages}.",
    "fields": "Các ô điền khác bản đã phát hành: {detail}.",
}
_DIFF_EN = {
    "pages_added": "This file has {n} page(s) more than the paper we issued ({pages}).",
    "pages_removed": "This file lacks {n} page(s) of the paper we issued ({pages}).",
    "pages_changed": "The content of {pages} differs from the paper we issued.",
    "notes": "Notes on {pages} differ from the paper we issued.",
    "fields": "Form fields differ from the paper we issued: {detail}.",
}


def difference_lines(changes: Sequence[Change], language: str) -> tuple[str, ...]:
    """Return one line for each difference between an upload and the paper we issued."""
    words = _DIFF_VI if language == "vi" else _DIFF_EN
    return tuple(_line(words[change.kind], change, language) for change in changes)


def _line(words: str, change: Change, language: str) -> str:
    page, pages = ("trang", "các trang") if language == "vi" else ("page", "pages")
    listed = ", ".join(str(number) for number in change.pages)
    where = f"{page if len(change.pages) == 1 else pages} {listed}" if listed else ""
    return words.format(n=len(change.pages), pages=where, detail=change.detail)


def sentence(verdict: Verdict, signatures: Sequence[SignatureReport], language: str) -> str:
    """Return the verdict as one sentence."""
    is_vi = language == "vi"
    who = _who(signatures, is_vi=is_vi)
    match verdict:
        case Verdict.UNSIGNED:
            return "Tệp này không có chữ ký số." if is_vi else "This file has no digital signature."
        case Verdict.UNREADABLE:
            return (
                "Tệp bị hỏng hoặc không phải PDF nên không kiểm tra được chữ ký."
                if is_vi
                else "The file is damaged or no PDF, so its signatures cannot be checked."
            )
        case Verdict.BROKEN:
            return _broken(signatures, is_vi=is_vi)
        case Verdict.UNTRUSTED:
            return _untrusted(signatures, is_vi=is_vi)
        case Verdict.VALID_THEN_CHANGED:
            return (
                f"Chữ ký của {who} là thật, nhưng tệp đã bị sửa sau khi ký."
                if is_vi
                else f"The signature of {who} is genuine, but the file was changed after signing."
            )
        case Verdict.VALID:
            return (
                f"Chữ ký hợp lệ: {who}; tệp còn nguyên như khi ký."
                if is_vi
                else f"Valid: {who}; the file is as it was when signed."
            )


def _who(signatures: Sequence[SignatureReport], *, is_vi: bool) -> str:
    joint = " và " if is_vi else " and "
    return joint.join(f"{one.signer} ({_moment(one.signed_at, is_vi=is_vi)})" for one in signatures)


def _moment(moment: datetime | None, *, is_vi: bool) -> str:
    if moment is None:
        return "không rõ giờ ký" if is_vi else "time unknown"
    return f"{local(moment):%H:%M %d/%m/%Y}" if is_vi else f"{local(moment):%Y-%m-%d %H:%M}"


def _broken(signatures: Sequence[SignatureReport], *, is_vi: bool) -> str:
    names = ", ".join(one.signer for one in signatures if not one.intact)
    if is_vi:
        return f"Không tin được tệp này: nội dung đã bị sửa nên chữ ký của {names} không còn khớp."
    return f"Do not rely on this file: its content was changed, so the signature of {names} no longer fits."


def _untrusted(signatures: Sequence[SignatureReport], *, is_vi: bool) -> str:
    bad = [one for one in signatures if not (one.trusted and one.valid_at_signing)]
    names = ", ".join(one.signer for one in bad)
    if any(one.trusted for one in bad):
        if is_vi:
            return f"Lúc ký, chứng thư của {names} không còn hiệu lực, nên chữ ký không có giá trị."
        return f"The certificate of {names} was not valid when signing, so the signature does not count."
    if is_vi:
        return f"Chữ ký của {names} còn nguyên, nhưng chứng thư không do nơi hệ thống này tin cậy cấp."
    return f"The signature of {names} is intact, but its certificate comes from an authority we do not know."
