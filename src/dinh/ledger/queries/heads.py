"""The signed heads."""

from dataclasses import dataclass
from datetime import datetime

from dinh.ledger.models import Head


@dataclass(frozen=True, slots=True)
class HeadView:
    """A signed head: after `size` entries the tree has this root; `note` is the signed text."""

    number: int
    size: int
    root: bytes
    sealed_at: datetime
    hash: bytes
    note: bytes


def view_of(head: Head) -> HeadView:
    return HeadView(
        number=head.number,
        size=head.size,
        root=bytes(head.root),
        sealed_at=head.sealed_at,
        hash=bytes(head.hash),
        note=bytes(head.note),
    )


def head() -> HeadView | None:
    """Return the newest signed head; None before the first entry was sealed."""
    last = Head.objects.order_by("-number").first()
    return None if last is None else view_of(last)
