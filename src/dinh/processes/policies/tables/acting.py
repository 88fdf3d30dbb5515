"""What a table must answer before it may act on the cases of a procedure."""

from django.utils.translation import gettext as _

from dinh.processes.types.tables import Answer, Column, ColumnType, Finding, FindingKind, Table, TablePurpose

_NEEDED = {
    TablePurpose.FEE: (Answer.AMOUNT, frozenset({ColumnType.MONEY, ColumnType.NUMBER})),
    TablePurpose.PAPERS: (Answer.COMPONENT, frozenset({ColumnType.NUMBER})),
    TablePurpose.ROUTE: (Answer.PROCESS, frozenset({ColumnType.ENUM, ColumnType.TEXT})),
}


def acting(table: Table, purpose: TablePurpose, procedure_code: str) -> tuple[Finding, ...]:
    """Return what keeps a table from acting: without its output it would be published and do nothing.

    A table of fees or papers for no procedure in particular is looked up by people only, and so needs nothing.
    """
    if purpose not in _NEEDED or not (procedure_code or purpose is TablePurpose.ROUTE):
        return ()
    name, types = _NEEDED[purpose]
    column = next((one for one in table.outputs if one.name == name), None)
    if column is None or column.type not in types:
        return (_finding(name),)
    return _amounts(column) if purpose is TablePurpose.FEE else ()


def _finding(name: str) -> Finding:
    said = _("A table of this purpose needs the output “%(name)s”, or it decides nothing.") % {"name": name}
    return Finding(FindingKind.OUTPUT, said, is_blocking=True, column=name)


def _amounts(column: Column) -> tuple[Finding, ...]:
    """A default amount would be asked of cases nobody thought of."""
    if not column.default:
        return ()
    said = _("A fee may have no default: what no rule says is entered by the desk with its document.")
    return (Finding(FindingKind.OUTPUT, said, is_blocking=True, column=column.name),)
