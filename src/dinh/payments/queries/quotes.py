"""What a procedure costs here, through this channel, today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.kernel.errors import Invalid, NotFound
from dinh.kernel.money import check_vnd
from dinh.kernel.text import fold
from dinh.payments import registry
from dinh.payments.policies.discounts import Circumstances, quote_of
from dinh.payments.queries.tabled import tabled
from dinh.payments.types import Fee, FeeKind, Quote
from dinh.procedures import api as procedures
from dinh.processes.api import TableView

__all__ = ["entered_quote", "quote"]

# What the amount rests on when nobody entered it: the words of the law, so not translated.
CATALOGUE = "Cơ sở dữ liệu quốc gia về thủ tục hành chính"


def _area(unit_id: int) -> str:
    """Return the old province code of the unit, "" when the data cannot say which."""
    try:
        return directory.old_area_of(unit_id=unit_id).code
    except NotFound:
        # A unit over several old provinces: which resolution holds must be looked up for the commune.
        return ""


def _about(view: procedures.ProcedureView, channel: str, on: date, unit_id: int) -> Circumstances:
    return Circumstances(channel=channel, on=on, area=_area(unit_id), procedure_name=view.name, field=view.field)


def _fees(way: procedures.ChannelView, case: str) -> tuple[tuple[procedures.FeeLine, ...], bool]:
    """Return the fee lines of a case, and whether they still exclude each other."""
    if case and way.is_fee_choice:
        named = tuple(line for line in way.fees if fold(case) in fold(line.note))
        if len(named) == 1:
            return named, False
    return way.fees, way.is_fee_choice


def quote(
    *,
    version_id: str,
    case: str,
    channel: str,
    on: date,
    unit_id: int,
    table: TableView | None = None,
    inputs: Mapping[str, object] | None = None,
) -> Quote:
    """Return what is due: lines of phí and lệ phí in whole đồng, after the discount that holds.

    By the decision `table` where one is in force for the procedure, asked with `inputs`; else by the catalogue. What
    the table cannot decide is not known, never 0: `decision.why` says what is missing, and the desk enters the fee.

    `is_known` is False where the source has no amount, an amount in another currency, or several to choose from: then
    the lines are candidates and the desk calls `entered_quote`. "Miễn phí" in the source means: no amount entered.
    `case` narrows candidates to those whose note names it; the source does not tie fees to cases.
    """
    view = procedures.version(version_id=version_id)
    if table is not None:
        made = tabled(table, inputs or {}, _about(view, channel, on, unit_id))
        return replace(made, version_id=version_id, unit_id=unit_id)
    way = view.channel(channel)
    fees, is_choice = _fees(way, case) if way is not None else ((), False)
    known = tuple(
        Fee(kind=FeeKind(line.kind), name=line.note or view.name, amount_vnd=line.amount_vnd, basis=CATALOGUE)
        for line in fees
        if line.amount_vnd is not None
    )
    is_known = bool(known) and len(known) == len(fees) and not is_choice
    note = "" if way is None else way.fee_text
    made = quote_of(known, registry.discounts(), _about(view, channel, on, unit_id), is_known=is_known, note=note)
    return replace(made, version_id=version_id, unit_id=unit_id)


def entered_quote(*, version_id: str, channel: str, on: date, unit_id: int, fees: Sequence[Fee]) -> Quote:
    """Return a quote of amounts the desk entered, each with the instrument it stands in; discounts apply as ever.

    Raises Invalid PA41 (no line), PA42 (no name or basis) or PA43 (not whole đồng).
    """
    if not fees:
        raise Invalid("PA41", _("Enter at least one fee; enter 0 đồng where the law asks nothing."))
    for fee in fees:
        if not fee.name.strip() or not fee.basis.strip():
            raise Invalid("PA42", _("Each fee needs its name and the document that sets it."))
        try:
            check_vnd(fee.amount_vnd)
        except (TypeError, ValueError) as fault:
            raise Invalid("PA43", _("A fee is a whole number of đồng, 0 or more.")) from fault
    view = procedures.version(version_id=version_id)
    about = _about(view, channel, on, unit_id)
    made = quote_of(tuple(fees), registry.discounts(), about, is_known=True)
    return replace(made, version_id=version_id, unit_id=unit_id)
