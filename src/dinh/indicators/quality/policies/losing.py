"""Which dossier costs how many points. What an item lost is shared by the dossiers it lost them with, exactly."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dinh.indicators.figures.api import LostRow, common
from dinh.indicators.quality.types import Costly, Loss, Scored


def cost_of_one(one: Scored) -> Fraction:
    """Return what each missing count costs: the points the item lost, shared by all of them alike.

    An item with a threshold that is reached costs nothing, however many dossiers are missing.
    """
    if one.points is None or one.figure is None or one.sides is None:
        return Fraction(0)
    above, below = one.sides
    missing = below - above
    return one.lost / missing if missing > 0 else Fraction(0)


def costly(found: Sequence[tuple[Scored, Sequence[LostRow]]]) -> tuple[Costly, ...]:
    """Return every dossier that costs points, what can still be saved first, then the dearest."""
    rows: dict[str, LostRow] = {}
    losses: dict[str, list[Loss]] = {}
    for scored, lost in found:
        each = cost_of_one(scored)
        for row in lost if each else ():
            rows[row.dossier_id] = row
            losses.setdefault(row.dossier_id, []).append(Loss(scored.item, each * row.lost, row.can_be_saved))
    told = [_told(row, losses) for row in rows.values()]
    return tuple(sorted(told, key=lambda one: (-one.to_save, -one.points, one.code)))


def _told(row: LostRow, losses: Mapping[str, Sequence[Loss]]) -> Costly:
    return Costly(**common(row, row.procedure_code), losses=tuple(losses[row.dossier_id]))
