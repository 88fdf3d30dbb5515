"""How measurements are told: a figure, the baseline of the same run, and their ratio."""

import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: what was measured, the value and its unit, the baseline beside it, and the aim where there is one."""

    what: str
    value: float
    unit: str
    baseline: str = ""
    baseline_value: float | None = None
    aim: str = ""

    @property
    def ratio(self) -> str:
        return f"{self.value / self.baseline_value:.2f}" if self.baseline_value else ""


def machine() -> str:
    """Describe where and under what load this ran."""
    one, five, _ = os.getloadavg()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB,"
        f" Python {sys.version.split()[0]}, load before {one:.2f} (5 min {five:.2f})"
    )


def table(title: str, measures: Iterable[Measure]) -> str:
    """Return the measures as a Markdown table."""
    lines = [f"### {title}", "", "| what | value | baseline in the same run | ratio | aim |", "|---|---|---|---|---|"]
    for one in measures:
        beside = f"{one.baseline}: {_number(one.baseline_value)}" if one.baseline_value is not None else one.baseline
        lines.append(f"| {one.what} | {_number(one.value)} {one.unit} | {beside} | {one.ratio} | {one.aim} |")
    return "\n".join([*lines, ""])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
