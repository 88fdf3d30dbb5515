"""The door of documents: files, papers, signatures, verification and the citizen's store."""

from dinh.documents.operations.files import store_file
from dinh.documents.operations.papers import issue_paper, revoke_paper
from dinh.documents.operations.signing import digitise, sign_file
from dinh.documents.operations.store import deposit, reuse, revoke, set_offered
from dinh.documents.queries.files import file, open_file
from dinh.documents.queries.papers import (
    codes_of_content,
    compare_with_paper,
    find_papers,
    paper,
    paper_by_code,
    papers_of,
    verification_of,
)
from dinh.documents.queries.store import item, items_about, items_of, offers, uses_of
from dinh.documents.queries.verification import verify_pdf
from dinh.documents.registry.doors import register_guard
from dinh.documents.types import (
    Certificate,
    Change,
    Comparison,
    FileView,
    PapersPage,
    PaperView,
    SignAs,
    SignatureReport,
    SignedView,
    Standing,
    StoreItemView,
    UseView,
    Verdict,
    Verification,
)

__all__ = [
    "Certificate",
    "Change",
    "Comparison",
    "FileView",
    "PaperView",
    "PapersPage",
    "SignAs",
    "SignatureReport",
    "SignedView",
    "Standing",
    "StoreItemView",
    "UseView",
    "Verdict",
    "Verification",
    "codes_of_content",
    "compare_with_paper",
    "deposit",
    "digitise",
    "file",
    "find_papers",
    "issue_paper",
    "item",
    "items_about",
    "items_of",
    "offers",
    "open_file",
    "paper",
    "paper_by_code",
    "papers_of",
    "register_guard",
    "reuse",
    "revoke",
    "revoke_paper",
    "set_offered",
    "sign_file",
    "store_file",
    "uses_of",
    "verification_of",
    "verify_pdf",
]
