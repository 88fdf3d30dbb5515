"""From a procedure of the source to the rows of its version: what is read, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models
from psycopg import sql

from dinh.kernel.ids import new_id
from dinh.kernel.text import fold, sort_key
from dinh.kernel.worktime import parse_limit
from dinh.procedures import registry
from dinh.procedures.models import (
    Case,
    CatalogueImport,
    Channel,
    Component,
    Fault,
    Fee,
    Procedure,
    ProcedureVersion,
    Result,
)
from dinh.procedures.policies.components import accepted_results, bare_name, read_component
from dinh.procedures.policies.fees import FeeReading, read_fee
from dinh.procedures.policies.limits import read_limit
from dinh.procedures.types import (
    CHANNEL_OF_SOURCE,
    FaultKind,
    FeeKind,
    FeeLine,
    Origin,
    ProvinceEntry,
    SourceChannel,
    SourceProcedure,
)

# The crawl kept 400 letters of a note.
NOTE_CUT_AT = 400
_LONGEST_QUOTE = 300
_GLUED_NOTE = re.compile(r"[a-zà-ỹ.)](Dịch vụ bưu chính|Trực tiếp|Trực tuyến)[A-ZÀ-Ỹ0-9]")
_GLUED_RESULT = re.compile(r"Mã: ?\S|\.docx?\b|\.pdf\b", re.IGNORECASE)
_BATCH = 2000
# Names run to a thousand letters; likeness is dear in their length, and people ask by how they begin.
_SEARCHED = 160
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(slots=True)
class Rows:
    """Everything one import writes below the versions, in order of dependence."""

    cases: list[Case] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def save(self) -> None:
        Case.objects.bulk_create(self.cases, batch_size=_BATCH)
        Channel.objects.bulk_create(self.channels, batch_size=_BATCH)
        for rows in (self.fees, self.components, self.results, self.faults):
            _copy(rows)


def _copy(rows: Sequence[models.Model]) -> None:
    """Write rows nobody points at by COPY: half the time of INSERT on the first load."""
    if not rows:
        return
    about = rows[0]._meta  # noqa: SLF001 - Django's documented way to the columns of a model
    fields = [one for one in about.concrete_fields if not one.primary_key]
    names: list[sql.Composable] = [sql.Identifier(str(one.column)) for one in fields]
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(about.db_table), sql.SQL(", ").join(names))
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([_cell(row, one) for one in fields])


def _cell(row: models.Model, field: "models.Field[Any, Any]") -> object:
    if field.is_relation:
        # The row above got its key after this row was made.
        above = getattr(row, field.name)
        return above and above.pk
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def version_row(
    source: SourceProcedure, procedure: Procedure, imported: CatalogueImport, day: date, digest: str
) -> ProcedureVersion:
    words = source.fields
    levels = words["levels"]
    return ProcedureVersion(
        public_id=new_id("prv"),
        procedure=procedure,
        imported=imported,
        valid_from=day,
        source_digest=digest,
        code=source.code,
        sort_key=sort_key(words["name"])[:400],
        search_text=search_text(words["name"], words["field"]),
        level_commune="Cấp xã" in levels,
        level_province="Cấp tỉnh" in levels,
        level_ministry="Cấp bộ" in levels,
        is_online=any(one.channel == "Trực tuyến" for one in source.channels),
        steps=source.steps,
        conditions=source.conditions,
        province_entries=[_entry_row(entry) for entry in source.province],
        **words,
    )


def search_text(name: str, field: str) -> str:
    """Return the folded words that are searched, each between spaces: the beginning of the name, then the field."""
    folded = fold(f"{name[:_SEARCHED]} {field[:_SEARCHED]}")
    return f" {' '.join(_WORD.findall(folded))} "


def _entry_row(entry: ProvinceEntry) -> dict[str, object]:
    return {
        "channels": entry.channels,
        "limit": entry.limit,
        "fees": entry.fees,
        "source": entry.source,
        "mark": entry.mark,
    }


def result_names(catalogue: Sequence[SourceProcedure]) -> dict[str, tuple[str, ...]]:
    """Return the codes of all results by bare name, so that a paper called the same is recognised."""
    found: dict[str, tuple[str, ...]] = {}
    for source in catalogue:
        for result in source.results:
            bare = bare_name(result.name)
            if result.code and result.code not in found.get(bare, ()):
                found[bare] = (*found.get(bare, ()), result.code)
    return found


def add_rows(
    rows: Rows, version: ProcedureVersion, source: SourceProcedure, names: Mapping[str, tuple[str, ...]]
) -> None:
    """Add to `rows` what stands below this version."""
    for seq, channel in enumerate(source.channels, 1):
        _add_channel(rows, version, seq, channel, source.province)
    _add_components(rows, version, source, names)
    for seq, result in enumerate(source.results, 1):
        rows.results.append(Result(version=version, seq=seq, code=result.code, name=result.name))
        if _GLUED_RESULT.search(result.name):
            rows.faults.append(_fault(version, FaultKind.RESULT_GLUED, result.code, result.name))
    if not source.results:
        rows.faults.append(_fault(version, FaultKind.RESULT_MISSING, "", ""))
    if not source.steps and (version.level_commune or version.level_province):
        rows.faults.append(_fault(version, FaultKind.STEPS_MISSING, "", ""))


def _fault(version: ProcedureVersion, kind: FaultKind, place: str, text: str) -> Fault:
    return Fault(version=version, kind=kind, place=place, text=text[:_LONGEST_QUOTE])


def _add_channel(
    rows: Rows, version: ProcedureVersion, seq: int, source: SourceChannel, province: Sequence[ProvinceEntry]
) -> None:
    kind = CHANNEL_OF_SOURCE[source.channel]
    limit, time_fault = read_limit(source.time_raw, source.parse_flag)
    reading = read_fee(source.fee_raw, source.note)
    entry = next((one for one in province if kind in one.channels), None)
    if entry and entry.limit:
        limit = parse_limit(entry.limit)
    channel = Channel(
        version=version,
        seq=seq,
        kind=kind,
        time_raw=source.time_raw,
        limit_value=limit.value if limit else None,
        limit_unit=limit.unit if limit else "",
        limit_origin=Origin.PROVINCE if entry and entry.limit else Origin.SOURCE,
        fee_raw=source.fee_raw,
        is_fee_choice=reading.is_choice and not (entry and entry.fees),
        note=source.note,
        parse_flag=source.parse_flag,
        province_source=entry.source if entry else "",
        is_assumed=bool(entry and entry.mark == "assumed"),
    )
    rows.channels.append(channel)
    for number, line in enumerate(_fee_lines(reading, entry), 1):
        rows.fees.append(_fee(channel, number, line))
    for fault, text in _channel_faults(source, time_fault, reading):
        rows.faults.append(_fault(version, fault, source.channel, text))


def _fee_lines(reading: FeeReading, entry: ProvinceEntry | None) -> tuple[FeeLine, ...]:
    if entry is None or not entry.fees:
        return reading.lines
    return tuple(
        FeeLine(FeeKind(kind), amount, "VND", note=note, origin=Origin.PROVINCE) for kind, amount, note in entry.fees
    )


def _fee(channel: Channel, seq: int, line: FeeLine) -> Fee:
    return Fee(
        channel=channel,
        seq=seq,
        kind=line.kind,
        amount_vnd=line.amount_vnd,
        currency=line.currency,
        amount_text=line.amount_text,
        note=line.note,
        origin=line.origin,
    )


def _channel_faults(
    source: SourceChannel, time_fault: FaultKind | None, reading: FeeReading
) -> Iterator[tuple[FaultKind, str]]:
    if time_fault is not None:
        yield time_fault, source.time_raw or source.note
    run_together = time_fault is FaultKind.TIME_FEE_RUN_TOGETHER
    for fault in reading.faults:
        # The blank fee of a run-together cell is the same fault told twice.
        if not (run_together and fault is FaultKind.FEE_BLANK):
            yield fault, " · ".join(part for part in (source.fee_raw, source.note) if part)
    if len(source.note) >= NOTE_CUT_AT:
        yield FaultKind.NOTE_CUT, f"…{source.note[-120:]}"
    if _GLUED_NOTE.search(source.note):
        yield FaultKind.NOTE_GLUED, source.note


def _add_components(
    rows: Rows, version: ProcedureVersion, source: SourceProcedure, names: Mapping[str, tuple[str, ...]]
) -> None:
    cases: dict[str, Case] = {}
    for number, row in enumerate(source.components, 1):
        read = read_component(row)
        if row.case and row.case not in cases:
            cases[row.case] = Case(version=version, seq=len(cases) + 1, name=row.case, kind=read.case_kind)
        accepts = () if read.is_note else accepted_results(read.bare, registry.reuse_rules(), names)
        rows.components.append(
            Component(
                public_id=new_id("cmp"),
                version=version,
                case=cases.get(row.case),
                seq=row.seq or number,
                name_raw=row.name,
                form_raw=row.form_file,
                name=read.name,
                form_file=read.form_file,
                originals=int(row.originals) if row.originals else None,
                copies=int(row.copies) if row.copies else None,
                is_note=read.is_note,
                is_conditional=read.is_conditional,
                accepts_results=list(accepts),
                parse_flag=row.parse_flag,
            )
        )
        for fault in read.faults:
            rows.faults.append(_fault(version, fault, str(row.seq or number), row.name + row.form_file))
    rows.cases += cases.values()
