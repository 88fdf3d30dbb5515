"""The papers that were issued about a case, to print again at the desk."""

from dataclasses import dataclass
from datetime import datetime

from dinh.documents import api as documents
from dinh.dossiers.web.parts import file_href

__all__ = ["Issued", "issued_about"]


@dataclass(frozen=True, slots=True)
class Issued:
    """One paper; `paper` is what documents knows of it."""

    paper: documents.PaperView

    @property
    def title(self) -> str:
        return self.paper.title

    @property
    def at(self) -> datetime:
        return self.paper.issued_at

    @property
    def href(self) -> str:
        return file_href(self.paper.file_id)


def issued_about(*subject_ids: str) -> list[Issued]:
    """Return what was issued about a submission and its dossier, the newest first; one query."""
    return [Issued(one) for one in reversed(documents.papers_of(subject_ids=subject_ids))]
