"""A form as data: pages of blocks. Read from TOML or JSON, written to JSON in one canonical way."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from dinh.forms.types.kinds import Format, Kind, When
from dinh.kernel.text import nfc

Json = dict[str, Any]
# Where an answer stands: ("child", "name"), ("members", 0, "name"); written child.name, members.0.name.
Path = tuple[str | int, ...]


def dotted(path: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in path)


class Misshapen(ValueError):
    """A definition that cannot be read; `place` says where."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One question, or one thing said.

    `minimum` and `maximum` are signs for texts, the value for numbers and money, rows for lists. `parts` choose what a
    person, an address or a parcel is asked for, `optional_parts` those of them that may stay empty. `signer` names the
    question about the person of whom a co-signature is.
    """

    kind: Kind
    name: str
    label: str = ""
    help: str = ""
    required: bool = True
    show_when: str = ""
    required_when: str = ""
    minimum: int | None = None
    maximum: int | None = None
    decimals: int = 0
    pattern: str = ""
    pattern_says: str = ""
    format: Format = Format.PLAIN
    choices: tuple[Choice, ...] = ()
    prefill: str = ""
    parts: tuple[str, ...] = ()
    optional_parts: tuple[str, ...] = ()
    partial: bool = False
    when: When = When.ANY
    unit: str = ""
    unit_en: str = ""
    component: str = ""
    signer: str = ""
    basis: str = ""
    label_en: str = ""
    help_en: str = ""
    blocks: "tuple[Block, ...]" = ()


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    title: str
    help: str = ""
    show_when: str = ""
    title_en: str = ""
    help_en: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A whole form. `mark` is "memory" where its wording was not compared with the printed form."""

    code: str
    title: str
    procedures: tuple[str, ...] = ()
    form_number: str = ""
    basis: str = ""
    mark: str = ""
    title_en: str = ""
    intro: str = ""
    intro_en: str = ""
    # Papers of the procedure this form stands for, by the words they begin with: nobody fills in the same twice.
    replaces: tuple[str, ...] = ()
    pages: tuple[Page, ...] = field(default=())

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON: two forms with one digest ask the same."""
        return sha256(canonical(self).encode()).hexdigest()

    def page(self, name: str) -> Page | None:
        return next((one for one in self.pages if one.name == name), None)


_KNOWN: Mapping[type, Mapping[str, Any]] = {
    kind: {one.name: one for one in fields(kind)} for kind in (Block, Page, FormDefinition)
}
_INTEGERS = frozenset({"minimum", "maximum", "decimals"})
_FLAGS = frozenset({"required", "partial"})
_LISTS = frozenset({"parts", "optional_parts", "procedures", "replaces"})
_ENUMS: Mapping[str, type[StrEnum]] = {"kind": Kind, "format": Format, "when": When}


def definition_of(data: Mapping[str, Any]) -> FormDefinition:
    """Return the form that a mapping describes; raise Misshapen naming the place that cannot be read."""
    return FormDefinition(**_read(FormDefinition, data, "form"))


def block_of(data: Mapping[str, Any], place: str = "block") -> Block:
    return Block(**_read(Block, data, place))


def page_of(data: Mapping[str, Any], place: str = "page") -> Page:
    return Page(**_read(Page, data, place))


def _read(kind: type, data: Mapping[str, Any], place: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise Misshapen(place, "is not a table")
    unknown = sorted(set(data) - _KNOWN[kind].keys())
    if unknown:
        raise Misshapen(place, f"has unknown entries: {', '.join(unknown)}")
    lacking = [
        name for name in ("kind", "name", "code", "title") if name in _KNOWN[kind] and not _has(kind, data, name)
    ]
    if lacking:
        raise Misshapen(place, f"lacks {', '.join(lacking)}")
    return {name: _value(name, value, f"{place}.{data.get('name', '')}".rstrip(".")) for name, value in data.items()}


def _has(kind: type, data: Mapping[str, Any], name: str) -> bool:
    return bool(data.get(name)) or (kind is FormDefinition and name == "name")


def _value(name: str, value: Any, place: str) -> Any:
    if name in {"blocks", "pages", "choices"}:
        return _children(name, value, place)
    if name in _LISTS:
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise Misshapen(place, f"{name} is not a list of words")
        return tuple(value)
    if name in _ENUMS:
        try:
            return _ENUMS[name](value)
        except ValueError as fault:
            raise Misshapen(place, f"{name} {value!r} is not known") from fault
    wanted: type = int if name in _INTEGERS else bool if name in _FLAGS else str
    if value is None and name in _INTEGERS:
        return None
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise Misshapen(place, f"{name} is not of its kind")
    return nfc(value).replace("\x00", "") if isinstance(value, str) else value


def _children(name: str, value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise Misshapen(place, f"{name} is not a list")
    if name == "choices":
        return tuple(_choice(one, place) for one in value)
    make = block_of if name == "blocks" else page_of
    return tuple(make(one, f"{place}.{name}[{number}]") for number, one in enumerate(value, start=1))


def _choice(value: Any, place: str) -> Choice:
    told = (value.get("value"), value.get("label"), value.get("en", "")) if isinstance(value, Mapping) else value
    if not isinstance(told, list | tuple) or len(told) not in {2, 3} or not all(isinstance(one, str) for one in told):
        raise Misshapen(place, "a choice is a value, a label and, if there is one, the label in English")
    return Choice(*(nfc(one) for one in told))


def data_of(what: FormDefinition | Page | Block) -> Json:
    """Return plain data that reads back to the same; what says nothing is left out."""
    found: Json = {}
    for one in fields(what):
        value = getattr(what, one.name)
        if one.name in {"kind", "name", "code", "title"} or value != one.default:
            found[one.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Page | Block):
        return data_of(value)
    if isinstance(value, Choice):
        return [value.value, value.label, *([value.en] if value.en else [])]
    if isinstance(value, StrEnum):
        return value.value
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def canonical(definition: FormDefinition) -> str:
    return json.dumps(data_of(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def with_blocks(page: Page, blocks: Sequence[Block]) -> Page:
    return replace(page, blocks=tuple(blocks))
