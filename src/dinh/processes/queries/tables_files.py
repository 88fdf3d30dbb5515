"""Tables as files, and what is wrong with them."""

from functools import lru_cache

from django.utils.translation import get_language

from dinh.processes.policies.tables.checking import check
from dinh.processes.policies.tables.dmn_out import write_dmn
from dinh.processes.policies.tables.pasted import write_sheet
from dinh.processes.queries.tables import dmn_of, table
from dinh.processes.types.tables import Finding, Table


def check_table(found: Table) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful with a table: overlaps, gaps, rules that never act, cells that cannot be read.

    Blocking findings first; each names rule numbers and shows an input as witness where there is one.
    """
    return _checked(found, get_language() or "")


@lru_cache(maxsize=64)
def _checked(found: Table, language: str) -> tuple[Finding, ...]:
    # A page looks at the same table again and again; its sentences are of one language.
    del language
    return check(found)


def export_dmn(*, table_id: str) -> bytes:
    """Return a version as DMN 1.3, or inside the file it came from with everything else as it was. NotFound TB13."""
    return write_dmn(table(table_id=table_id).table, kept=dmn_of(table_id=table_id))


def export_sheet(*, table_id: str) -> str:
    """Return a version as CSV for a spreadsheet. Raises NotFound TB13."""
    return write_sheet(table(table_id=table_id).table)
