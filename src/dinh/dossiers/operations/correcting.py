"""Correcting the calendar in the middle of dossiers: ordered once, counted piece by piece, told at the end."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.events import AnswerRecomputed, CalendarCorrected, CalendarRecounted
from dinh.dossiers.models import Correction, Recount, Submission
from dinh.dossiers.operations.basics import day_of, lock_submission, tell
from dinh.dossiers.operations.calendar import recompute_open
from dinh.dossiers.operations.filing import answer_due
from dinh.dossiers.policies.corrections import check_can_recompute, why_vi
from dinh.dossiers.queries.corrections import changed_days, newer_versions
from dinh.dossiers.registry import references
from dinh.dossiers.types import ActKind, SubmissionState
from dinh.kernel.actor import Actor, Role
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid
from dinh.ledger import api as ledger
from dinh.notices import api as notices

__all__ = ["correct_calendar", "run_correction"]

_NAMED = 20


@transaction.atomic
def correct_calendar(*, by: Actor, at: datetime, reason: str) -> str:
    """Order every open date to be counted by the corrected calendar, and return the correction.

    `run_correction` counts; `reason` is read by the people of each case. Raises NotAllowed HS37, Invalid HS131 (no
    reason), Conflict HS132 (no open dossier stands on an older calendar), HS133 (another correction is being counted).
    """
    check_can_recompute(by)
    if not reason.strip():
        sentence = _("Please write why the calendar was corrected; the people of each dossier read it.")
        raise Invalid("HS131", sentence, fields={"reason": sentence})
    newer = newer_versions()
    if not newer:
        raise Conflict("HS132", _("Every open dossier stands on today's calendar; there is nothing to count anew."))
    days = {day["vi"]: day for old, new in newer.items() for day in changed_days(old, new)}
    order = Correction(
        ordered_at=at,
        by_name=by.display_name,
        by_post=by.post_id,
        reason=reason.strip(),
        versions=dict(newer),
        days=sorted(days.values(), key=lambda day: day["on"]),
    )
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:
        raise Conflict("HS133", _("Another correction is still being counted.")) from None
    event = CalendarCorrected(
        correction_id=order.public_id, old_versions=tuple(newer), new_versions=tuple(sorted(set(newer.values())))
    )
    ledger.record(event=event, by=by, at=at, subjects=[order.public_id])
    return order.public_id


def run_correction(*, by: Actor, at: datetime, limit: int = 500) -> int:
    """Count up to `limit` dates of the correction under way and return how many; 0 once all are counted and told.

    Each date is a transaction of its own: who dies in the middle leaves the rest, and the next call goes on. No date is
    counted, listed or told twice. Raises NotAllowed HS37.
    """
    check_can_recompute(by)
    order = Correction.objects.filter(done_at__isnull=True).first()
    if order is None:
        return 0
    failed = len(order.failed)
    counted = len(recompute_open(by=by, at=at, limit=limit, correction_id=order.public_id))
    order.refresh_from_db()
    counted += len(order.failed) - failed
    if counted == 0:
        waiting = Submission.objects.filter(state=SubmissionState.FILED)
        done = Recount.objects.filter(correction=order, dossier__isnull=True).values("submission")
        left = list(waiting.exclude(pk__in=done).order_by("pk").values_list("public_id", flat=True)[:limit])
        for submission_id in left:
            _recount_answer(by=by, at=at, order=order, submission_id=submission_id)
        counted = len(left)
    if counted == 0:
        _finish(by=by, at=at, correction_id=order.public_id)
    return counted


@transaction.atomic
def _recount_answer(*, by: Actor, at: datetime, order: Correction, submission_id: str) -> None:
    """The hours an office has to answer run by the same calendar, so they are counted by it too."""
    row = lock_submission(submission_id)
    if row.state != SubmissionState.FILED or row.filed_at is None or row.answer_due_at is None:
        return
    if Recount.objects.filter(correction=order, submission=row, dossier__isnull=True).exists():
        return
    version = references.calendar_of(row.receiving_agency_id or "").version
    old, new, entry_id = row.answer_due_at, answer_due(row, row.filed_at), ""
    if new != old:
        row.answer_due_at = new
        row.save(update_fields=["answer_due_at"])
        event = AnswerRecomputed(submission_id=row.public_id, old_due_at=old, new_due_at=new, calendar_version=version)
        entry_id = ledger.record(
            event=event, by=by, at=at, subjects=[row.public_id], channel=row.channel, rules={"calendar": version}
        ).entry_id
        note = ". ".join(filter(None, (why_vi(order.days), order.reason)))
        tell(row, ActKind.DUE_RECOMPUTED, by=by, at=at, entry_id=entry_id, note=note)
    Recount.objects.create(
        correction=order, submission=row, agency_id=row.receiving_agency_id or "", old_at=old, new_at=new,
        is_moved=new != old, calendar_version=version, entry_id=entry_id, at=at,
    )  # fmt: skip


@transaction.atomic
def _finish(*, by: Actor, at: datetime, correction_id: str) -> None:
    order = Correction.objects.select_for_update(no_key=True).get(public_id=correction_id)
    if order.done_at is not None:
        return
    moved = list(Recount.objects.filter(correction=order, is_moved=True).select_related("dossier").order_by("pk"))
    notices.tell_all(by=by, at=at, news=_news(order, moved, at))
    order.done_at = at
    order.save(update_fields=["done_at"])
    cases = sum(1 for one in moved if one.dossier_id is not None)
    event = CalendarRecounted(correction_id=correction_id, dossiers_moved=cases, submissions_moved=len(moved) - cases)
    ledger.record(event=event, by=by, at=at, subjects=[correction_id])


def _news(order: Correction, moved: Iterable[Recount], at: datetime) -> list[notices.News]:
    """One letter for each officer, with all of their dates; where nobody has a case, for the heads or the desk."""
    by_place: dict[tuple[str, str, str], list[Recount]] = {}
    for one in moved:
        role = "" if one.post_id else Role.HEAD if one.dossier_id is not None else Role.MOT_CUA
        by_place.setdefault((one.post_id, one.agency_id, role), []).append(one)
    letters: dict[str, tuple[notices.Recipient, list[Recount]]] = {}
    for (post_id, agency_id, role), rows in by_place.items():
        here = references.agency_today(agency_id, day_of(at)).agency_id
        found = (
            (notices.officer(post_id=post_id),)
            if post_id
            else notices.officers(agency_id=here, role=role, on=day_of(at))
        )
        for to in found:
            letters.setdefault(to.post_id, (to, []))[1].extend(rows)
    return [_letter(order, to, rows) for to, rows in letters.values()]


def _letter(order: Correction, to: notices.Recipient, rows: list[Recount]) -> notices.News:
    lines = [f"- {_code(one)}: {_moment(one.old_at)} → {_moment(one.new_at)}" for one in rows[:_NAMED]]
    if len(rows) > _NAMED:
        lines.append(f"- … và {len(rows) - _NAMED} hồ sơ khác")
    return notices.News(
        to=to,
        template="office.due_moved",
        values={
            "count": str(len(rows)),
            "why": why_vi(order.days),
            "reason": order.reason,
            "dossiers": "\n".join(lines),
        },
        subject_id=order.public_id,
        dedupe_key=f"{order.public_id}:{to.post_id}",
        href=reverse("dossiers:correction", args=[order.public_id]),
    )


def _code(one: Recount) -> str:
    return one.dossier.code if one.dossier else "hồ sơ chờ tiếp nhận"


def _moment(at: datetime | None) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}" if at else "chưa có hẹn"
