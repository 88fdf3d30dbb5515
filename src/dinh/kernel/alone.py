"""Work on many things of which none may keep the others waiting."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import DatabaseError

__all__ = ["Done", "each_alone"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """How many things were done, and the ids of those that could not be."""

    count: int
    failed: frozenset[str]


def each_alone(ids: Iterable[str], do: Callable[[str], object]) -> Done:
    """Do something to each; what fails is told in the log and named in the answer, and the next goes on.

    Trouble of the database is nobody's own fault: it is raised. Each call of `do` is a transaction of its own.
    """
    count = 0
    failed: set[str] = set()
    for one in ids:
        try:
            do(one)
        except DatabaseError:
            raise
        except Exception:
            log.exception("%s cannot be done and keeps its place", one)
            failed.add(one)
        else:
            count += 1
    return Done(count, frozenset(failed))
