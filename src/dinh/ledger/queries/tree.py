"""The stored tree: reads nodes in blocks of 256, so that a proof costs a handful of index ranges at any size."""

from django.db import connection

from dinh.ledger.types.merkle import STRIDE, complete_subtrees, leaf_hash, perfect_root

_LEAVES = "SELECT hash FROM ledger_sealed WHERE position > %s AND position <= %s ORDER BY position"
_NODES = 'SELECT hash FROM ledger_node WHERE level = %s AND "index" >= %s AND "index" < %s ORDER BY "index"'


class StoredTree:
    """Complete subtrees by (level, index), read once each; lives for one proof or one sealing."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; asking beyond what is stored raises IndexError."""
        stored = level - level % STRIDE
        first = index << (level - stored)
        count = 1 << (level - stored)
        block, start = first >> STRIDE, first & ((1 << STRIDE) - 1)
        row = self._block(stored, block)[start : start + count]
        if len(row) != count:
            raise IndexError(f"no complete subtree {level}:{index}")
        return perfect_root(row)

    def peaks(self, size: int) -> list[bytes]:
        return [self.node(level, index) for level, index in complete_subtrees(0, size)]

    def _block(self, level: int, block: int) -> list[bytes]:
        if (level, block) not in self._blocks:
            first = block << STRIDE
            with connection.cursor() as cursor:
                if level:
                    cursor.execute(_NODES, [level, first, first + (1 << STRIDE)])
                else:
                    cursor.execute(_LEAVES, [first, first + (1 << STRIDE)])
                row = [bytes(one) for (one,) in cursor.fetchall()]
            self._blocks[level, block] = row if level else [leaf_hash(one) for one in row]
        return self._blocks[level, block]
