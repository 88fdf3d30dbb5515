"""One stylesheet out of tokens, base and components, without any tool of another language."""

import re
from pathlib import Path

from dinh.design import library, tokens

HOME = Path(__file__).parent
TARGET = HOME / "static" / "design" / "design.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r"\s*([{};,>])\s*")


def sources() -> list[Path]:
    """Return the style files in their order: base, components by name, print last."""
    frame = sorted((HOME / "css").glob("*.css"))
    parts = [library.HOME / name / f"{name}.css" for name in library.names()]
    return [file for file in frame if file.name < "90"] + parts + [file for file in frame if file.name >= "90"]


def build() -> str:
    """Return the whole stylesheet, comments and needless space left out."""
    house = tokens.base()
    styles = [tokens.stylesheet(house["day"], house["night"])]
    styles += [file.read_text(encoding="utf-8") for file in sources()]
    return "".join(f"{_tight(style)}\n" for style in styles)


def _tight(style: str) -> str:
    return _TIGHT.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", style))).replace(";}", "}").strip()


def write() -> bool:
    """Write the stylesheet if it changed; return whether it did."""
    fresh = build()
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == fresh:
        return False
    TARGET.write_text(fresh, encoding="utf-8")
    return True
