"""The bank's statement of a day as a CSV file."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid
from dinh.payments.types import StatementRow

__all__ = ["COLUMNS", "read_statement", "write_statement"]

COLUMNS = ("ma_giao_dich", "ma_tham_chieu", "so_tien", "noi_dung", "thoi_gian")
_TIME = "%Y%m%d%H%M%S"


def write_statement(rows: Iterable[StatementRow]) -> str:
    """Return the rows as CSV with a header, times in Viet Nam's clock as the caller gives them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        time = row.paid_at.strftime(_TIME) if row.paid_at else ""
        writer.writerow([row.transaction_no, row.reference, row.amount_vnd, row.content, time])
    return out.getvalue()


def _row(cells: Mapping[Any, Any]) -> StatementRow:
    number, amount, time = cells.get("ma_giao_dich") or "", cells.get("so_tien") or "", cells.get("thoi_gian") or ""
    if not number.strip() or not (amount.isascii() and amount.isdigit()) or int(amount) == 0 or None in cells:
        raise ValueError
    return StatementRow(
        transaction_no=number.strip(),
        reference=(cells.get("ma_tham_chieu") or "").strip(),
        amount_vnd=int(amount),
        content=cells.get("noi_dung") or "",
        paid_at=datetime.strptime(time, _TIME) if time else None,  # noqa: DTZ007 — the bank's own wall clock
    )


def read_statement(data: bytes) -> tuple[StatementRow, ...]:
    """Return the rows of a statement; raise Invalid PA60 (not our CSV) or PA61 naming the first unreadable line."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        names = set(reader.fieldnames or ())
    except (UnicodeDecodeError, csv.Error) as fault:
        raise _not_ours() from fault
    if not {"ma_giao_dich", "so_tien"} <= names:
        raise _not_ours()
    try:
        return tuple(_row(cells) for cells in reader)
    except (ValueError, csv.Error) as fault:
        raise Invalid(
            "PA61",
            _("Line %(line)s of the statement cannot be read.") % {"line": reader.line_num},
            _("Each line needs a transaction number and a whole amount above 0. Nothing was imported."),
        ) from fault


def _not_ours() -> Invalid:
    return Invalid(
        "PA60",
        _("This is not a bank statement in CSV (UTF-8)."),
        _("The first line names the columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)},
    )
