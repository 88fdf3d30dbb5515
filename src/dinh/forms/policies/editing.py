"""Changing a form one act at a time. Places are numbers: the page, then the way into nested blocks."""

from collections.abc import Sequence
from dataclasses import replace

from dinh.forms.types.definition import Block, Choice, FormDefinition, Page
from dinh.forms.types.kinds import CHOOSING, LISTS, Kind

Way = tuple[int, ...]
_HOLDERS = frozenset({Kind.GROUP, Kind.REPEAT, Kind.TABLE})


def block_at(form: FormDefinition, page: int, way: Way) -> Block:
    """Return the block at a place. Raises IndexError."""
    blocks = _page(form, page).blocks
    for number in way[:-1]:
        blocks = _one(blocks, number).blocks
    return _one(blocks, way[-1])


def _one(blocks: Sequence[Block], number: int) -> Block:
    if not 0 <= number < len(blocks):
        raise IndexError(number)
    return blocks[number]


def _page(form: FormDefinition, page: int) -> Page:
    if not 0 <= page < len(form.pages):
        raise IndexError(page)
    return form.pages[page]


def _with_page(form: FormDefinition, number: int, page: Page) -> FormDefinition:
    return replace(form, pages=(*form.pages[:number], page, *form.pages[number + 1 :]))


def _put(blocks: Sequence[Block], way: Way, new: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with those at one place replaced by `new`."""
    number = way[0]
    if len(way) == 1:
        return (*blocks[:number], *new, *blocks[number + 1 :])
    inner = replace(_one(blocks, number), blocks=_put(_one(blocks, number).blocks, way[1:], new))
    return (*blocks[:number], inner, *blocks[number + 1 :])


def with_block(form: FormDefinition, page: int, way: Way, *new: Block) -> FormDefinition:
    """Return the form with one block replaced by others: by none, it is taken out."""
    block_at(form, page, way)
    return _with_page(form, page, replace(_page(form, page), blocks=_put(_page(form, page).blocks, way, new)))


def with_new_block(form: FormDefinition, page: int, inside: Way, kind: Kind) -> tuple[FormDefinition, Way]:
    """Return the form with a fresh block at the end of a page or of a block that holds others, and its place."""
    fresh = fresh_block(form, kind)
    if not inside:
        old = _page(form, page)
        return _with_page(form, page, replace(old, blocks=(*old.blocks, fresh))), (len(old.blocks),)
    holder = block_at(form, page, inside)
    if holder.kind not in _HOLDERS:
        raise IndexError(inside)
    changed = replace(holder, blocks=(*holder.blocks, fresh))
    return with_block(form, page, inside, changed), (*inside, len(holder.blocks))


def fresh_block(form: FormDefinition, kind: Kind) -> Block:
    name = free_name(form, kind.value)
    choices = (Choice("a", "Lựa chọn 1"), Choice("b", "Lựa chọn 2")) if kind in CHOOSING else ()
    inner = (Block(Kind.TEXT, "item", "Nội dung"),) if kind in _HOLDERS else ()
    return Block(kind, name, "Câu hỏi mới", choices=choices, blocks=inner, minimum=1 if kind in LISTS else None)


def free_name(form: FormDefinition, wanted: str) -> str:
    """Return a name nobody in the form has yet."""
    taken = set(_names([block for page in form.pages for block in page.blocks]))
    base = wanted[:34]
    return next(name for name in (base, *(f"{base}_{n}" for n in range(2, 9999))) if name not in taken)


def _names(blocks: Sequence[Block]) -> list[str]:
    return [name for block in blocks for name in (block.name, *_names(block.blocks))]


def moved(form: FormDefinition, page: int, way: Way, step: int) -> FormDefinition:
    """Return the form with a block one place up or down among its sisters; at the end of a page nothing moves."""
    block, other = block_at(form, page, way), (*way[:-1], way[-1] + step)
    try:
        neighbor = block_at(form, page, other)
    except IndexError:
        return form
    return with_block(with_block(form, page, way, neighbor), page, other, block)


def copied(form: FormDefinition, page: int, way: Way) -> FormDefinition:
    block = block_at(form, page, way)
    return with_block(form, page, way, block, replace(block, name=free_name(form, block.name)))


def with_new_page(form: FormDefinition, title: str) -> FormDefinition:
    taken = {page.name for page in form.pages}
    name = next(f"trang-{n}" for n in range(1, 9999) if f"trang-{n}" not in taken)
    return replace(form, pages=(*form.pages, Page(name, title)))


def page_moved(form: FormDefinition, number: int, step: int) -> FormDefinition:
    page, other = _page(form, number), number + step
    if not 0 <= other < len(form.pages):
        return form
    return _with_page(_with_page(form, number, form.pages[other]), other, page)


def with_page(form: FormDefinition, number: int, page: Page) -> FormDefinition:
    _page(form, number)
    return _with_page(form, number, page)


def without_page(form: FormDefinition, number: int) -> FormDefinition:
    _page(form, number)
    return replace(form, pages=(*form.pages[:number], *form.pages[number + 1 :]))
