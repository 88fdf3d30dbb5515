"""A definition made ready: composites opened, conditions parsed, the JSON Schema built. Done once per version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from dinh.forms.policies.conditions import Node as Condition
from dinh.forms.policies.conditions import parse
from dinh.forms.policies.expanding import MOST_ROWS, opened
from dinh.forms.types.definition import Block, FormDefinition, Json, Page
from dinh.forms.types.kinds import CHOOSING, COUNTED, SILENT, WORDED, Format, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_TEXT, LONGEST_WORDS = 500, 10_000
FORMATS: Mapping[Format, str] = {
    Format.CCCD: r"^[0-9]{12}$",
    Format.PHONE: r"^0[0-9]{9,10}$",
    Format.EMAIL: r"^[^@ ]+@[^@ ]+\.[^@ ]+$",
}
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PARTIAL_DAY = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
MOST_VND = 10**15


@dataclass(frozen=True, slots=True)
class Question:
    """One opened block. `pattern` is its path with "*" for rows; `need` is when it must be answered."""

    block: Block
    pattern: tuple[str, ...]
    show: Condition | None
    need: bool | Condition
    children: "tuple[Question, ...]" = ()
    known: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.block.name

    @property
    def kind(self) -> Kind:
        return self.block.kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, made ready."""

    page: Page
    show: Condition | None
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    definition: FormDefinition
    sheets: tuple[Sheet, ...]
    known: frozenset[str]
    schema: Json
    validator: Any
    by_pattern: Mapping[str, Question]

    def sheet(self, name: str) -> Sheet | None:
        return next((one for one in self.sheets if one.page.name == name), None)


def compiled(definition: FormDefinition) -> Compiled:
    """Return the form made ready. Raises BadCondition and ValueError (a pattern the engine refuses)."""
    sheets = tuple(
        Sheet(page, _condition(page.show_when), tuple(_question(one, ()) for one in page.blocks))
        for page in definition.pages
    )
    tops = [one for sheet in sheets for one in sheet.questions]
    schema = _object(tops)
    # The linear engine: no pattern of a form can make the house think for minutes.
    validator = jsonschema_rs.Draft202012Validator(schema, pattern_options=jsonschema_rs.RegexOptions())
    everything = {".".join(one.pattern): one for one in walk(tops)}
    return Compiled(definition, sheets, _names(tops), schema, validator, everything)


def walk(questions: Any) -> Iterator[Question]:
    """Yield every question, outer before inner."""
    for one in questions:
        yield one
        yield from walk(one.children)


def published_schema(form: Compiled) -> Json:
    """Return the JSON Schema 2020-12 for strangers: with its name, and with what everybody must answer."""
    tops = [one for sheet in form.sheets if sheet.show is None for one in sheet.questions]
    return {
        "$schema": DIALECT,
        "$id": f"urn:dinh:form:{form.definition.code}:{form.definition.digest()}",
        "title": form.definition.title,
        **form.schema,
        "required": [one.name for one in tops if one.need is True and one.show is None and one.kind not in SILENT],
    }


def _condition(text: str) -> Condition | None:
    return parse(text) if text.strip() else None


def _question(block: Block, above: tuple[str, ...]) -> Question:
    simple = opened(block)
    pattern = (*above, simple.name)
    inner = (*pattern, "*") if simple.kind is Kind.REPEAT else pattern
    children = tuple(_question(one, inner) for one in simple.blocks)
    need: bool | Condition = simple.required
    if simple.required_when.strip():
        need = parse(simple.required_when)
    return Question(simple, pattern, _condition(simple.show_when), need, children, _names(children))


def _names(questions: Any) -> frozenset[str]:
    return frozenset(one.name for one in questions if one.kind not in SILENT)


def places_of(one: Question) -> int:
    """Return how many decimals a number may have; đồng have none."""
    return 0 if one.kind is Kind.MONEY else one.block.decimals


def _object(questions: Any) -> Json:
    answered = [one for one in questions if one.kind not in SILENT]
    return {
        "type": "object",
        "properties": {one.name: _schema(one) for one in answered},
        "additionalProperties": False,
    }


def _schema(one: Question) -> Json:
    block = one.block
    if one.kind is Kind.GROUP:
        return {"title": block.label, **_object(one.children)}
    if one.kind is Kind.REPEAT:
        return {
            "title": block.label,
            "type": "array",
            "maxItems": block.maximum or MOST_ROWS,
            "items": _object(one.children),
        }
    return {"title": block.label, **_leaf(block)}


def _leaf(block: Block) -> Json:
    if block.kind in WORDED:
        return _words(block)
    if block.kind in COUNTED:
        return number_limits(block)
    if block.kind in CHOOSING:
        return _chosen(block)
    if block.kind is Kind.DATE:
        return {"type": "string", "pattern": PARTIAL_DAY if block.partial else DAY}
    return _SIMPLE[block.kind]


def _chosen(block: Block) -> Json:
    values = [one.value for one in block.choices]
    if block.kind is Kind.CHOICE:
        return {"enum": values}
    return {"type": "array", "items": {"enum": values}, "minItems": 1, "uniqueItems": True}


_SIMPLE: Mapping[Kind, Json] = {
    Kind.YES_NO: {"type": "boolean"},
    Kind.UNIT: {"type": "integer", "minimum": 1},
    Kind.MAP_POINT: {
        "type": "object",
        "properties": {
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lon": {"type": "number", "minimum": -180, "maximum": 180},
        },
        "required": ["lat", "lon"],
        "additionalProperties": False,
    },
    Kind.SIGNATURE: {"const": True},
}


def _words(block: Block) -> Json:
    longest = block.maximum or (LONGEST_TEXT if block.kind is Kind.TEXT else LONGEST_WORDS)
    found: Json = {"type": "string", "minLength": block.minimum or 1, "maxLength": longest}
    pattern = FORMATS.get(block.format) or (f"^(?:{block.pattern})$" if block.pattern else "")
    return {**found, "pattern": pattern} if pattern else found


def number_limits(block: Block) -> Json:
    """Return the schema of a number or an amount."""
    is_whole = block.kind is Kind.MONEY or not block.decimals
    least = 0 if block.kind is Kind.MONEY and block.minimum is None else block.minimum
    most = MOST_VND if block.maximum is None else block.maximum
    found: Json = {"type": "integer" if is_whole else "number", "maximum": most}
    return found if least is None else {**found, "minimum": least}
