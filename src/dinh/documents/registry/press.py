"""The press: one typst compiler for the whole process, its fonts read once."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from dinh.documents.registry.house import house
from dinh.documents.types import Typeset

PAPERS = Path(__file__).resolve().parents[1] / "definitions" / "papers"
# The compiler is one mutable thing; threads of the web server take turns.
_lock = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        root=str(PAPERS), font_paths=[str(folder) for folder in house().fonts], ignore_system_fonts=True
    )


def qr_svg(text: str) -> str:
    """Return the square code as SVG, error correction M (TCVN 7322:2009, ISO/IEC 18004)."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=0, scale=4, dark="#1b1f24", omitsize=True))


def press(template: str, data: Mapping[str, Any], at: datetime) -> Typeset:
    """Return the finished PDF/A of a template of `definitions/papers`, with the places of its stamps."""
    inputs = {"data": json.dumps(data, ensure_ascii=False, default=str)}
    with _lock:
        pdf = _compiler().compile(
            input=str(PAPERS / f"{template}.typ"),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-2b"],
            timestamp=int(at.timestamp()),
        )
        found = json.loads(_compiler().query("<stamp>", field="value"))
    stamps = {one["name"]: _place(one) for one in found}
    return Typeset(pdf=cast("bytes", pdf), stamps=stamps)


def _place(one: Mapping[str, Any]) -> tuple[int, int, int, int, int]:
    return int(one["page"]), int(one["x"]), int(one["y"]), int(one["w"]), int(one["h"])
