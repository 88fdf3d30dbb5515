"""Finding dossiers: an officer's words, a person's own list."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db.models import BooleanField, F, Func, Max, Q, Value
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import WORDS, Dossier, Submission
from dinh.dossiers.policies.codes import read_code
from dinh.dossiers.policies.drafts import digits_of
from dinh.dossiers.queries.cases import due_of
from dinh.dossiers.queries.queues import dossier_row
from dinh.dossiers.queries.wording import due_view, status_name
from dinh.dossiers.registry import references
from dinh.dossiers.types import DueView, MineRow, QueueRow, SubmissionState
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import Actor, Role
from dinh.kernel.clock import local, now
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.kernel.text import fold

__all__ = ["my_dossiers", "search"]

_FEWEST = 3
_RECENT = 5_000
# The signs the index takes for spaces.
_SPACES = str.maketrans(dict.fromkeys("-,;:()/", " "))
# A dash is part of a code, so a number with one is not taken for a telephone.
_PHONE = re.compile(r"\+?[\d][\d .]{7,}")
# The same words, said so that no index fits: for walks, where asking the index would cost more.
_UNINDEXED = Func(
    F("search_text"), template=str(WORDS.extra["template"]).replace("%(expressions)s", "%(expressions)s || ''")
)
_STATUS_OF = {
    SubmissionState.FILED: Status.REGISTERED,
    SubmissionState.DECLINED: Status.DECLINED,
    SubmissionState.WITHDRAWN: Status.WITHDRAWN,
}


class HasWords(Func):
    """A tsvector that holds a tsquery which Python has written: the parser of PostgreSQL would take codes apart."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def search(*, by: Actor, text: str, limit: int = 50, at: datetime | None = None) -> tuple[QueueRow, ...]:
    """Return dossiers whose code, applicant, telephone or procedure hold all the words, without tones, newest first.

    A desk finds every dossier of the province, a handler those of the own agency. A whole code is found by itself.
    Raises NotAllowed HS43, Invalid HS44 (too little to search for). Basis: 118/2025/NĐ-CP, Điều 14.
    """
    moment = at or now()
    reach, code = _reach(by, moment), read_code(text)
    if code:
        found = list(Dossier.objects.select_related("submission").filter(reach, code=code))
    else:
        found = _newest(reach, _words(text), limit)
    return tuple(dossier_row(row, moment) for row in found)


def _words(text: str) -> list[str]:
    if _PHONE.fullmatch(text.strip()):
        return [digits_of(text)]
    words = fold(text).translate(_SPACES).split()
    if max((len(word) for word in words), default=0) < _FEWEST:
        raise Invalid("HS44", _("Please type at least three letters or digits in a row."))
    return words


def _query(words: Sequence[str]) -> str:
    """Return a tsquery of all the words, the last as far as it is typed; no word is read as an operator."""
    quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words]
    return " & ".join([*quoted[:-1], f"{quoted[-1]}:*"])


def _newest(reach: Q, words: Sequence[str], limit: int) -> list[Dossier]:
    """Walk the newest first, where common words are soon found; then ask the index, where only rare ones are left.

    One plan for both would read half the table for a common word, or every row for words that never meet. A handler's
    own agency is small enough to be walked whole.
    """
    rows, query = Dossier.objects.select_related("submission").filter(reach), Value(_query(words))
    walked = rows.filter(HasWords(_UNINDEXED, query))
    for word in words:
        # Twenty times cheaper than taking a row's words apart, and nearly as strict.
        walked = walked.filter(search_text__contains=word)
    if reach:
        return list(walked.order_by("-received_at", "-id")[:limit])
    last = Dossier.objects.aggregate(last=Max("id"))["last"] or 0
    recent = list(walked.filter(pk__gt=last - _RECENT).order_by("-id")[:limit])
    if len(recent) == limit:
        return recent
    # The sum keeps the planner from walking the whole primary key for the order.
    return list(rows.filter(HasWords(WORDS, query)).order_by((F("id") + 0).desc())[:limit])


def _reach(by: Actor, at: datetime) -> Q:
    """How far this officer may look; the whole installation is one province."""
    if by.is_official and by.agency_id:
        on = local(at).date()
        here = references.agency_today(by.agency_id, on).agency_id
        if directory.may(by=by, action=directory.Action.DOSSIER_SEARCH, on=on, agency_id=here):
            return Q() if by.has_role(Role.MOT_CUA) else Q(handling_agency__in=references.with_forerunners(here))
    raise NotAllowed("HS43", _("Your post may not search dossiers."))


def my_dossiers(*, by: Actor, limit: int = 50, before: int = 0, at: datetime | None = None) -> tuple[MineRow, ...]:
    """Return a person's own drafts, submissions and dossiers, newest first; `before` pages on by row number.

    What they filed for others counts as theirs too. Raises NotAllowed HS45 for who is not a signed-in person.
    """
    if not (by.is_citizen and by.person_id):
        raise NotAllowed("HS45", _("Please sign in to see your dossiers."))
    moment = at or now()
    rows = Submission.objects.select_related("dossier").filter(
        Q(applicant=by.person_id) | Q(submitter=by.person_id) & ~Q(submitter=F("applicant"))
    )
    if before:
        rows = rows.filter(pk__lt=before)
    return tuple(_mine(row, moment) for row in rows.order_by("-id")[:limit])


def _mine(row: Submission, at: datetime) -> MineRow:
    made: Dossier | None = getattr(row, "dossier", None)
    state = SubmissionState(row.state)
    status = Status(made.status) if made else _STATUS_OF.get(state, Status.REGISTERED)
    return MineRow(
        submission_id=row.public_id,
        dossier_id=made.public_id if made else "",
        code=made.code if made else "",
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        state=state,
        status=status.value,
        status_name=str(_("Draft, not sent yet")) if state is SubmissionState.DRAFT else status_name(status),
        saved_at=row.saved_at,
        due=due_of(made, at) if made else _answer_due(row, at),
        needs_action=state is SubmissionState.DRAFT or status in {Status.SUPPLEMENT, Status.OBLIGATION},
    )


def _answer_due(row: Submission, at: datetime) -> DueView:
    calendar = references.calendar_of(row.receiving_agency_id) if row.receiving_agency_id else None
    if calendar is None or row.answer_due_at is None:
        from dinh.kernel import calendars

        return due_view(None, now=at, calendar=calendars.load())
    return due_view(row.answer_due_at, now=at, calendar=calendar, ended_at=row.answered_at)
