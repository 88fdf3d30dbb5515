"""Drafts: opened, typed into, never lost.

A draft writes no ledger entry: it has no effect on anybody, may be half a sentence, and is kept every few seconds. What
counts begins with filing. (A file put into a draft is acknowledged by `documents`, which records it.)
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers.models import Part, Submission
from dinh.dossiers.operations.basics import Action, check, check_person, day_of, lock_submission
from dinh.dossiers.operations.declaring import spare_papers
from dinh.dossiers.policies import drafts
from dinh.dossiers.policies.channels import channel_of, is_vneid
from dinh.dossiers.queries.earlier import earlier_of
from dinh.dossiers.queries.offices import check_is_ours, competent, receiving
from dinh.dossiers.registry import references
from dinh.dossiers.types import Saved, SubmissionState
from dinh.forms import api as forms
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid
from dinh.procedures.api import ProcedureView

__all__ = ["check_open", "check_owner", "fill", "make_draft", "open_draft", "parts_for", "place", "save_draft"]


@transaction.atomic
def open_draft(
    *,
    by: Actor,
    at: datetime,
    procedure_code: str,
    channel: str = "",
    applicant_person_id: str = "",
    values: Mapping[str, str] | None = None,
) -> Saved:
    """Open a draft of a procedure as it stands that day, with one place for every paper it asks for.

    A citizen opens for themselves or for who authorised them; an officer of a desk for the person before them. What the
    directory knows of the person is filled in (45/2020/NĐ-CP, Điều 4 khoản 4). `channel` is only what was clicked.
    Raises NotAllowed, NotFound, Invalid HS10 (a ministry's procedure), HS11 (values), HS14 (online not offered).
    """
    view = references.version_on(procedure_code, day_of(at))
    person_id = applicant_person_id or (by.person_id if by.is_citizen else "")
    if by.is_official:
        check(by, Action.DOSSIER_RECEIVE, at, agency_id=by.agency_id, procedure_code=view.code)
    else:
        check(by, Action.DOSSIER_FILE, at, procedure_code=view.code, person_id=person_id)
    row = make_draft(by, at, view, person_id=person_id, channel=channel)
    fill(row, values or {}, at)
    parts = parts_for(row, view)
    if by.is_citizen:
        _begin_form(row, parts, at)
    row.save(force_insert=True)
    Part.objects.bulk_create(parts)
    return Saved(row.public_id, row.draft_version, row.saved_at)


def _begin_form(row: Submission, parts: Sequence[Part], at: datetime) -> None:
    """Give a fresh draft its form, made by hand or from the catalogue, with what need not be asked already in it.

    A paper that is the printed form itself is not asked for beside it.
    """
    row.form_id = forms.form_id_for(procedure_code=row.procedure_code, version_id=row.version_id, on=day_of(at))
    known = forms.prefill(form_id=row.form_id, person_id=row.applicant_id, on=day_of(at), earlier=earlier_of(row))
    row.answers = dict(known.answers)
    forms.keep_facts(subject_id=row.public_id, facts=known.facts)
    spare_papers(row, parts)


def make_draft(by: Actor, at: datetime, view: ProcedureView, *, person_id: str, channel: str) -> Submission:
    """Return an unsaved draft with what is known of the person; raise what `open_draft` does."""
    check_is_ours(view)
    way = channel_of(by, channel)
    if by.is_citizen and not view.online:
        raise Invalid("HS14", _("This procedure cannot be filed online."), _("Please go to any public service centre."))
    person = directory.person(person_id=person_id)
    return Submission(
        version_id=view.version_id,
        procedure_code=view.code,
        procedure_name=view.name,
        channel=way,
        applicant_id=person.person_id,
        submitter_id=by.person_id if by.is_citizen else person.person_id,
        applicant_name=person.full_name,
        applicant_phone=drafts.digits_of(person.phone),
        applicant_email=person.email,
        applicant_address=person.address_text,
        residence_unit_id=person.residence_unit_id,
        delivery_way="online" if by.is_citizen else "desk",
        is_vneid=is_vneid(by),
        opened_agency_id=by.agency_id,
        created_at=at,
        saved_at=at,
        is_synthetic=person.is_synthetic,
    )


def parts_for(row: Submission, view: ProcedureView) -> list[Part]:
    """One place for every paper the procedure can ask for; a note in the list is no paper."""
    return [
        Part(submission=row, seq=one.seq, component_id=one.component_id, name=one.name)
        for one in view.components
        if not one.is_note
    ]


@transaction.atomic
def save_draft(*, by: Actor, at: datetime, submission_id: str, values: Mapping[str, str], draft_version: int) -> Saved:
    """Keep what was typed, any part of the form at any time. `draft_version` is what the page last got.

    Two open windows are merged field by field. Raises Conflict HS12 where another window changed the same field since,
    HS05 when it was filed meanwhile; Invalid HS11 naming the fields; NotAllowed, NotFound HS01.
    """
    row = lock_submission(submission_id)
    check_owner(by, at, row)
    check_open(row)
    changed = _take(row, values, at, seen_version=draft_version)
    if changed:
        row.save()
    return Saved(row.public_id, row.draft_version, row.saved_at)


def check_open(row: Submission) -> None:
    """Refuse with Conflict HS05 when a draft is a draft no more."""
    if row.state != SubmissionState.DRAFT:
        raise Conflict(
            "HS05",
            _("This has been sent already, so it can no longer be changed here."),
            _("Open it in your list to see where it stands."),
        )


def check_owner(by: Actor, at: datetime, row: Submission) -> None:
    """Let in the person it is for, who sent it, and the desk that typed it."""
    if by.is_official and row.opened_agency_id:
        check(by, Action.DOSSIER_RECEIVE, at, agency_id=row.opened_agency_id, procedure_code=row.procedure_code)
    else:
        # What a citizen types at home is theirs alone: no officer writes in it.
        check_person(by, Action.DOSSIER_FILE, at, row)


def fill(row: Submission, values: Mapping[str, str], at: datetime) -> None:
    """Set the typed words on a row that nobody else sees yet. Raises Invalid HS11."""
    _take(row, values, at)


def _take(row: Submission, values: Mapping[str, str], at: datetime, seen_version: int | None = None) -> bool:
    read = drafts.read_values(values)
    wanted: dict[str, object] = {**read.columns, **read.content}
    now: dict[str, object] = {**row.content, **{name: getattr(row, name) for name in read.columns if _is_plain(name)}}
    for name in ("receiving_unit_id", "competent_unit_id"):
        now[name] = row.content.get(name)
    seen = row.draft_version if seen_version is None else seen_version
    changed = drafts.check_no_clash(seen_version=seen, now=now, wanted=wanted, written=row.field_versions)
    if not changed:
        return False
    row.draft_version += 1
    for name, value in changed.items():
        # The two chosen places are answers; which agency they mean is settled when the draft is filed.
        if name in read.columns and _is_plain(name):
            setattr(row, name, value)
        else:
            row.content[name] = value
        row.field_versions[name] = row.draft_version
    drafts.check_size(row.content)
    row.saved_at = at
    return True


def _is_plain(name: str) -> bool:
    return name not in {"receiving_unit_id", "competent_unit_id"}


def place(row: Submission, view: ProcedureView, at: datetime) -> bool:
    """Settle who decides and which desk receives, as of the day; False while a unit must still be chosen."""
    on = day_of(at)
    chosen, desk = row.content.get("competent_unit_id"), row.content.get("receiving_unit_id")
    office = competent(view, chosen or row.residence_unit_id, on)
    if office is None:
        return False
    row.competent_agency_id, row.competent_unit_id = office.agency_id, office.unit_id
    here = references.agency_today(row.opened_agency_id, on) if row.opened_agency_id else receiving(desk, office, on)
    row.receiving_agency_id, row.receiving_unit_id = here.agency_id, here.unit_id
    return True
