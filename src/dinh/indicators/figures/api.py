"""The door of the figures: compute, break down, open, recount."""

from dinh.indicators.figures.operations.anew import make_anew
from dinh.indicators.figures.operations.changes import (
    Cause,
    DossierPart,
    LateChange,
    UnitChange,
    UnitPart,
    change_by_unit,
    change_from,
    change_since,
    position_at,
)
from dinh.indicators.figures.operations.history import HistoryFact, fact_of, lay_down, place_history
from dinh.indicators.figures.operations.keys import agency_key, forget, procedure_key
from dinh.indicators.figures.operations.proof import prove
from dinh.indicators.figures.operations.rebuild import CellDifference, differences, month_differences, rebuild
from dinh.indicators.figures.operations.reconcile import Reconciliation, check_publishable, reconcile
from dinh.indicators.figures.operations.snapshots import Snapshot, snapshot
from dinh.indicators.figures.operations.snapshots import current as current_snapshot
from dinh.indicators.figures.policies.changes import Sides, contributions
from dinh.indicators.figures.policies.periods import PeriodKind, cumulative, period_of, same_last_year
from dinh.indicators.figures.queries.apart import unit_months
from dinh.indicators.figures.queries.behind import Question, lost, open_at, open_until
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
from dinh.indicators.figures.queries.pivot import Group, TooMuch, pivot
from dinh.indicators.figures.queries.publishing import PublicationView, broken_checks, publication
from dinh.indicators.figures.queries.sheets import Sheet, agency_sheets, child_sheets, sheet
from dinh.indicators.figures.registry import DefinitionFault, boards, codes, definition, measure, measures, versions
from dinh.indicators.figures.registry.engines import Engine, engine, engines, register_engine
from dinh.indicators.figures.types import (
    Behind,
    Definition,
    Direction,
    FactRow,
    Figure,
    Formula,
    LateUnit,
    LostRow,
    Measure,
    Missing,
    OpenRow,
    Period,
    SourceKind,
)

__all__ = [
    "Behind",
    "Cause",
    "CellDifference",
    "Definition",
    "DefinitionFault",
    "Direction",
    "DossierPart",
    "Engine",
    "Explanation",
    "FactRow",
    "Figure",
    "Formula",
    "Group",
    "HistoryFact",
    "LateChange",
    "LateUnit",
    "LostRow",
    "Measure",
    "Missing",
    "OpenRow",
    "Period",
    "PeriodKind",
    "PublicationView",
    "Question",
    "Reconciliation",
    "Sheet",
    "Sides",
    "Snapshot",
    "SourceKind",
    "TooMuch",
    "UnitChange",
    "UnitPart",
    "agency_key",
    "agency_sheets",
    "board",
    "boards",
    "broken_checks",
    "change_by_unit",
    "change_from",
    "change_since",
    "check_publishable",
    "child_sheets",
    "children_figures",
    "codes",
    "contributions",
    "cumulative",
    "current_snapshot",
    "definition",
    "differences",
    "engine",
    "engines",
    "explain",
    "fact_of",
    "figure",
    "forget",
    "late_units",
    "lay_down",
    "lost",
    "make_anew",
    "measure",
    "measures",
    "month",
    "month_differences",
    "months_before",
    "open_at",
    "open_until",
    "period_of",
    "pivot",
    "place_history",
    "position_at",
    "procedure_figures",
    "procedure_key",
    "prove",
    "publication",
    "rebuild",
    "reconcile",
    "register_engine",
    "same_last_year",
    "series",
    "sheet",
    "snapshot",
    "state",
    "unit_months",
    "versions",
    "watermark",
]
