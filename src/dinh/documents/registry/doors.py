"""Who else may open a file: the module that owns a subject says so, by the prefix of the subject's id."""

from collections.abc import Callable

from dinh.kernel.actor import Actor

Guard = Callable[[Actor, str], bool]
_guards: dict[str, Guard] = {}


def register_guard(prefix: str, guard: Guard) -> None:
    """Let `guard(by, subject_id)` decide for files whose subject id begins with `prefix_`; ValueError when taken."""
    if _guards.get(prefix, guard) is not guard:
        raise ValueError(f"the files of {prefix!r} have a guard already")
    _guards[prefix] = guard


def guard_of(subject_id: str) -> Guard | None:
    return _guards.get(subject_id.partition("_")[0])
