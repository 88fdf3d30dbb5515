"""The door of the units: administrative units of Viet Nam through time."""

from dinh.directory.units.operations.load import load_units
from dinh.directory.units.queries.faults import fault_kinds, faults, last_load, place_of
from dinh.directory.units.queries.former import former_places, former_words
from dinh.directory.units.queries.lookup import (
    children,
    code_history,
    descendant_ids,
    kept_with_map,
    lives,
    provinces,
    unit,
    unit_by_code,
    units,
)
from dinh.directory.units.queries.search import search_units
from dinh.directory.units.queries.shapes import MapFile, commune_map, commune_shapes
from dinh.directory.units.queries.succession import carry, lineage_ids, old_area_of, predecessors, restate, successors
from dinh.directory.units.types import (
    FIRST_DAY,
    REFORM_DAY,
    Basis,
    DecisionView,
    FormerPlace,
    Kind,
    Level,
    LoadReport,
    PlaceView,
    Restated,
    Succession,
    UnitView,
    UnknownPart,
)

__all__ = [
    "FIRST_DAY",
    "REFORM_DAY",
    "Basis",
    "DecisionView",
    "FormerPlace",
    "Kind",
    "Level",
    "LoadReport",
    "MapFile",
    "PlaceView",
    "Restated",
    "Succession",
    "UnitView",
    "UnknownPart",
    "carry",
    "children",
    "code_history",
    "commune_map",
    "commune_shapes",
    "descendant_ids",
    "fault_kinds",
    "faults",
    "former_places",
    "former_words",
    "kept_with_map",
    "last_load",
    "lineage_ids",
    "lives",
    "load_units",
    "old_area_of",
    "place_of",
    "predecessors",
    "provinces",
    "restate",
    "search_units",
    "successors",
    "unit",
    "unit_by_code",
    "units",
]
