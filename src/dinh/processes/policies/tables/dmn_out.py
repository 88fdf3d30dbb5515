"""Writing a table as DMN: into the file it came from, touching only what changed, or as a new model of DMN 1.3."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from dinh.processes.policies.tables.dmn_in import cell_of, table_of
from dinh.processes.policies.tables.dmn_names import DMN_1_3, OURS, TYPE_REFS, child, children, local, space
from dinh.processes.policies.tables.feel import write as feel
from dinh.processes.policies.xml import parse, write
from dinh.processes.types.tables import Aggregation, Column, Rule, Table

_DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
_DC = "http://www.omg.org/spec/DMN/20180521/DC/"
_ORDER = ("input", "output", "annotation", "rule")


def write_dmn(table: Table, *, kept: str = "") -> bytes:
    """Return the table as a DMN file; `kept` is the file it was read from, whose other parts stay as they were."""
    if kept:
        root = parse(kept.encode())
        decision = next((one for one in children(root, "decision") if _is_of(one, table)), None)
        if decision is not None:
            _into(decision, table)
            return write(root)
    root = _fresh(table)
    etree.indent(root)
    return write(root)


def _is_of(decision: Any, table: Table) -> bool:
    return decision.get("id") == table.decision_id and child(decision, "decisionTable") is not None


def _made(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{space(parent)}}}{tag}", attributes)


def _fresh(table: Table) -> Any:
    names = {None: DMN_1_3, "dmndi": _DMNDI, "dc": _DC, "dinh": OURS}
    root = etree.Element(f"{{{DMN_1_3}}}definitions", nsmap=names)
    root.set("id", f"{table.decision_id}_definitions")
    root.set("name", table.name)
    root.set("namespace", "urn:dinh:tables")
    decision = _made(root, "decision", id=table.decision_id, name=table.name)
    _made(decision, "decisionTable", id=table.id)
    _into(decision, table)
    diagram = etree.SubElement(etree.SubElement(root, f"{{{_DMNDI}}}DMNDI"), f"{{{_DMNDI}}}DMNDiagram")
    shape = etree.SubElement(diagram, f"{{{_DMNDI}}}DMNShape", dmnElementRef=table.decision_id)
    etree.SubElement(shape, f"{{{_DC}}}Bounds", height="80", width="180", x="160", y="100")
    return root


def _into(decision: Any, table: Table) -> None:
    """Make the decision say what the table says; what has the same id is changed only where it differs."""
    element = child(decision, "decisionTable")
    before = table_of(decision, element)
    if before.name != table.name:
        decision.set("name", table.name)
    _attribute(element, "hitPolicy", table.hit_policy.value, otherwise="UNIQUE")
    _attribute(element, "aggregation", table.aggregation.value, otherwise=Aggregation.LIST.value)
    places = [[one.id for one in before.inputs], [one.id for one in before.outputs]]
    inputs = [_column(element, "input", one, before.inputs) for one in table.inputs]
    outputs = [_column(element, "output", one, before.outputs) for one in table.outputs]
    rules = [_rule(element, rule, table, before, places) for rule in table.rules]
    _rearrange(element, {"input": inputs, "output": outputs, "rule": rules})


def _attribute(element: Any, name: str, value: str, *, otherwise: str) -> None:
    if element.get(name, otherwise) == value:
        return
    if value == otherwise:
        del element.attrib[name]
    else:
        element.set(name, value)


def _rearrange(element: Any, wanted: dict[str, list[Any]]) -> None:
    """Put the children into the order of the standard; those no longer wanted go."""
    others = [one for one in element if not (local(one) in wanted and space(one) == space(element))]
    groups: dict[str, list[Any]] = {**wanted, "annotation": [one for one in others if local(one) == "annotation"]}
    ordered = [one for one in others if local(one) != "annotation"]
    for name in _ORDER:
        ordered += groups[name]
    if list(element) != ordered:
        element[:] = ordered


def _by_id(element: Any, name: str, wanted: str, known: Sequence[Column | Rule]) -> Any:
    """Return the child whose id, given or derived by its place, is `wanted`; None where there is none."""
    found = children(element, name)
    return next((one for one, old in zip(found, known, strict=False) if old.id == wanted), None)


def _column(element: Any, name: str, column: Column, before: Sequence[Column]) -> Any:
    found = _by_id(element, name, column.id, before)
    old = next((one for one in before if one.id == column.id), None)
    if found is None or old is None:
        found, old = _made(element, name, id=column.id), None
        if name == "input":
            _made(_made(found, "inputExpression", id=f"{column.id}_expression"), "text")
    if old == column:
        return found
    if old is None or old.label != column.label:
        found.set("label", column.label)
    _name_and_type(found, name, column, old)
    if old is None or old.values != column.values:
        _listed(found, "inputValues" if name == "input" else "outputValues", column)
    if name == "output" and (old.default if old else "") != column.default:
        _text(found, "defaultOutputEntry", column.default)
    return found


def _name_and_type(found: Any, name: str, column: Column, old: Column | None) -> None:
    holder = child(found, "inputExpression") if name == "input" else found
    if holder is None:
        holder = _made(found, "inputExpression", id=f"{column.id}_expression")
    if old is None or old.name != column.name:
        if name == "input":
            _put(holder, "text", column.name)
        else:
            found.set("name", column.name)
    if old is None or old.type is not column.type:
        holder.set("typeRef", TYPE_REFS[column.type])
        found.set(f"{{{OURS}}}type", column.type.value)


def _put(parent: Any, name: str, words: str) -> Any:
    found = child(parent, name)
    if found is None:
        found = _made(parent, name)
    found.text = words
    return found


def _text(parent: Any, name: str, words: str) -> None:
    found = child(parent, name)
    if words:
        _put(found if found is not None else _made(parent, name), "text", words)
    elif found is not None:
        parent.remove(found)


def _listed(found: Any, name: str, column: Column) -> None:
    _text(found, name, ", ".join(feel(one) for one in column.values))
    # The list of values stands before the default in the standard's order.
    default = child(found, "defaultOutputEntry")
    if default is not None:
        found.append(default)


def _rule(element: Any, rule: Rule, table: Table, before: Table, places: list[list[str]]) -> Any:
    found = _by_id(element, "rule", rule.id, before.rules)
    old = next((one for one in before.rules if one.id == rule.id), None)
    if found is None or old is None:
        found, old = _made(element, "rule", id=rule.id), None
    inputs = _entries(found, "inputEntry", [one.id for one in table.inputs], rule.tests, places[0])
    outputs = _entries(found, "outputEntry", [one.id for one in table.outputs], rule.outputs, places[1])
    _note(found, rule.note, old.note if old else "")
    rest = [one for one in found if one not in inputs and one not in outputs]
    first = [one for one in rest if local(one) not in {"inputEntry", "outputEntry", "annotationEntry"}]
    ordered = [*first, *inputs, *outputs, *(one for one in rest if local(one) == "annotationEntry")]
    if list(found) != ordered:
        found[:] = ordered
    return found


def _entries(rule: Any, name: str, ids: Sequence[str], texts: Sequence[str], places: Sequence[str]) -> list[Any]:
    """Return the entries in the order of the columns; each stays with its column when columns move."""
    old = dict(zip(places, children(rule, name), strict=False))
    entries = []
    for column, text in zip(ids, texts, strict=True):
        entry = old.get(column)
        if entry is None:
            entry = _made(rule, name, id=f"{rule.get('id', 'rule')}_{column}")
        if child(entry, "text") is None or cell_of(entry) != text:
            _put(entry, "text", text)
        entries.append(entry)
    return entries


def _note(rule: Any, note: str, old: str) -> None:
    if note == old:
        return
    for one in [*children(rule, "description"), *children(rule, "annotationEntry")]:
        rule.remove(one)
    if note:
        description = _made(rule, "description")
        description.text = note
