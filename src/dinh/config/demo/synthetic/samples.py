"""The shared samples to which made-up history points: one paper of each kind and one scan, each marked as a sample."""

from dataclasses import dataclass
from datetime import datetime

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.kernel.actor import Actor, ActorKind

SUBJECT = "synthetic:samples"
KINDS = ("receipt_01", "supplement_02", "refusal_03", "apology_04", "stop_05", "result_generic")
_SAMPLE = "BẢN MẪU GIẢ LẬP – dùng chung cho mọi hồ sơ giả lập, không có giá trị"


@dataclass(frozen=True, slots=True)
class Samples:
    """Paper ids by template, and the file that stands for every scan."""

    papers: dict[str, str]
    file_id: str
    file_sha256: str
    file_name: str


def _words(agency: directory.AgencyView) -> dict[str, object]:
    names = (
        "applicant", "address", "phone", "email", "procedure", "officer", "dossier_code", "submitted_text",
        "received_text", "due_text", "reason", "guidance", "old_due_text", "new_due_text", "basis", "stopped_text",
        "limit_text", "return_place", "fee_text", "note", "submitter", "subject_line", "signer", "signer_role",
        "issuer",
    )  # fmt: skip
    plain: dict[str, object] = dict.fromkeys(names, _SAMPLE)
    return {
        **plain,
        "agency": agency.name,
        "parent_agency": "",
        "place": agency.short_name,
        "components": [{"name": _SAMPLE, "request": _SAMPLE, "originals": "", "copies": "", "electronic": 1}],
        "articles": [_SAMPLE],
        "grounds": [_SAMPLE],
        "recipients": [_SAMPLE],
    }


def make_samples(*, at: datetime) -> Samples:
    """Issue the samples in the name of the provincial committee; those that are there already are found again."""
    top = directory.agencies(kind=directory.AgencyKind.PROVINCE_COMMITTEE, on=at.date())[0]
    by = Actor(kind=ActorKind.SYSTEM, agency_id=top.agency_id, display_name=top.name)
    known = {one.template: one.paper_id for one in documents.papers_of(subject_ids=[SUBJECT])}
    for kind in KINDS:
        if kind not in known:
            sign = documents.SignAs(documents.Certificate.AGENCY, top.agency_id, top.name, top.name)
            paper = documents.issue_paper(
                by=by, at=at, template=kind, data=_words(top), subject_id=SUBJECT, number="MẪU", sign=sign
            )
            known[kind] = paper.paper_id
    scan = documents.file(file_id=documents.paper(paper_id=known["supplement_02"]).file_id)
    return Samples(known, scan.file_id, scan.sha256, f"{_SAMPLE[:16]}.pdf")
