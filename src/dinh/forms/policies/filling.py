"""What can be filled in without asking, and what of one version's answers another can take over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dinh.forms.policies.answers import Document, is_empty, leaves, questions_of
from dinh.forms.policies.checking import faults_of
from dinh.forms.policies.compiling import Compiled, Question
from dinh.forms.types.definition import Path, dotted
from dinh.forms.types.kinds import SILENT, Kind, Origin
from dinh.forms.types.views import Carried, Earlier, Fact, Prefilled

# What people may have told of themselves in an earlier form, and the house does not know.
REMEMBERED = frozenset({"paper", "ethnicity", "nationality", "hometown", "birthplace", "residence", "job"})
STORE = "store."


def prefilled(form: Compiled, known: Mapping[str, Fact], earlier: Sequence[tuple[Compiled, Earlier]] = ()) -> Prefilled:
    """Return answers from what is known, by the sources the blocks name; "=word" stands for the word itself.

    What the directory does not know of the person is taken from what they said of themselves in `earlier` forms,
    newest first.
    """
    cccd = known["person.cccd"].value if "person.cccd" in known else ""
    told = _told(earlier, cccd)
    facts: dict[str, Fact] = {}
    answers = _filled(questions_of(form), known, told, (), facts)
    return Prefilled(answers, facts)


def _told(earlier: Sequence[tuple[Compiled, Earlier]], cccd: str) -> dict[str, Fact]:
    """Return what somebody said of themselves before, by the name of the part; another person's words are no source."""
    found: dict[str, Fact] = {}
    for form, one in earlier:
        for question in questions_of(form):
            said = one.answers.get(question.name)
            if question.block.prefill != "person" or not isinstance(said, Mapping) or said.get("cccd", "") != cccd:
                continue
            for name in REMEMBERED & said.keys():
                found.setdefault(name, Fact(said[name], Origin.EARLIER, one.day))
    return found if cccd else {}


def _filled(
    questions: Sequence[Question],
    known: Mapping[str, Fact],
    told: Mapping[str, Fact],
    path: Path,
    facts: dict[str, Fact],
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in questions:
        if one.kind in SILENT or one.kind is Kind.REPEAT:
            continue
        here, source = (*path, one.name), one.block.prefill
        if one.kind is Kind.GROUP:
            of_person = told if source == "person" else {}
            value: Any = _filled(one.children, known, of_person, here, facts)
            if not value and one.name in told and isinstance(told[one.name].value, Mapping):
                value = _remembered(one, told[one.name], here, facts)
        elif source.startswith("=") and one.name not in told:
            value = source[1:]
        else:
            fact = known.get(source) or told.get(one.name)
            value = fact.value if fact else None
            if fact and not is_empty(value):
                facts[dotted(here)] = fact
        if not is_empty(value):
            found[one.name] = value
    return found


def _remembered(one: Question, fact: Fact, path: Path, facts: dict[str, Fact]) -> dict[str, Any]:
    kept = {child.name: fact.value[child.name] for child in one.children if child.name in fact.value}
    for name, value in kept.items():
        facts[dotted((*path, name))] = Fact(value, fact.source, fact.day)
    return kept


def merged(old: Document, page: Document, names: Sequence[str]) -> dict[str, Any]:
    """Return the answers with those of one page put in the place of what stood there."""
    kept = {name: value for name, value in old.items() if name not in names}
    return {**kept, **page}


def carried(old: Compiled, new: Compiled, answers: Document, *, today: date) -> Carried:
    """Take answers over by address; what the new version does not ask, or would refuse, is named and left behind."""
    taken: dict[str, Any] = {}
    lost: list[str] = []
    for path, one, value in leaves(questions_of(old), answers):
        twin = _twin(new, path)
        if twin is None or twin.kind is not one.kind or not _fits(new, path, value, today):
            lost.append(one.block.label)
        else:
            put(taken, path, value)
    return Carried(taken, tuple(dict.fromkeys(lost)))


def _twin(form: Compiled, path: Path) -> Question | None:
    return form.by_pattern.get(".".join("*" if isinstance(part, int) else part for part in path))


def _fits(form: Compiled, path: Path, value: Any, today: date) -> bool:
    alone: dict[str, Any] = {}
    put(alone, tuple(0 if isinstance(part, int) else part for part in path), value)
    address = dotted(tuple(0 if isinstance(part, int) else part for part in path))
    # Seen alone a question may be hidden; then its shape is judged by the schema only.
    return form.validator.is_valid(alone) and address not in faults_of(form, alone, today=today)


def put(document: dict[str, Any], path: Path, value: Any) -> None:
    """Write an answer at its address, making the groups and rows on the way to it."""
    here: Any = document
    for part, after in zip(path, (*path[1:], None), strict=True):
        empty: Any = [] if isinstance(after, int) else {}
        if isinstance(part, int):
            while len(here) <= part:
                here.append({})
            if after is None:
                here[part] = value
            here = here[part]
        elif after is None:
            here[part] = value
        else:
            here = here.setdefault(part, empty)
