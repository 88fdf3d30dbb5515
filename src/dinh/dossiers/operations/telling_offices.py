"""Telling an office that its task of a dossier was cancelled: who had it, else the heads, each once."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from dinh.dossiers.events import SubtaskMoved
from dinh.dossiers.models import Subtask, SubtaskLine
from dinh.dossiers.operations.basics import day_of
from dinh.dossiers.registry import references
from dinh.dossiers.types.subtasks import SubtaskMove
from dinh.kernel.actor import Actor, Role
from dinh.notices import api as notices

__all__ = ["tell_cancelled"]

TEMPLATE = "office.task_cancelled"
_LONGEST_NAME = 400
_LONGEST_TASK = 150


def tell_cancelled(*, by: Actor, at: datetime, events: Sequence[SubtaskMoved]) -> int:
    """Tell the offices of cancelled tasks of them; return how many are told first now. Safe to repeat."""
    cancelled = [one.subtask_id for one in events if one.move == SubtaskMove.CANCEL]
    if not cancelled:
        return 0
    rows = Subtask.objects.select_related("dossier").filter(public_id__in=cancelled, agency__isnull=False)
    news = [one for row in rows for one in _news(row, at)]
    return sum(one.is_new for one in notices.tell_all(by=by, at=at, news=news))


def _news(row: Subtask, at: datetime) -> list[notices.News]:
    """Words for whoever had the task, while they still work there; else for the heads of the office."""
    here = references.agency_today(row.agency_id or "", day_of(at)).agency_id
    people = notices.officers(agency_id=here, on=day_of(at))
    heads = {one.post_id for one in notices.officers(agency_id=here, role=Role.HEAD.value, on=day_of(at))}
    own = [one for one in people if one.post_id == row.assignee_post]
    return [
        notices.News(
            to=to,
            template=TEMPLATE,
            values=_values(row),
            subject_id=row.public_id,
            dedupe_key=f"{TEMPLATE}:{row.public_id}:{to.post_id}",
            href=reverse("dossiers:subtask", args=[row.public_id]),
        )
        for to in own or [one for one in people if one.post_id in heads]
    ]


def _values(row: Subtask) -> dict[str, str]:
    held = row.dossier
    line = SubtaskLine.objects.filter(subtask=row, move=SubtaskMove.CANCEL).order_by("-id").first()
    return {
        "task": row.name[:_LONGEST_TASK],
        "code": held.code,
        "procedure": held.procedure_name[:_LONGEST_NAME],
        "agency": references.agency(held.handling_agency_id).name,
        "reason": line.note if line else "",
    }
