"""A definition file read as the compiler of the house reads its own."""

from typing import Any

from dinh.indicators.dictionary.policies.rows import FileFault, at_line, from_toml
from dinh.indicators.figures import api as figures


def read_file(data: bytes) -> dict[str, Any]:
    """Return the one indicator a file holds. Raises FileFault with the line and what is wrong there.

    What hangs on other definitions is said at the draft, not here: names of indicators, days, versions.
    """
    row = from_toml(data)
    try:
        figures.stated(str(row.get("code", "")), row)
    except figures.DefinitionFault as fault:
        raise FileFault(at_line(data, fault.part, fault.said)) from fault
    return row
