"""The internal process of one dossier as the desk reads it, with who was late at which step."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.parts import file_href
from dinh.dossiers.web.stories import Item
from dinh.kernel import clock


def steps_shown(view: api.DossierView) -> dict[str, Any]:
    """Return the steps as a timeline, and a sentence for each one that is or was late."""
    lines = api.steps_of(view, clock.now())
    return {"shown": [_item(one) for one in lines], "late": [_late(one) for one in lines if one.is_late]}


def step_shown(view: api.DossierView) -> dict[str, Any]:
    """Return the step one's own office is at and what follows, and what is awaited of other offices."""
    step = view.step
    following = (
        [f"{one.name} ({one.office})" if one.office and not one.is_own else one.name for one in step.following]
        if step
        else []
    )
    return {
        "step": step,
        "until": _until(step.due_at) if step else "",
        "following": following,
        "awaited": [_awaited(one) for one in view.awaited],
    }


def _awaited(one: api.Awaited) -> str:
    said = ", ".join(filter(None, (_until(one.due_at), _("late") if one.is_late else "")))
    return f"{one.office}: {one.name}" + (f" ({said})" if said else "")


def subtasks_shown(view: api.DossierView) -> list[dict[str, Any]]:
    """Return what other offices have of this dossier, with state, limit and lateness of each."""
    return [task_shown(one) for one in api.subtasks_of(view.dossier_id, clock.now())]


def task_shown(one: api.SubtaskView) -> dict[str, Any]:
    """Return one task of an office as lists and pages show it."""
    label, tone = words.SUBTASK_STATES[one.state]
    return {
        "view": one,
        "href": reverse("dossiers:subtask", args=[one.subtask_id]),
        "label": label,
        "tone": tone,
        "opinion": words.OPINIONS[one.opinion] if one.opinion else "",
        "file_href": file_href(one.file_id),
    }


def _item(line: api.StepLine) -> Item:
    who = " · ".join(part for part in (line.agency_name, line.officer) if part)
    note = _until(line.due_at)
    if line.is_late:
        note = f"{note} · {_('late')}" if note else _("late")
    return Item(line.name, "done" if line.closed_at else "now", line.closed_at or line.opened_at, who, note)


def _until(due_at: datetime | None) -> str:
    return _("due %(moment)s") % {"moment": f"{clock.local(due_at):%H:%M %d/%m/%Y}"} if due_at else ""


def _late(line: api.StepLine) -> str:
    """Lateness belongs to a step and an agency, never to the dossier as a whole."""
    said = {"step": line.name, "agency": line.agency_name or _("an office outside the province")}
    if line.closed_at:
        return _("It was late at the step “%(step)s” of %(agency)s.") % said
    return _("It is late at the step “%(step)s” of %(agency)s.") % said
