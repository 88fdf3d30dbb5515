"""What counts of the answers: only parts that are shown. One pass, in the order of the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dinh.forms.policies.compiling import Compiled, Question, Sheet
from dinh.forms.policies.conditions import holds
from dinh.forms.types.definition import Path
from dinh.forms.types.kinds import SILENT, Kind

Document = Mapping[str, Any]


@dataclass(slots=True)
class Live:
    """The answers that count, the pages that are shown, and what must still be answered, by page."""

    answers: dict[str, Any] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    missing: list[tuple[str, Path]] = field(default_factory=list)


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def live(form: Compiled, answers: Document) -> Live:
    """Return what counts of the answers. Keys the form does not know are kept, so that the schema refuses them."""
    found = Live()
    for sheet in form.sheets:
        if sheet.show is not None and not holds(sheet.show, found.answers):
            continue
        found.pages.append(sheet.page.name)
        missing: list[Path] = []
        for one in sheet.questions:
            _take(one, answers, found.answers, _Where((), found.answers, None, missing))
        found.missing += [(sheet.page.name, path) for path in missing]
    found.answers.update({key: answers[key] for key in answers.keys() - form.known})
    return found


@dataclass(frozen=True, slots=True)
class _Where:
    path: Path
    top: Document
    row: Document | None
    missing: list[Path]


def _take(one: Question, given: Document, kept: dict[str, Any], where: _Where) -> None:
    if one.kind in SILENT or (one.show is not None and not holds(one.show, where.top, where.row)):
        return
    value, path = given.get(one.name), (*where.path, one.name)
    is_needed = one.need if isinstance(one.need, bool) else holds(one.need, where.top, where.row)
    if one.kind is Kind.GROUP:
        _take_group(one, value, kept, _Where(path, where.top, where.row, where.missing), is_needed=is_needed)
    elif one.kind is Kind.REPEAT:
        _take_rows(one, value, kept, _Where(path, where.top, where.row, where.missing), is_needed=is_needed)
    elif not is_empty(value):
        kept[one.name] = value
    elif is_needed:
        where.missing.append(path)


def _take_group(one: Question, value: Any, kept: dict[str, Any], where: _Where, *, is_needed: bool) -> None:
    if not isinstance(value, Mapping | None):
        kept[one.name] = value
        return
    inner: dict[str, Any] = {}
    # Questions of a group may ask for their sisters by the whole name, so the group stands before they are read.
    kept[one.name] = inner
    missing: list[Path] = []
    given = value or {}
    for child in one.children:
        _take(child, given, inner, _Where(where.path, where.top, where.row, missing))
    inner.update({key: given[key] for key in given.keys() - one.known})
    if not inner:
        del kept[one.name]
    if is_needed or _is_begun(one, inner):
        where.missing.extend(missing)


def _is_begun(one: Question, inner: Document) -> bool:
    """A group that nobody must answer is begun by any word typed; what stands there by itself begins nothing."""
    fixed = {child.name: child.block.prefill[1:] for child in one.children if child.block.prefill.startswith("=")}
    return any(fixed.get(name) != value for name, value in inner.items())


def _take_rows(one: Question, value: Any, kept: dict[str, Any], where: _Where, *, is_needed: bool) -> None:
    if not isinstance(value, Sequence | None) or isinstance(value, str):
        kept[one.name] = value
        return
    rows: list[Any] = []
    for number, given in enumerate(value or ()):
        rows.append(_row(one, given, number, where))
    if rows:
        kept[one.name] = rows
    least = one.block.minimum if one.block.minimum is not None else 1
    if is_needed and len(rows) < least:
        where.missing.append(where.path)


def _row(one: Question, given: Any, number: int, where: _Where) -> Any:
    if not isinstance(given, Mapping):
        return given
    inner: dict[str, Any] = {}
    for child in one.children:
        _take(child, given, inner, _Where((*where.path, number), where.top, inner, where.missing))
    inner.update({key: given[key] for key in given.keys() - one.known})
    return inner


def leaves(questions: Sequence[Question], document: Any, path: Path = ()) -> Iterator[tuple[Path, Question, Any]]:
    """Yield every given answer with its question and path, in the order of the form."""
    for one in questions:
        value = document.get(one.name) if isinstance(document, Mapping) else None
        here = (*path, one.name)
        if is_empty(value):
            continue
        if one.kind is Kind.GROUP:
            yield from leaves(one.children, value, here)
        elif one.kind is Kind.REPEAT and isinstance(value, list):
            for number, row in enumerate(value):
                yield from leaves(one.children, row, (*here, number))
        else:
            yield here, one, value


def questions_of(form: Compiled) -> tuple[Question, ...]:
    return tuple(one for sheet in form.sheets for one in sheet.questions)


def pattern_of(path: Path) -> str:
    return ".".join("*" if isinstance(part, int) else part for part in path)


def page_names(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return which page each top name stands on."""
    return {one.name: sheet.page.name for sheet in sheets for one in sheet.questions}
