"""Reading every entry by its schema while verifying: by a pattern where that decides, else in full."""

import json
import re
from collections.abc import Container, Iterator

from dinh.ledger.events import SchemaError, pattern_of, read_body, versions
from dinh.ledger.queries.stream import Block
from dinh.ledger.types.canonical import moment

_Pattern = re.Pattern[bytes]


class Reader:
    """Knows the patterns of the kinds met so far."""

    def __init__(self) -> None:
        self._patterns: dict[bytes, tuple[_Pattern, ...]] = {}

    def misread(self, block: Block, blamed: Container[int]) -> Iterator[tuple[int, str]]:
        """Yield the positions whose bytes are not of their schema, or whose columns say something else."""
        is_text = _is_utf8(block.bodies)
        for number, (position, columns) in enumerate(zip(block.positions, block.columns, strict=True)):
            if position in blamed or number in block.missing:
                continue
            body = block.body(number)
            if not (is_text and self._fits(body, columns)):
                fault = _read(body, columns)
                if fault:
                    yield position, fault

    def _fits(self, body: bytes, columns: bytes) -> bool:
        """Tell whether the pattern decides that all is well; False means only that it must be read in full."""
        entry_id, kind, subject, recorded = columns.split(b"\t")
        if kind not in self._patterns:
            self._patterns[kind] = _compiled(kind.decode())
        for pattern in self._patterns[kind]:
            found = pattern.fullmatch(body)
            if found is not None:
                *said, rules, evidence = found.group("id", "subject", "recorded", "rules", "evidence")
                return said == [entry_id, subject, recorded] and _in_order(rules) and _in_order(evidence)
        return False


def _compiled(kind: str) -> tuple[_Pattern, ...]:
    try:
        return tuple(re.compile(pattern_of(kind, version)) for version in versions(kind))
    except SchemaError:
        return ()


def _is_utf8(data: bytes) -> bool:
    # Entries begin and end with ASCII signs, so a whole block is UTF-8 when each of them is.
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _in_order(words: bytes) -> bool:
    if b'","' not in words:
        return True
    keys = [key for key, _ in json.loads(words, object_pairs_hook=list)]
    return keys == sorted(set(keys))


def _read(body: bytes, columns: bytes) -> str:
    try:
        said = read_body(body, is_strict=True)
    except SchemaError as fault:
        return f"the entry is not of its schema: {fault}"
    if "\t".join((said.entry_id, said.kind, said.subjects[0], moment(said.recorded_at))) != columns.decode():
        return "the columns beside the entry say something else than its bytes"
    return ""
