"""Everything that is checked before a process is published."""

from collections.abc import Collection

from dinh.kernel.worktime import Limit
from dinh.processes.policies.checking import limits, shape, soundness
from dinh.processes.types import Finding, ProcessModel, Severity

__all__ = ["check", "has_errors"]


def check(model: ProcessModel, *, whole: Limit | None, agencies: Collection[str]) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful: errors first, each with its element and a sentence.

    `whole` is the limit of the procedure (None when it is not known), `agencies` the known kinds of agency.
    """
    found = list(shape.check_shape(model))
    if not has_errors(found):
        found += shape.check_loops(model)
    if not has_errors(found):
        found += soundness.check_soundness(model)
    found += shape.check_steps(model, agencies)
    found += shape.check_conditions(model)
    found += limits.check_limits(model, whole)
    return tuple(sorted(found, key=lambda one: one.severity is not Severity.ERROR))


def has_errors(found: Collection[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in found)
