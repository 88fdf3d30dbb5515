"""What stands against publishing a form: everything a person would stumble over, found before anybody does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import jsonschema_rs
from django.utils.translation import gettext as _

from dinh.forms.policies.conditions import BadCondition, Node, names_in, parse
from dinh.forms.policies.expanding import opened
from dinh.forms.types.definition import Block, FormDefinition, Page
from dinh.forms.types.kinds import CHOOSING, LISTS, OBJECTS, SILENT, Kind
from dinh.forms.types.parts import PARTS, PREFILLS
from dinh.forms.types.views import Finding

MOST_FIELDS, MOST_PAGES, MOST_ON_PAGE, DEEPEST = 400, 40, 80, 4
_ADVISED_ON_PAGE = 15
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# A word that stands by itself, or the number of a paper of this kind in the person's store.
_SOURCE = re.compile(r"=.*|store\.[A-Z0-9.]+", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset({"rows", "pick", "do", "and", "or", "not", "in", "has", "true", "false", "answered"})
# A repeated group that holds a repetition or a choice: other engines may need longer than a life for it.
_CATASTROPHIC = re.compile(r"\((?:[^()\\]|\\.)*(?:[*+|]|\{\d+,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,)")
_ALWAYS, _NEVER = True, False


@dataclass(slots=True)
class _Reader:
    """What is known while a form is read from its first block to its last."""

    seen: set[str] = field(default_factory=set)
    all_names: set[str] = field(default_factory=set)
    found: list[Finding] = field(default_factory=list)
    fields: int = 0

    def tell(self, place: str, message: str, *, blocks: bool = True) -> None:
        self.found.append(Finding(place, message, blocks))


def findings(definition: FormDefinition) -> tuple[Finding, ...]:
    """Return everything wrong with a form, in its order; what does not block is advice."""
    reader = _Reader()
    reader.all_names = {name for page in definition.pages for name in _addresses(page.blocks)}
    _whole(definition, reader)
    for page in definition.pages:
        _page(page, reader)
    if reader.fields > MOST_FIELDS:
        reader.tell("form", _("A form may ask at most %(most)s things.") % {"most": MOST_FIELDS})
    if not reader.fields:
        reader.tell("form", _("This form asks nothing yet."))
    return tuple(reader.found)


def _addresses(blocks: Sequence[Block], above: str = "") -> Iterator[str]:
    for block in blocks:
        one = opened(block)
        here = f"{above}{one.name}"
        if one.kind in SILENT:
            continue
        yield here
        if one.kind is Kind.GROUP:
            yield from _addresses(one.blocks, f"{here}.")


def _whole(definition: FormDefinition, reader: _Reader) -> None:
    if not _SLUG.fullmatch(definition.code):
        reader.tell("form", _("The code of a form has small letters, digits and hyphens only."))
    if len(definition.pages) > MOST_PAGES:
        reader.tell("form", _("A form may have at most %(most)s pages.") % {"most": MOST_PAGES})
    if not definition.procedures:
        reader.tell("form", _("No procedure uses this form yet."), blocks=False)
    names = [one.name for one in definition.pages]
    for name in sorted({one for one in names if names.count(one) > 1}):
        reader.tell(name, _("Two pages have the same name."))
    tops = [block.name for page in definition.pages for block in page.blocks]
    for name in sorted({one for one in tops if tops.count(one) > 1}):
        reader.tell(name, _("Two questions have the same name."))


def _page(page: Page, reader: _Reader) -> None:
    if not _SLUG.fullmatch(page.name):
        reader.tell(page.name, _("The name of a page has small letters, digits and hyphens only."))
    shows = _condition(page.show_when, page.name, reader)
    if shows is _NEVER:
        reader.tell(page.name, _("Nobody ever sees this page."))
    if not page.blocks:
        reader.tell(page.name, _("This page is empty."))
    before = reader.fields
    for block in page.blocks:
        _block(block, page.name, "", reader, depth=0)
    if reader.fields - before > MOST_ON_PAGE:
        reader.tell(page.name, _("A page may ask at most %(most)s things.") % {"most": MOST_ON_PAGE})
    elif len(page.blocks) > _ADVISED_ON_PAGE:
        reader.tell(page.name, _("This page is long; one topic a page is easier."), blocks=False)


def _block(block: Block, page: str, above: str, reader: _Reader, *, depth: int) -> None:
    place = f"{page} · {above}{block.name}"
    if not _NAME.fullmatch(block.name) or block.name in _RESERVED:
        reader.tell(place, _("The name of a question is a small letter, then letters, digits and underscores."))
    if depth > DEEPEST:
        reader.tell(place, _("Questions stand too deep inside of each other."))
        return
    seen = _condition(block.show_when, place, reader)
    if seen is _NEVER and (block.required or block.required_when):
        reader.tell(place, _("This must be answered, but nobody ever sees it."))
    elif seen is _NEVER:
        reader.tell(place, _("Nobody ever sees this."), blocks=False)
    _condition(block.required_when, place, reader)
    _own(block, place, reader)
    one = opened(block)
    if one.kind not in SILENT:
        reader.seen.add(f"{above}{one.name}")
        reader.fields += not one.blocks
    _inside(one, page, above, reader, depth)


def _inside(one: Block, page: str, above: str, reader: _Reader, depth: int) -> None:
    names = [child.name for child in one.blocks]
    for child in one.blocks:
        if child.kind is Kind.CO_SIGNATURE:
            here = f"{page} · {above}{one.name}.{child.name}"
            reader.tell(here, _("A second signature cannot stand inside of another question."))
    for name in sorted({each for each in names if names.count(each) > 1}):
        reader.tell(f"{page} · {above}{one.name}.{name}", _("Two questions have the same name."))
    # Inside rows a name with a dot before it means the same row.
    inner = "." if one.kind is Kind.REPEAT else f"{above}{one.name}."
    if one.kind is Kind.REPEAT:
        reader.all_names |= {f".{name}" for name in _addresses(one.blocks)}
    for child in one.blocks:
        _block(child, page, inner, reader, depth=depth + 1)
    if one.kind is Kind.REPEAT:
        reader.seen = {name for name in reader.seen if not name.startswith(".")}
        reader.all_names = {name for name in reader.all_names if not name.startswith(".")}


def _own(block: Block, place: str, reader: _Reader) -> None:
    if block.kind in CHOOSING:
        _choices(block, place, reader)
    if block.prefill and block.prefill not in PREFILLS and not _SOURCE.fullmatch(block.prefill):
        reader.tell(place, _("Nothing is known under %(name)s to fill in.") % {"name": block.prefill})
    known = {one.name for one in PARTS.get(block.kind, ())}
    for name in (*block.parts, *block.optional_parts):
        if name not in known:
            reader.tell(place, _("There is no part %(name)s of this.") % {"name": name})
    for is_wrong, words in _simple(block):
        if is_wrong:
            reader.tell(place, words)
    _pattern(block, place, reader)
    if block.signer and block.signer not in reader.seen:
        reader.tell(place, _("No question before this is called %(name)s.") % {"name": block.signer})


def _simple(block: Block) -> tuple[tuple[bool, str], ...]:
    least, most = block.minimum, block.maximum
    holds_others = block.kind in {Kind.GROUP, Kind.REPEAT, Kind.TABLE}
    return (
        (not block.label and block.kind is not Kind.NOTICE, _("This question has no words.")),
        (holds_others and not block.blocks, _("Nothing is asked inside of this.")),
        (bool(block.blocks) and block.kind not in OBJECTS | LISTS, _("A question of this kind holds no others.")),
        (block.kind is Kind.UPLOAD and not block.component, _("Say which paper of the procedure this is.")),
        (least is not None and most is not None and least > most, _("The least is more than the most.")),
    )


def _choices(block: Block, place: str, reader: _Reader) -> None:
    values = [one.value for one in block.choices]
    if len(values) < 2:  # noqa: PLR2004
        reader.tell(place, _("A choice needs at least two answers."))
    if len(set(values)) < len(values):
        reader.tell(place, _("Two answers have the same value."))


def _pattern(block: Block, place: str, reader: _Reader) -> None:
    if not block.pattern:
        return
    if is_dangerous(block.pattern):
        reader.tell(place, _("This pattern cannot be used: it is wrong, or could take for ever to compare."))
    elif not block.pattern_says:
        reader.tell(place, _("Say in words what the pattern asks for."), blocks=False)


def is_dangerous(pattern: str) -> bool:
    """Tell whether the linear engine of the server refuses a pattern, or another engine might never end with it."""
    if len(pattern) > 200 or _CATASTROPHIC.search(pattern):  # noqa: PLR2004
        return True
    try:
        re.compile(pattern)
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
    except (re.error, ValueError):
        return True
    return False


def _condition(text: str, place: str, reader: _Reader) -> bool | None:
    """Judge a condition; return whether it always or never holds, None when that depends on the answers."""
    if not text.strip():
        return _ALWAYS
    try:
        node = parse(text)
    except BadCondition as fault:
        reader.tell(place, _("This condition cannot be read: %(fault)s.") % {"fault": fault})
        return None
    for name in names_in(node):
        if name in reader.seen:
            continue
        if name in reader.all_names:
            reader.tell(place, _("The condition asks for %(name)s, which is answered only later.") % {"name": name})
        else:
            reader.tell(place, _("The condition asks for %(name)s, which does not exist.") % {"name": name})
    return _settled(node)


def _settled(node: Node) -> bool | None:
    """Return what a condition always comes to: the same question cannot equal two things at once."""
    if node[0] == "and":
        wanted: dict[str, set[str]] = {}
        for part in node[1:]:
            if _settled(part) is _NEVER:
                return _NEVER
            if part[0] == "==":
                wanted.setdefault(part[1], set()).add(repr(part[2]))
        return _NEVER if any(len(values) > 1 for values in wanted.values()) else None
    if node[0] == "or":
        return _NEVER if all(_settled(part) is _NEVER for part in node[1:]) else None
    if node[0] == "not":
        return {_NEVER: _ALWAYS, _ALWAYS: _NEVER}.get(_settled(node[1]))  # type: ignore[arg-type]
    return None
