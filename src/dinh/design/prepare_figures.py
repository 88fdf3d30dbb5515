"""What charts and maps work out: the drawing, the table behind it, the files to download."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from dinh.design import charts, specs
from dinh.design.maps import Mark, Shape, map_svg, spot_svg
from dinh.design.specs import Chart
from dinh.kernel.text import sort_key

Values = Mapping[str, Any]
Prepared = dict[str, Any]
ECHARTS = "design/vendor/echarts-6.1.0.common.min.js"
_PAPER_STYLE = (
    "text{font:13px 'Be Vietnam Pro',system-ui,sans-serif;fill:#57606A}.d-plot__grid{stroke:#E6E1D8}"
    ".d-plot__target{stroke:#1B1F24}.d-plot__line{fill:none;stroke:#B9B4AB;stroke-width:2}"
    ".d-plot__end--main{fill:#2F4B8F;font-weight:600}"
    ".d-plot__line--main{stroke:#2F4B8F;stroke-width:3}.d-plot__line--estimated{stroke-dasharray:3 6}"
    ".d-plot__span{fill:none;stroke:#8A5A00;stroke-width:6;stroke-opacity:.45}"
    ".d-plot__break{stroke:#1B1F24;stroke-dasharray:2 4}"
    ".d-plot__dot,.d-plot__bar--main{fill:#2F4B8F}.d-plot__bar--other{fill:#B9B4AB}"
    ".d-plot__bar--missing{fill:none;stroke:#8C857B;stroke-dasharray:3 3}"
    ".t{font-weight:600;font-size:16px;fill:#1B1F24}"
)


def chart(values: Values) -> Prepared:
    drawn = specs.chart_of(values["spec_json"])
    own = values["table"] or {}
    svg = _drawing(drawn, values["sentence"])
    return {
        "svg": svg,
        "bars": _bars(drawn) if drawn.kind == "bar" and drawn.known else [],
        "target_words": _target_words(drawn),
        "head": own.get("head") or ["", *(line.name for line in drawn.series)],
        "rows": _linked(own.get("rows") or specs.rows(drawn), drawn.hrefs),
        "csv_href": _file("text/csv", "\ufeff" + specs.as_csv(drawn)),
        "svg_href": _file(
            "image/svg+xml",
            _alone(_drawing(replace(drawn, hrefs=()), values["sentence"]), values["title"] or values["sentence"]),
        )
        if svg
        else "",
        "json": mark_safe(specs.as_json(drawn)),
        "echarts_url": static(ECHARTS) if values["interactive"] else "",
    }


def _linked(rows: Sequence[Sequence[str]], hrefs: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """Return each row of the table with the address its first cell leads to, where the chart names one."""
    return [(hrefs[place] if place < len(hrefs) else "", row) for place, row in enumerate(rows)]


def _drawing(drawn: Chart, sentence: str) -> SafeString:
    if not drawn.known or drawn.kind == "bar":
        return SafeString("")
    return (charts.line_svg if drawn.kind == "line" else charts.column_svg)(drawn, label=sentence)


def _target_words(drawn: Chart) -> str:
    if drawn.kind != "bar" or drawn.target is None:
        return ""
    value = specs.rounded(drawn.target, drawn.unit)
    return gettext("The thin line is the target, %(value)s.") % {"value": value}


def _bars(drawn: Chart) -> list[dict[str, Any]]:
    values = drawn.series[0].values
    _low, top = specs.axis([*drawn.known, drawn.target or 0], drawn.unit)
    return [
        {
            "label": label,
            "href": drawn.hrefs[place] if place < len(drawn.hrefs) else "",
            "svg": charts.bar_svg(
                values[place], top, is_looked_at=drawn.highlight in {None, place}, target=drawn.target
            ),
            "value": gettext("no data yet")
            if values[place] is None
            else specs.number(values[place], drawn.places, drawn.unit),
        }
        for place, label in enumerate(drawn.labels)
    ]


def _file(media_type: str, content: str) -> str:
    return f"data:{media_type};charset=utf-8,{quote(content)}"


def _alone(svg: SafeString, title: str) -> str:
    """Return a drawing as a file that stands by itself, with its title and its own colours."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="840" height="300" viewBox="0 0 840 300"><style>{}</style>'
        '<rect width="840" height="300" fill="#FFFFFF"/><text class="t" x="20" y="32">{}</text>'
        '<svg x="20" y="48" width="800" height="{}" overflow="visible">{}</svg></svg>',
        mark_safe(_PAPER_STYLE),
        title,
        charts.HEIGHT,
        svg,
    )


def spot(values: Values) -> Prepared:
    rings = [tuple((x, y) for x, y in ring) for ring in values["rings"]]
    x, y = values["spot"]
    return {"svg": spot_svg(rings, (x, y), label=values["label"])}


def unit_map(values: Values) -> Prepared:
    marks = {str(code): _mark(value) for code, value in (values["values"] or {}).items()}
    shapes: Sequence[Shape] = tuple(values["shapes"] or ())
    names = {shape.code: shape.name for shape in shapes} or dict(values["names"] or {})
    missing = Mark(bin=None, text=gettext("no data yet"))
    listed = sorted(names, key=lambda code: sort_key(names[code]))
    rows = [
        {"name": names[code], "text": mark.text, "href": mark.href} for code, mark in _pairs(listed, marks, missing)
    ]
    table = "\r\n".join(f'"{row["name"]}","{row["text"]}"' for row in rows)
    return {
        "svg": map_svg(shapes, marks, name=values["id"], label=values["sentence"]),
        "legend": _legend(
            values["legend"], has_gaps=any(code not in marks or marks[code].bin is None for code in listed)
        ),
        "day_words": gettext("Boundaries of %(day)s.") % {"day": f"{values['on']:%d/%m/%Y}"} if values["on"] else "",
        "rows": rows,
        "csv_href": _file("text/csv", "\ufeff" + table),
        "json": mark_safe(_marks_json(marks)),
    }


def _pairs(codes: Sequence[str], marks: Mapping[str, Mark], missing: Mark) -> list[tuple[str, Mark]]:
    return [(code, marks.get(code, missing)) for code in codes]


def _mark(value: Any) -> Mark:
    if isinstance(value, Mark):
        return value
    return Mark(bin=value.get("bin"), text=str(value.get("text", "")), href=value.get("href", ""))


def _legend(words: Sequence[str], *, has_gaps: bool) -> list[dict[str, str]]:
    items = [{"bin": str(place), "label": label} for place, label in enumerate(words or (), start=1)]
    return items + ([{"bin": "missing", "label": gettext("no data yet")}] if has_gaps else [])


def _marks_json(marks: Mapping[str, Mark]) -> str:
    plain = {code: {"bin": mark.bin, "text": mark.text, "href": mark.href} for code, mark in marks.items()}
    return json.dumps(plain, ensure_ascii=False).replace("<", "\\u003c")
