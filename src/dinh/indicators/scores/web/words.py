"""The words of kinds, steps, flags and shapes."""

from django.utils.translation import gettext_lazy as _

from dinh.indicators.scores import api

KINDS = {
    api.ValueKind.SELF: _("Self-assessed"),
    api.ValueKind.VERIFIED: _("Verified"),
    api.ValueKind.EXPLAINED: _("Explained"),
    api.ValueKind.PUBLISHED: _("As published"),
}
STEPS = {
    api.Step.SELF_ASSESSMENT: _("Self-assessment"),
    api.Step.VERIFICATION: _("Verification"),
    api.Step.EXPLANATION: _("Explanation"),
    api.Step.PUBLICATION: _("Publication"),
}
FLAGS = {
    api.Flag.MISSING: _("not entered"),
    api.Flag.ZERO_BASE: _("the base is zero: no data"),
    api.Flag.OVER_ONE: _("above 100 %, to be checked"),
    api.Flag.CAPPED: _("capped at the maximum"),
    api.Flag.ZEROED: _("counted as zero"),
    api.Flag.SKIPPED: _("left out, the rest weighs more"),
    api.Flag.CARRIED: _("carried over from the year before"),
    api.Flag.WINSORISED: _("drawn in from the extreme"),
    api.Flag.GIVEN: _("given as a whole"),
    api.Flag.UNSCORED: _("collected, not scored"),
}
SHAPES = {
    api.ShapeKind.RATIO: _("Ratio: a divided by b, times the maximum"),
    api.ShapeKind.THRESHOLD: _("Ratio against a threshold: a divided by b, against the threshold, at most the maximum"),
    api.ShapeKind.STEP: _("Steps: points by how many"),
    api.ShapeKind.CHOICE: _("Choice: points by the answer"),
    api.ShapeKind.HALVES: _("Conditions: each met one brings an equal part"),
    api.ShapeKind.SURVEY: _("Survey: the mean mark against the scale"),
    api.ShapeKind.GIVEN: _("Points as given by the assessor"),
    api.ShapeKind.NONE: _("Collected, not scored"),
}
MARKS = {
    api.Mark.READ: _("read in the text itself"),
    api.Mark.SECONDARY: _("read in a second source"),
    api.Mark.DERIVED: _("derived from published values"),
    api.Mark.MEMORY: _("from memory, to be checked"),
    api.Mark.SYNTHETIC: _("synthetic"),
}
