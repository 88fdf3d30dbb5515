"""Proofs out of the stored tree."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid, NotFound
from dinh.ledger.models import Head
from dinh.ledger.queries.entries import entry
from dinh.ledger.queries.heads import HeadView, view_of
from dinh.ledger.queries.tree import StoredTree
from dinh.ledger.types import merkle
from dinh.ledger.types.proof import Proof


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the record only grew: from the older signed head to the newer one (RFC 6962 §2.1.2)."""

    old: HeadView
    new: HeadView
    path: tuple[bytes, ...]

    @property
    def holds(self) -> bool:
        return merkle.verify_consistency(
            old=self.old.size, new=self.new.size, old_root=self.old.root, new_root=self.new.root, path=self.path
        )


def _newest() -> Head:
    last = Head.objects.order_by("-number").first()
    if last is None:
        raise NotFound("LG02", _("Nothing has been sealed yet."))
    return last


def prove(entry_id: str, *, show_body: bool = True) -> Proof:
    """Return the proof that an entry stands in the newest signed head; without the body for the public.

    Raises NotFound for an unknown id and Invalid while the entry waits to be sealed (about a second).
    """
    found = entry(entry_id)
    if found.position is None:
        raise Invalid("LG03", _("This entry is not sealed yet. Please try again in a moment."))
    last = _newest()
    path = merkle.inclusion_path(found.position - 1, last.size, StoredTree().node)
    return Proof(
        entry_id=found.entry_id,
        kind=found.kind,
        position=found.position,
        hash=found.hash,
        body=found.body if show_body else None,
        path=tuple(path),
        note=bytes(last.note),
    )


def prove_growth(*, old: int, new: int) -> Consistency:
    """Return the proof between two signed heads, named by their numbers; raises NotFound."""
    heads = {head.number: head for head in Head.objects.filter(number__in=(old, new))}
    if old not in heads or new not in heads or old > new:
        raise NotFound("LG04", _("There are no such heads, or not in this order."))
    first, second = view_of(heads[old]), view_of(heads[new])
    return Consistency(first, second, tuple(merkle.consistency_path(first.size, second.size, StoredTree().node)))
