"""Any file with a self-assessment: which kind it is, and what its rows say."""

from dinh.indicators.scores.policies.sheets.assessment import Reading, read_sheets
from dinh.indicators.scores.policies.sheets.text import read_csv
from dinh.indicators.scores.policies.sheets.xlsx import read_xlsx
from dinh.indicators.scores.types.structure import Index


def read_file(name: str, data: bytes, index: Index) -> Reading:
    """Return every row of an XLSX or CSV file with what becomes of it; raises SheetFault for a file that cannot be."""
    return read_sheets(read_xlsx(data) if data.startswith(b"PK") else read_csv(data, name), index)
