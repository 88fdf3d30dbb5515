"""What changed between two versions, question by question."""

from collections.abc import Iterator, Mapping
from typing import Any

from dinh.forms.types.definition import Block, FormDefinition, data_of
from dinh.forms.types.views import Difference


def differences(before: FormDefinition, after: FormDefinition) -> tuple[Difference, ...]:
    """Return what was added, taken out and changed, in the order of the newer version; taken out comes last."""
    old, new = dict(_places(before)), dict(_places(after))
    found = []
    for place, block in new.items():
        if place not in old:
            found.append(Difference("added", place, after=_said(block)))
        elif old[place] != block:
            found += _changes(place, old[place], block)
    found += [Difference("removed", place, before=_said(block)) for place, block in old.items() if place not in new]
    return tuple(found)


def _places(form: FormDefinition) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "form", {key: value for key, value in data_of(form).items() if key != "pages"}
    for page in form.pages:
        yield page.name, {key: value for key, value in data_of(page).items() if key != "blocks"}
        yield from _blocks(page.blocks, f"{page.name} · ")


def _blocks(blocks: tuple[Block, ...], above: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for block in blocks:
        place = f"{above}{block.name}"
        yield place, {key: value for key, value in data_of(block).items() if key != "blocks"}
        yield from _blocks(block.blocks, f"{place}.")


def _changes(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    return [
        Difference("changed", f"{place} · {name}", _word(old.get(name, "")), _word(new.get(name, ""))) for name in names
    ]


def _word(value: Any) -> str:
    return ", ".join(_word(one) for one in value) if isinstance(value, list) else str(value)


def _said(data: Mapping[str, Any]) -> str:
    return str(data.get("label") or data.get("title") or data.get("name") or "")
