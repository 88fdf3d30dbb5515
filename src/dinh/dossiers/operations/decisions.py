"""The decision with its signed result, and handing it over."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.dossiers.events import DossierDecided, DossierHandedOver
from dinh.dossiers.models import Dossier
from dinh.dossiers.operations.basics import Action, check_at, day_of, lock_dossier, moved, record, step, tell
from dinh.dossiers.operations.papers import issue_for_dossier, seal_of
from dinh.dossiers.operations.steps import check_nothing_open, follow, settle
from dinh.dossiers.policies.reasons import check_reason
from dinh.dossiers.policies.results import main_result
from dinh.dossiers.policies.timing import is_on_time
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, DeliveryWay, Moved, Outcome, ResultContent, ResultStanding
from dinh.dossiers.workflow import Move, Status
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import Conflict, NotAllowed

__all__ = ["decide", "deposit_result", "hand_over", "hand_over_row", "issue_result", "store_result"]

_APPROVED_TITLE = "Kết quả giải quyết thủ tục hành chính"
_REJECTED_TITLE = "Thông báo về việc không giải quyết hồ sơ"

_DECIDED_FIELDS = (
    "status", "closed_at", "outcome", "decided_at", "result_paper_id", "result_number", "result_code",
    "result_standing",
)  # fmt: skip


@transaction.atomic
def decide(
    *,
    by: Actor,
    at: datetime,
    dossier_id: str,
    outcome: str,
    content: ResultContent | None = None,
    result_number: str = "",
) -> Moved:
    """Decide as head of the handling agency: the result is typeset, signed with the agency's certificate and dated now.

    Decision and signed result are one transaction: either both stand or neither, whatever dies in between. Without
    `content` the specialist's proposal is taken; nobody decides their own. A refusal needs its reason. `result_number`
    is the agency's own number, by default `<code>-KQ1`. The same decision again (a second click) returns the first.
    Raises NotAllowed HS110 (one's own proposal), NotFound HS02, Conflict HS09, HS77 (another office is not done),
    Invalid HS20, Unavailable (nothing was decided).
    Basis: 45/2020/NĐ-CP, Điều 14; 61/2018/NĐ-CP, Điều 19; 118/2025/NĐ-CP.
    """
    row = lock_dossier(dossier_id)
    check_at(by, Action.DOSSIER_DECIDE, at, row)
    chosen = Outcome(outcome)
    if row.status in {Status.DECIDED, Status.HANDED_OVER} and row.outcome == chosen:
        return moved(row, paper_id=row.result_paper_id)
    said = content or _proposed(row)
    reason = check_reason(said.reason) if chosen is Outcome.REJECTED else said.reason.strip()
    _check_other_eyes(by, row)
    step(row, Move.DECIDE, at)
    row.result_number = result_number.strip() or f"{row.code}-KQ1"
    row.outcome = chosen
    paper = issue_result(by, at, row, said, reason)
    row.decided_at, row.result_paper_id, row.result_code = at, paper.paper_id, said.result_code
    row.result_standing = ResultStanding.IN_FORCE
    row.save(update_fields=_DECIDED_FIELDS)
    settle(row, by=by, at=at, is_refused=chosen is Outcome.REJECTED)
    event = DossierDecided(
        dossier_id=row.public_id,
        outcome=chosen,
        decided_at=at,
        due_at=row.due_at,
        is_on_time=is_on_time(at, row.due_at),
        supplement_requests=row.supplement_requests,
        result_paper_id=paper.paper_id,
        result_number=row.result_number,
        has_e_result=paper.signed_at is not None,
    )
    entry_id = record(row, event, by=by, at=at)
    note = reason if chosen is Outcome.REJECTED else ""
    tell(row.submission, ActKind.DECIDED, by=by, at=at, entry_id=entry_id, note=note, paper_id=paper.paper_id)
    return moved(row, paper_id=paper.paper_id, entry_id=entry_id)


def _check_other_eyes(by: Actor, row: Dossier) -> None:
    """Refuse with NotAllowed HS110 to approve one's own proposal, from whatever post and in whoever's place."""
    if by.person_id and (row.proposal or {}).get("by_person") == by.person_id:
        raise NotAllowed(
            "HS110",
            _("You proposed this yourself: somebody else must decide."),
            _("Ask another head of your agency, or who is above you."),
        )


def issue_result(by: Actor, at: datetime, row: Dossier, said: ResultContent, reason: str) -> documents.PaperView:
    """Issue and seal the result of a dossier whose outcome and number are set, in the name of who handles it today."""
    agency = references.agency_today(row.handling_agency_id, day_of(at))
    words = _result_words(row, by, Outcome(row.outcome), said, reason, agency)
    return issue_for_dossier(by, at, row, agency, template="result_generic", words=words, number=row.result_number)


def _proposed(row: Dossier) -> ResultContent:
    laid: dict[str, Any] = row.proposal or {}
    return ResultContent(
        summary=laid.get("summary", ""),
        articles=tuple(laid.get("articles", ())),
        grounds=tuple(laid.get("grounds", ())),
        reason=laid.get("reason", ""),
        result_code=laid.get("result_code", ""),
    )


def _result_words(
    row: Dossier, by: Actor, outcome: Outcome, said: ResultContent, reason: str, agency: directory.AgencyView
) -> dict[str, Any]:
    if outcome is Outcome.APPROVED:
        title, first = _APPROVED_TITLE, f"Giải quyết theo đề nghị của {row.applicant_name}: {row.procedure_name}."
    else:
        title, first = _REJECTED_TITLE, f"Không giải quyết hồ sơ {row.code} của {row.applicant_name}. Lý do: {reason}"
    view = references.version(row.version_id)
    return {
        "title": said.title or title,
        "subject_line": said.summary or row.procedure_name,
        "articles": list(said.articles) or [first],
        "grounds": list(said.grounds) or [f"Căn cứ {one};" for one in view.legal_docs[:5]],
        "recipients": [row.applicant_name, references.agency(row.receiving_agency_id).name],
        "signer": by.display_name,
        "signer_role": said.signer_title or "Thủ trưởng cơ quan",
        "issuer": agency.name,
    }


@transaction.atomic
def deposit_result(*, by: Actor, at: datetime, dossier_id: str) -> str:
    """Put the signed result into the citizen's store under `<code>-KQ<n>`; return the item's id, "" without a result.

    Called by the handler of the decision; a second time finds the item that is there. Raises NotAllowed DC06,
    NotFound HS02.
    Basis: 45/2020/NĐ-CP, Điều 14 khoản 3.
    """
    return store_result(lock_dossier(dossier_id), by=by, at=at)


def store_result(row: Dossier, *, by: Actor, at: datetime) -> str:
    """Do what `deposit_result` does with a row that the caller has locked."""
    if not row.result_paper_id or row.outcome != Outcome.APPROVED or row.result_standing == ResultStanding.ANNULLED:
        return ""
    paper = documents.paper(paper_id=row.result_paper_id)
    agency = references.agency_today(row.handling_agency_id, day_of(at))
    results = references.version(row.version_id).results
    result = next((one for one in results if one.code == row.result_code), None) or main_result(results)
    item = documents.deposit(
        by=seal_of(agency) if by.kind is ActorKind.SYSTEM else by,
        at=at,
        owner_person_id=row.applicant_id,
        kind_code=result.code if result else "",
        title=result.name if result else paper.title,
        file_id=paper.file_id,
        source_subject_id=row.public_id,
        number=f"{row.code}-KQ{row.result_ordinal}",
        issuer_name=agency.name,
    )
    return item.item_id


@transaction.atomic
def hand_over(*, by: Actor, at: datetime, dossier_id: str, way: str = "", note: str = "") -> Moved:
    """Hand the result to the citizen at a desk, by post, or (by the system) into their store.

    `way` is by default what the citizen asked for. Raises NotAllowed, NotFound HS02, Conflict HS09 (not decided,
    handed over already), HS36 (the result is not signed yet). Basis: 118/2025/NĐ-CP; 45/2020/NĐ-CP, Điều 14 khoản 1.
    """
    return hand_over_row(lock_dossier(dossier_id), by=by, at=at, way=way, note=note)


def hand_over_row(row: Dossier, *, by: Actor, at: datetime, way: str = "", note: str = "") -> Moved:
    """Do what `hand_over` does with a row that the caller has locked."""
    check_at(by, Action.DOSSIER_HAND_OVER, at, row)
    chosen = DeliveryWay(way or row.submission.delivery_way)
    step(row, Move.HAND_OVER, at)
    if not row.result_paper_id:
        raise Conflict("HS36", _("The result is not signed yet, so it cannot be handed over."))
    row.save(update_fields=["status"])
    follow(row, ActKind.HANDED_OVER, by=by, at=at)
    check_nothing_open(row)
    entry_id = record(row, DossierHandedOver(dossier_id=row.public_id, way=chosen), by=by, at=at)
    tell(row.submission, ActKind.HANDED_OVER, by=by, at=at, entry_id=entry_id, note=note.strip())
    return moved(row, entry_id=entry_id)
