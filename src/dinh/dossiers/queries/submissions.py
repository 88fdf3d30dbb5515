"""What a draft asks and has: components beside their papers, gaps, offers of the store."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dinh.documents import api as documents
from dinh.dossiers.models import Part, Submission
from dinh.dossiers.policies.drafts import Asked, field_gaps, paper_gaps, question_gaps
from dinh.dossiers.queries.deciding import papers_of, questions_of
from dinh.dossiers.queries.offices import competent
from dinh.dossiers.registry import references
from dinh.dossiers.types import Gap, GapKind, OfferView, PartSource, PartView
from dinh.dossiers.types.deciding import PaperChoice
from dinh.forms import api as forms
from dinh.kernel.clock import local
from dinh.procedures.api import CaseKind, ComponentView, ProcedureView
from dinh.processes.api import TablePurpose

WITH_FILE = frozenset({PartSource.NEW_UPLOAD, PartSource.PROVINCIAL_STORE, PartSource.PAPER_SCANNED})
_ASKED = frozenset({CaseKind.SUBMIT, CaseKind.CASE})


def cases_asked(row: Submission, at: datetime | None) -> tuple[str, ...]:
    """Return the catalogue's cases, unless a table chooses the papers: then its questions are asked instead."""
    view = references.version(row.version_id)
    has_table = at is not None and TablePurpose.PAPERS in references.tables_of(row.procedure_code, local(at).date())
    return () if has_table else cases_of(view)


def cases_of(view: ProcedureView) -> tuple[str, ...]:
    """Return the cases a person must choose between: only those that ask for other papers; one alone is no choice."""
    found = tuple(
        dict.fromkeys(one.case for one in view.components if one.case_kind is CaseKind.CASE and not one.is_note)
    )
    return found if len(found) > 1 else ()


def is_in_case(component: ComponentView, case_name: str, cases: Sequence[str]) -> bool:
    return component.case_kind is not CaseKind.CASE or component.case == case_name or component.case not in cases


def is_required(component: ComponentView) -> bool:
    """Papers asked only in some situations, or merely shown, stop nobody."""
    return component.case_kind in _ASKED and not component.is_conditional


def asked_of(row: Submission, parts: Sequence[Part], at: datetime | None = None) -> tuple[Asked, ...]:
    """Return what is asked of each paper: by the table of papers where one decides, else by the catalogue."""
    view = references.version(row.version_id)
    cases = cases_of(view)
    known = {one.component_id: one for one in view.components}
    chosen = papers_of(row, at)
    return tuple(_asked(part, known.get(part.component_id), row.case_name, cases, chosen) for part in parts)


def _asked(
    part: Part, component: ComponentView | None, case_name: str, cases: Sequence[str], chosen: PaperChoice | None
) -> Asked:
    source = PartSource(part.source)
    if chosen is not None:
        why = chosen.why.get(part.seq)
        return Asked(part.seq, part.name, why is not None, why is not None, source, why or "")
    if component is None:
        return Asked(part.seq, part.name, is_required=True, is_in_case=True, source=source)
    return Asked(part.seq, part.name, is_required(component), is_in_case(component, case_name, cases), source)


def gaps_of(row: Submission, parts: Sequence[Part], at: datetime) -> tuple[Gap, ...]:
    """Return everything missing, what stops the filing first."""
    view = references.version(row.version_id)
    unit_id = row.content.get("competent_unit_id") or row.residence_unit_id
    columns = {
        "applicant_phone": row.applicant_phone,
        "applicant_email": row.applicant_email,
        "applicant_address": row.applicant_address,
        "delivery_way": row.delivery_way,
        "case_name": row.case_name,
    }
    has_office = row.competent_agency_id is not None or competent(view, unit_id, local(at).date()) is not None
    fields = field_gaps(columns, has_office=has_office, cases=cases_asked(row, at))
    questions = question_gaps(questions_of(row, at))
    found = fields + _form_gaps(row, at) + _cosign_gaps(row, at) + questions + paper_gaps(asked_of(row, parts, at))
    return tuple(sorted(found, key=lambda gap: not gap.is_blocking))


def _form_gaps(row: Submission, at: datetime) -> tuple[Gap, ...]:
    """Return one gap for each page of the form with something to mend."""
    if not row.form_id:
        return ()
    on = local(at).date()
    titles = {one.name: one.title for one in forms.steps(form_id=row.form_id, answers=row.answers)}
    pages = forms.missing_pages(form_id=row.form_id, answers=row.answers, on=on)
    return tuple(
        Gap(
            GapKind.FIELD,
            f"form_{page}",
            None,
            titles.get(page, ""),
            ngettext("%(count)s question to answer", "%(count)s questions to answer", len(faults))
            % {"count": len(faults)},
        )
        for page, faults in pages.items()
    )


def _cosign_gaps(row: Submission, at: datetime) -> tuple[Gap, ...]:
    """Return one gap for each second person who has not agreed to exactly these answers."""
    if not row.form_id:
        return ()
    lacking = forms.unsigned(subject_id=row.public_id, form_id=row.form_id, answers=row.answers, at=at)
    words = str(_("This person has not signed what you have answered."))
    return tuple(Gap(GapKind.FIELD, f"cosign_{one.name}", None, one.label, words) for one in lacking)


def printed_of(view: ProcedureView, form_id: str) -> frozenset[int]:
    """Return which papers of a procedure are its application form on paper."""
    names = forms.printed(form_id=form_id, names=[one.name for one in view.components])
    return frozenset(one.seq for one in view.components if not one.is_note and (one.form_file or one.name in names))


def part_views(
    row: Submission, parts: Sequence[Part], *, offers_for: str = "", at: datetime | None = None
) -> tuple[PartView, ...]:
    """Return the papers with what is asked of each; with `offers_for` also what the person's store offers instead."""
    view = references.version(row.version_id)
    known = {one.component_id: one for one in view.components}
    asked = {one.seq: one for one in asked_of(row, parts, at)}
    offered = _offers(view, offers_for, at) if offers_for and at else {}
    return tuple(_part_view(part, known.get(part.component_id), asked[part.seq], offered) for part in parts)


def _part_view(
    part: Part, component: ComponentView | None, asked: Asked, offered: dict[str, tuple[OfferView, ...]]
) -> PartView:
    return PartView(
        part_id=part.public_id,
        seq=part.seq,
        component_id=part.component_id,
        name=part.name,
        case=component.case if component else "",
        form_file=component.form_file if component else "",
        asked_originals=component.originals if component else None,
        asked_copies=component.copies if component else None,
        is_required=asked.is_required,
        is_in_case=asked.is_in_case,
        source=asked.source,
        file_id=part.file_id,
        file_name=part.file_name,
        sha256=part.file_sha256,
        store_item_id=part.store_item_id,
        originals=part.originals,
        copies=part.copies,
        is_digitised=part.is_digitised,
        added_at=part.added_at,
        offers=offered.get(part.component_id, ()),
        why=asked.why,
        reason=part.reason,
    )


def _offers(view: ProcedureView, person_id: str, at: datetime) -> dict[str, tuple[OfferView, ...]]:
    """One question to the store for all components together."""
    codes = {code for one in view.components for code in one.accepts_results}
    items = documents.offers(person_id=person_id, accepts=sorted(codes), on=local(at).date()) if codes else ()
    return {
        one.component_id: tuple(
            OfferView(item.item_id, item.title, item.number, item.issuer_name, item.deposited_at, item.valid_to)
            for item in items
            if item.kind_code in one.accepts_results
        )
        for one in view.components
    }
