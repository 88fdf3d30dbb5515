"""Reading XML that strangers made: no entities, no DTD, nothing fetched, nothing huge."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from dinh.kernel.errors import Invalid

__all__ = ["LARGEST", "parse", "write"]

LARGEST = 2 * 1024 * 1024
_DEEPEST = 60
_MOST = 20_000


def parse(data: bytes) -> Any:
    """Return the root element. Raises Invalid PR01 (not XML), PR02 (too large or deep), PR03 (DTD or entities)."""
    if len(data) > LARGEST:
        raise Invalid("PR02", _("This file is larger than 2 MB; a process or table never is."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_blank_text=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid("PR01", _("This file cannot be read as XML."), str(error)[:200]) from error
    tree = root.getroottree()
    if tree.docinfo.doctype or any(isinstance(one, etree._Entity) for one in root.iter(etree.Entity)):  # noqa: SLF001
        raise Invalid("PR03", _("This file declares a document type or entities, which are refused for safety."))
    _check_size(root)
    return root


def _check_size(root: Any) -> None:
    # lxml stops at 256 levels by itself; recursion of ours must never come near its own end.
    elements, deepest = 0, 0
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        elements += 1
        deepest = max(deepest, depth)
        if elements > _MOST or deepest > _DEEPEST:
            raise Invalid("PR02", _("This file has more parts than any process or table needs."))
        stack += [(child, depth + 1) for child in element]


def write(root: Any) -> bytes:
    """Return the document as UTF-8 with its declaration, comments and instructions as they were."""
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))
