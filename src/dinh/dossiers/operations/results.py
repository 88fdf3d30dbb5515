"""A result that was wrong: corrected by a new one, or annulled; either reaches every copy at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.documents import api as documents
from dinh.dossiers.events import ResultAnnulled, ResultCorrected
from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.basics import Action, check_at, day_of, lock_dossier, moved, record, tell
from dinh.dossiers.operations.decisions import deposit_result, issue_result
from dinh.dossiers.operations.papers import seal_of
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, Moved, Outcome, ResultContent, ResultStanding
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict

__all__ = ["annul_result", "correct_result"]

_ISSUED = frozenset({Status.DECIDED, Status.HANDED_OVER})


@transaction.atomic
def correct_result(*, by: Actor, at: datetime, dossier_id: str, content: ResultContent, reason: str) -> Moved:
    """Issue a new signed result in place of a wrong one; the outcome, the status and the moment of decision stay.

    The old paper and its copy in the store are marked as replaced and point to the new one, and so does every print
    of it, since prints lead to its code. The new one is numbered `<code>-KQ<n>`. Raises NotAllowed, NotFound HS02,
    Conflict HS70 (no result in force), Invalid HS20 (no reason), Unavailable (nothing was changed).
    Basis: 45/2020/NĐ-CP, Điều 14 khoản 3, Điều 15.
    """
    row, said = _issued(by, at, dossier_id), check_reason(reason)
    old_paper, old_items = row.result_paper_id, documents.items_about(subject_id=row.public_id)
    row.result_ordinal += 1
    row.result_number = f"{row.code}-KQ{row.result_ordinal}"
    words = check_reason(content.reason) if row.outcome == Outcome.REJECTED else content.reason.strip()
    paper = issue_result(by, at, row, content, words)
    row.result_paper_id, row.result_standing = paper.paper_id, ResultStanding.CORRECTED
    row.save(update_fields=["result_ordinal", "result_number", "result_paper_id", "result_standing"])
    item_id = deposit_result(by=by, at=at, dossier_id=dossier_id)
    _end_copies(at, row, old_paper, old_items, said, paper_id=paper.paper_id, item_id=item_id)
    event = ResultCorrected(
        dossier_id=row.public_id,
        old_paper_id=old_paper,
        result_paper_id=paper.paper_id,
        result_number=row.result_number,
    )
    entry_id = record(row, event, by=by, at=at)
    tell(
        row.submission, ActKind.RESULT_CORRECTED, by=by, at=at, entry_id=entry_id, note=said, paper_id=paper.paper_id
    )  # fmt: skip
    return moved(row, paper_id=paper.paper_id, entry_id=entry_id)


@transaction.atomic
def annul_result(*, by: Actor, at: datetime, dossier_id: str, reason: str) -> Moved:
    """End the force of a result: its paper, its copy in the store and every print lose it at this moment.

    The record stays, and so does the decision's place in the figures. Raises NotAllowed, NotFound HS02, Conflict HS70
    (no result in force), Invalid HS20 (no reason). Basis: 45/2020/NĐ-CP, Điều 15.
    """
    row, said = _issued(by, at, dossier_id), check_reason(reason)
    items = documents.items_about(subject_id=row.public_id)
    _end_copies(at, row, row.result_paper_id, items, said)
    row.result_standing = ResultStanding.ANNULLED
    row.save(update_fields=["result_standing"])
    event = ResultAnnulled(dossier_id=row.public_id, result_paper_id=row.result_paper_id)
    entry_id = record(row, event, by=by, at=at)
    tell(row.submission, ActKind.RESULT_ANNULLED, by=by, at=at, entry_id=entry_id, note=said)
    return moved(row, paper_id=row.result_paper_id, entry_id=entry_id)


def _issued(by: Actor, at: datetime, dossier_id: str) -> Dossier:
    """Return the locked dossier, if the actor heads its agency and its result has force."""
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_DECIDE, at, row)
    if row.status not in _ISSUED or not row.result_paper_id or row.result_standing == ResultStanding.ANNULLED:
        raise Conflict(
            "HS70",
            _("This dossier has no result in force that could be changed."),
            _("Open the dossier again to see where it stands."),
        )
    return row


def _end_copies(
    at: datetime,
    row: Dossier,
    old_paper: str,
    items: tuple[documents.StoreItemView, ...],
    reason: str,
    *,
    paper_id: str = "",
    item_id: str = "",
) -> None:
    """The agency that does the work today ends what it, or an agency before it, issued."""
    seal = seal_of(references.agency_today(row.handling_agency_id, day_of(at)))
    code = "corrected" if paper_id else "annulled"
    documents.revoke_paper(
        by=seal, at=at, paper_id=old_paper, reason=reason, reason_code=code, replaced_by_paper_id=paper_id
    )
    for one in items:
        if one.standing is documents.Standing.IN_FORCE:
            documents.revoke(by=seal, at=at, item_id=one.item_id, reason=reason, reason_code=code, replaced_by=item_id)
