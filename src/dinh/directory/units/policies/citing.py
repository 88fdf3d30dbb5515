"""Which resolution made a change, where only its day and province are known."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from dinh.directory.units.types import DecisionRow, Level
from dinh.kernel.text import fold

Row = Mapping[str, str]
# Spellings of province names in the titles of the source.
_MISSPELLED = {"gia lao": "gia lai", "ba ria-vung tau": "ba ria - vung tau", "thua thien - hue": "thua thien hue"}


def decisions_of(rows: Iterable[Row]) -> list[DecisionRow]:
    """Return the resolutions 2019-2025; a number listed twice keeps its last title."""
    found = {}
    for row in rows:
        day = date.fromisoformat(row["effective_date"])
        found[row["number"]] = DecisionRow(row["number"], row["title"], adopted_on=None, effective_on=day)
    return list(found.values())


class Citation:
    """Finds the one resolution of a day whose title names the province; several or none: not cited."""

    def __init__(self, decisions: Iterable[DecisionRow]) -> None:
        self._known: dict[tuple[date, str, Level], str] = {}
        self._of_day: dict[date, list[tuple[str, str]]] = defaultdict(list)
        for decision in decisions:
            title = fold(decision.title)
            for wrong, right in _MISSPELLED.items():
                title = title.replace(wrong, right)
            self._of_day[decision.effective_on].append((decision.number, title))

    def find(self, day: date, province: str, level: Level) -> str:
        """Return the number, or "" when the day has no resolution, or more than one, for this province."""
        key = (day, province, level)
        if key not in self._known:
            self._known[key] = self._search(day, province, level)
        return self._known[key]

    def _search(self, day: date, province: str, level: Level) -> str:
        pattern = re.compile(rf"(tinh|thanh pho) {re.escape(fold(province))}(?![a-z])")
        numbers = [number for number, title in self._of_day[day] if pattern.search(title)]
        # The National Assembly decides on provinces, its Standing Committee on what is below them.
        wanted = [number for number in numbers if ("UBTVQH" not in number) == (level is Level.PROVINCE)]
        return wanted[0] if len(wanted) == 1 else ""
