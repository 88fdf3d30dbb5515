"""The press: one typst compiler for the whole process, its fonts read once.

The words come as a file beside the templates, not as inputs of the compiler: other inputs make it forget everything it
has set, while of another file only what depends on it is set anew. So the table of a procedure's papers is set once.
"""

import json
import shutil
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from dinh.documents.registry.house import house
from dinh.documents.types import Typeset
from dinh.kernel.squares import square

PAPERS = Path(__file__).resolve().parents[1] / "definitions" / "papers"
# The compiler and the file of words are one mutable thing; threads of the web server take turns.
_lock = threading.Lock()
_WORDS = "words.json"


class _Press:
    """The compiler in a folder of its own, gone with the process: the templates, and for a moment the words."""

    def __init__(self) -> None:
        self._kept = tempfile.TemporaryDirectory(prefix="dinh-press-")
        self.folder = Path(self._kept.name)
        for template in PAPERS.glob("*.typ"):
            shutil.copy(template, self.folder)
        fonts = [str(folder) for folder in house().fonts]
        self.compiler = typst.Compiler(root=str(self.folder), font_paths=fonts, ignore_system_fonts=True)

    def set(self, template: str, words: str, at: datetime) -> tuple[bytes, str]:
        """Return the PDF and what it says about its stamps. The words stay in the folder no longer than this takes."""
        file = self.folder / _WORDS
        try:
            file.write_text(words, encoding="utf-8")
            pdf = self.compiler.compile(
                input=str(self.folder / f"{template}.typ"),
                format="pdf",
                pdf_standards=["a-2b"],
                timestamp=int(at.timestamp()),
            )
            return cast("bytes", pdf), self.compiler.query("<stamp>", field="value")
        finally:
            file.unlink(missing_ok=True)


@cache
def _press() -> _Press:
    return _Press()


def qr_svg(text: str) -> str:
    """Return the square code as SVG, error correction M (TCVN 7322:2009, ISO/IEC 18004)."""
    return str(square(text).svg_inline(border=0, scale=4, dark="#1b1f24", omitsize=True))


def press(template: str, data: Mapping[str, Any], at: datetime) -> Typeset:
    """Return the finished PDF/A of a template of `definitions/papers`, with the places of its stamps."""
    words = json.dumps(data, ensure_ascii=False, default=str)
    with _lock:
        pdf, found = _press().set(template, words, at)
    stamps = {one["name"]: _place(one) for one in json.loads(found)}
    return Typeset(pdf=pdf, stamps=stamps)


def _place(one: Mapping[str, Any]) -> tuple[int, int, int, int, int]:
    return int(one["page"]), int(one["x"]), int(one["y"]), int(one["w"]), int(one["h"])
