"""A version of a procedure as strangers see it, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dinh.kernel.errors import NotFound
from dinh.kernel.worktime import Limit, Unit
from dinh.procedures.models import Channel, Component, Fault, Fee, ProcedureVersion
from dinh.procedures.types import (
    CaseKind,
    CaseView,
    ChannelKind,
    ChannelView,
    ComponentView,
    FaultKind,
    FaultView,
    FeeKind,
    FeeLine,
    FormSchema,
    Origin,
    ProcedureView,
    ResultView,
)

# Papers without a heading come first, then what is submitted, shown, asked in some cases, and notes.
_ORDER = {CaseKind.SUBMIT: 0, CaseKind.PRESENT: 1, CaseKind.CASE: 2, CaseKind.NOTE: 3}
_DESK_FIRST = {ChannelKind.DESK: 0, ChannelKind.ONLINE: 1, ChannelKind.POST: 2}


def valid_on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def version(*, version_id: str) -> ProcedureView:
    """Read one version: this function will return it whatever the day; dossiers keep the version of their receipt.

    Raises NotFound for an unknown id.
    """
    return _view(_whole().filter(public_id=version_id).first())


def version_on(*, code: str, on: date) -> ProcedureView:
    """Look up a procedure on a day: this function will return the version in force that day.

    `code` is the national code; the local tail of a province ("1.000948.H38") is dropped. Raises NotFound when there
    was none.
    """
    return _view(_whole().filter(valid_on(on), code=national_code(code)).first())


def names(*, codes: Iterable[str], on: date) -> Mapping[str, str]:
    """Name procedures: this function will return the name in force that day by code as asked, one query.

    A code without a version of that day is left out.
    """
    return _told(codes, on, "name")


def fields_of(*, codes: Iterable[str], on: date) -> Mapping[str, str]:
    """Tell the fields of procedures: this function will return the field on that day by code as asked, one query.

    A code without a version of that day is left out.
    """
    return _told(codes, on, "field")


def _told(codes: Iterable[str], on: date, column: str) -> Mapping[str, str]:
    asked = {code: national_code(code) for code in codes}
    rows = ProcedureVersion.objects.filter(valid_on(on), code__in=set(asked.values()))
    found = dict(rows.values_list("code", column))
    return {code: found[national] for code, national in asked.items() if national in found}


def national_code(code: str) -> str:
    """Return the national part of a code: the first two of its dotted parts."""
    return ".".join(code.strip().split(".")[:2])


def form_schema(*, version_id: str) -> FormSchema:
    """Describe the form: this function will return the blocks of the generic form, one upload per paper.

    Raises NotFound for an unknown id.
    """
    view = version(version_id=version_id)
    return FormSchema(
        version_id=view.version_id,
        applicant=("full_name", "cccd", "born_on", "phone", "email", "residence_unit", "address_text"),
        content=("subject", "detail", "case"),
        uploads=tuple(one for one in view.components if not one.is_note),
    )


def _whole() -> QuerySet[ProcedureVersion]:
    rows = ProcedureVersion.objects.select_related("imported")
    return rows.prefetch_related("channels__fees", "cases", "components__case", "results", "faults")


def _view(row: ProcedureVersion | None) -> ProcedureView:
    if row is None:
        raise NotFound(
            "PR20", _("This procedure is not in the catalogue on that day."), _("Search for it by its name instead.")
        )
    channels = sorted(row.channels.all(), key=lambda one: (_DESK_FIRST[ChannelKind(one.kind)], one.seq))
    components = sorted((_component(one) for one in row.components.all()), key=_place)
    return ProcedureView(
        version_id=row.public_id,
        code=row.code,
        name=row.name,
        field=row.field,
        ministry=row.ministry,
        level_commune=row.level_commune,
        level_province=row.level_province,
        level_ministry=row.level_ministry,
        online=row.is_online,
        decision_no=row.decision_no,
        subjects=row.subjects,
        implementing_text=row.implementing_agency,
        competent_text=row.competent_agency,
        legal_docs=tuple(part for part in row.legal_docs.split("|") if part),
        steps=row.steps,
        conditions=row.conditions,
        channels=tuple(_channel(one) for one in channels),
        cases=tuple(CaseView(one.name, CaseKind(one.kind)) for one in row.cases.all()),
        components=tuple(components),
        results=tuple(ResultView(one.code, one.name) for one in row.results.all()),
        faults=tuple(fault_view(one, row) for one in row.faults.all()),
        source_url=row.source_url,
        source=row.source,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        imported_at=row.imported.imported_at,
    )


def _place(one: ComponentView) -> tuple[int, int, int]:
    is_note = one.is_note or one.case_kind is CaseKind.NOTE
    return (3 if is_note else _ORDER[one.case_kind], int(bool(one.case)), one.seq)


def _channel(row: Channel) -> ChannelView:
    fees = tuple(_fee(one) for one in row.fees.all())
    return ChannelView(
        channel=ChannelKind(row.kind),
        limit=Limit(row.limit_value, Unit(row.limit_unit)) if row.limit_value is not None else None,
        limit_raw=row.time_raw,
        limit_origin=Origin(row.limit_origin),
        fees=fees,
        fee_text=row.fee_raw,
        is_amount_entered=any(one.amount_vnd is not None or one.amount_text for one in fees),
        is_fee_choice=row.is_fee_choice,
        note=row.note,
        province_source=row.province_source,
        is_assumed=row.is_assumed,
    )


def _fee(row: Fee) -> FeeLine:
    return FeeLine(
        kind=FeeKind(row.kind),
        amount_vnd=row.amount_vnd,
        currency=row.currency,
        amount_text=row.amount_text,
        note=row.note,
        origin=Origin(row.origin),
    )


def _component(row: Component) -> ComponentView:
    return ComponentView(
        component_id=row.public_id,
        seq=row.seq,
        case=row.case.name if row.case else "",
        case_kind=CaseKind(row.case.kind) if row.case else CaseKind.SUBMIT,
        name=row.name,
        form_file=row.form_file,
        originals=row.originals,
        copies=row.copies,
        is_note=row.is_note,
        is_conditional=row.is_conditional,
        accepts_results=tuple(row.accepts_results),
    )


def fault_view(row: Fault, version_row: ProcedureVersion) -> FaultView:
    return FaultView(
        kind=FaultKind(row.kind),
        code=version_row.code,
        name=version_row.name,
        place=row.place,
        text=row.text,
        source_url=version_row.source_url,
    )
