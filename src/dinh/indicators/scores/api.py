"""The door of the composite indices: definitions, values, scores, ranks, what-if."""

from dinh.indicators.scores.operations.demo import load_demo_scores
from dinh.indicators.scores.operations.entering import enter_value, subject_of
from dinh.indicators.scores.operations.importing import take_in, undo_import
from dinh.indicators.scores.operations.loading import Loaded, load_published
from dinh.indicators.scores.operations.publishing import publish
from dinh.indicators.scores.operations.steps import move
from dinh.indicators.scores.operations.structures import approve_structure, enter_structure
from dinh.indicators.scores.operations.trials import keep_trial
from dinh.indicators.scores.policies.access import can_enter, can_read
from dinh.indicators.scores.policies.changing import Change, Difference, differences, what_if
from dinh.indicators.scores.policies.computing import compute, compute_one
from dinh.indicators.scores.policies.effort import gains, lost
from dinh.indicators.scores.policies.faults import DefinitionFault, ScoreFault, WeightsUnknown
from dinh.indicators.scores.policies.merging import GapPart, Merged, gap, mean_of
from dinh.indicators.scores.policies.numbers import decimal_text
from dinh.indicators.scores.policies.ranking import part_ranks, pillar_ranks, ranks, ranks_of
from dinh.indicators.scores.policies.robustness import DRAWS, rank_intervals
from dinh.indicators.scores.policies.series import Break, Segment, breaks, segments
from dinh.indicators.scores.policies.sheets.assessment import Fate
from dinh.indicators.scores.policies.sheets.assessment import Reading as FileReading
from dinh.indicators.scores.policies.sheets.files import read_file, read_list_file
from dinh.indicators.scores.policies.sheets.grid import SheetFault
from dinh.indicators.scores.policies.sheets.listing import EXAMPLES, KIND_WORDS, Listed, read_list, typed_lines, written
from dinh.indicators.scores.policies.sheets.numbers import NotANumber, read_number
from dinh.indicators.scores.policies.structures import PartChange, part_changes
from dinh.indicators.scores.queries.publications import is_intact, publication, publications
from dinh.indicators.scores.queries.scoring import (
    MERGED_FROM,
    Reading,
    computed,
    entries_of,
    former_of,
    merged,
    reading,
    readings,
    units_of,
)
from dinh.indicators.scores.queries.structures import index_of, proposed, structures
from dinh.indicators.scores.queries.values import (
    assessment,
    history,
    imports,
    over_years,
    standing,
    trials,
    value,
    whole_values,
    years_with_values,
)
from dinh.indicators.scores.registry import DTI, for_year, version, versions, years
from dinh.indicators.scores.types.records import (
    NEXT_STEPS,
    OPEN_KINDS,
    PILLAR,
    WHOLE,
    AssessmentView,
    ImportView,
    PublicationView,
    Step,
    StructureView,
    TrialView,
    ValueKind,
    ValueView,
)
from dinh.indicators.scores.types.results import Entry, Flag, Panel, Result, Scored, Stages
from dinh.indicators.scores.types.structure import Aggregation, Index, Mark, MissingData, Normalisation, Part, ShapeKind

__all__ = [
    "DRAWS",
    "DTI",
    "EXAMPLES",
    "KIND_WORDS",
    "MERGED_FROM",
    "NEXT_STEPS",
    "OPEN_KINDS",
    "PILLAR",
    "WHOLE",
    "Aggregation",
    "AssessmentView",
    "Break",
    "Change",
    "DefinitionFault",
    "Difference",
    "Entry",
    "Fate",
    "FileReading",
    "Flag",
    "GapPart",
    "ImportView",
    "Index",
    "Listed",
    "Loaded",
    "Mark",
    "Merged",
    "MissingData",
    "Normalisation",
    "NotANumber",
    "Panel",
    "Part",
    "PartChange",
    "PublicationView",
    "Reading",
    "Result",
    "ScoreFault",
    "Scored",
    "Segment",
    "ShapeKind",
    "SheetFault",
    "Stages",
    "Step",
    "StructureView",
    "TrialView",
    "ValueKind",
    "ValueView",
    "WeightsUnknown",
    "approve_structure",
    "assessment",
    "breaks",
    "can_enter",
    "can_read",
    "compute",
    "compute_one",
    "computed",
    "decimal_text",
    "differences",
    "enter_structure",
    "enter_value",
    "entries_of",
    "for_year",
    "former_of",
    "gains",
    "gap",
    "history",
    "imports",
    "index_of",
    "is_intact",
    "keep_trial",
    "load_demo_scores",
    "load_published",
    "lost",
    "mean_of",
    "merged",
    "move",
    "over_years",
    "part_changes",
    "part_ranks",
    "pillar_ranks",
    "proposed",
    "publication",
    "publications",
    "publish",
    "rank_intervals",
    "ranks",
    "ranks_of",
    "read_file",
    "read_list",
    "read_list_file",
    "read_number",
    "reading",
    "readings",
    "segments",
    "standing",
    "structures",
    "subject_of",
    "take_in",
    "trials",
    "typed_lines",
    "undo_import",
    "units_of",
    "value",
    "version",
    "versions",
    "what_if",
    "whole_values",
    "written",
    "years",
    "years_with_values",
]
