"""What stands in the catalogue, put back into the words of the source so that editions can be compared."""

from collections.abc import Sequence

from dinh.procedures.models import ProcedureVersion
from dinh.procedures.types import (
    CHANNEL_OF_SOURCE,
    FIELDS,
    ProvinceEntry,
    SourceChannel,
    SourceComponent,
    SourceProcedure,
    SourceResult,
)

_NAME_OF_CHANNEL = {kind: name for name, kind in CHANNEL_OF_SOURCE.items()}


def flats_of(version_pks: Sequence[int]) -> dict[str, dict[str, str]]:
    """Return the published words of these versions by procedure code."""
    rows = ProcedureVersion.objects.filter(pk__in=version_pks)
    found = rows.prefetch_related("channels", "components__case", "results")
    return {row.code: _source(row).flat() for row in found}


def _source(row: ProcedureVersion) -> SourceProcedure:
    return SourceProcedure(
        code=row.code,
        fields={name: getattr(row, name) for name in FIELDS},
        channels=tuple(
            SourceChannel(_NAME_OF_CHANNEL[one.kind], one.time_raw, one.fee_raw, one.note, one.parse_flag)  # type: ignore[index]
            for one in row.channels.all()
        ),
        components=tuple(
            SourceComponent(
                seq=one.seq,
                case=one.case.name if one.case else "",
                name=one.name_raw,
                form_file=one.form_raw,
                originals="" if one.originals is None else str(one.originals),
                copies="" if one.copies is None else str(one.copies),
                parse_flag=one.parse_flag,
            )
            for one in row.components.all()
        ),
        results=tuple(SourceResult(one.code, one.name) for one in row.results.all()),
        steps=row.steps,
        conditions=row.conditions,
        province=tuple(
            ProvinceEntry(
                channels=tuple(one["channels"]),
                limit=one["limit"],
                fees=tuple((kind, amount, note) for kind, amount, note in one["fees"]),
                source=one["source"],
                mark=one["mark"],
            )
            for one in row.province_entries
        ),
    )
