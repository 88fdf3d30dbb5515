"""Finding dossiers: an officer's words, a person's own list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F, Max, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import BARE_WORDS, WORDS, Dossier, Submission
from dinh.dossiers.policies.codes import read_code
from dinh.dossiers.policies.drafts import digits_of
from dinh.dossiers.queries.cases import due_of
from dinh.dossiers.queries.queues import FAR, cursor_of, dossier_row, read_cursor
from dinh.dossiers.queries.wording import due_view, status_name
from dinh.dossiers.registry import references
from dinh.dossiers.types import DueView, MineRow, QueueRow, SubmissionState
from dinh.dossiers.workflow import Status
from dinh.kernel.actor import Actor, Role
from dinh.kernel.clock import VN, local, now
from dinh.kernel.errors import Invalid, NotAllowed
from dinh.kernel.search import HasWords
from dinh.kernel.text import fold

__all__ = [
    "FoundPage",
    "Narrowed",
    "Reach",
    "asked_of",
    "found_rows",
    "my_dossiers",
    "newest_of",
    "reach_of",
    "search",
    "search_page",
    "words_of",
]

_FEWEST = 3
_RECENT = 5_000
# The signs the index takes for spaces; "=" begins what only the index may say.
_SPACES = str.maketrans(dict.fromkeys("-,;:()/=", " "))
# A dash is part of a code, so a number with one is not taken for a telephone.
_PHONE = re.compile(r"\+?[\d][\d .]{7,}")
_STATUS_OF = {
    SubmissionState.FILED: Status.REGISTERED,
    SubmissionState.DECLINED: Status.DECLINED,
    SubmissionState.WITHDRAWN: Status.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what a search found, newest first; `next_cursor` "" on the last page."""

    rows: tuple[QueueRow, ...]
    next_cursor: str


def search(*, by: Actor, text: str, limit: int = 50, at: datetime | None = None) -> tuple[QueueRow, ...]:
    """Return the newest dossiers that `search_page` finds."""
    return search_page(by=by, text=text, size=limit, at=at).rows


def search_page(
    *,
    by: Actor,
    text: str,
    cursor: str = "",
    size: int = 25,
    status: int | None = None,
    channel: str = "",
    at: datetime | None = None,
) -> FoundPage:
    """Return dossiers whose code, applicant, telephone or procedure hold all the words, without tones, newest first.

    A desk finds every dossier of the province, a handler those of the own agency, a post limited to some procedures
    theirs among those. A whole code is found by itself; the
    last word may be unfinished; "nvt" finds Nguyễn Văn Thành. At most three queries. Raises NotAllowed HS43, Invalid
    HS42 (cursor), HS44 (too little to search for). Basis: 118/2025/NĐ-CP, Điều 14.
    """
    moment = at or now()
    narrowed, code = Narrowed(reach_of(by, moment), status, channel), read_code(text)
    if code:
        found = list(found_rows().filter(narrowed.plain, code=code))
    else:
        found = newest_of(narrowed, words_of(text), cursor, size + 1)
    more = cursor_of(found[size - 1].received_at, found[size - 1].pk) if len(found) > size else ""
    return FoundPage(tuple(dossier_row(row, moment) for row in found[:size]), more)


@dataclass(frozen=True, slots=True)
class Reach:
    """What an officer may find: dossiers of these agencies and procedures; none named: of all."""

    agencies: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()

    @property
    def plain(self) -> Q:
        found = Q(handling_agency__in=self.agencies) if self.agencies else Q()
        return found & Q(procedure_code__in=self.procedures) if self.procedures else found


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What rows may be found at all: within this reach, in this status, come this way."""

    reach: Reach
    status: int | None
    channel: str

    @property
    def plain(self) -> Q:
        found = self.reach.plain
        if self.status is not None:
            found &= Q(status=self.status)
        return found & Q(channel=self.channel) if self.channel else found

    @property
    def marks(self) -> list[str]:
        """The same in the words of the index, but for procedures: a code may stand in the words of another one."""
        found = []
        if self.reach.agencies:
            found.append(f"({' | '.join(_quoted(f'=a{agency}') for agency in self.reach.agencies)})")
        if self.status is not None:
            found.append(_quoted(f"=s{self.status}"))
        return [*found, _quoted(f"=c{self.channel}")] if self.channel else found


def words_of(text: str) -> list[str]:
    """Return the folded words to look for. Raises Invalid HS44 when none is long enough."""
    if _PHONE.fullmatch(text.strip()):
        return [digits_of(text)]
    words = fold(text).translate(_SPACES).split()
    if max((len(word) for word in words), default=0) < _FEWEST:
        raise Invalid("HS44", _("Please type at least three letters or digits in a row."))
    return words


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def asked_of(words: Sequence[str]) -> tuple[str, Q]:
    """Return a tsquery of all the words, the last as far as it is typed; no word is read as an operator.

    Half the index begins with one or two given letters, so a last word as short as that is looked for in the rows.
    """
    *whole, last = words
    if len(last) >= _FEWEST:
        return " & ".join([*map(_quoted, whole), f"{_quoted(last)}:*"]), Q()
    return " & ".join(map(_quoted, whole)), Q(search_text__regex=rf"(^|[-,;:()/ ]){re.escape(last)}")


def _asked_of_index(words: Sequence[str]) -> tuple[str, Q]:
    """Return the same for all dossiers there ever were, where a short last word must be a whole one.

    But for the end of a code: its other parts leave few rows to look at.
    """
    *whole, last = words
    is_code = last.isdigit() and any(sign.isdigit() for word in whole for sign in word)
    if len(last) >= _FEWEST or is_code:
        return asked_of(words)
    return " & ".join(map(_quoted, words)), Q()


def found_rows() -> QuerySet[Dossier]:
    return Dossier.objects.select_related("submission")


def newest_of(narrowed: Narrowed, words: Sequence[str], cursor: str, limit: int) -> list[Dossier]:
    """Walk some thousand of the newest, where common words are soon found; then ask the index for the rare ones.

    One plan for both would read half the table for a common word, or every row for words that never meet.
    """
    asked, short = asked_of(words)
    query = Value(asked)
    walk, order = _walk(narrowed, cursor)
    walked = found_rows().filter(walk & narrowed.plain)
    for word in words:
        # Twenty times cheaper than taking a row's words apart, and nearly as strict: so it comes first.
        walked = walked.filter(search_text__contains=word)
    recent = list(walked.filter(HasWords(BARE_WORDS, query)).filter(short).order_by(*order)[:limit])
    if len(recent) == limit:
        return recent
    found = {row.pk: row for row in (*recent, *_ever(narrowed, words, cursor, order)[:limit])}
    newest = sorted(
        found.values(), key=lambda row: (row.pk,) if order == ["-id"] else (row.received_at, row.pk), reverse=True
    )
    return newest[:limit]


def _ever(narrowed: Narrowed, words: Sequence[str], cursor: str, order: Sequence[str]) -> QuerySet[Dossier]:
    """Ask the index over all dossiers there ever were."""
    asked, short = _asked_of_index(words)
    rows = found_rows().alias(place=F("id") + 0)
    rows = rows.filter(HasWords(WORDS, Value(" & ".join([asked, *narrowed.marks]))), short)
    if narrowed.reach.procedures:
        rows = rows.filter(procedure_code__in=narrowed.reach.procedures)
    if cursor:
        rows = rows.filter(_before(cursor, order, "place"))
    # The sum keeps the planner from walking the whole primary key for the order.
    by_place = F("place").desc()
    return rows.order_by(by_place) if order == ["-id"] else rows.order_by("-received_at", by_place)


def _walk(narrowed: Narrowed, cursor: str) -> tuple[Q, list[str]]:
    """Return some thousand rows in which the newest surely are, as a condition, and the order an index gives them in.

    Of a handler's agencies the first is that of today. The others had ended before what is walked of it began: an index
    gives several agencies in no order.
    """
    if not narrowed.reach.agencies:
        first = read_cursor(cursor)[1] if cursor else (Dossier.objects.aggregate(last=Max("id"))["last"] or 0)
        return _before(cursor, ["-id"]) & Q(pk__gt=first - _RECENT), ["-id"]
    own, *ended = narrowed.reach.agencies
    order = ["-received_at", "-id"]
    rows = Q(handling_agency=own) & _before(cursor, order)
    last = Dossier.objects.filter(rows).order_by(*order).values_list("received_at", flat=True)[_RECENT:][:1]
    since = [*last, *(_end_of(agency_id) for agency_id in ended)]
    return (rows & Q(received_at__gte=max(since)) if since else rows), order


def _end_of(agency_id: str) -> datetime:
    day = references.agency(agency_id).valid_to
    return datetime.combine(day, time.min, tzinfo=VN) if day else FAR


def _before(cursor: str, order: Sequence[str], place: str = "id") -> Q:
    if not cursor:
        return Q()
    moment, last = read_cursor(cursor)
    if order[0] == "-id":
        return Q(**{f"{place}__lt": last})
    return Q(received_at__lte=moment) & (Q(received_at__lt=moment) | Q(**{f"{place}__lt": last}))


def reach_of(by: Actor, at: datetime) -> Reach:
    """Return what this officer may find, all agencies for a desk: the installation is one province.

    A post limited to some procedures finds those. Raises NotAllowed HS43 for who may search nothing.
    """
    if by.is_official and by.agency_id:
        on = local(at).date()
        here = references.agency_today(by.agency_id, on).agency_id
        agencies = () if by.has_role(Role.MOT_CUA) else references.with_forerunners(here)
        if _may_search(by, on, here):
            return Reach(agencies)
        limited = directory.procedures_of(by=by, on=on)
        if limited and _may_search(by, on, here, limited[0]):
            return Reach(agencies, limited)
    raise NotAllowed("HS43", _("Your post may not search dossiers."))


def _may_search(by: Actor, on: date, agency_id: str, procedure_code: str = "") -> bool:
    return directory.may(
        by=by, action=directory.Action.DOSSIER_SEARCH, on=on, agency_id=agency_id, procedure_code=procedure_code
    )


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
