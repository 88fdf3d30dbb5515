"""The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1): growing, inclusion and consistency, without any store.

A leaf is the 32-byte content hash of an entry, so that a proof need not show the entry.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256(b"").digest()
# Subtrees are kept at every eighth level: one stored hash for 256 below it, a proof reads a few blocks of 256.
STRIDE = 8
Node = tuple[int, int, bytes]
NodeReader = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def pair_up(row: Sequence[bytes]) -> list[bytes]:
    """Return the level above a row of even length."""
    hasher = sha256
    steps = iter(row)
    return [hasher(b"\x01%b%b" % pair).digest() for pair in zip(steps, steps, strict=True)]


def perfect_root(row: Sequence[bytes]) -> bytes:
    """Return the root over a row whose length is a power of two."""
    while len(row) > 1:
        row = pair_up(row)
    return row[0]


class Peaks:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first."""

    __slots__ = ("kept", "peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError("a tree of this size has another number of peaks")
        self.size = size
        self.peaks = list(peaks)
        self.kept: list[Node] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash; complete subtrees at stored levels are put into `kept`."""
        index, level = self.size, 0
        while index & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            index >>= 1
            level += 1
            if level % STRIDE == 0:
                self.kept.append((level, index, leaf))
        self.peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaf hashes in order; whole blocks of 256 are folded row by row."""
        block = 1 << STRIDE
        done = 0
        while done < len(leaves):
            if self.size % block == 0 and len(leaves) - done >= block:
                self._append_block(perfect_root(leaves[done : done + block]))
                done += block
            else:
                self.append(leaves[done])
                done += 1

    def _append_block(self, root: bytes) -> None:
        index, level = self.size >> STRIDE, STRIDE
        self.kept.append((level, index, root))
        while index & 1:
            root = node_hash(self.peaks.pop(), root)
            index >>= 1
            level += 1
            if level % STRIDE == 0:
                self.kept.append((level, index, root))
        self.peaks.append(root)
        self.size += 1 << STRIDE

    def root(self) -> bytes:
        return fold(self.peaks)


def fold(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees, largest first; the empty tree has the hash of nothing."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def complete_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (level, index) of the complete subtrees that cover leaves start..end, left to right, largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield level, start >> level
        start += 1 << level


def range_hash(start: int, end: int, node: NodeReader) -> bytes:
    """Return MTH(D[start:end]) where start is aligned as the RFC's recursion makes it."""
    return fold([node(level, index) for level, index in complete_subtrees(start, end)])


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_path(index: int, size: int, node: NodeReader) -> list[bytes]:
    """Return PATH(index, D[size]) of RFC 6962 §2.1.1, lowest sibling first."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(middle, end, node))
            end = middle
        else:
            path.append(range_hash(start, middle, node))
            start = middle
    path.reverse()
    return path


def consistency_path(old: int, new: int, node: NodeReader) -> list[bytes]:
    """Return PROOF(old, D[new]) of RFC 6962 §2.1.2; empty when the sizes are equal."""
    if not 0 < old <= new:
        raise ValueError("consistency is between a tree and a later one")
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_hash(middle, end, node))
            end = middle
        else:
            path.append(range_hash(start, middle, node))
            start, whole = middle, False
    if not whole:
        path.append(range_hash(start, end, node))
    path.reverse()
    return path


def verify_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the leaf hash stands at this index of the tree with this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            at, last = _climb(at, last)
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether the tree of size `new` only grew out of the one of size `old` (RFC 9162 §2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not 0 < old < new or not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            at, last = _climb(at, last)
        else:
            second = node_hash(second, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _climb(at: int, last: int) -> tuple[int, int]:
    """Pass over the levels where this subtree has no sibling on the right."""
    while not at & 1 and at:
        at, last = at >> 1, last >> 1
    return at, last
