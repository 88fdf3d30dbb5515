"""SDMX 3.0: data as SDMX-CSV 2.0.0, structure as SDMX-ML 3.0. Two whole numbers are the measures, the value is theirs.

Codes of units are the house's own numbers: official codes name other units on other days.
"""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from dinh.indicators.workbench.api import Line
from dinh.kernel.text import slug

AGENCY, FLOW, STRUCTURE, SCHEME, VERSION = "DINH", "DF_FIGURES", "DSD_FIGURES", "CS_FIGURES", "1.0.0"
# Identifiers of SDMX hold letters, digits and some marks; a dot is none of them.
_ALL = "_T"
_PLACES = Decimal("0.000000001")
DIMENSIONS = ("INDICATOR", "REF_AREA", "PROCEDURE", "FIELD", "CHANNEL")
MEASURES = ("NUMERATOR", "DENOMINATOR", "OBS_VALUE")
ATTRIBUTES = ("OBS_STATUS", "UNIT_MEASURE", "DEFINITION_VERSION", "SOURCE_KIND", "MAP_DAY", "LEDGER_POSITION")
_WHOLE = {"NUMERATOR", "DENOMINATOR", "DEFINITION_VERSION", "LEDGER_POSITION"}
_BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_MES, _STR, _COM = f"{{{_BASE}/message}}", f"{{{_BASE}/structure}}", f"{{{_BASE}/common}}"
_URN = "urn:sdmx:org.sdmx.infomodel"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def code_of(text: str) -> str:
    """Return a text as an identifier of SDMX: marks it does not allow become underscores; empty is the total."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "_@$-") else "_" for one in text) or _ALL


def data(lines: Iterable[Line]) -> str:
    """Return SDMX-CSV 2.0.0: one line for each observation, all of them information."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", *MEASURES, *ATTRIBUTES))
    for one in lines:
        writer.writerow(("dataflow", f"{AGENCY}:{FLOW}({VERSION})", "I", *_keys(one), _time(one), *_numbers(one)))
    return text.getvalue()


def _keys(one: Line) -> tuple[str, ...]:
    return (
        code_of(one.indicator),
        f"U{one.unit_id}",
        code_of(one.procedure),
        code_of(slug(one.field)),
        code_of(one.channel),
    )


def _time(one: Line) -> str:
    """Return a month as such, a longer period as a range: its first day and how many months it lasts."""
    months = (one.last.year - one.first.year) * 12 + one.last.month - one.first.month + 1
    return f"{one.first:%Y-%m}" if months == 1 else f"{one.first:%Y-%m-%d}/P{months}M"


def _numbers(one: Line) -> tuple[object, ...]:
    is_there = not one.missing
    below = "" if one.denominator is None else one.denominator
    value: object = ""
    if is_there:
        share = Decimal(one.numerator) if one.denominator is None else Decimal(one.numerator) / Decimal(one.denominator)
        value = one.numerator if one.denominator is None else f"{share.quantize(_PLACES):f}"
    status = "A" if is_there else "M"
    unit = "SHARE" if one.unit == "%" else code_of(slug(one.unit))
    return (
        one.numerator, below, value, status, unit, one.definition_version, one.source_kind, one.map_day.isoformat(),
        one.ledger_position,
    )  # fmt: skip


def structure(lines: Sequence[Line], on: date) -> bytes:
    """Return the structure message: code lists of what stands in the data, concepts, the flow and its structure."""
    for prefix, name in (("mes", "message"), ("str", "structure"), ("com", "common")):
        ET.register_namespace(prefix, f"{_BASE}/{name}")
    root = ET.Element(f"{_MES}Structure")
    header = ET.SubElement(root, f"{_MES}Header")
    ET.SubElement(header, f"{_MES}ID").text = f"{FLOW}-{on:%Y%m%d}"
    ET.SubElement(header, f"{_MES}Test").text = "false"
    ET.SubElement(header, f"{_MES}Prepared").text = f"{on.isoformat()}T00:00:00"
    ET.SubElement(header, f"{_MES}Sender", id=AGENCY)
    inside = ET.SubElement(root, f"{_MES}Structures")
    _codelists(ET.SubElement(inside, f"{_STR}Codelists"), lines)
    _concepts(ET.SubElement(inside, f"{_STR}ConceptSchemes"))
    _flow(ET.SubElement(inside, f"{_STR}Dataflows"))
    _definition(ET.SubElement(inside, f"{_STR}DataStructures"))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _named(parent: ET.Element, tag: str, code: str, name: str, *, is_versioned: bool = False) -> ET.Element:
    told = {"id": code} | ({"agencyID": AGENCY, "version": VERSION} if is_versioned else {})
    made = ET.SubElement(parent, f"{_STR}{tag}", told)
    ET.SubElement(made, f"{_COM}Name", {_LANG: "vi"}).text = name
    return made


def _codelists(parent: ET.Element, lines: Sequence[Line]) -> None:
    lists: Mapping[str, Mapping[str, str]] = {
        "INDICATOR": {code_of(one.indicator): one.indicator for one in lines},
        "REF_AREA": {f"U{one.unit_id}": one.unit_name for one in lines},
        "PROCEDURE": {code_of(one.procedure): one.procedure or "Tất cả" for one in lines},
        "FIELD": {code_of(slug(one.field)): one.field or "Tất cả" for one in lines},
        "CHANNEL": {code_of(one.channel): one.channel or "Tất cả" for one in lines},
    }
    for name, codes in lists.items():
        made = _named(parent, "Codelist", f"CL_{name}", name, is_versioned=True)
        for code, words in sorted(codes.items()):
            _named(made, "Code", code, words)


def _concepts(parent: ET.Element) -> None:
    scheme = _named(parent, "ConceptScheme", SCHEME, "Khái niệm của số liệu", is_versioned=True)
    for name in (*DIMENSIONS, "TIME_PERIOD", *MEASURES, *ATTRIBUTES):
        _named(scheme, "Concept", name, name)


def _flow(parent: ET.Element) -> None:
    made = _named(parent, "Dataflow", FLOW, "Số liệu tính từ sổ cái", is_versioned=True)
    ET.SubElement(made, f"{_STR}Structure").text = f"{_URN}.datastructure.DataStructure={AGENCY}:{STRUCTURE}({VERSION})"


def _definition(parent: ET.Element) -> None:
    made = _named(parent, "DataStructure", STRUCTURE, "Cấu trúc số liệu tính từ sổ cái", is_versioned=True)
    components = ET.SubElement(made, f"{_STR}DataStructureComponents")
    dimensions = ET.SubElement(components, f"{_STR}DimensionList", id="DimensionDescriptor")
    for place, name in enumerate(DIMENSIONS, start=1):
        one = _component(dimensions, "Dimension", name, position=str(place))
        form = ET.SubElement(one, f"{_STR}LocalRepresentation")
        ET.SubElement(form, f"{_STR}Enumeration").text = f"{_URN}.codelist.Codelist={AGENCY}:CL_{name}({VERSION})"
    time = _component(dimensions, "TimeDimension", "TIME_PERIOD")
    _text(time, "ObservationalTimePeriod")
    attributes = ET.SubElement(components, f"{_STR}AttributeList", id="AttributeDescriptor")
    for name in ATTRIBUTES:
        one = _component(attributes, "Attribute", name)
        _text(one, _kind(name))
        relation = ET.SubElement(one, f"{_STR}AttributeRelationship")
        ET.SubElement(relation, f"{_STR}Observation")
    measures = ET.SubElement(components, f"{_STR}MeasureList", id="MeasureDescriptor")
    for name in MEASURES:
        _text(_component(measures, "Measure", name), _kind(name))


def _kind(name: str) -> str:
    if name in _WHOLE:
        return "BigInteger"
    return "Decimal" if name == "OBS_VALUE" else "String"


def _component(parent: ET.Element, tag: str, name: str, **more: str) -> ET.Element:
    one = ET.SubElement(parent, f"{_STR}{tag}", {"id": name, **more})
    identity = f"{_URN}.conceptscheme.Concept={AGENCY}:{SCHEME}({VERSION}).{name}"
    ET.SubElement(one, f"{_STR}ConceptIdentity").text = identity
    return one


def _text(parent: ET.Element, kind: str) -> None:
    form = ET.SubElement(parent, f"{_STR}LocalRepresentation")
    ET.SubElement(form, f"{_STR}TextFormat", textType=kind)
