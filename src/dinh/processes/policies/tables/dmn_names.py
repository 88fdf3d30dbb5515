"""The words of DMN files: namespaces by version, types both ways."""

from typing import Any

from dinh.processes.types.tables import Aggregation, ColumnType

DMN_1_3 = "https://www.omg.org/spec/DMN/20191111/MODEL/"
MODELS = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    DMN_1_3: "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
# Our own attribute keeps what DMN has no word for: money, and a choice in a table without a list.
OURS = "urn:dinh:dmn:1"
TYPES = {
    "string": ColumnType.TEXT,
    "boolean": ColumnType.BOOL,
    "integer": ColumnType.NUMBER,
    "long": ColumnType.NUMBER,
    "number": ColumnType.DECIMAL,
    "double": ColumnType.DECIMAL,
    "decimal": ColumnType.DECIMAL,
    "date": ColumnType.DATE,
}
TYPE_REFS = {
    ColumnType.TEXT: "string",
    ColumnType.ENUM: "string",
    ColumnType.BOOL: "boolean",
    ColumnType.NUMBER: "integer",
    ColumnType.MONEY: "integer",
    ColumnType.DECIMAL: "number",
    ColumnType.DATE: "date",
}
AGGREGATIONS = {one.value: one for one in Aggregation if one.value}


def local(element: Any) -> str:
    """Return the name of an element without its namespace; nothing for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def space(element: Any) -> str:
    return element.tag.rpartition("}")[0].lstrip("{") if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    """Return the children of this name in the namespace of their parent."""
    return [one for one in element if local(one) == name and space(one) == space(element)]


def child(element: Any, name: str) -> Any:
    """Return the first child of this name, or None."""
    return next(iter(children(element, name)), None)


def text_of(element: Any, name: str) -> str:
    """Return the words of `<name><text>…</text></name>`, or of `<name>…</name>`; nothing where it is missing."""
    found = child(element, name)
    inner = child(found, "text") if found is not None else None
    words = (inner if inner is not None else found).text if found is not None else ""
    return (words or "").strip()
