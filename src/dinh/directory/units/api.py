"""The door of the units: administrative units of Viet Nam through time."""

from dinh.directory.units.operations.load import load_units
from dinh.directory.units.queries.lookup import (
    children,
    code_history,
    descendant_ids,
    lives,
    provinces,
    unit,
    unit_by_code,
    units,
)
from dinh.directory.units.queries.search import search_units
from dinh.directory.units.types import (
    FIRST_DAY,
    REFORM_DAY,
    Basis,
    Kind,
    Level,
    LoadReport,
    UnitView,
)

__all__ = [
    "FIRST_DAY",
    "REFORM_DAY",
    "Basis",
    "Kind",
    "Level",
    "LoadReport",
    "UnitView",
    "children",
    "code_history",
    "descendant_ids",
    "lives",
    "load_units",
    "provinces",
    "search_units",
    "unit",
    "unit_by_code",
    "units",
]
