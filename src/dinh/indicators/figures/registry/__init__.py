"""The dictionary of figures: facts, measures, indicators and boards, read from `definitions/` and checked at start."""

from dinh.indicators.figures.registry.books import (
    board_codes,
    boards,
    codes,
    counting,
    definition,
    facts,
    formulas,
    load,
    measure,
    measures,
    node,
    versions,
)
from dinh.indicators.figures.registry.engines import Engine, Source, engine, engines, register_engine
from dinh.indicators.figures.registry.reading import DefinitionFault

__all__ = [
    "DefinitionFault",
    "Engine",
    "Source",
    "board_codes",
    "boards",
    "codes",
    "counting",
    "definition",
    "engine",
    "engines",
    "facts",
    "formulas",
    "load",
    "measure",
    "measures",
    "node",
    "register_engine",
    "versions",
]
