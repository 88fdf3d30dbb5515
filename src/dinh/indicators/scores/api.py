"""The door of the composite indices: definitions, values, scores, ranks, what-if."""

from dinh.indicators.scores.operations.loading import Loaded, load_published
from dinh.indicators.scores.policies.access import can_enter
from dinh.indicators.scores.policies.changing import Change, Difference, differences, what_if
from dinh.indicators.scores.policies.computing import compute, compute_one
from dinh.indicators.scores.policies.effort import gains, lost
from dinh.indicators.scores.policies.faults import DefinitionFault, ScoreFault, WeightsUnknown
from dinh.indicators.scores.policies.merging import GapPart, Merged, gap, mean_of
from dinh.indicators.scores.policies.numbers import decimal_text
from dinh.indicators.scores.policies.ranking import part_ranks, pillar_ranks, ranks, ranks_of
from dinh.indicators.scores.policies.robustness import rank_intervals
from dinh.indicators.scores.policies.series import Break, Segment, breaks, segments
from dinh.indicators.scores.queries.scoring import (
    MERGED_FROM,
    Reading,
    computed,
    entries_of,
    former_of,
    merged,
    readings,
    units_of,
)
from dinh.indicators.scores.queries.structures import index_of, structures
from dinh.indicators.scores.queries.values import assessment, history, standing, whole_values, years_with_values
from dinh.indicators.scores.registry import DTI, for_year, version, versions, years
from dinh.indicators.scores.types.records import (
    PILLAR,
    WHOLE,
    AssessmentView,
    PublicationView,
    Step,
    StructureView,
    ValueKind,
    ValueView,
)
from dinh.indicators.scores.types.results import Entry, Flag, Panel, Result, Scored, Stages
from dinh.indicators.scores.types.structure import Aggregation, Index, Mark, MissingData, Normalisation, Part, ShapeKind

__all__ = [
    "DTI",
    "MERGED_FROM",
    "PILLAR",
    "WHOLE",
    "Aggregation",
    "AssessmentView",
    "Break",
    "Change",
    "DefinitionFault",
    "Difference",
    "Entry",
    "Flag",
    "GapPart",
    "Index",
    "Loaded",
    "Mark",
    "Merged",
    "MissingData",
    "Normalisation",
    "Panel",
    "Part",
    "PublicationView",
    "Reading",
    "Result",
    "ScoreFault",
    "Scored",
    "Segment",
    "ShapeKind",
    "Stages",
    "Step",
    "StructureView",
    "ValueKind",
    "ValueView",
    "WeightsUnknown",
    "assessment",
    "breaks",
    "can_enter",
    "compute",
    "compute_one",
    "computed",
    "decimal_text",
    "differences",
    "entries_of",
    "for_year",
    "former_of",
    "gains",
    "gap",
    "history",
    "index_of",
    "load_published",
    "lost",
    "mean_of",
    "merged",
    "part_ranks",
    "pillar_ranks",
    "rank_intervals",
    "ranks",
    "ranks_of",
    "readings",
    "segments",
    "standing",
    "structures",
    "units_of",
    "version",
    "versions",
    "what_if",
    "whole_values",
    "years",
    "years_with_values",
]
