"""The door of the points of 766/QĐ-TTg: compute, compare, open down to dossiers, report, freeze."""

from dinh.indicators.quality.operations.freezing import prepare, publish
from dinh.indicators.quality.operations.reporting import report
from dinh.indicators.quality.policies.access import can_prepare, can_publish, check_can_prepare, subject_of
from dinh.indicators.quality.policies.digests import content_of
from dinh.indicators.quality.policies.losing import cost_of_one
from dinh.indicators.quality.policies.ranking import Rank, ranks
from dinh.indicators.quality.policies.scoring import points_of, rate_of, rounded
from dinh.indicators.quality.queries.frozen import frozen, frozen_of
from dinh.indicators.quality.queries.losing import MOST, has_list, lost_with, running_out
from dinh.indicators.quality.queries.scoring import scores_of, scores_of_children, scores_of_departments
from dinh.indicators.quality.registry import DEFAULT, edition
from dinh.indicators.quality.registry import load as editions
from dinh.indicators.quality.types import (
    Costly,
    Edition,
    Flag,
    FrozenView,
    Group,
    Item,
    Loss,
    Reported,
    Scored,
    Scores,
    Standing,
    total,
)

__all__ = [
    "DEFAULT",
    "MOST",
    "Costly",
    "Edition",
    "Flag",
    "FrozenView",
    "Group",
    "Item",
    "Loss",
    "Rank",
    "Reported",
    "Scored",
    "Scores",
    "Standing",
    "can_prepare",
    "can_publish",
    "check_can_prepare",
    "content_of",
    "cost_of_one",
    "edition",
    "editions",
    "frozen",
    "frozen_of",
    "has_list",
    "lost_with",
    "points_of",
    "prepare",
    "publish",
    "ranks",
    "rate_of",
    "report",
    "rounded",
    "running_out",
    "scores_of",
    "scores_of_children",
    "scores_of_departments",
    "subject_of",
    "total",
]
