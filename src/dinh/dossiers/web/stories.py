"""The story of a case for its pages: done, now, next, each with its date and the name of the office."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinh.dossiers.api import ActKind, ActView, DossierView, DueView, Status, SubmissionState, SubmissionView, TrackView


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the story."""

    title: str
    state: str
    at: datetime | None = None
    office: str = ""
    note: str = ""
    href: str = ""


def _done(acts: tuple[ActView, ...]) -> list[Item]:
    return [Item(act.title, "done", act.at, _who(act), act.note) for act in acts]


def _who(act: ActView) -> str:
    return " · ".join(part for part in (act.agency_name, act.by_name) if part)


def _now_title(status: int) -> str:
    return {
        Status.ACCEPTED: _("Waiting for an officer to begin"),
        Status.PROCESSING: _("An officer is working on it"),
        Status.SUPPLEMENT: _("Waiting for the papers asked for"),
        Status.OBLIGATION: _("Waiting for the payment asked for"),
        Status.DECIDED: _("The result is ready"),
    }.get(Status(status), "")


def _open_items(status: int, due: DueView, handling: str, receiving: str, *, is_office: bool = False) -> list[Item]:
    now, last = _now_title(status), _("The result is handed over") if is_office else _("You receive the result")
    if not now:
        return []
    if status == Status.DECIDED:
        return [Item(now, "now", None, receiving), Item(last, "next", None, receiving)]
    return [Item(now, "now", None, handling), Item(last, "next", due.at, receiving)]


def of_dossier(view: DossierView, *, is_office: bool = False) -> list[Item]:
    open_items = _open_items(view.status, view.due, view.handling.name, view.receiving.name, is_office=is_office)
    return [*_done(view.story), *open_items]


def of_track(view: TrackView) -> list[Item]:
    open_items = _open_items(view.status, view.due, view.handling_name, view.receiving_name)
    return [*_done(view.story), *open_items]


def of_submission(view: SubmissionView, *, is_office: bool = False) -> list[Item]:
    items = _done(view.story)
    if view.state is not SubmissionState.FILED:
        return items
    receiving = view.receiving.name if view.receiving else ""
    competent = view.competent.name if view.competent else ""
    due = view.answer_due.at if view.answer_due else None
    receipt = _("Receipt with the appointment") if is_office else _("You get a receipt with the appointment")
    return [
        *items,
        Item(_("The desk looks through the papers"), "now", None, receiving),
        Item(receipt, "next", due, receiving),
        Item(_("The result"), "next", None, competent),
    ]


def clock_lines(view: DossierView) -> list[str]:
    """Return how the due date was counted, a sentence a step, in the reader's language."""
    is_english = get_language() == "en"
    return [one.text_en if is_english else one.text_vi for one in view.clock]


def moved_why(view: DossierView) -> str:
    """Return in a sentence why the appointment is not the first one, "" when it never moved."""
    kinds = {act.kind for act in view.story}
    if ActKind.EXTENDED in kinds:
        return _("The office apologised and moved the appointment once.")
    if ActKind.DUE_RECOMPUTED in kinds:
        return _("The appointment was counted anew because the calendar of working days was corrected.")
    if kinds & {ActKind.SUPPLEMENT_PROVIDED, ActKind.OBLIGATION_MET}:
        return _("The appointment moved by the time the office waited for papers or a payment.")
    if view.status in {Status.SUPPLEMENT, Status.OBLIGATION}:
        return _("The clock stands still while the office waits for you.")
    return ""
