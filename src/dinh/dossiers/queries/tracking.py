"""What the look-up shows: where a case stands, without names and papers."""

from dataclasses import replace
from datetime import datetime

from dinh.dossiers.models import Dossier
from dinh.dossiers.queries.cases import due_of
from dinh.dossiers.queries.stories import story_of
from dinh.dossiers.queries.subtasks import whereabouts
from dinh.dossiers.queries.wording import status_name
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, TrackView
from dinh.dossiers.workflow import Status
from dinh.kernel.clock import local

_TOLD = frozenset({ActKind.SUPPLEMENT_REQUESTED, ActKind.EXTENDED})


def track_view(row: Dossier, at: datetime) -> TrackView:
    """Return the public side of a dossier; reasons of a request or an apology are told, other notes are not."""
    story = story_of(row.submission, is_public_only=True)
    where = references.agency(row.receiving_agency_id).name
    return TrackView(
        code=row.code,
        procedure_name=row.procedure_name,
        status=row.status,
        status_name=status_name(row.status),
        received_at=row.received_at,
        due=due_of(row, at),
        receiving_name=where,
        handling_name=references.agency_today(row.handling_agency_id, local(at).date()).name,
        where=() if row.closed_at else whereabouts(row.public_id, at),
        result_ready_at=where if row.status == Status.DECIDED else "",
        story=tuple(
            replace(one, paper_id="", entry_id="", note=one.note if one.kind in _TOLD else "") for one in story
        ),
    )
