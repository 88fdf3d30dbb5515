"""A page as controls: what stands in each box, what it may hold, when it shows; from the definition the checks read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dinh.forms.policies.checking import wrong_words
from dinh.forms.policies.compiling import (
    FORMATS,
    LONGEST_TEXT,
    LONGEST_WORDS,
    Compiled,
    Question,
    Sheet,
    number_limits,
    places_of,
)
from dinh.forms.policies.conditions import Node, holds, names_in
from dinh.forms.policies.expanding import MOST_ROWS
from dinh.forms.policies.placing import address_beside
from dinh.forms.policies.wording import choice_of, help_of, label_of, lang_of, page_help_of, title_of, unit_of
from dinh.forms.policies.writing import NameUnit, changed_words, origin_words, typed_text
from dinh.forms.types.definition import Path, dotted
from dinh.forms.types.kinds import COUNTED, WORDED, Format, Kind
from dinh.forms.types.parts import PREFILLS
from dinh.forms.types.views import Control, Fact, Option

_AUTOCOMPLETE = {
    "person.name": "name", "person.phone": "tel", "person.email": "email", "person.address_text": "street-address",
}  # fmt: skip
_MODES: Mapping[Format, str] = {Format.CCCD: "numeric", Format.PHONE: "tel", Format.EMAIL: "email"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is shown with: `answers` are those that count, `stored` all that were given."""

    answers: Mapping[str, Any]
    stored: Mapping[str, Any]
    name_unit: NameUnit
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    extra_rows: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    today: date | None = None
    # The commune each point is judged by, both as patterns.
    units: Mapping[str, str] = field(default_factory=dict)
    # Before every name on the page, where the form stands inside of another.
    prefix: str = ""
    # A preview shows everything, so that whoever makes a form sees all of it.
    is_preview: bool = False


def id_of(address: str) -> str:
    return f"f-{address.replace('.', '-')}"


def controls_of(sheet: Sheet, shown: Shown) -> tuple[Control, ...]:
    """Return the controls of a page, leaving out what earlier pages have already decided against."""
    own = frozenset(one.name for one in sheet.questions)
    return _all(sheet.questions, shown.stored, (), _Place(shown, own, None))


def whole_of(form: Compiled, shown: Shown) -> tuple[Control, ...]:
    """Return the whole form on one page: each of its pages is a group that comes and goes by its own condition."""
    place = _Place(shown, form.known, None)
    return tuple(
        Control(
            kind="group",
            address=f"{shown.prefix}{sheet.page.name}",
            id=f"f-page-{sheet.page.name}",
            label=title_of(sheet.page),
            help=page_help_of(sheet.page),
            lang=lang_of(sheet.page.title, sheet.page.title_en),
            help_lang=lang_of(sheet.page.help, sheet.page.help_en),
            when=place.as_json(sheet.show) if sheet.show is not None else "",
            is_required=True,
            is_hidden=sheet.show is not None and not holds(sheet.show, shown.answers),
            children=_all(sheet.questions, shown.stored, (), place),
        )
        for sheet in form.sheets
    )


@dataclass(frozen=True, slots=True)
class _Place:
    shown: Shown
    own: frozenset[str]
    row: Mapping[str, Any] | None
    prefix: str = ""

    def is_local(self, condition: Node) -> bool:
        """Tell whether a condition may still change on this very page."""
        return any(name.startswith(".") or name.split(".")[0] in self.own for name in names_in(condition))

    def as_json(self, condition: Node) -> str:
        """Return a condition for the browser; names of the same row become whole addresses."""
        return json.dumps(self._whole(condition), ensure_ascii=False)

    def _whole(self, node: Node) -> Node:
        if node[0] in {"and", "or", "not"}:
            return [node[0], *(self._whole(part) for part in node[1:])]
        is_row = node[1].startswith(".")
        if not is_row and node[1].split(".")[0] not in self.own:
            # Answered on another page: for this page it is settled.
            return ["fixed", holds(node, self.shown.answers, self.row)]
        name = f"{self.prefix}{node[1][1:]}" if is_row else node[1]
        return [node[0], f"{self.shown.prefix}{name}", *node[2:]]


def _all(questions: tuple[Question, ...], document: Any, path: Path, place: _Place) -> tuple[Control, ...]:
    found = []
    for one in questions:
        is_shown = one.show is None or holds(one.show, place.shown.answers, place.row)
        if place.shown.is_preview or is_shown or (one.show is not None and place.is_local(one.show)):
            value = document.get(one.name) if isinstance(document, Mapping) else None
            found.append(
                _control(one, value, (*path, one.name), place, is_hidden=not (is_shown or place.shown.is_preview))
            )
    return tuple(found)


def _control(one: Question, value: Any, path: Path, place: _Place, *, is_hidden: bool) -> Control:
    block, address = one.block, f"{place.shown.prefix}{dotted(path)}"
    is_local = one.show is not None and place.is_local(one.show)
    more: dict[str, Any] = _of_kind(one, value, path, place)
    return Control(
        kind=one.kind.value,
        address=address,
        id=id_of(address),
        label=label_of(block),
        help=help_of(block) or _usual_help(one),
        lang=lang_of(block.label, block.label_en),
        help_lang=lang_of(block.help, block.help_en),
        error=place.shown.faults.get(dotted(path), ""),
        unit="đ" if one.kind is Kind.MONEY else unit_of(block),
        unit_lang=lang_of(block.unit, block.unit_en),
        basis=block.basis,
        when=place.as_json(one.show) if one.show is not None and is_local else "",
        need=place.as_json(one.need) if isinstance(one.need, list) else "",
        is_required=_is_needed(one, place),
        is_hidden=is_hidden,
        rules=json.dumps(rules_of(one, place.shown.today), ensure_ascii=False),
        says=wrong_words(one),
        **_source(one, value, dotted(path), place.shown),
        **more,
    )


def _source(one: Question, value: Any, address: str, shown: Shown) -> dict[str, Any]:
    """Say where an answer comes from that nobody typed, and what was known where somebody typed another."""
    fact = shown.facts.get(address)
    if fact is None:
        return {}
    if value == fact.value:
        return {"source": origin_words(fact)}
    return {"known": changed_words(one, fact, shown.name_unit)}


def _is_needed(one: Question, place: _Place) -> bool:
    return one.need if isinstance(one.need, bool) else holds(one.need, place.shown.answers, place.row)


def _usual_help(one: Question) -> str:
    if one.kind is Kind.DATE:
        return _("For example 17/05/1990, 05/1990 or 1990") if one.block.partial else _("For example 17/05/2024")
    if one.kind is Kind.MAP_POINT:
        return _("Two numbers from a map, for example 11.9404, 108.4583")
    return ""


def _of_kind(one: Question, value: Any, path: Path, place: _Place) -> dict[str, Any]:
    if one.kind is Kind.GROUP:
        return {"children": _all(one.children, value, path, place)}
    if one.kind is Kind.REPEAT:
        return _rows(one, value, path, place)
    if one.kind is Kind.UPLOAD:
        return {"text": one.block.component}
    if one.kind in {Kind.CO_SIGNATURE, Kind.NOTICE}:
        return {"block": one.name}
    found = _box(one, value, dotted(path), place.shown)
    return {**found, "attributes": _attributes_of_point(path, place)} if one.kind is Kind.MAP_POINT else found


def _attributes_of_point(path: Path, place: _Place) -> dict[str, str]:
    """Return which box holds the commune of a point, and the commune itself as it was answered on another page."""
    address = address_beside(place.shown.units, path)
    if not address:
        return {"autocomplete": "off"}
    unit: Any = place.shown.answers
    for part in address.split("."):
        unit = unit.get(part) if isinstance(unit, Mapping) else _row_at(unit, part)
    picked = str(unit) if isinstance(unit, int) else ""
    return {"autocomplete": "off", "data-f-unit": f"{place.shown.prefix}{address}", "data-f-unit-id": picked}


def _row_at(rows: Any, part: str) -> Any:
    number = int(part) if part.isdigit() else -1
    return rows[number] if isinstance(rows, list) and 0 <= number < len(rows) else None


def _rows(one: Question, value: Any, path: Path, place: _Place) -> dict[str, Any]:
    given = value if isinstance(value, list) else []
    least = max(len(given), 1 if _is_needed(one, place) else 0, one.block.minimum or 0)
    most = one.block.maximum or MOST_ROWS
    count = min(len(given) + place.shown.extra_rows.get(dotted(path), 0), most)
    rows = []
    for number in range(max(count, min(least, most))):
        row = given[number] if number < len(given) and isinstance(given[number], Mapping) else {}
        here = (*path, number)
        inner = _Place(place.shown, place.own, row, f"{dotted(here)}.")
        rows.append(
            Control(
                kind="row",
                address=f"{place.shown.prefix}{dotted(here)}",
                id=id_of(f"{place.shown.prefix}{dotted(here)}"),
                label=label_of(one.block),
                lang=lang_of(one.block.label, one.block.label_en),
                row=number + 1,
                children=_all(one.children, row, here, inner),
            )
        )
    return {"children": tuple(rows), "may_add": len(rows) < most, "value": str(len(rows))}


def _box(one: Question, value: Any, address: str, shown: Shown) -> dict[str, Any]:
    text = typed_text(one, value, shown.name_unit)
    if address in shown.faults and shown.typed.get(address):
        text = shown.typed[address]
    if one.kind in {Kind.CHOICE, Kind.SEVERAL}:
        chosen = value if isinstance(value, list) else [value]
        options = tuple(
            Option(each.value, choice_of(each), each.value in chosen, lang=lang_of(each.label, each.en))
            for each in one.block.choices
        )
        return {"options": options, "value": text}
    if one.kind is Kind.YES_NO:
        options = (Option("yes", _("Yes"), text == "yes"), Option("no", _("No"), text == "no"))
        return {"options": options, "value": text}
    if one.kind is Kind.UNIT:
        number = str(value) if isinstance(value, int) else ""
        return {"value": number, "text": text, "options": shown.places.get(address, ())}
    return {"text": text, "attributes": attributes_of(one)}


def rules_of(one: Question, today: date | None) -> dict[str, Any]:
    """Return what the browser needs to judge an answer as the server does; what only the server knows is left out."""
    block = one.block
    found: dict[str, Any] = {"need": one.need is True}
    if block.prefill.startswith("="):
        found["fixed"] = block.prefill[1:]
    if one.kind in WORDED:
        usual = LONGEST_TEXT if one.kind is Kind.TEXT else LONGEST_WORDS
        pattern = FORMATS.get(block.format) or (f"^(?:{block.pattern})$" if block.pattern else "")
        found |= {"least": block.minimum or 1, "most": block.maximum or usual, "pattern": pattern}
        found |= {"format": block.format.value}
    elif one.kind in COUNTED:
        schema = number_limits(block)
        found |= {"least": schema.get("minimum"), "most": schema["maximum"], "places": places_of(one)}
        found |= {"unit": unit_of(block)}
    elif one.kind is Kind.DATE:
        found |= {"partial": block.partial, "when": block.when.value, "today": today.isoformat() if today else ""}
    elif one.kind is Kind.REPEAT:
        found["least"] = block.minimum if block.minimum is not None else 1
    return found


def attributes_of(one: Question) -> dict[str, Any]:
    """Return what the browser can check by itself: the same limits as the schema of the server."""
    block = one.block
    found: dict[str, Any] = {}
    if one.kind in WORDED:
        usual = LONGEST_TEXT if one.kind is Kind.TEXT else LONGEST_WORDS
        found = {"maxlength": block.maximum or usual, **({"minlength": block.minimum} if block.minimum else {})}
        pattern = FORMATS.get(block.format, "").removeprefix("^").removesuffix("$") or block.pattern
        # Spaces that people put into numbers are taken off by the server, so the browser lets them pass.
        found |= {"pattern": pattern} if pattern and block.format is Format.PLAIN else {}
        mode = _MODES.get(block.format)
        found |= {"inputmode": mode} if mode else {}
    if one.kind in COUNTED:
        found = {"inputmode": "decimal" if block.decimals else "numeric", "autocomplete": "off"}
    if one.kind is Kind.DATE:
        found = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
    known = _AUTOCOMPLETE.get(block.prefill if block.prefill in PREFILLS else "")
    return {**found, "autocomplete": known} if known else found
