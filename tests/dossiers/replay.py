"""A dossier told again from its entries of the ledger alone: no row is looked at."""

from dataclasses import dataclass, replace
from datetime import datetime

from dinh.dossiers.events import (
    DossierAssigned,
    DossierDecided,
    DossierExtended,
    DossierHandedOver,
    DossierPlaced,
    DossierReceived,
    DossierStopped,
    DossierWithdrawn,
    DueRecomputed,
    ObligationMet,
    ObligationRequested,
    ProcessingStarted,
    ResultAnnulled,
    ResultCorrected,
    StepFinished,
    SupplementProvided,
    SupplementRequested,
)
from dinh.dossiers.models import Dossier
from dinh.ledger import api as ledger

STATUS = {
    DossierReceived: 2, ProcessingStarted: 4, SupplementRequested: 5, SupplementProvided: 4, ObligationRequested: 6,
    ObligationMet: 4, DossierDecided: 9, DossierHandedOver: 10, DossierWithdrawn: 7, DossierStopped: 8,
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """What the ledger says of a dossier; the names are those of its row."""

    code: str = ""
    status: int = 0
    due_at: datetime | None = None
    supplement_requests: int = 0
    extensions: int = 0
    outcome: str = ""
    decided_at: datetime | None = None
    result_paper_id: str = ""
    result_number: str = ""
    result_standing: str = ""
    obligation_order_id: str = ""
    assignee_post: str = ""


def replayed(dossier_id: str) -> State:
    state = State()
    told = sorted((one.said for one in ledger.entries_of(dossier_id, limit=300)), key=lambda one: one.recorded_at)
    for one in told:
        state = _after(state, one.event, one.actor.post_id or "")
        state = replace(state, status=STATUS.get(type(one.event), state.status))
    return state


def _after(state: State, event: object, post: str) -> State:  # noqa: C901, PLR0911 (one line for each kind of event)
    match event:
        case DossierReceived():
            return replace(state, code=event.code, due_at=event.due_at)
        case ProcessingStarted():
            return replace(state, assignee_post=state.assignee_post or post)
        case DossierAssigned():
            return replace(state, assignee_post=event.post_id)
        case DossierPlaced() | StepFinished():
            return replace(state, assignee_post=event.to_post_id)
        case SupplementRequested():
            return replace(state, supplement_requests=event.request_no)
        case ObligationRequested():
            return replace(state, obligation_order_id=event.order_id)
        case SupplementProvided() | ObligationMet():
            return replace(state, due_at=event.due_at)
        case DossierExtended():
            return replace(state, due_at=event.new_due_at, extensions=state.extensions + 1)
        case DueRecomputed():
            return replace(state, due_at=event.new_due_at)
        case DossierDecided():
            paper, number = event.result_paper_id, event.result_number
            state = replace(state, outcome=event.outcome, decided_at=event.decided_at, result_paper_id=paper)
            return replace(state, result_number=number, result_standing="in_force")
        case ResultCorrected():
            paper, number = event.result_paper_id, event.result_number
            return replace(state, result_paper_id=paper, result_number=number, result_standing="corrected")
        case ResultAnnulled():
            return replace(state, result_standing="annulled")
    return state


def kept(row: Dossier) -> State:
    """What the row says of the same."""
    return State(**{name: getattr(row, name) for name in State.__dataclass_fields__})
