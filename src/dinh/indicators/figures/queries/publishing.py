"""Whether the figures may be published: what the last recount found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dinh.indicators.figures import registry
from dinh.indicators.figures.models import Publication, PublicationState
from dinh.indicators.figures.types import Check, Figure


@dataclass(frozen=True, slots=True)
class PublicationView:
    """The last recount: the hash each engine gave for all cells up to `position`, and whether they were one."""

    is_held: bool
    position: int
    engines: Mapping[str, str]
    digest: str
    cells: int
    differences: tuple[str, ...]
    checked_at: datetime


def publication() -> PublicationView | None:
    """Return what the last recount found; None before the first one. One query."""
    row = Publication.objects.order_by("-id").first()
    if row is None:
        return None
    return PublicationView(
        is_held=row.state == PublicationState.HELD,
        position=row.position,
        engines=row.engines,
        digest=row.digest,
        cells=row.cells,
        differences=tuple(row.differences),
        checked_at=row.checked_at,
    )


def broken_checks(one: Figure) -> tuple[Check, ...]:
    """Return the checks of its definition that a figure does not pass; what is missing breaks none."""
    if one.is_missing or not one.denominator:
        return ()
    checks = registry.definition(one.code, one.period.last).checks
    return tuple(check for check in checks if one.numerator * 100 > one.denominator * check.limit)


def blocking_checks(one: Figure) -> tuple[Check, ...]:
    """Return the broken checks for which the figure may not be published."""
    return tuple(check for check in broken_checks(one) if check.blocks)
