"""The door of the figures: compute, break down, open, recount."""

from dinh.indicators.figures.operations.history import HistoryFact, fact_of, lay_down, place_history
from dinh.indicators.figures.operations.keys import agency_key, forget, procedure_key
from dinh.indicators.figures.operations.rebuild import CellDifference, differences, month_differences, rebuild
from dinh.indicators.figures.queries.explaining import Explanation, explain, late_units
from dinh.indicators.figures.queries.figures import (
    board,
    children_figures,
    figure,
    month,
    months_before,
    procedure_figures,
    series,
    state,
    watermark,
)
from dinh.indicators.figures.registry import DefinitionFault, codes, definition, versions
from dinh.indicators.figures.types import (
    Attribution,
    Definition,
    Direction,
    FactRow,
    Figure,
    LateUnit,
    Measure,
    Missing,
    Period,
    SourceKind,
)

__all__ = [
    "Attribution",
    "CellDifference",
    "Definition",
    "DefinitionFault",
    "Direction",
    "Explanation",
    "FactRow",
    "Figure",
    "HistoryFact",
    "LateUnit",
    "Measure",
    "Missing",
    "Period",
    "SourceKind",
    "agency_key",
    "board",
    "children_figures",
    "codes",
    "definition",
    "differences",
    "explain",
    "fact_of",
    "figure",
    "forget",
    "late_units",
    "lay_down",
    "month",
    "month_differences",
    "months_before",
    "place_history",
    "procedure_figures",
    "procedure_key",
    "rebuild",
    "series",
    "state",
    "versions",
    "watermark",
]
