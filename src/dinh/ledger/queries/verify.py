"""Verifying the record from its stored bytes: every entry, leaf, subtree, head, signature and the chain."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dinh.ledger.models import Head, Node, Sealed
from dinh.ledger.queries.faults import Report, lost_entries
from dinh.ledger.queries.heads import HeadView, view_of
from dinh.ledger.queries.keys import last_heads, unendorsed
from dinh.ledger.queries.reading import Reader
from dinh.ledger.queries.stream import BLOCK, Block, blocks
from dinh.ledger.queries.tree import StoredTree
from dinh.ledger.types.canonical import SchemaError
from dinh.ledger.types.head import NO_PREVIOUS, is_signed_by, key_name, note_hash, read
from dinh.ledger.types.merkle import HASH, STRIDE, Peaks

# So many blocks in one stream; between streams the heads and subtrees of the next are read.
CHUNK = 256 * BLOCK
Progress = Callable[[int, int], None]


def verify(
    *,
    public_keys: Sequence[Ed25519PublicKey],
    first: int = 1,
    last: int | None = None,
    with_schemas: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Verify the sealed record between two positions from its stored bytes and return what was found.

    A beginning other than 1 is moved to the start of its block of 256 and trusts the stored subtrees before it.
    `with_schemas` also reads every entry by its schema and compares the columns beside it. `progress` is told how many
    of how many entries are done.
    """
    newest = Sealed.objects.order_by("-position").values_list("position", flat=True).first() or 0
    end = newest if last is None else min(last, newest)
    start = max(first, 1) - (max(first, 1) - 1) % BLOCK
    report = Report(first=start, last=end)
    walk = _Walk(report, start - 1, public_keys, with_schemas=with_schemas)
    for chunk in range(start, end + 1, CHUNK):
        if not walk.go(chunk, min(chunk + CHUNK - 1, end)):
            return report
        if progress is not None:
            progress(report.entries, end - start + 1)
    if last is None:
        _check_edge(report, walk, end)
    if last is None and start == 1:
        report.faults.extend((*lost_entries(), *unendorsed()))
    return report


def _check_edge(report: Report, walk: "_Walk", end: int) -> None:
    beyond = Head.objects.filter(size__gt=end).order_by("number").first()
    # Entries sealed since we began stand beyond `end` and are not our business.
    if beyond is not None and not Sealed.objects.filter(position=beyond.size).exists():
        report.say(beyond.size, f"head {beyond.number} speaks of {beyond.size} entries, they are not there")
    if report.holds and walk.good < end:
        report.say(end, f"positions {walk.good + 1} to {end} stand under no signed head")


class _Walk:
    """One pass over the blocks: the tree grows along with them and is compared at every head."""

    def __init__(self, report: Report, size: int, keys: Sequence[Ed25519PublicKey], *, with_schemas: bool) -> None:
        self.good = size
        self._report = report
        retired = last_heads()
        self._keys = [(key, retired.get(key_name(key))) for key in keys]
        self._with_schemas = with_schemas
        self._reader = Reader()
        self._peaks = Peaks(size, StoredTree().peaks(size))
        self._previous = _hash_before(size)
        self._blamed: dict[int, str] = {}

    def go(self, first: int, last: int) -> bool:
        """Verify one stretch; False when the rest cannot be verified."""
        heads = iter(_heads(first, last))
        nodes = _nodes(first - 1, last)
        head = next(heads, None)
        is_whole = True
        for block in blocks(first, last, with_columns=self._with_schemas):
            leaves = self._leaves(block, min(BLOCK, last - block.start + 1))
            done = 0
            while head is not None and head.size <= self._peaks.size + len(leaves) - done:
                until = done + head.size - self._peaks.size
                self._peaks.extend(leaves[done:until])
                done = until
                self._check_head(head)
                head = next(heads, None)
            self._peaks.extend(leaves[done:])
            self._check_nodes(nodes)
            is_whole = self._peaks.size == min(block.start + BLOCK - 1, last)
            if not is_whole:
                break
        self._report.blame(self._blamed)
        self._blamed.clear()
        return is_whole and not self._report.is_enough

    def _leaves(self, block: Block, expected: int) -> list[bytes]:
        """Return the leaf hashes of a block, having compared content, stored hashes and places."""
        hasher, bodies, sealed = sha256, block.bodies, block.sealed
        digests = [hasher(bodies[start:end]).digest() for start, end in pairwise(block.edges)]
        if len(digests) != expected:
            there = set(block.positions)
            missing = next(one for one in range(block.start, block.start + expected) if one not in there)
            self._report.say(missing, "this position is missing: an entry was taken out of the sealed order")
        is_sealed = sealed == block.written == b"".join(digests)
        if not is_sealed:
            self._blamed.update(_differences(block, digests))
        if self._with_schemas:
            self._blamed.update(self._reader.misread(block, self._blamed))
        self._report.entries += len(digests)
        self._report.bytes += len(bodies)
        # The tree grows from what was sealed, which is cut up only where it is not what was just computed.
        placed = digests if is_sealed else [sealed[at : at + HASH] for at in range(0, len(sealed), HASH)]
        return [hasher(b"\x00" + one).digest() for one in placed]

    def _check_head(self, head: HeadView) -> None:
        self._report.heads += 1
        if self._peaks.root() == head.root:
            self.good = head.size
        else:
            text = f"head {head.number}: its root does not fit positions {self.good + 1} to {head.size}"
            self._report.say(head.size, text)
        for text in _note_faults(head, self._previous, self._keys):
            self._report.say(head.size, f"head {head.number}: {text}")
        self._previous = head.hash

    def _check_nodes(self, stored: dict[tuple[int, int], bytes]) -> None:
        for level, index, made in self._peaks.kept:
            if stored.get((level, index)) != made:
                first, end = (index << level) + 1, (index + 1) << level
                self._report.say(end, f"the stored subtree over positions {first} to {end} does not fit them")
        self._peaks.kept.clear()


def _differences(block: Block, digests: Sequence[bytes]) -> Iterator[tuple[int, str]]:
    written = (block.written[at : at + HASH] for at in range(0, len(block.written), HASH))
    for number, (position, made) in enumerate(zip(block.positions, digests, strict=True)):
        sealed = block.sealed[number * HASH : (number + 1) * HASH]
        if number in block.missing:
            yield position, "the entry is gone from the record"
            continue
        stored = next(written)
        if made != stored:
            yield position, "the stored bytes do not have the stored hash: the entry was changed"
        elif stored != sealed:
            yield position, "the stored entry is not the one that was sealed: it was exchanged"


def _note_faults(head: HeadView, previous: bytes, keys: Sequence[tuple[Ed25519PublicKey, int | None]]) -> Iterator[str]:
    try:
        said = read(head.note)
    except SchemaError as fault:
        yield str(fault)
        return
    if (said.size, said.root, said.at) != (head.size, head.root, head.sealed_at):
        yield "the signed note says something else"
    if said.previous != previous or note_hash(head.note) != head.hash:
        yield "the chain of heads is broken"
    signers = [last for key, last in keys if is_signed_by(head.note, key)]
    if not signers:
        yield "it is not signed by a known key"
    elif all(last is not None and head.number > last for last in signers):
        yield "it is signed by a key that was retired before"


def _heads(first: int, last: int) -> list[HeadView]:
    return [view_of(one) for one in Head.objects.filter(size__gte=first, size__lte=last).order_by("number")]


def _hash_before(size: int) -> bytes:
    last = Head.objects.filter(size__lte=size).order_by("-number").first()
    return NO_PREVIOUS if last is None else bytes(last.hash)


def _nodes(before: int, last: int) -> dict[tuple[int, int], bytes]:
    """Return the stored subtrees that become complete between two sizes."""
    found: dict[tuple[int, int], bytes] = {}
    level = STRIDE
    while last >> level:
        kept = Node.objects.filter(level=level, index__gte=before >> level, index__lt=last >> level)
        found.update({(level, index): bytes(made) for index, made in kept.values_list("index", "hash")})
        level += STRIDE
    return found
