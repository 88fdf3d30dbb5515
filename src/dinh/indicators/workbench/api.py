"""The door of the workbench: questions over the figures, their answers, and questions kept under a name."""

from dinh.indicators.workbench.operations.views import keep_view, remove_view
from dinh.indicators.workbench.policies.access import READING, can_ask
from dinh.indicators.workbench.queries.answers import MOST_CELLS, MOST_CODES, MOST_MONTHS, answer, periods_of
from dinh.indicators.workbench.queries.views import views_of
from dinh.indicators.workbench.types import Answer, Dimension, Key, Line, Number, Question, ViewShown

__all__ = [
    "MOST_CELLS",
    "MOST_CODES",
    "MOST_MONTHS",
    "READING",
    "Answer",
    "Dimension",
    "Key",
    "Line",
    "Number",
    "Question",
    "ViewShown",
    "answer",
    "can_ask",
    "keep_view",
    "periods_of",
    "remove_view",
    "views_of",
]
