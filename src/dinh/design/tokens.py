"""Colours as data: the house's own, and what a province may replace."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

HOME = Path(__file__).parent
REPLACEABLE = frozenset({"accent", "accent_hover"})
_LINEAR_BELOW = 0.04045

# Pairs that carry words: every one must reach 4.5 to 1 by day and by night.
READ_ON = {
    "paper": ("ink", "muted", "accent", "accent_hover", "good", "warning", "info"),
    "surface": ("ink", "muted", "accent", "accent_hover", "good", "warning", "info"),
    "shade": ("ink", "muted", "accent", "good", "warning", "info"),
    "accent_tint": ("ink", "accent"),
    "good_tint": ("ink", "good"),
    "warning_tint": ("ink", "warning"),
    "info_tint": ("ink", "info"),
    "accent": ("on_accent",),
    "accent_hover": ("on_accent",),
}


@dataclass(frozen=True, slots=True)
class Province:
    """How a province shows itself; `day` and `night` hold only what it replaces."""

    name: str
    name_en: str
    logo: SafeString
    day: Mapping[str, str]
    night: Mapping[str, str]


@cache
def base() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((HOME / "tokens.toml").read_text(encoding="utf-8"))


@cache
def province(code: str) -> Province:
    """Return the look of a province; one without a tokens file shows the house's own, and names nobody."""
    file = Path(settings.DINH_PROVINCES) / code / "tokens.toml"
    data: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    logo = file.parent / data["logo"] if "logo" in data else None
    return Province(
        name=data.get("name", "Đình"),
        name_en=data.get("name_en", "Đình"),
        logo=mark_safe(logo.read_text(encoding="utf-8").strip() if logo else ""),
        day=_replaced(data.get("day", {}), base()["day"]),
        night=_replaced(data.get("night", {}), base()["night"]),
    )


def _replaced(own: Mapping[str, str], house: Mapping[str, str]) -> Mapping[str, str]:
    return {key: own[key] for key in sorted(REPLACEABLE & set(own)) if own[key] != house[key]}


def stylesheet(day: Mapping[str, str], night: Mapping[str, str]) -> str:
    """Return the tokens as custom properties: day on the root, night on the wall."""
    parts = []
    for selector, colours in ((":root", day), (".d-room-wall,.d-night", night)):
        if colours:
            body = ";".join(f"--d-{key.replace('_', '-')}:{value}" for key, value in colours.items())
            parts.append(f"{selector}{{{body}}}")
    return "\n".join(parts)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB` (WCAG 2.2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= _LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
