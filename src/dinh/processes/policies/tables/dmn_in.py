"""Reading decision tables out of DMN 1.1 to 1.6, and naming every part that is carried along but not executed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from dinh.kernel.errors import Invalid
from dinh.kernel.text import nfc
from dinh.processes.policies.tables.dmn_names import (
    AGGREGATIONS,
    MODELS,
    OURS,
    TYPES,
    child,
    children,
    local,
    space,
    text_of,
)
from dinh.processes.policies.tables.feel import FeelFault, read_list, read_literal, read_tests
from dinh.processes.policies.tables.reading import MOST_COLUMNS, MOST_RULES
from dinh.processes.policies.xml import parse
from dinh.processes.types.tables import (
    Aggregation,
    Column,
    ColumnType,
    DmnReading,
    HitPolicy,
    KeptPart,
    Rule,
    Table,
    Value,
)

_READ = {
    "decision": {"decisionTable"},
    "decisionTable": {"input", "output", "rule"},
    "input": {"inputExpression", "inputValues"},
    "inputExpression": {"text"},
    "inputValues": {"text"},
    "output": {"outputValues", "defaultOutputEntry"},
    "outputValues": {"text"},
    "defaultOutputEntry": {"text"},
    "rule": {"inputEntry", "outputEntry", "description", "annotationEntry"},
    "inputEntry": {"text"},
    "outputEntry": {"text"},
}
_MOST_NAMED = 60


def read_dmn(data: bytes) -> DmnReading:
    """Return every decision table of the file. Raises Invalid PR01-PR03 for the XML, TB30-TB32 for its content."""
    root = parse(data)
    if local(root) != "definitions" or space(root) not in MODELS:
        raise Invalid("TB30", _("This file is not a DMN model of a version from 1.1 to 1.6."))
    found = [(one, child(one, "decisionTable")) for one in children(root, "decision")]
    tables = tuple(table_of(decision, element) for decision, element in found if element is not None)
    if not tables:
        raise Invalid("TB31", _("This DMN model holds no decision table."))
    return DmnReading(tables, tuple(_kept(root)))


def table_of(decision: Any, element: Any) -> Table:
    """Return the decision table `element` of a decision. Raises Invalid TB32."""
    rules = children(element, "rule")
    columns = len(children(element, "input")) + len(children(element, "output"))
    if len(rules) > MOST_RULES or columns > MOST_COLUMNS:
        words = _("A table has at most %(rules)s rules and %(columns)s columns.")
        raise Invalid("TB32", words % {"rules": MOST_RULES, "columns": MOST_COLUMNS})
    policy, aggregation = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
    if policy not in set(HitPolicy) or aggregation not in {"", *AGGREGATIONS}:
        raise Invalid(
            "TB32", _("“%(policy)s” is no hit policy of DMN.") % {"policy": f"{policy} {aggregation}".strip()}
        )
    tests = [[cell_of(one) for one in children(rule, "inputEntry")] for rule in rules]
    outputs = [[cell_of(one) for one in children(rule, "outputEntry")] for rule in rules]
    return Table(
        id=_id(element, f"{decision.get('id', 'decision')}_table"),
        decision_id=_id(decision, "decision"),
        name=nfc(decision.get("name") or decision.get("id") or "DMN"),
        hit_policy=HitPolicy(policy),
        aggregation=AGGREGATIONS.get(aggregation, Aggregation.LIST),
        inputs=tuple(
            _input(one, place, _column_cells(tests, place)) for place, one in enumerate(children(element, "input"))
        ),
        outputs=tuple(
            _output(one, place, _column_cells(outputs, place), decision)
            for place, one in enumerate(children(element, "output"))
        ),
        rules=tuple(
            Rule(_id(rule, f"rule_{place + 1}"), tuple(tests[place]), tuple(outputs[place]), _note(rule))
            for place, rule in enumerate(rules)
        ),
    )


def _id(element: Any, otherwise: str) -> str:
    return str(element.get("id") or otherwise)


def _column_cells(rows: list[list[str]], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row)]


def cell_of(entry: Any) -> str:
    text = child(entry, "text")
    return nfc((text.text or "").strip()) if text is not None else ""


def _note(rule: Any) -> str:
    said = [text_of(rule, "description"), *(cell_of(one) for one in children(rule, "annotationEntry"))]
    return nfc("\n".join(one for one in said if one))


def _values(element: Any, name: str) -> tuple[Value, ...]:
    try:
        return read_list(text_of(element, name))
    except FeelFault:
        return ()


def _input(element: Any, place: int, cells: list[str]) -> Column:
    expression = child(element, "inputExpression")
    name = text_of(element, "inputExpression") or element.get("label") or f"input{place + 1}"
    ref = expression.get("typeRef", "") if expression is not None else ""
    values = _values(element, "inputValues")
    return Column(
        id=_id(element, f"input_{place + 1}"),
        name=nfc(name),
        label=nfc(element.get("label") or name),
        type=_type(element, ref, values, [part for cell in cells for part in _said(cell)]),
        values=tuple(one for one in values if isinstance(one, str)),
    )


def _output(element: Any, place: int, cells: list[str], decision: Any) -> Column:
    variable = child(decision, "variable")
    given = variable.get("name", "") if variable is not None else ""
    name = element.get("name") or element.get("label") or given or f"output{place + 1}"
    ref = element.get("typeRef") or (variable.get("typeRef", "") if variable is not None else "")
    values = _values(element, "outputValues")
    return Column(
        id=_id(element, f"output_{place + 1}"),
        name=nfc(name),
        label=nfc(element.get("label") or name),
        type=_type(element, ref, values, _literals(cells)),
        values=tuple(one for one in values if isinstance(one, str)),
        default=text_of(element, "defaultOutputEntry"),
    )


def _said(cell: str) -> list[Value]:
    try:
        return [
            value
            for part in read_tests(cell).parts
            for value in (getattr(part, "value", None), getattr(part, "low", None))
            if value is not None
        ]
    except FeelFault:
        return []


def _literals(cells: list[str]) -> list[Value]:
    found = []
    for cell in cells:
        try:
            found.append(read_literal(cell))
        except FeelFault:
            continue
    return found


def _type(element: Any, ref: str, values: tuple[Value, ...], said: list[Value]) -> ColumnType:
    """Return the type: ours when it is told, DMN's, else the one all cells agree on."""
    own = element.get(f"{{{OURS}}}type", "")
    if own in set(ColumnType):
        return ColumnType(own)
    # feel:string and plain string mean the same; a type of the model's own is read off its cells.
    found = TYPES.get(ref.rpartition(":")[2]) or _guess(said)
    return ColumnType.ENUM if found is ColumnType.TEXT and values else found


def _guess(said: list[Value]) -> ColumnType:
    kinds = {type(value).__name__ for value in said}
    if kinds and kinds <= {"int", "Decimal"}:
        return ColumnType.DECIMAL
    return {"bool": ColumnType.BOOL, "date": ColumnType.DATE}.get("".join(kinds), ColumnType.TEXT)


def _kept(root: Any) -> Iterator[KeptPart]:
    """Name what is not executed: elements we do not read, attributes of other makers, the diagram."""
    counted: Counter[KeptPart] = Counter()
    for element in root:
        if (
            local(element) == "decision"
            and space(element) == space(root)
            and child(element, "decisionTable") is not None
        ):
            counted.update(_unread(element))
        elif local(element):
            counted[KeptPart(_called(element, root), element.get("name") or element.get("id") or "")] += 1
    for part, times in list(counted.items())[:_MOST_NAMED]:
        yield part if times == 1 else KeptPart(part.what, f"{part.name} × {times}".strip())


def _called(element: Any, root: Any) -> str:
    if space(element) == space(root):
        return local(element)
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def _unread(element: Any) -> Iterator[KeptPart]:
    known = _READ.get(local(element), set())
    for name in element.attrib:
        if name.startswith("{") and not name.startswith(f"{{{OURS}}}"):
            yield KeptPart(f"@{name.rpartition('}')[2]}", local(element))
    for inner in element:
        if not local(inner):
            continue
        if space(inner) == space(element) and local(inner) in known:
            yield from _unread(inner)
        else:
            prefix = f"{inner.prefix}:" if space(inner) != space(element) and inner.prefix else ""
            yield KeptPart(f"{prefix}{local(inner)}", inner.get("name") or inner.get("id") or local(element))
