"""Sentences about time, for pages (in the reader's language) and for papers (in the law's)."""

from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dinh.dossiers.policies.timing import due_state
from dinh.dossiers.types import ActKind, DueState, DueView
from dinh.dossiers.types.subtasks import SubtaskMove
from dinh.dossiers.workflow import Status
from dinh.kernel.clock import local
from dinh.kernel.text import date_vi
from dinh.kernel.worktime import Calendar

NO_DUE_ON_PAPER = "Cơ quan sẽ thông báo"


def moment_on_paper(moment: datetime) -> str:
    at = local(moment)
    return f"{at:%H} giờ {at:%M} phút, ngày {at:%d/%m/%Y}"


def due_on_paper(moment: datetime | None) -> str:
    if moment is None:
        return NO_DUE_ON_PAPER
    at = local(moment)
    return f"{at:%H} giờ {at:%M} phút, {date_vi(at.date())}"


def day_words(day: date) -> str:
    """Return a day as people say it: "thứ Tư 25/02/2026", in English "Wed 25 Feb 2026"."""
    return date_vi(day) if (get_language() or "vi").startswith("vi") else f"{day:%a %d %b %Y}"


def due_view(
    due_at: datetime | None,
    *,
    now: datetime,
    calendar: Calendar,
    is_paused: bool = False,
    ended_at: datetime | None = None,
    is_estimated: bool = False,
) -> DueView:
    """Return the due moment with its state and its sentence, such as "thứ Tư 25/02/2026, còn 3 ngày làm việc"."""
    state, left = due_state(due_at=due_at, now=now, calendar=calendar, is_paused=is_paused, ended_at=ended_at)
    day = day_words(local(due_at).date()) if due_at else ""
    return DueView(due_at, state, left, _sentence(state, day, left), is_estimated)


def due_unknown(due_at: datetime | None) -> DueView:
    """Return the due moment as it stands on the row, where nobody can tell what is left until then, and why."""
    return DueView(due_at, DueState.UNKNOWN, None, _sentence(DueState.UNKNOWN, "", None))


def _sentence(state: DueState, day: str, left: int | None) -> str:
    if state is DueState.OK or state is DueState.SOON:
        number = left or 0
        words = ngettext("%(day)s, %(count)d working day left", "%(day)s, %(count)d working days left", number)
        return words % {"day": day, "count": number}
    if state is DueState.LATE:
        number = -(left or 0)
        if not number:
            return _("%(day)s, overdue since today") % {"day": day}
        words = ngettext("%(day)s, %(count)d working day overdue", "%(day)s, %(count)d working days overdue", number)
        return words % {"day": day, "count": number}
    return _fixed(state) % {"day": day}


def _fixed(state: DueState) -> str:
    return {
        DueState.NONE: _("no appointment yet"),
        DueState.TODAY: _("%(day)s, due today"),
        DueState.PAUSED: _("paused; the appointment %(day)s moves on by the time waited"),
        DueState.ON_TIME: _("appointment %(day)s, kept"),
        DueState.WAS_LATE: _("appointment %(day)s, missed"),
        DueState.UNKNOWN: _("the time left cannot be counted yet: the calendar of this dossier is missing"),
    }[state]


def status_name(status: int) -> str:
    """Return the national name of a status in the reader's language."""
    return {
        Status.REGISTERED: _("Newly registered"),
        Status.ACCEPTED: _("Accepted for processing"),
        Status.DECLINED: _("Not accepted for processing"),
        Status.PROCESSING: _("Being processed"),
        Status.SUPPLEMENT: _("Supplement of papers requested"),
        Status.OBLIGATION: _("Financial obligation requested"),
        Status.WITHDRAWN: _("Withdrawn at the citizen's request"),
        Status.STOPPED: _("Processing stopped"),
        Status.DECIDED: _("Processing finished"),
        Status.HANDED_OVER: _("Result returned to the citizen"),
    }[Status(status)]


def act_title(kind: str) -> str:
    """Return the title of one line of the story."""
    return {
        ActKind.FILED: _("Sent to the office"),
        ActKind.DECLINED: _("The office did not receive it"),
        ActKind.RECEIVED: _("Received; the appointment was given"),
        ActKind.ASSIGNED: _("Given to an officer"),
        ActKind.PLACED: _("It changed hands in the office"),
        ActKind.STARTED: _("Work on it began"),
        ActKind.SUPPLEMENT_REQUESTED: _("The office asked for more papers"),
        ActKind.SUPPLEMENT_PROVIDED: _("The papers asked for were added"),
        ActKind.OBLIGATION_REQUESTED: _("The office asked for a payment"),
        ActKind.OBLIGATION_MET: _("The payment was made"),
        ActKind.EXTENDED: _("The office apologised and moved the appointment"),
        ActKind.DUE_RECOMPUTED: _("The appointment was counted anew by the corrected calendar"),
        ActKind.DIGITISED: _("A paper was digitised and signed"),
        ActKind.PART_MARKED: _("The office said something about a paper"),
        ActKind.STEP_FINISHED: _("A step in the office was finished"),
        ActKind.TASK_MOVED: _("A task of another office moved on"),
        ActKind.PROPOSED: _("A decision was laid before the head"),
        ActKind.DECIDED: _("Decided; the result was signed"),
        ActKind.RESULT_CORRECTED: _("The result was corrected; the new one stands instead"),
        ActKind.RESULT_ANNULLED: _("The result was annulled and has no force any more"),
        ActKind.HANDED_OVER: _("The result was handed over"),
        ActKind.WITHDRAWN: _("Taken back by the citizen"),
        ActKind.STOPPED: _("The office stopped the dossier"),
    }[ActKind(kind)]


def task_title(move: SubtaskMove, name: str, office: str) -> str:
    """Return what another office did with its task, in words its people understand too."""
    words = {
        SubtaskMove.SEND: _("Sent to %(office)s: %(name)s"),
        SubtaskMove.RECEIVE: _("%(office)s has taken it up: %(name)s"),
        SubtaskMove.RETURN: _("%(office)s sent it back because something is missing: %(name)s"),
        SubtaskMove.RESEND: _("Sent to %(office)s again, completed: %(name)s"),
        SubtaskMove.ANSWER: _("An answer of %(office)s lies before its head: %(name)s"),
        SubtaskMove.SEND_BACK: _("The head of %(office)s asked for the answer to be written again: %(name)s"),
        SubtaskMove.CONFIRM: _("%(office)s has answered: %(name)s"),
        SubtaskMove.RECORD: _("%(office)s has answered on paper: %(name)s"),
        SubtaskMove.ASK_TIME: _("%(office)s asked for more time: %(name)s"),
        SubtaskMove.GIVE_TIME: _("%(office)s was given more time: %(name)s"),
        SubtaskMove.REFUSE_TIME: _("%(office)s was given no more time: %(name)s"),
        SubtaskMove.FALL_SILENT: _("%(office)s did not answer in time, which counts as agreement: %(name)s"),
        SubtaskMove.PASS_LIMIT: _("%(office)s is late with its answer: %(name)s"),
        SubtaskMove.CANCEL: _("Nothing more is needed of %(office)s: %(name)s"),
    }
    return words[move] % {"office": office, "name": name}
