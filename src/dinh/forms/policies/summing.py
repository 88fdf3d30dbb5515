"""All answers in the order of the form, as rows of words: for the check of answers, the desk and the paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dinh.forms.policies.answers import Document, is_empty, live
from dinh.forms.policies.compiling import Compiled, Question
from dinh.forms.policies.wording import label_of, lang_of, title_of
from dinh.forms.policies.writing import NameUnit, changed_words, shown_text
from dinh.forms.types.definition import Page, Path, dotted
from dinh.forms.types.kinds import SILENT, Kind
from dinh.forms.types.views import Fact, Lying, SummaryPart, SummaryRow


def summed(
    form: Compiled, answers: Document, *, name_unit: NameUnit, facts: Mapping[str, Fact] | None = None,
    lying: Mapping[str, Lying] | None = None,
) -> tuple[SummaryPart, ...]:  # fmt: skip
    """Return the shown pages with their answered rows; `lying` stands in brackets behind the point at its address."""
    found = live(form, answers)
    parts = []
    for sheet in form.sheets:
        if sheet.page.name in found.pages:
            writer = _Writer(sheet.page, name_unit, facts or {}, lying or {})
            writer.write(sheet.questions, found.answers, ())
            lang = lang_of(sheet.page.title, sheet.page.title_en)
            parts.append(SummaryPart(sheet.page.name, title_of(sheet.page), tuple(writer.rows), lang=lang))
    return tuple(parts)


class _Writer:
    def __init__(self, page: Page, name_unit: NameUnit, facts: Mapping[str, Fact], lying: Mapping[str, Lying]) -> None:
        self._facts = facts
        self._lying = lying
        self.rows: list[SummaryRow] = []
        self._page = page.name
        self._title = title_of(page)
        self._name_unit = name_unit

    def write(self, questions: Sequence[Question], document: Any, path: Path, depth: int = 0) -> None:
        for one in questions:
            value = document.get(one.name) if isinstance(document, Mapping) else None
            if one.kind not in SILENT and not is_empty(value):
                self._one(one, value, (*path, one.name), depth)

    def _one(self, one: Question, value: Any, path: Path, depth: int) -> None:
        if one.kind is Kind.GROUP:
            self._group(one, value, path, depth)
        elif one.kind is Kind.REPEAT and isinstance(value, list):
            for number, row in enumerate(value):
                label = _("%(label)s %(number)s") % {"label": label_of(one.block), "number": number + 1}
                self._head(one, (*path, number), label, depth)
                self.write(one.children, row, (*path, number), depth + 1)
        else:
            words = shown_text(one, value, self._name_unit)
            place = self._lying.get(dotted(path))
            if place is not None:
                words = f"{words} ({place.words})"
            fact = self._facts.get(dotted(path))
            known = changed_words(one, fact, self._name_unit) if fact is not None and fact.value != value else ""
            label = label_of(one.block)
            self.rows.append(SummaryRow(self._page, dotted(path), label, words, depth, known=known, place=place))

    def _group(self, one: Question, value: Any, path: Path, depth: int) -> None:
        is_address = {child.name for child in one.children} == {"unit", "detail"}
        if is_address and isinstance(value, Mapping):
            # An address reads on one line: the house first, then the commune and the province.
            words = {child.name: shown_text(child, value.get(child.name), self._name_unit) for child in one.children}
            line = ", ".join(part for part in (words["detail"], words["unit"]) if part)
            self.rows.append(SummaryRow(self._page, dotted(path), label_of(one.block), line, depth))
            return
        if not depth and label_of(one.block) == self._title:
            # The page is about this one thing and says so already.
            self.write(one.children, value, path, depth)
            return
        self._head(one, path, label_of(one.block), depth)
        self.write(one.children, value, path, depth + 1)

    def _head(self, one: Question, path: Path, label: str, depth: int) -> None:
        lang = lang_of(one.block.label, one.block.label_en)
        self.rows.append(SummaryRow(self._page, dotted(path), label, "", depth, is_heading=True, lang=lang))
