"""Any file with a self-assessment or a list of components: which kind it is, and what its rows say."""

from dinh.indicators.scores.policies.sheets.assessment import Reading, read_sheets
from dinh.indicators.scores.policies.sheets.grid import Sheet
from dinh.indicators.scores.policies.sheets.listing import sheet_lines, text_of_lines
from dinh.indicators.scores.policies.sheets.text import read_csv
from dinh.indicators.scores.policies.sheets.xlsx import read_xlsx
from dinh.indicators.scores.types.structure import Index


def read_file(name: str, data: bytes, index: Index) -> Reading:
    """Return every row of an XLSX or CSV file with what becomes of it; raises SheetFault for a file that cannot be."""
    return read_sheets(_sheets(name, data), index)


def read_list_file(name: str, data: bytes) -> str:
    """Return a file with a list of components as the lines somebody would type; raises SheetFault."""
    return text_of_lines(sheet_lines(_sheets(name, data)))


def _sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    return read_xlsx(data) if data.startswith(b"PK") else read_csv(data, name)
