"""Icons: one small drawing per file, coloured by the text beside it."""

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

HOME = Path(__file__).parent / "icons"


def names() -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in HOME.glob("*.svg")))


@cache
def svg(name: str) -> SafeString:
    """Return the drawing for use inside a page; an unknown name raises FileNotFoundError."""
    drawing = (HOME / f"{name}.svg").read_text(encoding="utf-8").strip()
    inner = drawing.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    return mark_safe(inner.replace("<svg ", '<svg class="d-icon" aria-hidden="true" focusable="false" ', 1))
