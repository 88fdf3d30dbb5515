"""The answer as a file, one line for each cell and indicator: CSV, XLSX, Parquet, and SDMX 3.0."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from openpyxl import Workbook

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.workbench import api
from dinh.indicators.workbench.web import sdmx, words
from dinh.indicators.workbench.web.asked import CHANNEL_WAYS, Asked
from dinh.indicators.workbench.web.pages import asked_of
from dinh.kernel.access import access
from dinh.kernel.errors import Unavailable

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


COLUMNS = tuple(one.name for one in fields(api.Line))


@require_GET
@access("official", roles=api.READING)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """Send the answer in the form asked for; the structure message describes what SDMX-CSV holds."""
    asked = asked_of(request)
    lines = list(_lines(asked, request.build_absolute_uri("/").rstrip("/")))
    made, kind = _WRITERS[ending]
    answer = HttpResponse(made(asked, lines), content_type=kind)
    name = f"phan-tich-{asked.question.first:%Y%m}-{asked.question.last:%Y%m}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _lines(asked: Asked, host: str) -> Iterator[api.Line]:
    found = api.answer(asked.question)
    question = asked.question
    units = directory.units(unit_ids={key.unit_id for key in found.cells}, on=question.on)
    for key, numbers in found.cells.items():
        for code, one in numbers.items():
            definition = figures.definition(code, key.period.last)
            unit = units[key.unit_id]
            channel = key.channel or question.channel
            yield api.Line(
                indicator=code,
                definition_version=one.version,
                unit_id=key.unit_id,
                unit_code=unit.code,
                unit_name=unit.name,
                first=key.period.first,
                last=key.period.last,
                procedure=key.procedure_code or question.procedure_code,
                field=key.field or question.field,
                channel=CHANNEL_WAYS.get(channel, ""),
                numerator=one.numerator,
                denominator=one.denominator,
                unit=definition.unit,
                missing=_missing(one),
                source_kind=definition.source_kind.value,
                map_day=question.on,
                ledger_position=found.watermark,
                link=f"{host}{asked.at(key, code)}",
            )


def _missing(one: api.Number) -> str:
    if one.being_counted:
        return figures.Missing.BEING_COUNTED.value
    return "" if one.value is not None else figures.Missing.ZERO_DENOMINATOR.value


def _row(one: api.Line) -> list[Any]:
    return [getattr(one, name) for name in COLUMNS]


def _csv(asked: Asked, lines: list[api.Line]) -> str:
    del asked
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(one) for one in _row(line)] for line in lines)
    return f"\ufeff{text.getvalue()}"


def _safe(one: Any) -> Any:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{one}" if isinstance(one, str) and one[:1] in tuple("=+-@") else one


def _xlsx(asked: Asked, lines: list[api.Line]) -> bytes:
    del asked
    book, kept = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet(str(words.DIMENSIONS[api.Dimension.UNIT]()))
    sheet.append(list(COLUMNS))
    for line in lines:
        sheet.append([_safe(one) for one in _row(line)])
    book.save(kept)
    return kept.getvalue()


def _parquet(asked: Asked, lines: list[api.Line]) -> bytes:
    del asked
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise Unavailable("PT30", _("Parquet files need the analytics extra of this installation.")) from error
    kinds = {
        **dict.fromkeys(("numerator", "denominator", "ledger_position"), pa.int64()),
        **dict.fromkeys(("definition_version", "unit_id"), pa.int32()),
        **dict.fromkeys(("first", "last", "map_day"), pa.date32()),
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    columns = [[getattr(line, name) for line in lines] for name in COLUMNS]
    kept = io.BytesIO()
    parquet.write_table(pa.table(columns, schema=schema), kept, compression="zstd")
    return kept.getvalue()


def _sdmx_csv(asked: Asked, lines: list[api.Line]) -> str:
    del asked
    return sdmx.data(lines)


def _sdmx_structure(asked: Asked, lines: list[api.Line]) -> bytes:
    return sdmx.structure(lines, asked.today)


_WRITERS: dict[str, tuple[Callable[[Asked, list[api.Line]], str | bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, _XLSX),
    "parquet": (_parquet, "application/vnd.apache.parquet"),
    "sdmx.csv": (_sdmx_csv, "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"),
    "sdmx.xml": (_sdmx_structure, "application/vnd.sdmx.structure+xml; version=3.0.0; charset=utf-8"),
}
