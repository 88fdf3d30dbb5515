"""The clock of a dossier: rows of the table in, the kernel's answer out."""

from collections.abc import Sequence
from datetime import datetime

from dinh.dossiers.models import ClockEntry, Dossier
from dinh.dossiers.policies.timing import rule_of
from dinh.kernel import calendars
from dinh.kernel.compiled import Compiled
from dinh.kernel.worktime import ClockRow, ClockRule, ClockState, Limit, RowKind, Unit, run_clock

_ENTRIES = Compiled(ClockEntry.objects, lambda rows: rows.filter(dossier_id=0).order_by("seq"))


def limit_of(entry: ClockEntry) -> Limit | None:
    return None if entry.limit_value is None else Limit(entry.limit_value, Unit(entry.limit_unit))


def row_of(entry: ClockEntry) -> ClockRow:
    return ClockRow(
        kind=RowKind(entry.kind),
        at=entry.at,
        cause="",
        document_id=entry.document_id,
        limit=limit_of(entry),
        until=entry.until,
    )


def entries_of(row: Dossier) -> list[ClockEntry]:
    return _ENTRIES.ask(row.pk)


def _rule(version: str, first: ClockEntry) -> ClockRule:
    rule = rule_of(version)
    # An appointment set by an officer has no limit that could begin anew: a pause moves it on.
    return ClockRule(rule.version, "RESUME", rule.cut_off_moves_receipt) if first.until is not None else rule


def state_of(
    entries: Sequence[ClockEntry], *, rule_version: str, calendar_version: str, now: datetime | None = None
) -> ClockState:
    """Return where the clock stands; a pure function of its rows and of the versions kept on the dossier."""
    return run_clock(
        [row_of(entry) for entry in entries],
        limit_of(entries[0]),
        _rule(rule_version, entries[0]),
        calendars.load(calendar_version),
        now,
    )
