"""Composite blocks opened into the simple ones they stand for."""

from dataclasses import replace

from dinh.forms.types.definition import Block
from dinh.forms.types.kinds import COMPOSITE, Kind
from dinh.forms.types.parts import PARTS, USUAL

MOST_ROWS = 30
_LAYS = {Kind.HOUSEHOLD: Kind.REPEAT, Kind.TABLE: Kind.REPEAT}


def opened(block: Block) -> Block:
    """Return the block with only simple kinds, groups and repeats in it; a table or a household is a repeat."""
    if block.kind not in COMPOSITE:
        return replace(block, blocks=tuple(opened(one) for one in block.blocks)) if block.blocks else block
    own = _parts_of(block) if block.kind in PARTS else ()
    kind = _LAYS.get(block.kind, Kind.GROUP)
    inner = tuple(opened(one) for one in (*own, *block.blocks))
    return replace(block, kind=kind, blocks=inner, parts=(), optional_parts=())


def _parts_of(block: Block) -> tuple[Block, ...]:
    known = {one.name: one for one in PARTS[block.kind]}
    wanted = block.parts or USUAL[block.kind]
    return tuple(_part(block, known[name]) for name in wanted if name in known)


def _part(block: Block, part: Block) -> Block:
    is_required = part.required and part.name not in block.optional_parts
    return replace(part, required=is_required, prefill=_prefill(block, part))


def _prefill(block: Block, part: Block) -> str:
    """A part is filled from the person only where its block says that it is about that person."""
    is_constant = part.prefill.startswith("=")
    about_person = block.prefill in {"person", "person.address"}
    return part.prefill if is_constant or about_person else ""
